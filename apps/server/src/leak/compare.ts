import type { TaskId, VmId } from '../platform/ids.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { compareDisks, otherFiles } from './compare-disks.ts';
import { compareDomains } from './compare-domains.ts';
import { compareFiles } from './compare-files.ts';
import { compareSnapshots } from './compare-snapshots.ts';
import { compareTasks } from './compare-tasks.ts';
import { type Finding, finding, type World } from './leak-world.ts';

/**
 * Finds everything that does not fit together in what one look has seen. VMs, files and domains
 * that an unfinished task works on are left out.
 * @param self the task that asks; what it works on is not left out
 */
export function compareWorld(world: World, self: TaskId | null = null): Finding[] {
  const others = world.tasks.filter((task) => task.id !== self);
  const busy = new Set<VmId>();
  for (const { status, vmId } of others)
    if (vmId && ACTIVE_STATUSES.includes(status)) busy.add(vmId);
  const seen = { ...world, tasks: others };
  const differing = otherFiles(seen);
  return [
    ...notChecked(seen),
    ...compareDomains(seen, busy),
    ...compareDisks(differing, busy),
    ...compareSnapshots(seen, busy),
    ...withoutAddress(seen, busy),
    ...compareFiles(seen, { busy, differing }),
    ...compareTasks(others),
    ...leases(seen),
  ];
}

/**
 * The findings of two looks that are in both, as the second look saw them. The others were only
 * passing.
 */
export function stable(first: readonly Finding[], second: readonly Finding[]): Finding[] {
  const before = new Set(first.map(({ id }) => id));
  return second.filter(({ id }) => before.has(id));
}

function notChecked(world: World): Finding[] {
  const hosts = world.hosts.filter((host) => host.domains === null);
  const datastores = world.datastores.filter((datastore) => datastore.files === null);
  return [
    ...hosts.map((host) =>
      finding({
        kind: 'HOST_NOT_CHECKED',
        parts: [host.id],
        subject: `Host ${host.name}`,
        detail: `Not checked: ${host.fault ?? 'it did not answer'}. Nothing is said of its VMs.`,
        remedy: 'Bring the host back, then check again.',
        hostId: host.id,
      }),
    ),
    ...datastores.map((datastore) =>
      finding({
        kind: 'DATASTORE_NOT_CHECKED',
        parts: [datastore.id],
        subject: `Datastore ${datastore.name}`,
        detail: `Not checked: ${datastore.fault ?? 'no host could list it'}. Nothing is said of its files.`,
        remedy: `See that ${datastore.path} is mounted on a host that is up, then check again.`,
      }),
    ),
  ];
}

function withoutAddress(world: World, busy: ReadonlySet<VmId>): Finding[] {
  return world.vms
    .filter((vm) => vm.networked && vm.mac === null && !busy.has(vm.id))
    .map((vm) =>
      finding({
        kind: 'VM_WITHOUT_ADDRESS',
        parts: [vm.id],
        subject: `VM ${vm.name}`,
        detail: 'It is in a security domain, but holds no address of it.',
        remedy: 'Give it a free address, and its domain the interface.',
        vmId: vm.id,
        hostId: vm.hostId,
      }),
    );
}

function leases(world: World): Finding[] {
  const unfollowed = world.hosts.flatMap((host) =>
    host.unfollowed === null
      ? []
      : finding({
          kind: 'HOST_LEASE',
          parts: [host.id],
          subject: `Host ${host.name}`,
          detail: host.unfollowed,
          remedy: 'See that a collector runs. The lease is given back, for any collector to take.',
          hostId: host.id,
        }),
  );
  if (world.oldTickets === 0) return unfollowed;
  const tickets = finding({
    kind: 'CONSOLE_TICKETS',
    parts: [],
    subject: 'Console tickets',
    detail: `${world.oldTickets} expired more than an hour ago and are still there.`,
    remedy: 'Remove them: they open nothing.',
  });
  return [...unfollowed, tickets];
}
