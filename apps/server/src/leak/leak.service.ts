import { createHash } from 'node:crypto';
import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import type { DeleteOrphanDomainInput, RepairLeakInput } from './leak.type.ts';
import { type LeakKey, leakId, REPAIRS, readLeakId } from './leak-kind.ts';

/** What each kind is called in the title of its repair. */
const TITLES: Readonly<Partial<Record<LeakKey['kind'], string>>> = {
  ORPHAN_DOMAIN: 'Remove an orphan domain',
  DUPLICATE_DOMAIN: 'Remove a second definition',
  WRONG_HOST: 'Correct the host of a VM',
  MISSING_DOMAIN: 'Define a missing domain',
  WRONG_STATE: 'Correct the state of a VM',
  DEFINITION_DIFFERS: 'Define a domain again',
  ORPHAN_FILE: 'Move an unknown file to quarantine',
  MISSING_FILE: 'Take a lost disk out of a VM',
  MISSING_SNAPSHOT: 'Forget a lost snapshot',
  UNKNOWN_SNAPSHOT: 'Delete an unknown snapshot',
  SNAPSHOT_HALF_WAY: 'End a snapshot that nobody carries on',
  VM_WITHOUT_ADDRESS: 'Give a VM an address',
  TASK_STUCK: 'End a stuck task',
  TASK_LEFTOVERS: 'Retry a task that left something behind',
  HOST_LEASE: 'Give a host back to the collectors',
  CONSOLE_TICKETS: 'Remove expired console tickets',
};

/**
 * Has a finding repaired by a task, which checks first whether it still holds.
 * @throws {NotFoundError} when the id is of no finding
 * @throws {ConflictError} when a person must decide about its kind
 */
export async function repairLeak(context: Context, input: RepairLeakInput): Promise<TaskId> {
  const key = readLeakId(input.id);
  if (!key) throw new NotFoundError('finding', input.id);
  if (!REPAIRS[key.kind])
    throw new ConflictError('No click repairs this: the report says what there is to decide.');
  return enqueueRepair(context, 'repairLeak', { key, ...input });
}

/**
 * Has a domain removed that no VM record knows; its disk files stay.
 * @throws {BadUserInputError | NotFoundError | ConflictError}
 */
export async function deleteOrphanDomain(
  context: Context,
  input: DeleteOrphanDomainInput,
): Promise<TaskId> {
  const { hostId, uuid } = input;
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(uuid))
    throw new BadUserInputError([
      { path: 'uuid', message: 'Give the domain’s uuid as virsh prints it.' },
    ]);
  await requireRow(context.em, 'host', hostId);
  const known = await rows(context.em, 'select 1 from vm where uuid = ?', [uuid]);
  if (known.length > 0)
    throw new ConflictError('The domain is a VM’s: delete the VM instead, or run a leak check.');
  const key: LeakKey = { kind: 'ORPHAN_DOMAIN', parts: [hostId, uuid] };
  const { clientMutationId } = input;
  return enqueueRepair(context, 'deleteOrphanDomain', { id: leakId(key), key, clientMutationId });
}

async function enqueueRepair(
  context: Context,
  action: string,
  asked: {
    readonly id: string;
    readonly key: LeakKey;
    readonly clientMutationId?: string | undefined;
  },
): Promise<TaskId> {
  const { id, key, clientMutationId } = asked;
  const { vmId, hostId } = await subjectOf(context.em, key);
  const detail = `${key.kind} ${key.parts.join(' ')}`;
  return runMutation(context, { action, clientMutationId, detail }, async ({ em, afterCommit }) => {
    // One repair of a finding at a time.
    const lane = vmId ?? `leak_${createHash('sha256').update(id).digest('hex').slice(0, 20)}`;
    const taskId = await enqueueTask(em, {
      type: 'REPAIR_LEAK',
      input: { id },
      title: TITLES[key.kind] ?? 'Repair',
      requestedBy: requireViewer(context).userId,
      ...{ vmId, hostId, lane },
    });
    afterCommit(() => announceTask(context.services.events, taskId, lane));
    return taskId;
  });
}

/** The VM or host that a finding names. @throws {NotFoundError} when it is gone */
async function subjectOf(
  em: Em,
  { parts }: LeakKey,
): Promise<{ readonly vmId: VmId | null; readonly hostId: HostId | null }> {
  const [first = ''] = parts;
  if (first.startsWith('vm_')) {
    await requireRow(em, 'vm', first);
    return { vmId: first as VmId, hostId: null };
  }
  if (!first.startsWith('host_')) return { vmId: null, hostId: null };
  await requireRow(em, 'host', first);
  return { vmId: null, hostId: first as HostId };
}

async function requireRow(em: Em, table: 'vm' | 'host', id: string): Promise<void> {
  const found = await rows(em, `select 1 from ${table} where id = ?`, [id]);
  if (found.length === 0) throw new NotFoundError(table, id);
}
