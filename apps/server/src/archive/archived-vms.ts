import { isAdmin } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { type Em, rows } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import { checkFirst, decodeCursor, type Page, pageOf } from '../platform/graphql/connection.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import type { ArchiveContent } from './archive-content.ts';
import type { ArchiveState } from './archived-vm.entity.ts';
import type { DeletedVmType } from './archived-vm.type.ts';

const COLUMNS = `a.id, a.name, a.identity, a.owner_id as ownerId, a.organisation_id as organisationId,
  a.template_id as templateId, a.vcpus, a.ram_mib as ramMiB, a.disk_gib as diskGiB,
  a.private_ip as privateIp, a.locked, a.deleted_at as deletedAt, a.deleted_by as deletedBy,
  a.purge_at as purgeAt`;

const viewOf = (row: DeletedVmType): DeletedVmType =>
  Object.assign(row, { locked: Boolean(row.locked) });

/** Who may see deleted VMs: their owners, their organisation's admins, admins. */
function visible(viewer: Viewer): { readonly sql: string; readonly params: readonly unknown[] } {
  if (isAdmin(viewer)) return { sql: 'true', params: [] };
  if (viewer.roles.includes('ORGADMIN'))
    return {
      sql: '(a.owner_id = ? or a.organisation_id = ?)',
      params: [viewer.userId, viewer.organisationId],
    };
  return { sql: 'a.owner_id = ?', params: [viewer.userId] };
}

/** One page of the deleted VMs that can be had back, the newest deletion first. */
export async function archivedVmPage(
  em: Em,
  viewer: Viewer,
  page: {
    readonly search: string | undefined;
    readonly first: number;
    readonly after: string | undefined;
  },
): Promise<Page<DeletedVmType>> {
  const first = checkFirst(page.first);
  const who = visible(viewer);
  const pattern = `%${(page.search ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
  const where = `a.state = 'KEPT' and ${who.sql} and (a.name like ? or a.identity like ?)`;
  const params = [...who.params, pattern, pattern];
  const cursor = page.after === undefined ? undefined : decodeCursor(page.after, 2);
  const items = await rows<DeletedVmType>(
    em,
    `select ${COLUMNS} from archived_vm a where ${where}
      ${cursor ? 'and (a.deleted_at < ? or (a.deleted_at = ? and a.id < ?))' : ''}
      order by a.deleted_at desc, a.id desc limit ${first + 1}`,
    cursor ? [...params, cursor[0], cursor[0], cursor[1]] : params,
  );
  return pageOf({
    items: items.map(viewOf),
    first,
    after: page.after,
    cursorOf: (vm) => [vm.deletedAt.toISOString().replace('T', ' ').replace('Z', ''), vm.id],
    count: async () => {
      const sql = `select count(*) as n from archived_vm a where ${where}`;
      const [total] = await rows<{ n: number }>(em, sql, params);
      return Number(total?.n ?? 0);
    },
  });
}

/**
 * A deleted VM that the viewer may see, whatever is being done with it.
 * @throws {NotFoundError} also for somebody else's: no difference is made
 */
export async function requireArchivedVm(
  em: Em,
  viewer: Viewer,
  id: string,
): Promise<DeletedVmType & { readonly state: ArchiveState }> {
  const who = visible(viewer);
  const [found] = await rows<DeletedVmType & { state: ArchiveState }>(
    em,
    `select ${COLUMNS}, a.state from archived_vm a where a.id = ? and ${who.sql} for update`,
    [id, ...who.params],
  );
  if (!found) throw new NotFoundError('deleted VM', id);
  return Object.assign(found, viewOf(found));
}

/** A deleted VM as its tasks need it. */
export interface ArchiveRecord {
  readonly id: VmId;
  readonly name: string;
  readonly identity: string;
  readonly ownerId: string;
  readonly hostId: HostId | null;
  readonly privateIp: string | null;
  readonly state: ArchiveState;
  readonly content: ArchiveContent;
  /** Path of each datastore, by id. */
  readonly datastores: ReadonlyMap<string, string>;
}

/** Null when it is not, or no longer, in the archive. */
export async function findArchiveRecord(em: Em, id: VmId): Promise<ArchiveRecord | null> {
  type Row = Omit<ArchiveRecord, 'content' | 'datastores'> & { content: string };
  const [row] = await rows<Row>(
    em,
    `select id, name, identity, owner_id as ownerId, host_id as hostId, private_ip as privateIp, state,
            cast(content as char) as content from archived_vm where id = ?`,
    [id],
  );
  if (!row) return null;
  const datastores = await rows<{ id: string; path: string }>(em, 'select id, path from datastore');
  return {
    ...row,
    content: JSON.parse(row.content) as ArchiveContent,
    datastores: new Map(datastores.map(({ id: key, path }) => [key, path])),
  };
}
