import type { VmId } from '../platform/ids.ts';
import { type Finding, finding, type World } from './leak-world.ts';

/** Compares the records of snapshots with what libvirt and the images have. */
export function compareSnapshots(world: World, busy: ReadonlySet<VmId>): Finding[] {
  const names = new Map(world.vms.map((vm) => [vm.id, vm.name]));
  const missing = world.snapshots
    .filter(({ state, there, vmId }) => state === 'READY' && !there && !busy.has(vmId))
    .map(({ id, name, vmId }) =>
      finding({
        kind: 'MISSING_SNAPSHOT',
        parts: [vmId, id],
        subject: `Snapshot ${name} of the VM ${names.get(vmId)}`,
        detail: 'Neither libvirt nor the VM’s disk has it: it cannot be gone back to.',
        remedy: 'Put the disk back from a backup and check again; or forget the snapshot.',
        vmId,
      }),
    );
  return [...missing, ...halfWay(world, busy), ...unknown(world, busy)];
}

/** A task that was ended by hand leaves the row behind, which counts towards the limit. */
function halfWay(world: World, busy: ReadonlySet<VmId>): Finding[] {
  const names = new Map(world.vms.map((vm) => [vm.id, vm.name]));
  return world.snapshots
    .filter(({ state, vmId }) => state !== 'READY' && !busy.has(vmId))
    .map(({ id, name, vmId, state }) =>
      finding({
        kind: 'SNAPSHOT_HALF_WAY',
        parts: [id],
        subject: `Snapshot ${name} of the VM ${names.get(vmId)}`,
        detail:
          state === 'CREATING'
            ? 'Its place is reserved, but no task takes it.'
            : 'It is marked as being deleted, but no task deletes it.',
        remedy: state === 'CREATING' ? 'Give its place back.' : 'Take the mark away.',
        vmId,
      }),
    );
}

function unknown(world: World, busy: ReadonlySet<VmId>): Finding[] {
  const known = new Set(world.snapshots.map(({ id }) => id));
  const vms = new Map(world.vms.map((vm) => [vm.uuid, vm]));
  return world.hosts.flatMap((host) =>
    (host.domains ?? []).flatMap((domain) => {
      const vm = vms.get(domain.uuid);
      if (!vm || busy.has(vm.id)) return [];
      return domain.snapshots
        .filter((name) => !known.has(name))
        .map((name) =>
          finding({
            kind: 'UNKNOWN_SNAPSHOT',
            parts: [vm.id, name],
            subject: `Snapshot ${name} of the VM ${vm.name}`,
            detail: `libvirt on ${host.name} has it, but no record knows it. Somebody may have taken it with virsh.`,
            remedy: 'Delete it, or leave it to whoever took it.',
            vmId: vm.id,
            hostId: host.id,
          }),
        );
    }),
  );
}
