import type { MigrateVmInput, VmStatus } from '../../../api/generated/graphql.ts';
import { t } from '../../../messages/message.ts';

/** What a person has chosen; numbers stay text until they are sent. */
export interface MigrateDraft {
  /** Empty: the best other host. */
  readonly hostId: string;
  /** Where the disks go along; empty: they stay where they are. */
  readonly datastoreId: string;
  readonly still: boolean;
  readonly bandwidth: string;
  readonly downtime: string;
}

/** Why a limit cannot be that; empty is none. */
export function limitFault(text: string): string | undefined {
  const value = text.trim();
  return value === '' || /^[1-9]\d{0,5}$/.test(value) ? undefined : t('migrate.number.fault');
}

/** A limit as it is sent: null is none. */
export function limitOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

/** What is sent; undefined while something is not as it must be. */
export function migrateInput(
  id: string,
  draft: MigrateDraft,
  status: VmStatus,
): MigrateVmInput | undefined {
  if (limitFault(draft.bandwidth) || limitFault(draft.downtime)) return undefined;
  return {
    id,
    ...(draft.hostId && { hostId: draft.hostId }),
    ...(draft.datastoreId && { datastoreId: draft.datastoreId }),
    ...(status === 'RUNNING' && draft.still && { live: false }),
    bandwidthMiBps: limitOf(draft.bandwidth),
    maxDowntimeMs: limitOf(draft.downtime),
  };
}

/** How it moves, in words. */
export function wayWords(name: string, status: VmStatus, still: boolean): string {
  if (status === 'RUNNING')
    return still ? t('migrate.way.PAUSED', { name }) : t('migrate.way.RUNNING', { name });
  return status === 'SUSPENDED'
    ? t('migrate.way.SUSPENDED', { name })
    : t('migrate.way.OFF', { name });
}
