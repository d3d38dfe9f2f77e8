import { type Em, rows, run } from '../platform/db.ts';
import { type HostEventId, type HostId, newId, type TaskId, type UserId } from '../platform/ids.ts';

/** One line of a host's history. */
export interface HostChange {
  readonly attribute: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly reason?: string | null;
  readonly actorId?: UserId | null;
  readonly taskId?: TaskId | null;
}

/** A line as it is read back. */
export interface HostEventRow extends Required<HostChange> {
  readonly id: HostEventId;
  readonly at: Date;
}

/** Most lines that a page shows. */
const SHOWN = 200;

/** Writes one line of a host's history. */
export async function recordHostEvent(em: Em, hostId: HostId, change: HostChange): Promise<void> {
  const { attribute, from, to, reason = null, actorId = null, taskId = null } = change;
  await run(
    em,
    `insert into host_event (id, host_id, at, actor_id, attribute, \`from\`, \`to\`, reason, task_id)
     values (?, ?, utc_timestamp(3), ?, ?, ?, ?, ?, ?)`,
    [newId('hev'), hostId, actorId, attribute, from, to, reason, taskId],
  );
}

/** The newest lines of a host's history, newest first. */
export function listHostEvents(em: Em, hostId: HostId): Promise<HostEventRow[]> {
  return rows<HostEventRow>(
    em,
    `select id, at, actor_id as actorId, attribute, \`from\`, \`to\`, reason, task_id as taskId
       from host_event where host_id = ? order by id desc limit ${SHOWN}`,
    [hostId],
  );
}
