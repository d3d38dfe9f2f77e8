import type { Logger } from 'pino';
import { constantValues } from '../constant/constant.service.ts';
import { type Em, rows, run, transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import { announceTask } from '../task/enqueue.ts';
import { enqueuePower, powerPlan } from './host-power.service.ts';

/** What the policy works with. */
interface PowerPolicyServices {
  em(): Em;
  readonly events: EventBus;
  readonly log: Logger;
}

/** Keeps the time since hosts are idle, and carries out the plan where an admin switched that on. */
export const powerPolicyJob: PeriodicJob = {
  name: 'power-policy',
  everyMs: 60_000,
  run: async (services) => {
    await powerRound(services);
  },
};

/** One round: idle times, then what is to be switched. @returns how many hosts are */
export async function powerRound({ em, events, log }: PowerPolicyServices): Promise<number> {
  await noteIdleHosts(em());
  const { powerPolicyAutomatic } = await constantValues(em());
  if (!powerPolicyAutomatic) return 0;
  const steps = (await powerPlan(em())).filter(({ action }) => action !== 'KEEP');
  let switched = 0;
  for (const { hostId: id, name, action, reason } of steps) {
    const task = await transaction(em(), async (tx) => {
      await rows(tx, 'select id from host where id = ? for update', [id]);
      const [busy] = await rows(
        tx,
        "select 1 from task where host_id = ? and status in ('PENDING', 'RUNNING', 'RETRYING') limit 1",
        [id],
      );
      if (busy) return null;
      return enqueuePower(tx, { id, name }, { state: action === 'ON' ? 'ON' : 'OFF', by: null });
    });
    if (!task) continue;
    switched++;
    log.info({ hostId: id, action, reason }, 'host is switched by policy');
    announceTask(events, task, id);
  }
  return switched;
}

/** Remembers since when no VM is on a host. */
async function noteIdleHosts(em: Em): Promise<void> {
  await run(em, `insert ignore into host_power (host_id, method) select id, 'NONE' from host`);
  await run(
    em,
    `update host_power p set p.idle_since =
       if(exists (select 1 from vm v where v.host_id = p.host_id)
         or exists (select 1 from vm_migration m where m.host_id = p.host_id), null, coalesce(p.idle_since, utc_timestamp(3)))`,
  );
}
