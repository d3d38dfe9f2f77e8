import type { UserId } from '../platform/ids.ts';

/**
 * Column for a select that has a VM as `v`: its collaborators, for {@link collaboratorsOf}. JSON,
 * since MySQL cuts a group_concat off at 1024 bytes (36 ids); as text, since drivers differ on JSON.
 */
export const COLLABORATORS = `(select cast(json_arrayagg(c.user_id) as char) from vm_collaborator c
    where c.vm_id = v.id) as collaborators`;

/** The users in a column read by {@link COLLABORATORS}; none when there is no VM. */
export function collaboratorsOf(column: string | null): UserId[] {
  return column === null ? [] : (JSON.parse(column) as UserId[]);
}
