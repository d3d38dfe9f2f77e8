import { type Em, rows } from '../platform/db.ts';
import type { TaskId } from '../platform/ids.ts';

/**
 * What waiting tasks wait for: of each the task that holds its lane, or else the first that waits
 * there before it. One statement for any number.
 *
 * @returns ids by id; a task that waits for no other, but for a free worker, is not in it
 */
export async function loadTasksBefore(
  em: Em,
  ids: readonly TaskId[],
): Promise<Map<TaskId, TaskId>> {
  const found = await rows<{ id: TaskId; before: TaskId | null }>(
    em,
    `select t.id, coalesce(
        (select h.id from task h where h.held_lane = t.lane),
        (select e.id from task e force index (task_lane)
          where e.lane = t.lane and e.status = 'PENDING' and e.seq < t.seq
          order by e.seq limit 1)) as \`before\`
      from task t where t.id in (?) and t.status = 'PENDING'`,
    [ids],
  );
  return new Map(found.flatMap(({ id, before }) => (before ? [[id, before] as const] : [])));
}
