import path from 'node:path';
import { LibvirtError } from '@baadal/libvirt';
import { releaseDisks } from '../clone/hold-disks.ts';
import { hostsThatSee } from '../datastore/datastore-hosts.ts';
import { forgetLostDisk } from '../disk/forget-disk.ts';
import { allocatePrivateIp } from '../network/network.service.ts';
import { rows, run } from '../platform/db.ts';
import type {
  DatastoreId,
  HostId,
  SecurityDomainId,
  SnapshotId,
  TaskId,
  VmId,
} from '../platform/ids.ts';
import { endHalfWay, forgetLost, removeUnknown } from '../snapshot/snapshot-repairs.ts';
import { onHost } from '../task/on-host.ts';
import { announceChange, mark, retry } from '../task/task.service.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { defineDomain, EVERYTHING, requireOwnDisks } from '../vm/define-domain.ts';
import { findDomain, requireDomain, statusOf } from '../vm/domain-of.ts';
import { recordStatus, recordVmEvent, requireVmRecord } from '../vm/vm-record.ts';
import type { LeakKind } from './leak-kind.ts';

/** What the task of a repair is asked. */
export interface RepairInput {
  readonly id: string;
}
type Context = StepContext<RepairInput>;

/** Carries out one kind of repair. @returns what was done, in words */
type Act = (ctx: Context, parts: readonly string[]) => Promise<string>;

const by = (ctx: Context) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });

async function hostName(ctx: Context, hostId: HostId): Promise<string> {
  const [host] = await rows<{ name: string }>(ctx.em, 'select name from host where id = ?', [
    hostId,
  ]);
  if (!host) throw new FatalTaskError('The host is gone.', { code: 'NOT_FOUND' });
  return host.name;
}

/** Removes a domain from a host. @param onlyOff refuses when it runs */
async function removeDomain(
  ctx: Context,
  at: { readonly hostId: HostId; readonly uuid: string },
  { onlyOff }: { readonly onlyOff: boolean },
): Promise<string> {
  const name = await hostName(ctx, at.hostId);
  const there = { hostId: at.hostId, uuid: at.uuid };
  return onHost({ hostName: name }, async () => {
    const domain = await findDomain(ctx.services, there, ctx.signal);
    if (!domain) return `The domain is gone from ${name}.`;
    if (await domain.isActive({ signal: ctx.signal })) {
      if (onlyOff)
        throw new FatalTaskError(`It runs on ${name} by now. Check again.`, { code: 'CONFLICT' });
      await domain.destroy({}, { signal: ctx.signal });
    }
    await undefineIfThere(() => domain.undefine(EVERYTHING, { signal: ctx.signal }));
    ctx.services.events.publish('reconcile', { hostId: at.hostId });
    return `The domain ${domain.name} is removed from ${name}.`;
  });
}

/** One that was not persistent is gone once it is destroyed. */
async function undefineIfThere(undefine: () => Promise<void>): Promise<void> {
  try {
    await undefine();
  } catch (error) {
    if (!(error instanceof LibvirtError && error.is('NO_DOMAIN'))) throw error;
  }
}

const orphanDomain: Act = async (ctx, [hostId, uuid = '']) => {
  const known = await rows(ctx.em, 'select 1 from vm where uuid = ?', [uuid]);
  if (known.length > 0) return 'A VM record knows the domain by now: nothing is removed.';
  return removeDomain(ctx, { hostId: hostId as HostId, uuid }, { onlyOff: false });
};

const duplicateDomain: Act = async (ctx, [vmId, hostId]) => {
  const vm = await requireVmRecord(ctx.em, vmId as VmId);
  if (vm.hostId === hostId) return 'The VM belongs there by now: nothing is removed.';
  return removeDomain(ctx, { hostId: hostId as HostId, uuid: vm.uuid }, { onlyOff: true });
};

const wrongHost: Act = async (ctx, [vmId, hostId]) => {
  const vm = await requireVmRecord(ctx.em, vmId as VmId);
  const to = await hostName(ctx, hostId as HostId);
  if (vm.hostId !== hostId)
    await ctx.transaction(async (em) => {
      await run(em, 'update vm set host_id = ? where id = ?', [hostId, vmId]);
      const moved = { attribute: 'host', from: vm.hostName, to };
      await recordVmEvent(em, vm.id, moved, by(ctx));
    });
  await writeState(ctx, vm.id);
  return `The record says ${to} now.`;
};

/** Writes what the host says a VM does into its record. */
async function writeState(ctx: Context, vmId: VmId): Promise<string> {
  const vm = await requireVmRecord(ctx.em, vmId);
  const status = await onHost(vm, async () =>
    statusOf(
      await (await requireDomain(ctx.services, vm, ctx.signal)).state({ signal: ctx.signal }),
    ),
  );
  await ctx.transaction((em) => recordStatus(em, vm.id, { status, reason: null }, by(ctx)));
  ctx.services.events.publish('vm', { id: vm.id });
  return `The record says ${status} now.`;
}

const wrongState: Act = (ctx, [vmId]) => writeState(ctx, vmId as VmId);

/** Defines the domain from the VM's record, or anew over the one that is there. */
async function define(ctx: Context, vmId: VmId): Promise<string> {
  const vm = await requireVmRecord(ctx.em, vmId);
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    for (const disk of vm.disks) {
      const there = await ssh.exec(['test', '-e', disk.path], { signal: ctx.signal });
      if (there.code !== 0)
        throw new FatalTaskError(
          `Its disk ${disk.path} is not on host ${vm.hostName}. Put it back first, or delete the VM.`,
          { code: 'NOT_FOUND' },
        );
    }
  });
  await requireOwnDisks(ctx.services, vm, ctx.signal);
  await defineDomain(ctx.services, vm, ctx.signal);
  await writeState(ctx, vm.id);
  return `The domain ${vm.identity} is defined on ${vm.hostName}.`;
}

const defineAgain: Act = (ctx, [vmId]) => define(ctx, vmId as VmId);

const giveAddress: Act = async (ctx, [vmId]) => {
  const ip = await ctx.transaction(async (em) => {
    const [vm] = await rows<{ domain: SecurityDomainId | null }>(
      em,
      'select security_domain_id as domain from vm where id = ? for update',
      [vmId],
    );
    if (!vm?.domain) throw new FatalTaskError('It is in no security domain any more.');
    return allocatePrivateIp(em, vmId as VmId, vm.domain);
  });
  await define(ctx, vmId as VmId);
  return `It has the address ${ip.address} now; an interface is added at its next start.`;
};

const mergeHeld: Act = async (ctx, [vmId]) => {
  const vm = await requireVmRecord(ctx.em, vmId as VmId);
  await releaseDisks(ctx.services, vm, ctx.signal);
  return `${vm.name} writes to its own disks again.`;
};

/** Where unknown files go, below the datastore. */
const QUARANTINE = 'quarantine';

const orphanFile: Act = async (ctx, [datastoreId, file = '']) => {
  const [datastore] = await rows<{ path: string }>(
    ctx.em,
    'select path from datastore where id = ?',
    [datastoreId],
  );
  const [host] = await hostsThatSee(ctx.em, [datastoreId as DatastoreId]);
  if (!datastore || !host) throw new FatalTaskError('No host is up that could move it.');
  const from = path.posix.join(datastore.path, file);
  const directory = path.posix.join(datastore.path, QUARANTINE);
  // The task's name makes it unique, and the same when the step is repeated.
  const to = path.posix.join(directory, `${file.replaceAll('/', '__')}.${ctx.taskId}`);
  return onHost({ hostName: host.name }, async () => {
    const ssh = await ctx.services.hosts.ssh(host.id);
    await ssh.run(['mkdir', '-p', '-m', '0700', '--', directory], { signal: ctx.signal });
    const moved = await ssh.exec(['mv', '-n', '-T', '--', from, to], { signal: ctx.signal });
    const there = await ssh.exec(['test', '-e', to], { signal: ctx.signal });
    if (there.code !== 0)
      throw new FatalTaskError(`It could not be moved on ${host.name}: ${moved.stderr.trim()}`, {
        code: 'CONFLICT',
      });
    return `The file is ${to} now.`;
  });
};

// libvirt's own deletion ends its daemon when one of the disks was detached since.
const unknownSnapshot: Act = (ctx, [vmId, name = '']) => removeUnknown(ctx, vmId as VmId, name);

const missingSnapshot: Act = (ctx, [, id]) => forgetLost(ctx, id as SnapshotId);

const missingFile: Act = (ctx, [vmId, datastoreId, file = '']) =>
  forgetLostDisk(ctx, {
    vmId: vmId as VmId,
    datastoreId: datastoreId as DatastoreId,
    path: file,
  });

const snapshotHalfWay: Act = (ctx, [id]) => endHalfWay(ctx, id as SnapshotId);

const endStuckTask: Act = async (ctx, [taskId]) => {
  const id = taskId as TaskId;
  const [task] = await rows<{ status: string; finishedAt: Date | null; heldLane: string | null }>(
    ctx.em,
    'select status, finished_at as finishedAt, held_lane as heldLane from task where id = ?',
    [id],
  );
  if (!task) return 'The task is gone.';
  const ended = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'PARTIAL'].includes(task.status);
  const status = ended ? (task.status as 'FAILED') : 'PARTIAL';
  await ctx.transaction((em) =>
    mark(em, id, { status, message: ended ? null : 'No worker carried it on.' }),
  );
  announceChange(ctx.services.events, id);
  return `The task is ${status} now, and its lane free.`;
};

const retryPartial: Act = async (ctx, [taskId]) => {
  const id = taskId as TaskId;
  const [task] = await rows<{ status: string }>(ctx.em, 'select status from task where id = ?', [
    id,
  ]);
  if (task?.status !== 'PARTIAL') return 'The task is on its way already.';
  await ctx.transaction((em) => retry(em, id));
  announceChange(ctx.services.events, id);
  return 'The task goes on undoing what it left, then begins again.';
};

const giveHostBack: Act = async (ctx, [hostId]) => {
  await run(
    ctx.em,
    `update host set collector = null, collector_lease_until = null
      where id = ? and (collector_lease_until is null or collector_lease_until < utc_timestamp(3))`,
    [hostId],
  );
  ctx.services.events.publish('host', { id: hostId as HostId });
  return 'Any collector may take the host now.';
};

const removeTickets: Act = async (ctx) => {
  const sql = 'delete from console_ticket where expires_at < utc_timestamp(3) - interval 1 hour';
  return `${await run(ctx.em, sql)} tickets are removed.`;
};

/** What repairs each kind that can be repaired. */
export const REPAIR_ACTS: Readonly<Partial<Record<LeakKind, Act>>> = {
  ORPHAN_DOMAIN: orphanDomain,
  DUPLICATE_DOMAIN: duplicateDomain,
  WRONG_HOST: wrongHost,
  MISSING_DOMAIN: defineAgain,
  WRONG_STATE: wrongState,
  DEFINITION_DIFFERS: defineAgain,
  DISK_DIFFERS: mergeHeld,
  ORPHAN_FILE: orphanFile,
  MISSING_FILE: missingFile,
  MISSING_SNAPSHOT: missingSnapshot,
  UNKNOWN_SNAPSHOT: unknownSnapshot,
  SNAPSHOT_HALF_WAY: snapshotHalfWay,
  VM_WITHOUT_ADDRESS: giveAddress,
  TASK_STUCK: endStuckTask,
  TASK_LEFTOVERS: retryPartial,
  HOST_LEASE: giveHostBack,
  CONSOLE_TICKETS: removeTickets,
};
