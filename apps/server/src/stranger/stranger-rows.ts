import type { Stranger } from '../collector/host-store.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';

/** The domains of a host that no VM record knows, as its collector found them last. */
export async function strangersOf(em: Em, hostId: HostId): Promise<readonly Stranger[]> {
  const [row] = await rows<{ strangers: string | Stranger[] }>(
    em,
    'select strangers from host where id = ?',
    [hostId],
  );
  if (!row) return [];
  return typeof row.strangers === 'string'
    ? (JSON.parse(row.strangers) as Stranger[])
    : row.strangers;
}

/** Takes a domain off the list at once, without waiting for the next comparison; in a transaction. */
export async function forgetStranger(em: Em, hostId: HostId, uuid: string): Promise<void> {
  await rows(em, 'select id from host where id = ? for update', [hostId]);
  const others = (await strangersOf(em, hostId)).filter((stranger) => stranger.uuid !== uuid);
  await run(em, 'update host set strangers = ? where id = ?', [JSON.stringify(others), hostId]);
}
