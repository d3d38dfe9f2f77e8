import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError } from '../platform/errors.ts';
import type { DatastoreId, HostId } from '../platform/ids.ts';
import type { DatastoreCheck } from './datastore-checks.ts';

/** Which hosts have a datastore; null: every one. */
export type Membership = readonly HostId[] | null;

/** Hosts that somebody named. @throws {BadUserInputError} for none at all, and one that is none */
export async function requireHosts(em: Em, ids: readonly string[]): Promise<HostId[]> {
  if (ids.length === 0)
    throw new BadUserInputError([{ path: 'hostIds', message: 'Name one host at least.' }]);
  const found = await rows<{ id: HostId }>(em, 'select id from host where id in (?)', [ids]);
  const known = new Set<string>(found.map(({ id }) => id));
  const strange = ids.find((id) => !known.has(id));
  if (strange !== undefined)
    throw new BadUserInputError([
      { path: 'hostIds', message: `There is no host ${strange}. Choose among those that are.` },
    ]);
  return [...known] as HostId[];
}

interface OtherDatastore {
  readonly id: DatastoreId;
  readonly name: string;
  readonly path: string;
  readonly hosts: readonly HostId[] | null;
}

/** Datastores at the same path, above or below it, with their hosts. */
async function datastoresAround(
  em: Em,
  path: string,
  self: DatastoreId | null,
): Promise<OtherDatastore[]> {
  const found = await rows<Omit<OtherDatastore, 'hosts'> & { every: number; hosts: string | null }>(
    em,
    `select d.id, d.name, d.path, d.every_host as \`every\`,
            (select group_concat(m.host_id) from datastore_host m where m.datastore_id = d.id) as hosts
       from datastore d
      where d.id <> ? and (d.path = ? or left(?, char_length(d.path) + 1) = concat(d.path, '/')
         or left(d.path, char_length(?) + 1) = concat(?, '/'))`,
    [self ?? '', path, path, path, path],
  );
  return found.map(({ every, hosts, ...other }) => ({
    ...other,
    hosts: every ? null : ((hosts?.split(',') ?? []) as HostId[]),
  }));
}

/**
 * Files of one datastore must not be those of another: on no host may one be at, above or below
 * another's path, and two of one path on different hosts must be different storage.
 * @param checks what the hosts found, when they were asked
 * @throws {BadUserInputError}
 */
export async function refuseMixed(
  em: Em,
  place: {
    readonly path: string;
    readonly only: Membership;
    readonly self: DatastoreId | null;
  },
  checks: readonly DatastoreCheck[] = [],
): Promise<void> {
  const { path, only, self } = place;
  const bad = (message: string) => new BadUserInputError([{ path: 'path', message }]);
  for (const other of await datastoresAround(em, path, self)) {
    const { hosts, name } = other;
    const meet = only === null || hosts === null || hosts.some((id) => only.includes(id));
    if (meet)
      throw bad(
        `The datastore ${name} is at ${other.path}${hosts === null ? '' : ' on some of these hosts'}. Choose a path beside it${hosts === null ? '' : ', or other hosts'}.`,
      );
    const seen = checks.filter(({ hostId }) => hosts.includes(hostId));
    const twin = seen.find(({ shares }) => shares);
    if (twin)
      throw bad(
        `It is the same storage as the datastore ${name} on ${twin.host}. Let the host have that one, too, instead.`,
      );
    const silent = seen.find(({ reached }) => !reached);
    if (silent)
      throw bad(
        `${silent.host} has the datastore ${name} at ${other.path}, and cannot be asked now whether it is the same storage. Wait until it answers.`,
      );
  }
}

/** Writes which hosts have a datastore, in the caller's transaction. */
export async function writeHosts(em: Em, id: DatastoreId, only: Membership): Promise<void> {
  await run(em, 'update datastore set every_host = ? where id = ?', [only === null, id]);
  await run(em, 'delete from datastore_host where datastore_id = ?', [id]);
  for (const hostId of only ?? [])
    await run(em, 'insert into datastore_host (datastore_id, host_id) values (?, ?)', [id, hostId]);
}

/**
 * Hosts whose VMs need a datastore keep it.
 * @throws {ConflictError} naming the VMs
 */
export async function refuseTakingAway(em: Em, id: DatastoreId, only: Membership): Promise<void> {
  if (only === null) return;
  const vms = await rows<{ name: string; host: string }>(
    em,
    `select distinct v.name, h.name as host from vm v
       join host h on h.id = v.host_id
         or h.id = (select m.host_id from vm_migration m where m.vm_id = v.id)
       left join disk k on k.vm_id = v.id and (k.datastore_id = ? or k.moving_to_id = ?)
       left join template t on t.id in (v.template_id, v.media_template_id) and t.datastore_id = ?
      where h.id not in (?) and (k.id is not null or t.id is not null) order by h.name, v.name limit 4`,
    [id, id, id, only],
  );
  if (vms.length === 0) return;
  const names = vms.slice(0, 3).map(({ name, host }) => `${name} on ${host}`);
  const message = `It is needed there: ${names.join(', ')}${vms.length > 3 ? ' and others' : ''}. Move those first.`;
  throw new ConflictError(message, { details: { fields: [{ path: 'hostIds', message }] } });
}
