import { constantValues } from '../constant/constant.service.ts';
import { type Em, rows, run, transaction } from '../platform/db.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import type { Services } from '../services.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import { mailExpiry } from './expiry-mail.ts';
import { recordVmEvent } from './vm-record.ts';
import type { VmStatus } from './vm-status.ts';

interface ExpiringVm {
  readonly id: VmId;
  readonly name: string;
  readonly owner: string;
  readonly hostId: HostId | null;
  readonly status: VmStatus;
  readonly expiresAt: Date;
}

/** What the sweep takes of the server. */
type Sweeping = Pick<Services, 'em' | 'events'> & {
  readonly config: Pick<Services['config'], 'mail' | 'publicUrl'>;
};

/** So many a round; the next round takes the rest. */
const AT_ONCE = 200;
const DUE = 'expires_at <= utc_timestamp(3) and expiry_told_at is null';
/** One that has expired already is told so instead. */
const TO_BE_WARNED = `expires_at > utc_timestamp(3) and expiry_warned_at is null
  and expires_at <= utc_timestamp(3) + interval ? day`;

/**
 * Acts once on each VM that has expired: a line in its history, a mail to its people and, where the
 * constant `shutDownExpiredVms` says so, a graceful shutdown. A later date makes it due again.
 */
export async function sweepExpired(services: Sweeping): Promise<number> {
  const due = await rows<{ id: VmId }>(
    services.em(),
    `select id from vm where ${DUE} order by expires_at limit ${AT_ONCE}`,
  );
  for (const { id } of due) {
    const task = await transaction(services.em(), (em) => expire(em, services, id));
    if (task) announceTask(services.events, task, id);
    services.events.publish('vm', { id });
  }
  return due.length;
}

/** The VM, locked, if the condition holds by now. */
async function lockIf(
  em: Em,
  id: VmId,
  condition: string,
  values: readonly unknown[] = [],
): Promise<ExpiringVm | undefined> {
  const [vm] = await rows<ExpiringVm>(
    em,
    `select id, name, (select username from user where user.id = owner_id) as owner,
       host_id as hostId, status, expires_at as expiresAt from vm
      where id = ? and ${condition} for update`,
    [id, ...values],
  );
  return vm;
}

async function expire(em: Em, { config }: Sweeping, id: VmId): Promise<TaskId | null> {
  const vm = await lockIf(em, id, DUE);
  if (!vm) return null;
  await run(em, 'update vm set expiry_told_at = utc_timestamp(3) where id = ?', [id]);
  const change = { attribute: 'expired', from: null, to: vm.expiresAt.toISOString() };
  await recordVmEvent(em, id, change, { actorId: null, taskId: null });
  const shutsDown = (await constantValues(em)).shutDownExpiredVms === 1;
  if (config.mail) await mailExpiry(em, config.publicUrl, { ...vm, expired: true, shutsDown });
  if (!shutsDown || vm.status !== 'RUNNING') return null;
  return enqueueTask(em, {
    type: 'SHUTDOWN_VM',
    input: { vmId: vm.id, name: vm.name },
    title: `Shut down VM ${vm.name}, which has expired`,
    vmId: vm.id,
    hostId: vm.hostId,
    lane: vm.id,
    requestedBy: null,
  });
}

/**
 * Mails the people of each VM that expires within the constant `expiryWarningDays`, once for a
 * date. Where mail is not set up nobody counts as warned.
 */
export async function warnOfExpiry({ em, config }: Sweeping): Promise<number> {
  if (!config.mail) return 0;
  const { expiryWarningDays, shutDownExpiredVms } = await constantValues(em());
  const due = await rows<{ id: VmId }>(
    em(),
    `select id from vm where ${TO_BE_WARNED} order by expires_at limit ${AT_ONCE}`,
    [expiryWarningDays],
  );
  for (const { id } of due)
    await transaction(em(), async (tx) => {
      const vm = await lockIf(tx, id, TO_BE_WARNED, [expiryWarningDays]);
      if (!vm) return;
      await run(tx, 'update vm set expiry_warned_at = utc_timestamp(3) where id = ?', [id]);
      const shutsDown = shutDownExpiredVms === 1;
      await mailExpiry(tx, config.publicUrl, { ...vm, expired: false, shutsDown });
    });
  return due.length;
}

/** Warns of VMs that will expire, and acts on those that have, at regular intervals. */
export const expirySweepJob: PeriodicJob = {
  name: 'expiry-sweep',
  everyMs: 60_000,
  run: async (services) => {
    await sweepExpired(services);
    await warnOfExpiry(services);
  },
};
