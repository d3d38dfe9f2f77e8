import { runMutation } from '../audit/mutation.ts';
import type { Context } from '../context.ts';
import { type Em, isDuplicate, rows, run } from '../platform/db.ts';
import {
  BaadalError,
  BadUserInputError,
  ConflictError,
  NotFoundError,
} from '../platform/errors.ts';
import { type DatastoreId, newId } from '../platform/ids.ts';
import type { Datastore } from './datastore.entity.ts';
import type {
  AddDatastoreInput,
  EditDatastoreInput,
  RemoveDatastoreInput,
} from './datastore.inputs.ts';
import { countContent, loadDatastores, occupancy } from './datastore.service.ts';
import { checkDatastore, type DatastoreCheck, readSpace } from './datastore-checks.ts';

/** @throws {NotFoundError} */
async function requireDatastore(em: Em, id: string): Promise<Datastore> {
  const [datastore] = await loadDatastores(em, [id as DatastoreId]);
  if (!datastore) throw new NotFoundError('datastore', id);
  return datastore;
}

/**
 * Adds a datastore that every reachable host has mounted and can write; the hosts are asked before
 * anything is written down.
 * @throws {BadUserInputError} with what each host found in `hosts`
 */
export async function addDatastore(context: Context, input: AddDatastoreInput): Promise<Datastore> {
  const { name, path, mountAddress, reserveGiB, clientMutationId } = input;
  await refuseNested(context.em, path);
  const checks = await checkDatastore(context.services, path);
  refuseFaulty(path, checks);
  const hostIds = checks.filter((check) => check.ok).map((check) => check.hostId);
  const space = await readSpace(context.services, path, hostIds);
  const call = { action: 'addDatastore', clientMutationId, detail: `${name} ${path}` };
  const id = await runMutation(context, call, async ({ em, afterCommit }) => {
    const added = newId('ds');
    await unlessTaken(() =>
      run(
        em,
        `insert into datastore (id, name, path, mount_address, reserve_gib, capacity_gib, used_gib,
                                checked_at)
         values (?, ?, ?, ?, ?, ?, ?, if(?, utc_timestamp(3), null))`,
        [
          ...[added, name, path, mountAddress?.trim() || null, reserveGiB ?? null],
          ...[space?.capacityGiB ?? null, space?.usedGiB ?? null, space !== null],
        ],
      ),
    );
    afterCommit(() => context.services.events.publish('datastore', { id: added }));
    return added;
  });
  return requireDatastore(context.em, id);
}

function refuseFaulty(path: string, checks: readonly DatastoreCheck[]): void {
  const asked = checks.filter((check) => check.reached);
  const faults = asked.filter((check) => !check.ok);
  if (asked.length > 0 && faults.length === 0) return;
  const hosts = checks.map(({ host, ok, text }) => ({ host, ok, text }));
  if (asked.length === 0)
    throw new ConflictError('No host can be asked whether it has the datastore mounted.', {
      details: { hosts },
    });
  const message = `${path} cannot be used. ${faults.map((f) => `${f.host}: ${f.text}`).join('. ')}. Mount the storage at this path on every host.`;
  throw new BaadalError('BAD_USER_INPUT', message, {
    details: { fields: [{ path: 'path', message }], hosts },
  });
}

/** Files of one datastore must not be those of another. */
async function refuseNested(em: Em, path: string): Promise<void> {
  const [other] = await rows<{ name: string; path: string }>(
    em,
    `select name, path from datastore
      where path = ? or left(?, char_length(path) + 1) = concat(path, '/')
         or left(path, char_length(?) + 1) = concat(?, '/')`,
    [path, path, path, path],
  );
  if (other)
    throw new BadUserInputError([
      {
        path: 'path',
        message: `The datastore ${other.name} is at ${other.path}. Choose a path beside it.`,
      },
    ]);
}

async function unlessTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const field = isDuplicate(error, 'datastore_path') ? 'path' : 'name';
    const message = `There is a datastore of this ${field} already. Choose another.`;
    throw new ConflictError(message, { details: { fields: [{ path: field, message }] } });
  }
}

/** Changes name, origin or reserve; the path stays, since disks are known by it. */
export async function editDatastore(
  context: Context,
  input: EditDatastoreInput,
): Promise<Datastore> {
  const { id, clientMutationId } = input;
  const call = { action: 'editDatastore', clientMutationId, subject: id };
  const edited = await runMutation(context, call, async ({ em, afterCommit }) => {
    const before = await requireDatastore(em, id);
    const mount = input.mountAddress === undefined ? before.mountAddress : input.mountAddress;
    const reserve = input.reserveGiB === undefined ? before.ownReserveGiB : input.reserveGiB;
    await unlessTaken(() =>
      run(em, 'update datastore set name = ?, mount_address = ?, reserve_gib = ? where id = ?', [
        input.name ?? before.name,
        mount?.trim() || null,
        reserve,
        before.id,
      ]),
    );
    afterCommit(() => context.services.events.publish('datastore', { id: before.id }));
    return before.id;
  });
  return requireDatastore(context.em, edited);
}

/**
 * Forgets a datastore that nothing lies on; its files stay as they are.
 * @returns it as it was
 * @throws {ConflictError} naming what lies on it
 */
export async function removeDatastore(
  context: Context,
  input: RemoveDatastoreInput,
): Promise<Datastore> {
  const { id, clientMutationId } = input;
  const datastore = await requireDatastore(context.em, id);
  const call = { action: 'removeDatastore', clientMutationId, detail: datastore.name };
  await runMutation(context, call, async ({ em, afterCommit }) => {
    await rows(em, 'select id from datastore where id = ? for update', [id]);
    const there = occupancy((await countContent(em, [datastore.id]))(datastore.id));
    if (there)
      throw new ConflictError(
        `${datastore.name} cannot be removed while there is something on it: ${there}. Delete or move that first.`,
        { details: { id } },
      );
    if ((await run(em, 'delete from datastore where id = ?', [id])) === 0)
      throw new NotFoundError('datastore', id);
    afterCommit(() => context.services.events.publish('datastore', { id: datastore.id }));
    return datastore.id;
  });
  return datastore;
}
