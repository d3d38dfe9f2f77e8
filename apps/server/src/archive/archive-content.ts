import { type Em, rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { type FrozenRow, freezeRows, insertFrozen } from './frozen-rows.ts';

/** Tables whose rows belong to a VM by `vm_id`, and come back with it. */
const BELONGINGS = ['disk', 'vm_collaborator', 'snapshot', 'snapshot_schedule'] as const;

/** What a VM's rows were when it was deleted. */
export interface ArchiveContent {
  readonly vm: FrozenRow;
  readonly belongings: Readonly<Record<string, readonly FrozenRow[]>>;
  /** VMs that were cloned from it. */
  readonly children: readonly VmId[];
}

/** Reads all rows of a VM; null when it is gone. */
export async function freezeVm(em: Em, vmId: VmId): Promise<ArchiveContent | null> {
  const [vm] = await freezeRows(em, 'vm', 'id = ?', [vmId]);
  if (!vm) return null;
  const belongings: Record<string, readonly FrozenRow[]> = {};
  for (const table of BELONGINGS)
    belongings[table] = await freezeRows(em, table, 'vm_id = ?', [vmId]);
  belongings['snapshot'] = (belongings['snapshot'] ?? [])
    // Asked for while the deletion ran: nobody takes or deletes these any more.
    .filter(({ state }) => state !== 'CREATING')
    .map((row) => ({ ...row, state: 'READY' }));
  const children = await rows<{ id: VmId }>(em, 'select id from vm where parent_id = ?', [vmId]);
  return { vm, belongings, children: children.map(({ id }) => id) };
}

/** Writes a VM's rows again, with what is different now. People who are gone are left out. */
export async function thawVm(
  em: Em,
  content: ArchiveContent,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { vm, belongings, children } = content;
  await insertFrozen(em, 'vm', { ...vm, ...(await withoutLostRelations(em, vm)), ...changes });
  for (const [table, kept] of Object.entries(belongings))
    for (const row of kept)
      if (table !== 'vm_collaborator' || (await exists(em, 'user', row['user_id'])))
        await insertFrozen(em, table, row);
  if (children.length > 0)
    await run(em, 'update vm set parent_id = ? where parent_id is null and id in (?)', [
      vm['id'],
      children,
    ]);
}

/** Relations that a VM can be without, where the other side is gone. */
async function withoutLostRelations(em: Em, vm: FrozenRow): Promise<Record<string, null>> {
  const optional = {
    parent_id: 'vm',
    requester_id: 'user',
    security_domain_id: 'security_domain',
    media_template_id: 'template',
  };
  const lost: Record<string, null> = {};
  for (const [column, table] of Object.entries(optional))
    if (vm[column] && !(await exists(em, table, vm[column]))) lost[column] = null;
  return lost;
}

async function exists(em: Em, table: string, id: unknown): Promise<boolean> {
  return (await rows(em, `select 1 from ${table} where id = ?`, [id])).length > 0;
}
