import { layerOf } from '../clone/hold-disks.ts';
import type { VmId } from '../platform/ids.ts';
import { type Finding, finding, type SeenHost, type VmFacts, type World } from './leak-world.ts';

/** A disk that is another file in the VM's domain than in its record. */
export interface OtherFile {
  readonly vm: VmFacts;
  readonly host: SeenHost;
  readonly target: string;
  /** What the record says, and what the domain writes to; absolute paths on the host. */
  readonly recorded: string;
  readonly used: string;
}

/**
 * Disks that are another file in the domain than in the record. What the guest wrote is in that
 * other one: neither is to be taken for the right one, nor moved away.
 */
export function otherFiles(world: World): OtherFile[] {
  const roots = new Map(world.datastores.map(({ id, path }) => [id, path]));
  const claims = new Map(world.claims.map((claim) => [`${claim.vmId} ${claim.target}`, claim]));
  return world.vms.flatMap((vm) => {
    const host = world.hosts.find(({ id }) => id === vm.hostId);
    const domain = host?.domains?.find(({ uuid }) => uuid === vm.uuid);
    if (!host || !domain) return [];
    return domain.disks.flatMap(({ target, path: used }) => {
      const claim = claims.get(`${vm.id} ${target}`);
      const recorded = claim && `${roots.get(claim.datastoreId)}/${claim.path}`;
      return recorded && recorded !== used ? [{ vm, host, target, recorded, used }] : [];
    });
  });
}

/** Tells of VMs that write to other files than their records say. */
export function compareDisks(differing: readonly OtherFile[], busy: ReadonlySet<VmId>): Finding[] {
  const idle = differing.filter(({ vm }) => !busy.has(vm.id));
  return [...Map.groupBy(idle, ({ vm }) => vm.id).values()].map(judge);
}

function judge(files: readonly OtherFile[]): Finding {
  const [{ vm, host }] = files as readonly [OtherFile];
  const held = files.every(({ recorded, used }) => used === layerOf(recorded));
  const each = files.map(({ target, recorded, used }) =>
    held
      ? `${target} is held still for a copy: what it writes goes to ${used}, above ${recorded}`
      : `${target} is ${used}, not ${recorded}`,
  );
  return finding({
    kind: 'DISK_DIFFERS',
    parts: [vm.id],
    subject: `VM ${vm.name}`,
    detail: `In its domain on ${host.name} ${each.join('; ')}.`,
    remedy: held
      ? 'Merge what it wrote into its disks again. It goes on meanwhile.'
      : 'Decide which file is the right one: retry the task that changed the disk, or merge a layer that somebody put above it (virsh blockcommit --active --pivot). Then check again.',
    byHand: !held,
    vmId: vm.id,
    hostId: host.id,
  });
}
