import { z } from 'zod';
import { attachNewDisk, dropNewDisk, type NewDiskOutcome } from '../disk/attach-new-disk.ts';
import { releasePrivateIp } from '../network/network.service.ts';
import type { Placed } from '../placement/placement.service.ts';
import { type Em, run } from '../platform/db.ts';
import { moveTask } from '../task/enqueue.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { allocateVm, type VmSpec } from './allocate-vm.ts';
import { defineDomain, destroyDomain, startDomain, undefineDomain } from './define-domain.ts';
import { requireDomain, statusOf } from './domain-of.ts';
import { makeRootDisk, removeRootDisk } from './root-disk.ts';
import {
  findVmRecord,
  recordStatus,
  recordVmEvent,
  requireVmRecord,
  type VmRecord,
} from './vm-record.ts';

/**
 * Makes a VM: its row (already there the first time, written by the mutation itself so that host,
 * address and names are reserved when it answers), its root disk (a thin layer over the template's
 * image, a copy of it, or an empty one), its domain; starts it, and writes down what it became;
 * attaches the extra disk that was asked for along, without which the VM is there all the same and
 * the task is PARTIAL. Undone, nothing of it is left: no row, no address, no file, no domain.
 */

interface CreateVm {
  readonly spec: VmSpec;
  readonly start: boolean;
  /** Why it was placed where it is, as the mutation found. */
  readonly story?: readonly string[] | undefined;
}
type Context = StepContext<CreateVm>;

/** The spec was checked by the mutation that wrote it; here only its shape counts. */
const input = z.object({
  spec: z
    .looseObject({ vmId: z.string(), name: z.string() })
    .transform((s) => s as unknown as VmSpec),
  start: z.boolean(),
  story: z.array(z.string()).optional(),
});

const vmOf = (ctx: Context): Promise<VmRecord> => requireVmRecord(ctx.em, ctx.input.spec.vmId);
const by = (ctx: Context) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });

async function allocate(ctx: Context): Promise<void> {
  const { spec } = ctx.input;
  const there = await findVmRecord(ctx.em, spec.vmId);
  const placed = there ? null : await ctx.transaction((em) => allocateAnew(em, ctx));
  const vm = there ?? (await vmOf(ctx));
  for (const line of placed?.story ?? ctx.input.story ?? []) ctx.log('INFO', line);
  ctx.log(
    'INFO',
    `Host ${vm.hostName}, address ${vm.ip?.address ?? 'none'}, VNC port ${vm.vncPort}.`,
  );
  if (placed) ctx.services.events.publish('vm', { id: spec.vmId });
}

/** A retry may find room on another host than the first attempt. */
async function allocateAnew(em: Em, ctx: Context): Promise<Placed> {
  const placed = await allocateVm(em, ctx.input.spec);
  await moveTask(em, ctx.taskId, placed.host.id);
  return placed;
}

async function free(ctx: Context): Promise<void> {
  const { vmId, ownerId } = ctx.input.spec;
  await ctx.transaction(async (em) => {
    await releasePrivateIp(em, vmId);
    await run(em, 'delete from vm where id = ?', [vmId]);
  });
  ctx.services.events.publish('vmRemoved', { id: vmId, viewerIds: [ownerId] });
}

async function makeDisk(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  await onHost(vm, () => makeRootDisk(ctx, vm, ctx.input.spec));
}

async function removeDisk(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.spec.vmId);
  if (vm) await onHost(vm, () => removeRootDisk(ctx, vm, ctx.input.spec));
}

async function undefine(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.spec.vmId);
  if (vm) await undefineDomain(ctx.services, vm, ctx.signal);
}

async function start(ctx: Context): Promise<void> {
  if (ctx.input.start) await startDomain(ctx.services, await vmOf(ctx), ctx.signal);
}

async function stop(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.spec.vmId);
  if (vm) await destroyDomain(ctx.services, vm, ctx.signal);
}

async function record(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  const now = await onHost(vm, async () =>
    (await requireDomain(ctx.services, vm, ctx.signal)).state({ signal: ctx.signal }),
  );
  const status = statusOf(now);
  if (ctx.input.start && status !== 'RUNNING')
    throw new FatalTaskError(`The domain was started but is ${now.state} (${now.reason}).`, {
      code: 'CONFLICT',
    });
  await ctx.transaction(async (em) => {
    const desired = ctx.input.start ? 'RUNNING' : 'SHUTDOWN';
    await recordVmEvent(em, vm.id, { attribute: 'created', from: null, to: vm.identity }, by(ctx));
    await recordStatus(em, vm.id, { status, desired, reason: null }, by(ctx));
  });
  ctx.services.events.publish('vm', { id: vm.id });
}

const ATTACH = 'attach extra disk';

export const createVmTask = defineTask<CreateVm>({
  type: 'CREATE_VM',
  withoutVm: true,
  input: input as z.ZodType<CreateVm>,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    {
      name: 'allocate',
      weight: 1,
      do: allocate,
      undo: free,
      leftover: () => 'its row and address',
    },
    {
      name: 'make disk',
      weight: 2,
      do: makeDisk,
      undo: removeDisk,
      leftover: () => 'its disk file',
    },
    {
      name: 'define domain',
      weight: 1,
      do: async (ctx) => defineDomain(ctx.services, await vmOf(ctx), ctx.signal),
      undo: undefine,
      leftover: () => 'its domain',
    },
    { name: 'start', weight: 5, do: start, undo: stop, leftover: () => 'its running domain' },
    { name: 'record', weight: 1, do: record },
    {
      name: ATTACH,
      weight: 1,
      do: (ctx) => attachNewDisk(ctx, ctx.input.spec.extraDisk),
      undo: (ctx) => dropNewDisk(ctx, ctx.input.spec.extraDisk),
      leftover: () => 'its extra disk',
    },
  ],
  succeeded: (ctx) => {
    const installed = 'VM is installed successfully';
    const outcome = ctx.result<NewDiskOutcome | null>(ATTACH);
    if (!outcome) return installed;
    const attached = outcome.fault
      ? 'Attached extra disk failed.'
      : 'Attached extra disk successfully.';
    return `${installed}. ${attached}`;
  },
  shortfall: (ctx) => {
    const outcome = ctx.result<NewDiskOutcome | null>(ATTACH);
    if (!outcome?.fault) return null;
    return { step: ATTACH, error: outcome.fault, leftovers: outcome.leftovers };
  },
});
