import { type Em, rows } from '../platform/db.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import type { Place } from './look.ts';

/** One end of a VM's way: the VM as it is, or would be, defined on that host. */
export interface End extends Place {
  readonly vm: VmRecord;
  /** As its fellows reach it. */
  readonly address: string;
}

/** A VM and the two hosts of its migration. */
export interface Way {
  readonly from: End;
  readonly to: End;
  /** It is being brought back: what is whole is looked for at `to` first. */
  readonly backwards: boolean;
}

interface HostRow {
  readonly id: HostId;
  readonly name: string;
  readonly address: string;
  readonly bridge: string;
  readonly kvm: number;
}

/** @throws {FatalTaskError} when the VM or one of the hosts is gone */
export async function wayOf(
  em: Em,
  { vmId, fromId, toId }: { readonly vmId: VmId; readonly fromId: HostId; readonly toId: HostId },
): Promise<Way> {
  const vm = await requireVmRecord(em, vmId);
  const hosts = await rows<HostRow>(
    em,
    'select id, name, address, bridge, kvm from host where id in (?)',
    [[fromId, toId]],
  );
  const [row] = await rows<{ backwards: number }>(
    em,
    'select backwards from vm_migration where vm_id = ?',
    [vmId],
  );
  const end = (id: HostId): End => {
    const host = hosts.find((h) => h.id === id);
    if (!host) throw new FatalTaskError('A host of the migration is gone.', { code: 'NOT_FOUND' });
    const { name, address, bridge, kvm } = host;
    return {
      ...{ uuid: vm.uuid, hostId: id, hostName: name, address },
      vm: { ...vm, hostId: id, hostName: name, bridge, kvm: Boolean(kvm) },
    };
  };
  return { from: end(fromId), to: end(toId), backwards: Boolean(row?.backwards) };
}

/** The same way in the other direction. */
export function reversed({ from, to }: Way): Way {
  return { from: to, to: from, backwards: true };
}

/** Every file that the domain opens. */
export function filesOf(vm: VmRecord): string[] {
  const { boot, disks, drive, seed, template } = vm;
  const layered = template && template.format !== 'ISO' ? template.image : null;
  return [
    ...disks.map(({ path }) => path),
    ...[boot?.kernel, boot?.initrd, drive?.disc, seed, layered].filter(
      (file): file is string => typeof file === 'string',
    ),
  ];
}
