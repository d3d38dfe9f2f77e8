import { randomUUID } from 'node:crypto';
import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { loadDatastores } from '../datastore/datastore.service.ts';
import { datastoresOfVms } from '../datastore/datastore-hosts.ts';
import { previewPlacement } from '../placement/placement.service.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NoCapacityError } from '../platform/errors.ts';
import { type DatastoreId, newId, type TaskId, type UserId } from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import type { NewTask } from '../task/enqueue.ts';
import { announceGroup, enqueueGroup, type NewChild } from '../task/group.ts';
import { TaskPriority } from '../task/task-enums.ts';
import type { CloudInitSpec } from '../vm/allocate-vm.ts';
import { requireAction, requireVm } from '../vm/vm-lookup.ts';
import { requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import type { VmView } from '../vm/vm-views.ts';
import { allocateClone, type CloneSpec, type ExtraDisk } from './allocate-clone.ts';
import { type CloneVmInput, MOST_CLONES } from './clone.inputs.ts';
import type { ClonePreview } from './clone.type.ts';
import { type Need, shortOf, spreadClones } from './clone-capacity.ts';
import { identityFor } from './clone-identity.ts';
import { cloneNames, defaultPrefix } from './clone-names.ts';
import { fileBytes, layerBytes } from './copy-disk.ts';

/**
 * Asks for clones of a VM: checks everything, reserves host, address, names and room for all of
 * them, and enqueues the group that makes them. Reads the size of the parent's disks from its host.
 * @throws {BadUserInputError | NotFoundError | ForbiddenError | ConflictError | NoCapacityError |
 *   HostUnreachableError} and nothing is left
 */
export async function cloneVm(context: Context, input: CloneVmInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const count = input.count ?? 1;
  const seen = await requireVm(context.em, viewer, input.id);
  requireAction(viewer, seen, 'CLONE', { queued: await hasTasks(context.em, seen.id) });
  // Snapshots inside are counted along: only where that is too much their share is looked for.
  const most = await sizeOf(context, seen, false);
  const needs = await needsOf(context.em, seen, count, most);
  const bytes = needs.some(shortOf) ? await sizeOf(context, seen, true) : most;
  return runMutation(
    context,
    {
      action: 'cloneVm',
      clientMutationId: input.clientMutationId,
      subject: input.id,
      detail: `${count} of ${seen.name}`,
    },
    async ({ em, afterCommit }) => {
      const source = await requireVm(em, viewer, input.id);
      requireAction(viewer, source, 'CLONE', { queued: await hasTasks(em, source.id) });
      await refuseDeleted(em, source);
      // Placement's lock, so that what is counted here is still free when it is taken.
      await rows(em, 'select id from host order by id for update');
      await requireRoom(em, source, count, bytes);
      const children = await reserveClones(em, source, viewer.userId, input);
      const group = await enqueueGroup(em, groupOf(source, viewer.userId, count), children);
      afterCommit(() => {
        const { events } = context.services;
        announceGroup(events, group, source.id);
        for (const { vmId } of children) if (vmId) events.publish('vm', { id: vmId });
        events.publish('vm', { id: source.id });
      });
      return group.id;
    },
  );
}

function groupOf(source: VmView, requestedBy: UserId, count: number): NewTask {
  return {
    type: 'CLONE_VM',
    input: { vmId: source.id, name: source.name },
    title: count === 1 ? `Clone VM ${source.name}` : `Clone VM ${source.name} ${count} times`,
    vmId: source.id,
    ...(source.hostId && { hostId: source.hostId }),
    requestedBy,
  };
}

/** Rows for all clones, and the tasks that make them. */
async function reserveClones(
  em: Em,
  source: VmView,
  requesterId: UserId,
  input: CloneVmInput,
): Promise<NewChild[]> {
  const names = await namesFor(em, source, input);
  const record = await requireVmRecord(em, source.id);
  const disks = await extraDisksOf(em, record);
  const cloudInit = await identityFor(em, record);
  const children: NewChild[] = [];
  for (const name of names) {
    const spec = specOf(source, { name, requesterId, disks, cloudInit });
    const placed = await allocateClone(em, spec);
    children.push({
      type: 'MAKE_CLONE',
      input: { spec, start: input.start ?? true, story: placed.story },
      title: `Make VM ${name} as a clone of ${source.name}`,
      vmId: spec.vm.vmId,
      hostId: placed.host.id,
      // A class of sixty does not keep a single VM of somebody else from being made.
      ...(names.length > 1 && { priority: TaskPriority.LOW }),
    });
  }
  return children;
}

async function hasTasks(em: Em, lane: string): Promise<boolean> {
  const sql =
    "select 1 from task where lane = ? and status in ('PENDING', 'RUNNING', 'RETRYING') limit 1";
  return (await rows(em, sql, [lane])).length > 0;
}

async function refuseDeleted(em: Em, source: VmView): Promise<void> {
  const going = await rows(
    em,
    `select 1 from task where lane = ? and type = 'DELETE_VM'
        and status in ('PENDING', 'RUNNING', 'RETRYING') limit 1`,
    [source.id],
  );
  if (going.length > 0) throw new ConflictError(`${source.name} is being deleted.`);
}

/**
 * What a copy of all its disks takes, asked of its host.
 * @param exact false: at most, which is quicker to say
 */
async function sizeOf(
  { services, em }: Pick<Context, 'services' | 'em'>,
  source: VmView,
  exact: boolean,
): Promise<number> {
  if (!source.hostId) throw new ConflictError(`${source.name} is on no host.`);
  const vm = await requireVmRecord(em, source.id);
  const ssh = await services.hosts.ssh(source.hostId);
  const paths = vm.disks.map((disk) => disk.path);
  const look = exact ? layerBytes : fileBytes;
  return look(ssh, paths, TIMEOUTS.interactiveCallMs).catch((err: unknown) => {
    // The copy itself says what is wrong with a disk; an earlier task may still be making it.
    services.log.warn({ vmId: source.id, err }, 'size of disks not known');
    return 0;
  });
}

async function namesFor(em: Em, source: VmView, input: CloneVmInput): Promise<string[]> {
  const given = input.namePrefix !== undefined && input.namePrefix !== null;
  const prefix = given ? input.namePrefix : defaultPrefix(source.name);
  const taken = await rows<{ name: string }>(em, 'select name from vm where owner_id = ?', [
    source.ownerId,
  ]);
  const names = cloneNames(
    { prefix: prefix ?? '', count: input.count ?? 1, given },
    new Set(taken.map(({ name }) => name.toLowerCase())),
  );
  if (names) return names;
  const message =
    'With its number a name would have more than 30 characters. Choose a shorter one.';
  throw new BadUserInputError([{ path: 'namePrefix', message }]);
}

const MIB = 2 ** 20;

/** What so many clones take, and what there is. */
async function needsOf(em: Em, source: VmView, count: number, bytes: number): Promise<Need[]> {
  const [free] = await rows<{ n: number }>(
    em,
    `select count(*) as n from private_ip where vm_id is null and host_id is null
        and vlan_id = (select vlan_id from security_domain where id = ?)`,
    [source.securityDomainId],
  );
  const needs: Need[] = [{ kind: 'ADDRESSES', needed: count, free: Number(free?.n ?? 0) }];
  const [store] = await loadDatastores(em, [source.datastoreId as DatastoreId]);
  if (store?.capacityGiB != null && store.usedGiB != null)
    needs.push({
      kind: 'DATASTORE_MIB',
      needed: Math.ceil((bytes * count) / MIB),
      free: (store.capacityGiB - store.usedGiB) * 1024,
    });
  return needs;
}

/** Refuses before anything is reserved what is bound to fail for one of them. */
async function requireRoom(em: Em, source: VmView, count: number, bytes: number): Promise<void> {
  for (const need of await needsOf(em, source, count, bytes)) {
    const short = shortOf(need);
    if (short) throw new NoCapacityError(short, [short]);
  }
}

/**
 * What `cloneVm` would do with the same input; nothing is reserved. Reads the size of the parent's
 * disks from its host.
 */
export async function previewClones(context: Context, input: CloneVmInput): Promise<ClonePreview> {
  const { em } = context;
  const count = input.count ?? 1;
  const source = await requireVm(em, requireViewer(context), input.id);
  const bytes = await sizeOf(context, source, true);
  const names = await namesFor(em, source, input);
  const moreDatastores = (await datastoresOfVms(em, [source.id])).get(source.id) ?? [];
  const candidates = await previewPlacement(em, { ...source, vmId: null, moreDatastores });
  const limits = await constantValues(em);
  const hosts = candidates.map((candidate) => candidate.host);
  const spread = spreadClones(hosts, source, limits, count);
  const needs: Need[] = [
    // More than are asked for, so that it shows what is left afterwards.
    {
      kind: 'HOSTS',
      needed: count,
      free: spreadClones(hosts, source, limits, count + MOST_CLONES).fitting,
    },
    ...(await needsOf(em, source, count, bytes)),
  ];
  const disks = await rows<{ target: string; sizeGiB: number }>(
    em,
    'select target, size_gib as sizeGiB from disk where vm_id = ? and attached order by root desc, target',
    [source.id],
  );
  return {
    ...{ names, disks, copiedMiB: Math.ceil(bytes / MIB) },
    needs: needs.map((need) => ({ ...need, short: shortOf(need) })),
    hosts: spread.hosts.map(({ name, count: n }) => ({ hostName: name, count: n })),
  };
}

/** Those that the domain has: another may be about to be attached. */
async function extraDisksOf(em: Em, vm: VmRecord): Promise<Omit<ExtraDisk, 'id'>[]> {
  const targets = vm.disks.filter((disk) => !disk.root).map((disk) => disk.target);
  if (targets.length === 0) return [];
  return rows<Omit<ExtraDisk, 'id'>>(
    em,
    `select target, size_gib as sizeGiB, datastore_id as datastoreId from disk
      where vm_id = ? and target in (?) order by target`,
    [vm.id, targets],
  );
}

function specOf(
  source: VmView,
  clone: {
    readonly name: string;
    readonly requesterId: UserId;
    readonly disks: readonly Omit<ExtraDisk, 'id'>[];
    readonly cloudInit: CloudInitSpec | null;
  },
): CloneSpec {
  const { ownerId, organisationId, templateId, datastoreId, securityDomainId } = source;
  const { vcpus, ramMiB, diskGiB, purpose } = source;
  if (!securityDomainId) throw new ConflictError(`${source.name} is in no security domain.`);
  return {
    vm: {
      ...{ vmId: newId('vm'), diskId: newId('disk'), uuid: randomUUID(), name: clone.name },
      ...{ ownerId, requesterId: clone.requesterId, organisationId, datastoreId, securityDomainId },
      templateId,
      ...{ hostId: null, vcpus, ramMiB, diskGiB, purpose, cloudInit: clone.cloudInit },
    },
    sourceId: source.id,
    extraDisks: clone.disks.map((disk) => ({ ...disk, id: newId('disk') })),
  };
}
