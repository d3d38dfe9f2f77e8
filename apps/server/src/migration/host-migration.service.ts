import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { recordHostEvent } from '../host/host-events.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import type { MachineAddress } from '../platform/hosts/hosts.ts';
import type { HostId, TaskId, UserId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import { fingerprintOf } from './access-files.ts';
import type { ReachedHost } from './host-migration.entity.ts';
import type { SetHostMigrationInput } from './migration.inputs.ts';

/** Set-ups run one at a time: each writes to all hosts. */
const LANE = 'host-migration';

interface Machine extends MachineAddress {
  readonly id: HostId;
  readonly name: string;
}

/** How a host takes part in migrations. */
export interface HostMigrationView {
  readonly keyFingerprint: string | null;
  readonly reached: readonly ReachedHost[];
  readonly checkedAt: Date | null;
  readonly consentedAt: Date;
  readonly consentedBy: UserId | null;
}

/** Null: it takes no part. */
export async function hostMigration(em: Em, hostId: HostId): Promise<HostMigrationView | null> {
  const [row] = await rows<
    Omit<HostMigrationView, 'reached' | 'keyFingerprint'> & {
      readonly publicKey: string | null;
      readonly reached: string;
    }
  >(
    em,
    `select public_key as publicKey, cast(reached as char) as reached, checked_at as checkedAt,
            consented_at as consentedAt, consented_by as consentedBy
       from host_migration where host_id = ?`,
    [hostId],
  );
  if (!row) return null;
  const { publicKey, reached, ...rest } = row;
  return {
    ...rest,
    keyFingerprint: publicKey && fingerprintOf(publicKey.split(' ')[1] ?? ''),
    reached: JSON.parse(reached) as ReachedHost[],
  };
}

/**
 * Lets a host take part in the migration of running VMs, or no longer. On again, everything is
 * written and tried anew.
 * @throws {NotFoundError}
 * @throws {ConflictError} when it is to be taken away while a VM moves
 */
export async function setHostMigration(
  context: Context,
  input: SetHostMigrationInput,
): Promise<TaskId> {
  const { id, on, clientMutationId } = input;
  const call = {
    action: 'setHostMigration',
    ...{ clientMutationId, subject: id, detail: on ? 'on' : 'off' },
  };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const [host] = await rows<Machine>(
      em,
      `select id, name, address, ssh_port as sshPort, ssh_user as sshUser,
              host_key_fingerprint as hostKeyFingerprint from host where id = ? for update`,
      [id],
    );
    if (!host) throw new NotFoundError('host', id);
    const by = requireViewer(context).userId;
    const task = on ? await consent(em, host, by) : await takeBack(em, host, by);
    const { events } = context.services;
    afterCommit(() => {
      announceTask(events, task, LANE);
      events.publish('host', { id: host.id });
    });
    return task;
  });
}

/**
 * Writes an admin's consent and the task that sets the host up, in the caller's transaction; the
 * caller announces the task.
 */
export async function consent(
  em: Em,
  host: { readonly id: HostId; readonly name: string },
  by: UserId,
): Promise<TaskId> {
  const fresh = await run(
    em,
    `insert ignore into host_migration (host_id, reached, consented_at, consented_by)
     values (?, '[]', utc_timestamp(3), ?)`,
    [host.id, by],
  );
  if (fresh > 0)
    await recordHostEvent(em, host.id, {
      ...{ attribute: 'migration', from: 'off', to: 'on', actorId: by },
    });
  return enqueueTask(em, {
    type: 'SET_UP_MIGRATION',
    input: { hostId: host.id, hostName: host.name, fresh: fresh > 0 },
    title: `Set up migration on host ${host.name}`,
    ...{ hostId: host.id, lane: LANE, requestedBy: by },
  });
}

async function takeBack(em: Em, host: Machine, by: UserId): Promise<TaskId> {
  const [moving] = await rows<{ name: string }>(
    em,
    `select v.name from vm_migration m join vm v on v.id = m.vm_id
      where ? in (m.host_id, v.host_id) limit 1`,
    [host.id],
  );
  if (moving)
    throw new ConflictError(`${moving.name} is on its way. Wait for the end of that task.`);
  const change = { attribute: 'migration', from: 'on', to: 'off', actorId: by };
  if ((await run(em, 'delete from host_migration where host_id = ?', [host.id])) > 0)
    await recordHostEvent(em, host.id, change);
  return enqueueClearing(em, host, { hostId: host.id, by });
}

/**
 * Asks for everything to be taken away from a machine that leaves, in the caller's transaction.
 * @returns null when it took no part
 */
export async function clearWithHost(
  em: Em,
  host: Machine,
  by: UserId,
): Promise<{ readonly task: TaskId; readonly lane: string } | null> {
  const took = await rows(em, 'select 1 from host_migration where host_id = ?', [host.id]);
  if (took.length === 0) return null;
  return { task: await enqueueClearing(em, host, { hostId: null, by }), lane: LANE };
}

function enqueueClearing(
  em: Em,
  host: Machine,
  { hostId, by }: { readonly hostId: HostId | null; readonly by: UserId },
): Promise<TaskId> {
  const { name: hostName, address, sshPort, sshUser, hostKeyFingerprint } = host;
  return enqueueTask(em, {
    type: 'CLEAR_MIGRATION',
    input: { hostName, address, sshPort, sshUser, hostKeyFingerprint },
    title: `Take migration away from host ${hostName}`,
    ...{ hostId, lane: LANE, requestedBy: by },
  });
}

/** Hosts that running VMs of a host can move to; none when it takes no part itself. */
export async function reachableFrom(em: Em, hostId: HostId): Promise<HostId[]> {
  const found = await rows<{ id: HostId }>(em, 'select host_id as id from host_migration');
  const all = found.map(({ id }) => id);
  return all.includes(hostId) ? all.filter((id) => id !== hostId) : [];
}
