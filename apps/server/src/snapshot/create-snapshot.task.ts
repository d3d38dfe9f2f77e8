import { DomainSnapshotXMLFlags } from '@baadal/libvirt';
import { z } from 'zod';
import type { MutationTx } from '../audit/mutation.ts';
import { constantValues } from '../constant/constant.service.ts';
import { rows, run } from '../platform/db.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { onHost, requireDomain, statusOf } from '../vm/domain-of.ts';
import { findVmRecord, recordVmEvent, requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import { readTags } from './disk-snapshots.ts';
import { findInLibvirt, reachDomain, reachDomainIfAny } from './domain-access.ts';
import { guestAnswers } from './guest-ping.ts';
import { pruneScheduled } from './prune-snapshots.ts';
import { checkSnapshotLimit } from './snapshot-limit.ts';
import {
  disksNow,
  findSnapshot,
  type NewSnapshot,
  type RecordedDisk,
  requireSnapshot,
  reserveSnapshot,
} from './snapshot-record.ts';
import { readSnapshotXml, type SnapshotFacts } from './snapshot-xml.ts';
import { dropSnapshot, takeSnapshot, thawIfFrozen } from './take-snapshot.ts';
import { tellLibvirt } from './tell-libvirt.ts';

/**
 * Takes a snapshot of a VM, inside its qcow2 files: with its memory when it runs and unless that
 * is not wanted. A running guest that does not answer a ping is not snapshotted: what hangs or has
 * not booted is not worth keeping. Its row is there already the first time, written by the mutation
 * so that the limit is exact. Undone, neither row nor anything in files or libvirt is left.
 */

interface CreateSnapshot extends Omit<NewSnapshot, 'createdBy'> {
  /** Null: yes, when it runs. */
  readonly memory: boolean | null;
  readonly requirePing: boolean;
}
type Context = StepContext<CreateSnapshot>;

const input = z.object({
  snapshotId: z.string(),
  vmId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  type: z.enum(['USER', 'SYSTEM', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']),
  memory: z.boolean().nullable(),
  requirePing: z.boolean(),
}) as unknown as z.ZodType<CreateSnapshot>;

const vmOf = (ctx: Context): Promise<VmRecord> => requireVmRecord(ctx.em, ctx.input.vmId);

async function reserve(ctx: Context): Promise<void> {
  const { vmId, snapshotId, type } = ctx.input;
  if (await findSnapshot(ctx.em, snapshotId)) return;
  // A retry: the first attempt gave its place back.
  await ctx.transaction(async (em) => {
    await rows(em, 'select 1 from vm where id = ? for update', [vmId]);
    if (type === 'USER') await checkSnapshotLimit(em, vmId);
    await reserveSnapshot(em, { ...ctx.input, createdBy: ctx.requestedBy });
  });
}

async function giveBack(ctx: Context): Promise<void> {
  await ctx.transaction((em) =>
    run(em, 'delete from snapshot where id = ?', [ctx.input.snapshotId]),
  );
  ctx.services.events.publish('vm', { id: ctx.input.vmId });
}

async function ping(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    const status = statusOf(await domain.state({ signal: ctx.signal }));
    if (status !== 'RUNNING' && status !== 'SUSPENDED') return;
    if (!ctx.input.requirePing || ctx.input.type === 'SYSTEM') return;
    const { snapshotPingGraceSeconds: grace } = await constantValues(ctx.em);
    if (status === 'RUNNING' && (await guestAnswers(ctx, vm, grace))) return;
    if (status === 'SUSPENDED') ctx.log('INFO', 'A suspended VM does not answer.');
    throw new FatalTaskError(
      `Unable to ping VM before snapshotting : ${vm.ip?.address ?? 'Not Assigned'}`,
      { code: 'CONFLICT' },
    );
  });
}

/** What is kept of the step: what cannot be read from libvirt later. */
type Taken = { readonly quiesced: boolean; readonly disks: readonly RecordedDisk[] };

async function take(ctx: Context): Promise<Taken> {
  const vm = await vmOf(ctx);
  const { snapshotId: id, name: title, memory } = ctx.input;
  const disks = await disksNow(ctx.em, vm.id);
  const quiesced = await onHost(vm, async () => {
    const on = await reachDomain(ctx, vm);
    if (memory && !on.active) ctx.log('INFO', 'The VM is off: there is no memory to keep.');
    await tellLibvirt(ctx.em, on, vm);
    return takeSnapshot(ctx, on, { id, title, memory: memory ?? true, disks });
  });
  return { quiesced, disks: disks.map((disk) => ({ ...disk })) };
}

async function drop(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (!vm) return;
  await onHost(vm, async () => {
    const on = await reachDomainIfAny(ctx, vm);
    if (!on) return;
    await thawIfFrozen(ctx, on);
    await dropSnapshot(
      on,
      ctx.input.snapshotId,
      vm.disks.map((disk) => disk.path),
    );
  });
}

async function record(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  const snapshot = await requireSnapshot(ctx.em, ctx.input.snapshotId);
  const { quiesced, disks } = ctx.result<Taken>('take snapshot');
  const { definition, sizeBytes } = await onHost(vm, () => look(ctx, vm, disks));
  const facts = readSnapshotXml(definition);
  const after: (() => void)[] = [];
  if (snapshot.state === 'CREATING')
    await ctx.transaction(async (em) => {
      const tx = { em, afterCommit: (action: () => void) => void after.push(action) };
      await write(tx, ctx, { facts, definition, sizeBytes, quiesced, disks });
      const change = { attribute: 'snapshot', from: null, to: ctx.input.name };
      await recordVmEvent(em, vm.id, change, { actorId: ctx.requestedBy, taskId: ctx.taskId });
    });
  for (const action of after) action();
  ctx.services.events.publish('vm', { id: vm.id });
}

async function look(ctx: Context, vm: VmRecord, disks: readonly RecordedDisk[]) {
  const { snapshotId } = ctx.input;
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

interface Seen extends Taken {
  readonly facts: SnapshotFacts;
  readonly definition: string;
  readonly sizeBytes: bigint;
}

async function write(tx: MutationTx, ctx: Context, seen: Seen): Promise<void> {
  const { em } = tx;
  const { snapshotId, vmId } = ctx.input;
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
  await pruneScheduled(ctx.services, tx, ctx.input);
}

export const createSnapshotTask = defineTask<CreateSnapshot>({
  type: 'CREATE_SNAPSHOT',
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'reserve', weight: 1, do: reserve, undo: giveBack, leftover: () => 'its row' },
    { name: 'ping', weight: 3, cancellable: true, do: ping },
    {
      name: 'take snapshot',
      weight: 6,
      do: take,
      undo: drop,
      leftover: () => 'the snapshot in the disks',
    },
    { name: 'record', weight: 1, do: record },
  ],
  succeeded: () => 'Snapshotted successfully',
});
