import { type Connection, isLibvirtError } from '@baadal/libvirt';
import { type Em, rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import {
  ACTIVE_ATTRIBUTES,
  type ActiveAttribute,
  activeSettingsOf,
  hasPending,
  NOTHING_PENDING,
  writeActive,
} from '../vm/active-settings.ts';
import type { OwnedHost } from './host-store.ts';

/** What these functions work with. */
interface HostView {
  readonly em: Em;
  readonly connection: Connection;
  readonly host: OwnedHost;
}

interface FoundVm {
  readonly id: VmId;
  readonly uuid: string;
}

interface WaitingVm extends FoundVm {
  readonly vcpus: number | null;
  readonly ramMiB: number | null;
  readonly bootOrder: string | null;
}

/**
 * A domain has started, whoever did it: booted, it has all its settings; brought back from a snapshot
 * or a saved memory, it has those of then.
 * @returns VMs whose rows were written
 */
export async function settingsAfterStart(
  { em, connection, host }: HostView,
  uuid: string,
  detail: string,
): Promise<VmId[]> {
  const [vm] = await rows<FoundVm>(em, 'select id, uuid from vm where uuid = ? and host_id = ?', [
    uuid,
    host.id,
  ]);
  if (!vm) return [];
  if (detail !== 'booted')
    return (await lookAgain({ em, connection }, vm, ACTIVE_ATTRIBUTES)) ? [vm.id] : [];
  const cleared = await run(
    em,
    `update vm set ${NOTHING_PENDING} where id = ? and ${hasPending('vm')}`,
    [vm.id],
  );
  return cleared > 0 ? [vm.id] : [];
}

/**
 * Compares the few VMs of a host that wait for a restart with their domains: one may have been
 * restarted while nobody looked, or a guest may have moved its memory balloon at last.
 * @returns VMs whose rows were written
 */
export async function comparePending({ em, connection, host }: HostView): Promise<VmId[]> {
  const waiting = await rows<WaitingVm>(
    em,
    `select v.id, v.uuid, v.active_vcpus as vcpus, v.active_ram_mib as ramMiB,
            v.active_boot_order as bootOrder from vm v where v.host_id = ? and v.status in ('RUNNING', 'SUSPENDED')
        and ${hasPending('v')} and not exists (select 1 from task t
          where t.lane = v.id and t.status in ('PENDING', 'RUNNING', 'RETRYING'))`,
    [host.id],
  );
  const changed: VmId[] = [];
  for (const vm of waiting) {
    const pending = ACTIVE_ATTRIBUTES.filter((attribute) => vm[attribute] !== null);
    if (await lookAgain({ em, connection }, vm, pending)) changed.push(vm.id);
  }
  return changed;
}

async function lookAgain(
  { em, connection }: Pick<HostView, 'em' | 'connection'>,
  vm: FoundVm,
  attributes: readonly ActiveAttribute[],
): Promise<boolean> {
  try {
    const domain = await connection.domainLookupByUuid(vm.uuid);
    if (!(await domain.isActive())) return false;
    return await writeActive(em, vm.id, activeSettingsOf(await domain.xml()), attributes);
  } catch (error) {
    // Gone, or gone off meanwhile: another event tells of that.
    if (isLibvirtError(error, 'NO_DOMAIN', 'OPERATION_INVALID')) return false;
    throw error;
  }
}
