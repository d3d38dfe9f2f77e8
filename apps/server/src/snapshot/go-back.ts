import { DomainSnapshotRevertFlags, LibvirtError, setGuestTime } from '@baadal/libvirt';
import { run } from '../platform/db.ts';
import type { SnapshotId, VmId } from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { activeSettingsOf, NOTHING_PENDING, writeActive } from '../vm/active-settings.ts';
import { attachMissingDisks } from '../vm/attach-disks.ts';
import { defineDomain } from '../vm/define-domain.ts';
import { requireDomain, statusOf } from '../vm/domain-of.ts';
import { hasGuestAgent } from '../vm/guest-agent.ts';
import { recordStatus, requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import { readTags } from './disk-snapshots.ts';
import { currentInLibvirt, findInLibvirt, reachDomain } from './domain-access.ts';
import { refuseForeignDisks, releaseRevertDisks, reserveRevertDisks } from './revert-disks.ts';
import { recordRevert, restoreLayout } from './revert-record.ts';
import type { Size } from './revert-room.ts';
import { requireSnapshot, type SnapshotRecord } from './snapshot-record.ts';
import { tellLibvirt } from './tell-libvirt.ts';

/**
 * The parts of taking a VM back to a snapshot, which other tasks have as well. Each is safe to run
 * twice.
 */

type Context = StepContext<unknown>;

/** Which VM goes back to what. */
export interface GoBack {
  readonly vmId: VmId;
  readonly snapshotId: SnapshotId;
  /** What the VM had before room was reserved for it; what its row says when absent. */
  readonly before?: Size | undefined;
}

async function subjectOf(
  ctx: Context,
  of: GoBack,
): Promise<{ vm: VmRecord; snapshot: SnapshotRecord }> {
  const vm = await requireVmRecord(ctx.em, of.vmId);
  return { vm, snapshot: await requireSnapshot(ctx.em, of.snapshotId) };
}

const refuse = (message: string) => new FatalTaskError(message, { code: 'CONFLICT' });

/**
 * Checks that every disk that the snapshot was taken of still holds it. Where libvirt does not know
 * the snapshot, it is told of it.
 * @throws {FatalTaskError} naming what is in the way
 */
export async function checkGoBack(ctx: Context, of: GoBack): Promise<void> {
  const { vm, snapshot } = await subjectOf(ctx, of);
  if (snapshot.disks.length === 0) throw refuse('The snapshot was never taken. Delete it.');
  await refuseForeignDisks(ctx.em, snapshot);
  await onHost(vm, async () => {
    const on = await reachDomain(ctx, vm);
    const files = snapshot.disks.map((disk) => disk.file);
    const tags = await readTags(on.ssh, files, ctx.signal);
    for (const [i, disk] of snapshot.disks.entries()) {
      if (!tags[i]) throw refuse(`The disk ${disk.target} of this snapshot is gone: ${disk.file}.`);
      if (!tags[i].has(snapshot.id))
        throw refuse(
          `The disk ${disk.target} no longer holds this snapshot: it was removed by other means. Delete it here, too.`,
        );
    }
    const told = await tellLibvirt(ctx.em, on, vm);
    if (told > 0) ctx.log('INFO', `libvirt was told of ${told} snapshots again.`);
  });
}

/**
 * Has libvirt take the domain back to the snapshot, with the kept volumes that the snapshot has: they
 * are reserved for the VM from here on.
 */
export async function goBack(ctx: Context, of: GoBack): Promise<void> {
  const { vm, snapshot } = await subjectOf(ctx, of);
  await ctx.transaction((em) => reserveRevertDisks(em, snapshot));
  await onHost(vm, async () => {
    const on = await reachDomain(ctx, vm);
    const known = await findInLibvirt(on, snapshot.id);
    if (!known) throw refuse('libvirt does not know this snapshot any more.');
    // FORCE: also when the running domain has another size, or other devices, than that of then.
    await known.revert(DomainSnapshotRevertFlags.FORCE, { timeoutMs: TIMEOUTS.memoryToDiskMs });
  });
}

/**
 * Finds out, after a step failed, whether libvirt went back, and writes down what the VM is now. It
 * went back when it names the snapshot as the domain's current one.
 * @param done whether libvirt's call itself had succeeded; this decides where the snapshot was the
 *   current one before
 */
export async function settleGoBack(ctx: Context, of: GoBack, done: boolean): Promise<void> {
  const { vm, snapshot } = await subjectOf(ctx, of);
  const current = await onHost(vm, async () => currentInLibvirt(await reachDomain(ctx, vm)));
  if (current === snapshot.id && (!snapshot.current || done)) {
    await restoreRows(ctx, of);
    await recordGoBack(ctx, of);
    return;
  }
  await ctx.transaction((em) => releaseRevertDisks(em, of.vmId));
  await recordState(ctx, of.vmId);
}

/**
 * Makes the VM's rows, definition and disks what they were when the snapshot was taken. Disks that
 * are newer than the snapshot stay attached.
 */
export async function restoreRows(ctx: Context, of: GoBack): Promise<void> {
  const { snapshot } = await subjectOf(ctx, of);
  const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
  const told = await ctx.transaction((em) => restoreLayout(em, snapshot, by, of.before));
  for (const line of told) ctx.log('INFO', line);
  // libvirt went back to the definition of then; ours follows from the rows.
  const vm = await requireVmRecord(ctx.em, of.vmId);
  await defineDomain(ctx.services, vm, ctx.signal);
  const attached = await attachMissingDisks(ctx.services, vm, ctx.signal);
  for (const target of attached)
    ctx.log('INFO', `The disk ${target}, newer than the snapshot, is attached again.`);
  await readActive(ctx, vm);
  await setClock(ctx, vm);
}

/**
 * Has the guest agent set the guest's clock. A guest that went back with its memory has the time at
 * which the snapshot was taken. Does nothing where no agent answers.
 */
export async function setClock(ctx: Context, vm: VmRecord): Promise<void> {
  await onHost(vm, async () => {
    const { connection, domain } = await reachDomain(ctx, vm);
    if (statusOf(await domain.state({ signal: ctx.signal })) !== 'RUNNING') return;
    if (!hasGuestAgent(await domain.xml(0, { signal: ctx.signal }))) return;
    try {
      await setGuestTime(connection, domain, new Date(), { signal: ctx.signal });
      ctx.log('INFO', "The guest agent set the guest's clock.");
    } catch (error) {
      if (!(error instanceof LibvirtError) || error.is('NO_DOMAIN')) throw error;
      ctx.log('WARN', `The guest agent did not set the guest's clock: ${error.message}`);
    }
  });
}

/** What of the VM's settings waits for the next start follows from what runs now. */
async function readActive(ctx: Context, vm: VmRecord): Promise<void> {
  const live = await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    if (!(await domain.isActive({ signal: ctx.signal }))) return null;
    return domain.xml(0, { signal: ctx.signal });
  });
  await ctx.transaction(async (em) => {
    await run(em, `update vm set ${NOTHING_PENDING} where id = ?`, [vm.id]);
    // RAM is what the row says by now; the balloon may still be on its way.
    if (live) await writeActive(em, vm.id, activeSettingsOf(live), ['vcpus', 'bootOrder']);
  });
}

/** Writes down which snapshot the VM went back to, and what state it is in now. */
export async function recordGoBack(ctx: Context, of: GoBack): Promise<void> {
  const { snapshot } = await subjectOf(ctx, of);
  const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
  await ctx.transaction((em) => recordRevert(em, snapshot, by));
  await recordState(ctx, of.vmId, true);
}

/** @param wanted whether what the VM is now is what its people want it to be */
async function recordState(ctx: Context, vmId: VmId, wanted = false): Promise<void> {
  const vm = await requireVmRecord(ctx.em, vmId);
  const status = await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    return statusOf(await domain.state({ signal: ctx.signal }));
  });
  const reason = wanted && status !== 'RUNNING' ? 'as it was in the snapshot' : null;
  const change = { status, reason, ...(wanted && { desired: status }) };
  await ctx.transaction((em) =>
    recordStatus(em, vm.id, change, { actorId: ctx.requestedBy, taskId: ctx.taskId }),
  );
  ctx.services.events.publish('vm', { id: vm.id });
}
