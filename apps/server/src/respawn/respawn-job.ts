import type { Logger } from 'pino';
import { constantValues } from '../constant/constant.service.ts';
import { type Em, rows, transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { HostId } from '../platform/ids.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import { announceTask } from '../task/enqueue.ts';
import { enqueueRespawn } from './respawn.service.ts';

interface RespawnServices {
  em(): Em;
  readonly events: EventBus;
  readonly log: Logger;
}

/** Brings the VMs of hosts that went down up elsewhere, where that is allowed without being asked. */
export const respawnJob: PeriodicJob = {
  name: 'respawn',
  everyMs: 10_000,
  run: respawnRound,
};

/**
 * Hosts that went down long enough ago with VMs that are to run, that nobody turned off and that can
 * be fenced; each once in the time that it is down.
 */
function hostsToRespawn(
  em: Em,
  rule: { readonly afterSeconds: number; readonly unfenced: boolean },
): Promise<{ readonly id: HostId; readonly name: string }[]> {
  return rows(
    em,
    `select h.id, h.name from host h left join host_power p on p.host_id = h.id
       join (select host_id, max(at) as at from host_event
              where attribute = 'status' and \`to\` = 'DOWN' group by host_id) down
         on down.host_id = h.id
      where h.status = 'DOWN' and not h.maintenance and p.off_by is null
        and (? or p.method = 'IPMI') and down.at < utc_timestamp(3) - interval ? second
        and exists (select 1 from vm v where v.host_id = h.id and v.desired_status = 'RUNNING'
                       and v.status = 'UNKNOWN')
        and not exists (select 1 from task t where t.host_id = h.id and t.type = 'RESPAWN_HOST'
                           and t.created_at > down.at)
      order by h.name`,
    [rule.unfenced, rule.afterSeconds],
  );
}

async function respawnRound({ em, events, log }: RespawnServices): Promise<void> {
  const constants = await constantValues(em());
  if (constants.respawnAutomatic !== 1) return;
  const rule = {
    afterSeconds: constants.respawnAfterSeconds,
    unfenced: constants.respawnWithoutFencing === 1,
  };
  for (const host of await hostsToRespawn(em(), rule)) {
    const task = await transaction(em(), async (tx) => {
      await rows(tx, 'select id from host where id = ? for update', [host.id]);
      // Somebody may have asked meanwhile, or it may be up again.
      const still = await hostsToRespawn(tx, rule);
      if (!still.some(({ id }) => id === host.id)) return null;
      return enqueueRespawn(tx, host, { confirmed: false, giveUpKept: false, requestedBy: null });
    });
    if (!task) continue;
    log.warn({ hostId: host.id, taskId: task }, 'the VMs of a host that is down are respawned');
    announceTask(events, task, host.id);
  }
}
