import { DomainSnapshotXMLFlags } from '@baadal/libvirt';
import type { WritingTx } from '../audit/mutation.ts';
import { rows, run } from '../platform/db.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { findVmRecord, recordVmEvent, requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import { readTags } from './disk-snapshots.ts';
import { findInLibvirt, reachDomain, reachDomainIfAny } from './domain-access.ts';
import { pruneScheduled } from './prune-snapshots.ts';
import type { RecordedDisk } from './snapshot.entity.ts';
import { disksNow, type NewSnapshot, requireSnapshot } from './snapshot-record.ts';
import { readSnapshotXml, type SnapshotFacts } from './snapshot-xml.ts';
import { dropSnapshot, type Froze, takeSnapshot, thawIfFrozen } from './take-snapshot.ts';
import { tellLibvirt } from './tell-libvirt.ts';

/**
 * The parts of taking a snapshot that other tasks have as well: taking it, dropping it again, and
 * writing down what was taken. Each is safe to run twice. The row is reserved by then.
 */

type Context = StepContext<unknown>;

/** What is taken, as its row was reserved. */
export interface ToTake extends Omit<NewSnapshot, 'createdBy'> {
  /** Null: yes, when it runs. */
  readonly memory: boolean | null;
}

/** What is kept of the step: what cannot be read from libvirt later. */
export type Taken = Froze & { readonly disks: readonly RecordedDisk[] };

/**
 * Takes the snapshot that was asked for.
 * @throws {RetryableError | FatalTaskError}
 */
export async function takeOf(ctx: Context, wanted: ToTake): Promise<Taken> {
  const vm = await requireVmRecord(ctx.em, wanted.vmId);
  const { snapshotId: id, name: title, memory } = wanted;
  const disks = await disksNow(ctx.em, vm.id);
  const froze = await onHost(vm, async () => {
    const on = await reachDomain(ctx, vm);
    if (memory && !on.active) ctx.log('INFO', 'The VM is off: there is no memory to keep.');
    await tellLibvirt(ctx.em, on, vm);
    return takeSnapshot(ctx, on, { id, title, memory: memory ?? true, disks });
  });
  return { ...froze, disks: disks.map((disk) => ({ ...disk })) };
}

/**
 * Removes a snapshot from the disks' files and from libvirt. It may be there wholly, half taken or
 * not at all.
 */
export async function dropOf(
  ctx: Context,
  wanted: Pick<ToTake, 'vmId' | 'snapshotId'>,
): Promise<void> {
  const vm = await findVmRecord(ctx.em, wanted.vmId);
  if (!vm) return;
  await onHost(vm, async () => {
    const on = await reachDomainIfAny(ctx, vm);
    if (!on) return;
    await thawIfFrozen(ctx, on);
    await dropSnapshot(
      on,
      wanted.snapshotId,
      vm.disks.map((disk) => disk.path),
    );
  });
}

/** Writes down that a snapshot was taken, with a line in the VM's history. */
export async function recordTaken(ctx: Context, wanted: ToTake, taken: Taken): Promise<void> {
  const vm = await requireVmRecord(ctx.em, wanted.vmId);
  const snapshot = await requireSnapshot(ctx.em, wanted.snapshotId);
  const { quiesced, disks } = taken;
  const { definition, sizeBytes } = await onHost(vm, () =>
    look(ctx, { vm, snapshotId: wanted.snapshotId, disks }),
  );
  const facts = readSnapshotXml(definition);
  const after: (() => void)[] = [];
  if (snapshot.state === 'CREATING')
    await ctx.transaction(async (em) => {
      const tx = { em, afterCommit: (action: () => void) => void after.push(action) };
      await write(tx, wanted, { facts, definition, sizeBytes, quiesced, disks });
      await pruneScheduled(ctx.services, tx, wanted);
      const change = { attribute: 'snapshot', from: null, to: wanted.name };
      await recordVmEvent(em, vm.id, change, { actorId: ctx.requestedBy, taskId: ctx.taskId });
    });
  for (const action of after) action();
  ctx.services.events.publish('vm', { id: vm.id });
}

interface Wanted {
  readonly vm: VmRecord;
  readonly snapshotId: ToTake['snapshotId'];
  readonly disks: readonly RecordedDisk[];
}

async function look(ctx: Context, { vm, snapshotId, disks }: Wanted) {
  const on = await reachDomain(ctx, vm);
  const known = await findInLibvirt(on, snapshotId);
  if (!known)
    throw new FatalTaskError('The snapshot was removed while it was taken.', { code: 'CONFLICT' });
  const files = disks.map((disk) => disk.file);
  const [definition, tags] = await Promise.all([
    known.xml(DomainSnapshotXMLFlags.SECURE, { signal: ctx.signal }),
    readTags(on.ssh, files, ctx.signal),
  ]);
  return { definition, sizeBytes: tags.reduce((sum, of) => sum + (of?.get(snapshotId) ?? 0n), 0n) };
}

interface Seen extends Omit<Taken, 'stuck'> {
  readonly facts: SnapshotFacts;
  readonly definition: string;
  readonly sizeBytes: bigint;
}

async function write({ em }: WritingTx, wanted: ToTake, seen: Seen): Promise<void> {
  const { snapshotId, vmId } = wanted;
  const { facts } = seen;
  await run(em, 'update snapshot set current = (id = ?) where vm_id = ?', [snapshotId, vmId]);
  // A parent that is not ours was taken behind our back.
  const [parent] = await rows<{ id: string }>(
    em,
    'select id from snapshot where id = ? and vm_id = ?',
    [facts.parent, vmId],
  );
  await run(
    em,
    `update snapshot s join vm v on v.id = s.vm_id
        set s.state = 'READY', s.created_at = ?, s.parent_id = ?, s.memory = ?, s.quiesced = ?,
            s.vm_status = ?, s.vcpus = if(?, coalesce(v.active_vcpus, v.vcpus), v.vcpus),
            s.ram_mib = if(?, coalesce(v.active_ram_mib, v.ram_mib), v.ram_mib),
            s.size_bytes = ?, s.disks = ?, s.definition = ? where s.id = ?`,
    [
      facts.takenAt,
      parent?.id ?? null,
      facts.memory,
      seen.quiesced,
      facts.vmStatus,
      // Memory is of the size that runs, whatever waits for the next start.
      facts.memory,
      facts.memory,
      String(seen.sizeBytes),
      JSON.stringify(seen.disks),
      seen.definition,
      snapshotId,
    ],
  );
}
