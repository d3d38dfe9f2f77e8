import { type Em, fromJson, rows, run } from '../platform/db.ts';
import type { UserId } from '../platform/ids.ts';

/** What a person may have wishes about. */
export type PreferenceName = 'hostNetworkPlaces';

/** A person's wish, as it was stored; null: there is none. Whoever asks checks its shape. */
export async function loadPreference(
  em: Em,
  userId: UserId,
  name: PreferenceName,
): Promise<unknown> {
  const [found] = await rows<{ value: string | object }>(
    em,
    'select value from user_preference where user_id = ? and name = ?',
    [userId, name],
  );
  return found ? fromJson<unknown>(found.value) : null;
}

/** Stores a wish; null forgets it. */
export async function storePreference(
  em: Em,
  userId: UserId,
  { name, value }: { readonly name: PreferenceName; readonly value: unknown },
): Promise<void> {
  if (value === null) {
    await run(em, 'delete from user_preference where user_id = ? and name = ?', [userId, name]);
    return;
  }
  await run(
    em,
    `insert into user_preference (user_id, name, value, updated_at) values (?, ?, ?, utc_timestamp(3))
     on duplicate key update value = values(value), updated_at = values(updated_at)`,
    [userId, name, JSON.stringify(value)],
  );
}
