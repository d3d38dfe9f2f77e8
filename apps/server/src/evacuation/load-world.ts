import { constantValues } from '../constant/constant.service.ts';
import { datastoresOfVms, hostsOfAll, limitedHosts } from '../datastore/datastore-hosts.ts';
import { SHUT_WORDS, type Shut, shutOf } from '../maintenance/cloud-state.ts';
import type { AffinityKind, GroupPolicy } from '../placement/affinity-enums.ts';
import { placementHosts } from '../placement/placement.service.ts';
import { type Em, rows } from '../platform/db.ts';
import type { HostId, VmGroupId, VmId } from '../platform/ids.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import type { World, WorldGroup, WorldVm } from './world.ts';

interface VmRow {
  readonly id: VmId;
  readonly name: string;
  readonly hostId: HostId;
  readonly status: VmStatus;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly arch: string | null;
  readonly busyWith: string | null;
  readonly shut: Shut | null;
  readonly goesTo: string | null;
}

const IDLE: readonly VmStatus[] = ['RUNNING', 'SUSPENDED', 'SHUTDOWN', 'CRASHED'];

/**
 * Hosts and VMs as they are now, for plans: a handful of statements, however many there are.
 * @param hostId only VMs of that host are read; null: all
 */
export async function loadWorld(em: Em, hostId: HostId | null): Promise<World> {
  const [hosts, limits, setUp, vms] = await Promise.all([
    placementHosts(em, null),
    constantValues(em),
    rows<{ id: HostId }>(em, 'select host_id as id from host_migration'),
    readVms(em, hostId),
  ]);
  const ids = vms.map(({ id }) => id);
  const [datastores, limited, bound, affinities, groups] = await Promise.all([
    datastoresOfVms(em, ids),
    limitedHosts(em),
    boundDisks(em, ids),
    readAffinities(em, ids),
    readGroups(em, ids),
  ]);
  const hostsOf = (id: VmId, wanted: AffinityKind) =>
    affinities.flatMap((a) => (a.vmId === id && a.kind === wanted ? [a.hostId] : []));
  return {
    ...{ hosts, limits, groups, setUp: new Set(setUp.map(({ id }) => id)) },
    vms: vms.map(
      (vm): WorldVm => ({
        ...{ id: vm.id, name: vm.name, hostId: vm.hostId, status: vm.status, arch: vm.arch },
        ...{ vcpus: Number(vm.vcpus), ramMiB: Number(vm.ramMiB), fixed: fixedBy(vm) },
        datastores: datastores.get(vm.id) ?? [],
        bound: bound.get(vm.id) ?? null,
        onlyHosts: hostsOfAll(limited, datastores.get(vm.id) ?? []),
        ...{ required: hostsOf(vm.id, 'REQUIRED'), forbidden: hostsOf(vm.id, 'FORBIDDEN') },
        groups: [...groups].flatMap(([id, { places }]) => (places.has(vm.id) ? [id] : [])),
      }),
    ),
  };
}

/** What keeps a VM where it is, before any host is asked. */
function fixedBy(vm: VmRow): string | null {
  if (vm.goesTo) return `It is on its way to ${vm.goesTo} already.`;
  // Its memory lies on the disk of its host: it would be lost on the way.
  if (vm.shut) return SHUT_WORDS[vm.shut];
  if (vm.busyWith) return `It is busy: ${vm.busyWith}. It can move once that has ended.`;
  if (IDLE.includes(vm.status)) return null;
  return vm.status === 'IN_QUEUE'
    ? 'It is being made. It can move once that has ended.'
    : `It cannot move while its state is ${vm.status.toLowerCase()}.`;
}

function readVms(em: Em, hostId: HostId | null): Promise<VmRow[]> {
  return rows<VmRow>(
    em,
    `select v.id, v.name, v.host_id as hostId, v.status, t.arch, h.name as goesTo,
            ${shutOf('v')} as shut,
            greatest(v.vcpus, coalesce(v.active_vcpus, 0)) as vcpus,
            greatest(v.ram_mib, coalesce(v.active_ram_mib, 0)) as ramMiB,
            (select k.title from task k where k.lane = v.id and k.status in (?)
              order by k.seq limit 1) as busyWith
       from vm v left join template t on t.id = v.template_id
       left join vm_migration m on m.vm_id = v.id left join host h on h.id = m.host_id
      where v.host_id is not null and (? is null or v.host_id = ?)`,
    [ACTIVE_STATUSES, hostId, hostId],
  );
}

/** Of VMs with disks that not every host sees: what would have to be copied, in words. */
async function boundDisks(em: Em, ids: readonly VmId[]): Promise<ReadonlyMap<VmId, string>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{ id: VmId; disks: string; size: number }>(
    em,
    `select k.vm_id as id, group_concat(distinct d.name order by d.name separator ', ') as disks,
            sum(k.size_gib) as size
       from disk k join datastore d on d.id = k.datastore_id
      where k.vm_id in (?) and not d.every_host group by k.vm_id`,
    [ids],
  );
  const words = ({ disks, size }: (typeof found)[number]) =>
    `Its disks on ${disks}, ${size} GiB, would have to be copied: migrate it with them to a datastore of another host`;
  return new Map(found.map((row) => [row.id, words(row)]));
}

async function readAffinities(em: Em, ids: readonly VmId[]) {
  if (ids.length === 0) return [];
  return rows<{ vmId: VmId; hostId: HostId; kind: AffinityKind }>(
    em,
    'select vm_id as vmId, host_id as hostId, kind from host_affinity where vm_id in (?)',
    [ids],
  );
}

/** The groups of these VMs, with all their members. */
async function readGroups(
  em: Em,
  ids: readonly VmId[],
): Promise<ReadonlyMap<VmGroupId, WorldGroup>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{
    id: VmGroupId;
    policy: GroupPolicy;
    vmId: VmId;
    hostId: HostId | null;
    goesTo: HostId | null;
  }>(
    em,
    `select g.id, g.policy, v.id as vmId, v.host_id as hostId, m.host_id as goesTo
       from vm_group g join vm_group_member gm on gm.group_id = g.id join vm v on v.id = gm.vm_id
       left join vm_migration m on m.vm_id = v.id
      where g.id in (select group_id from vm_group_member where vm_id in (?))`,
    [ids],
  );
  const groups = new Map<VmGroupId, { policy: GroupPolicy; places: Map<VmId, HostId[]> }>();
  for (const { id, policy, vmId, hostId, goesTo } of found) {
    const group = groups.get(id) ?? { policy, places: new Map<VmId, HostId[]>() };
    group.places.set(
      vmId,
      [hostId, goesTo].filter((host): host is HostId => host !== null),
    );
    groups.set(id, group);
  }
  return groups;
}
