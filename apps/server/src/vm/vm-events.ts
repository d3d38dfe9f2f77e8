import { type Em, rows } from '../platform/db.ts';
import { checkFirst, decodeCursor, type Page, pageOf } from '../platform/graphql/connection.ts';
import type { VmId } from '../platform/ids.ts';
import type { VmEvent } from './vm.type.ts';

/** The history of a VM, newest first. */
export async function vmEventPage(
  em: Em,
  vmId: VmId,
  request: {
    readonly first: number;
    readonly after: string | undefined;
    readonly attributes?: readonly string[] | undefined;
  },
): Promise<Page<VmEvent>> {
  const { first, after } = request;
  const limit = checkFirst(first);
  const cursor = after === undefined ? undefined : decodeCursor(after, 1)[0];
  const only = request.attributes?.length ? request.attributes : undefined;
  const where = `vm_id = ? ${only ? 'and attribute in (?)' : ''}`;
  const params = only ? [vmId, only] : [vmId];
  const items = await rows<VmEvent>(
    em,
    `select id, at, actor_id as actorId, attribute, \`from\`, \`to\`, task_id as taskId from vm_event
      where ${where} ${cursor === undefined ? '' : 'and id < ?'} order by id desc limit ${limit + 1}`,
    cursor === undefined ? params : [...params, cursor],
  );
  return pageOf({
    items,
    first: limit,
    after,
    cursorOf: (event) => [event.id],
    count: async () => {
      const [n] = await rows<{ n: number }>(
        em,
        `select count(*) as n from vm_event where ${where}`,
        params,
      );
      return Number(n?.n ?? 0);
    },
  });
}
