import type { HostStatus } from '../../api/generated/graphql.ts';
import { StateBadge, type StateKind } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';

const kinds: Readonly<Record<HostStatus, StateKind>> = {
  UP: 'running',
  DOWN: 'failed',
  MAINTENANCE: 'maintenance',
  UNREACHABLE: 'attention',
};

interface HostStateProps {
  readonly host: { readonly status: HostStatus; readonly statusReason?: string | null };
}

/** The state of a host as a word with a shape. */
export function HostState({ host }: HostStateProps) {
  return (
    <StateBadge
      kind={kinds[host.status]}
      word={t(`host.state.${host.status}`)}
      reason={host.statusReason ?? null}
    />
  );
}
