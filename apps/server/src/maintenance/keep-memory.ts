import type { Domain } from '@baadal/libvirt';
import { run } from '../platform/db.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import { goBack, setClock } from '../snapshot/go-back.ts';
import { findSnapshot, removeSnapshotRow, reserveSnapshot } from '../snapshot/snapshot-record.ts';
import { dropOf, recordTaken, type ToTake, takeOf } from '../snapshot/snapshot-work.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { destroyDomain } from '../vm/define-domain.ts';
import { requireDomain, statusOf } from '../vm/domain-of.ts';
import { requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import type { KeptVm } from './kept-vms.ts';

/**
 * Stopping a VM with its memory kept, and bringing it back; each safe to run twice, since a worker
 * that was lost may have done it, or its call may still be at work.
 */

type Context = StepContext<unknown>;
type Kept = Pick<KeptVm, 'vmId' | 'was' | 'method' | 'snapshotId'>;

const stateOf = async (ctx: Context, domain: Domain): Promise<VmStatus> =>
  statusOf(await domain.state({ signal: ctx.signal }));

/** What a VM does now, as its host says. */
export async function statusNow(ctx: Context, vm: VmRecord): Promise<VmStatus> {
  return onHost(vm, async () => stateOf(ctx, await requireDomain(ctx.services, vm, ctx.signal)));
}

/** Keeps its memory; it is off then. @throws {FatalTaskError} when it went off without */
export async function keepMemory(ctx: Context, kept: Kept): Promise<void> {
  const vm = await requireVmRecord(ctx.em, kept.vmId);
  if (kept.method === 'SNAPSHOT') return keepInSnapshot(ctx, vm, kept);
  await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    if (await domain.isActive({ signal: ctx.signal })) {
      // The call of a worker that was lost is waited for.
      await domain.jobStats({}, { signal: ctx.signal, timeoutMs: TIMEOUTS.memoryToDiskMs });
      if (await domain.isActive({ signal: ctx.signal }))
        // Without the step's signal: the daemon would go on with the call all the same.
        return domain.managedSave(0, { timeoutMs: TIMEOUTS.memoryToDiskMs });
    }
    if (!(await domain.hasManagedSave({ signal: ctx.signal }))) throw wentOff(vm);
  });
}

const wentOff = (vm: VmRecord) =>
  new FatalTaskError(`${vm.name} went off before its memory was kept.`, { code: 'CONFLICT' });

const toTake = (kept: Kept, snapshotId: NonNullable<Kept['snapshotId']>): ToTake => ({
  ...{ snapshotId, vmId: kept.vmId, type: 'SYSTEM', memory: true },
  name: 'Before maintenance',
  description: 'Its memory while its host is shut down; removed when it goes on.',
});

/** Held still meanwhile, so that nothing it does after the snapshot is lost. */
async function keepInSnapshot(ctx: Context, vm: VmRecord, kept: Kept): Promise<void> {
  const { snapshotId } = kept;
  if (!snapshotId) throw new Error(`no snapshot is meant for ${vm.id}`);
  const wanted = toTake(kept, snapshotId);
  const known = await findSnapshot(ctx.em, snapshotId);
  if (known?.state !== 'READY') {
    await onHost(vm, async () => {
      const domain = await requireDomain(ctx.services, vm, ctx.signal);
      const now = await stateOf(ctx, domain);
      if (now === 'RUNNING') await domain.suspend({ signal: ctx.signal });
      else if (now !== 'SUSPENDED') throw wentOff(vm);
    });
    if (!known)
      await ctx.transaction((em) => reserveSnapshot(em, { ...wanted, createdBy: ctx.requestedBy }));
    await recordTaken(ctx, wanted, await takeOf(ctx, wanted));
  }
  await destroyDomain(ctx.services, vm, ctx.signal);
}

/**
 * Brings a VM back to what it was, from its memory where that is still there.
 * @param cold its memory is given up: what ran starts from its disk, what was suspended is off
 * @returns what it is now
 */
export async function bringBack(ctx: Context, kept: Kept, cold = false): Promise<VmStatus> {
  const vm = await requireVmRecord(ctx.em, kept.vmId);
  const status = await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    if (!(await domain.isActive({ signal: ctx.signal })))
      await (cold ? startCold(ctx, kept, domain) : wake(ctx, { vm, kept, domain }));
    return settle(ctx, kept, domain);
  });
  if (status === 'RUNNING') await setClock(ctx, vm);
  return status;
}

interface Asleep {
  readonly vm: VmRecord;
  readonly kept: Kept;
  readonly domain: Domain;
}

async function wake(ctx: Context, { vm, kept, domain }: Asleep): Promise<void> {
  const { snapshotId, vmId, was, method } = kept;
  const snapshot = snapshotId ? await findSnapshot(ctx.em, snapshotId) : null;
  if (method === 'SNAPSHOT' && snapshotId && snapshot?.state === 'READY')
    return goBack(ctx, { vmId, snapshotId });
  if (method === 'MANAGED_SAVE' && (await domain.hasManagedSave({ signal: ctx.signal })))
    return domain.start({}, { timeoutMs: TIMEOUTS.memoryToDiskMs });
  ctx.log('WARN', `The memory of ${vm.name} is no longer there.`);
  // What was suspended has nothing to go on from.
  if (was === 'RUNNING') await domain.start({}, { signal: ctx.signal });
}

async function startCold(ctx: Context, { was }: Kept, domain: Domain): Promise<void> {
  const { signal } = ctx;
  if (await domain.hasManagedSave({ signal })) await domain.removeManagedSave({ signal });
  if (was === 'RUNNING') await domain.start({}, { signal });
}

/** Running or suspended as it was; a snapshot is of a VM that was held still. */
async function settle(ctx: Context, { was }: Kept, domain: Domain): Promise<VmStatus> {
  const now = await stateOf(ctx, domain);
  if (now === 'SUSPENDED' && was === 'RUNNING') await domain.resume({ signal: ctx.signal });
  if (now === 'RUNNING' && was === 'SUSPENDED') await domain.suspend({ signal: ctx.signal });
  return stateOf(ctx, domain);
}

/** Removes the system snapshot and the record that the VM is kept. */
export async function forget(ctx: Context, { vmId, snapshotId }: Kept): Promise<void> {
  if (snapshotId) {
    await dropOf(ctx, { vmId, snapshotId });
    await ctx.transaction((em) => removeSnapshotRow(em, snapshotId));
  }
  await ctx.transaction((em) => run(em, 'delete from kept_vm where vm_id = ?', [vmId]));
}
