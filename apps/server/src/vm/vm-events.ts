import { type Em, rows } from '../platform/db.ts';
import { checkFirst, decodeCursor, type Page, pageOf } from '../platform/graphql/connection.ts';
import type { VmId } from '../platform/ids.ts';
import type { VmEvent } from './vm.type.ts';

/** The history of a VM, newest first. */
export async function vmEventPage(
  em: Em,
  vmId: VmId,
  { first, after }: { first: number; after: string | undefined },
): Promise<Page<VmEvent>> {
  const limit = checkFirst(first);
  const cursor = after === undefined ? undefined : decodeCursor(after, 1)[0];
  const items = await rows<VmEvent>(
    em,
    `select id, at, actor_id as actorId, attribute, \`from\`, \`to\`, task_id as taskId from vm_event
      where vm_id = ? ${cursor === undefined ? '' : 'and id < ?'} order by id desc limit ${limit + 1}`,
    cursor === undefined ? [vmId] : [vmId, cursor],
  );
  return pageOf({
    items,
    first: limit,
    after,
    cursorOf: (event) => [event.id],
    count: async () => {
      const [n] = await rows<{ n: number }>(
        em,
        'select count(*) as n from vm_event where vm_id = ?',
        [vmId],
      );
      return Number(n?.n ?? 0);
    },
  });
}
