import { type Em, rows, run } from '../platform/db.ts';
import type { HostId, TaskId } from '../platform/ids.ts';

/** Shutdowns and boots run one at a time, in the order asked. */
export const CLOUD_LANE = 'cloud';

/** From now on hosts take no VMs and start none; twice does no harm. Locks their rows. */
export async function closeHosts(em: Em, ids: readonly HostId[], taskId: TaskId): Promise<void> {
  if (ids.length === 0) return;
  await rows(em, 'select id from host order by id for update');
  await run(
    em,
    `insert ignore into shut_host (host_id, maintenance, task_id, since)
     select id, maintenance, ?, utc_timestamp(3) from host where id in (?)`,
    [taskId, ids],
  );
  await run(em, 'update host set maintenance = true where id in (?)', [ids]);
}

/** Hosts are as they were before they were shut down. */
export async function openHosts(em: Em, ids: readonly HostId[]): Promise<void> {
  if (ids.length === 0) return;
  await rows(em, 'select id from host order by id for update');
  await run(
    em,
    `update host h join shut_host s on s.host_id = h.id set h.maintenance = s.maintenance
      where h.id in (?)`,
    [ids],
  );
  await run(em, 'delete from shut_host where host_id in (?)', [ids]);
}

/** Which of these hosts are shut. @param by only those that this task closed */
export async function shutHostIds(
  em: Em,
  ids: readonly HostId[],
  by: TaskId | null = null,
): Promise<HostId[]> {
  if (ids.length === 0) return [];
  const shut = await rows<{ id: HostId }>(
    em,
    'select host_id as id from shut_host where host_id in (?) and (? is null or task_id = ?)',
    [ids, by, by],
  );
  return shut.map(({ id }) => id);
}
