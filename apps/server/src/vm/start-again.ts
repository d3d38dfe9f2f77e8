import { type Em, rows } from '../platform/db.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';
import { enqueueTask } from '../task/enqueue.ts';

/** A VM, and the host that it is to start on. */
export interface StartAgain {
  readonly vmId: VmId;
  readonly name: string;
  readonly hostId: HostId;
}

/**
 * Enqueues the start of a VM whose host went down while it ran. When its turn comes, it starts on
 * the host where it is then, provided that its people still want it to run.
 * @returns the task, for the caller to announce after the commit; null when a start or a deletion
 *   of the VM waits already
 */
export async function enqueueStartAgain(
  em: Em,
  { vmId, name, hostId }: StartAgain,
): Promise<TaskId | null> {
  const waiting = await rows(
    em,
    `select 1 from task where lane = ? and status = 'PENDING'
       and type in ('START_VM', 'DELETE_VM') limit 1`,
    [vmId],
  );
  if (waiting.length > 0) return null;
  return enqueueTask(em, {
    type: 'START_VM',
    input: { vmId, name, ifWanted: true },
    title: `Start VM ${name} after its host's boot`,
    ...{ vmId, hostId, lane: vmId },
  });
}
