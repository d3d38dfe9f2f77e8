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
import {
  checkDatastore,
  type DatastoreCheck,
  makeDirectories,
  readSpace,
} from './datastore-checks.ts';
import {
  type Membership,
  refuseMixed,
  refuseTakingAway,
  requireHosts,
  writeHosts,
} from './datastore-membership.ts';

/** @throws {NotFoundError} */
async function requireDatastore(em: Em, id: string): Promise<Datastore> {
  const [datastore] = await loadDatastores(em, [id as DatastoreId]);
  if (!datastore) throw new NotFoundError('datastore', id);
  return datastore;
}

/**
 * Adds a datastore that its hosts have mounted and can write; they are asked before anything is
 * written down.
 * @throws {BadUserInputError} with what each host found in `hosts`
 */
export async function addDatastore(context: Context, input: AddDatastoreInput): Promise<Datastore> {
  const { name, path, mountAddress, reserveGiB, clientMutationId } = input;
  const only = input.hostIds ? await requireHosts(context.em, input.hostIds) : null;
  const place = { path, only, self: null };
  await refuseMixed(context.em, place);
  const checks = await tryHosts(context, place);
  const hostIds = checks.filter((check) => check.claimed && check.ok).map((check) => check.hostId);
  const space = await readSpace(context.services, path, hostIds);
  await makeDirectories(context.services, path, hostIds);
  const call = { action: 'addDatastore', clientMutationId, detail: `${name} ${path}` };
  const id = await runMutation(context, call, async ({ em, afterCommit }) => {
    const added = newId('ds');
    await lockPlaces(em);
    await refuseMixed(em, place, checks);
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
    await writeHosts(em, added, only);
    afterCommit(() => context.services.events.publish('datastore', { id: added }));
    return added;
  });
  return requireDatastore(context.em, id);
}

/** Who has which place is decided by one mutation at a time. */
async function lockPlaces(em: Em): Promise<void> {
  await rows(em, 'select id from host order by id for update');
}

interface Place {
  readonly path: string;
  readonly only: Membership;
  readonly self: DatastoreId | null;
}

/** @throws {BadUserInputError | ConflictError} when it is not as good as it must be everywhere */
async function tryHosts(context: Context, place: Place): Promise<readonly DatastoreCheck[]> {
  const { path, only } = place;
  const checks = await checkDatastore(context.services, path, only);
  refuseFaulty(place, checks);
  await refuseMixed(context.em, place, checks);
  return checks;
}

function refuseFaulty({ path, only }: Place, checks: readonly DatastoreCheck[]): void {
  const claimed = checks.filter((check) => check.claimed);
  const asked = claimed.filter((check) => check.reached);
  const faults = asked.filter((check) => !check.ok);
  const silent = claimed.filter((check) => !check.reached);
  const enough = only === null ? asked.length > 0 : silent.length === 0;
  if (enough && faults.length === 0) return;
  const hosts = claimed.map(({ host, ok, text }) => ({ host, ok, text }));
  const words = (found: readonly DatastoreCheck[]) =>
    found.map((f) => `${f.host}: ${f.text}`).join('. ');
  if (faults.length === 0)
    throw new ConflictError(
      only === null
        ? 'No host can be asked whether it has the datastore mounted.'
        : `${words(silent)}. Wait until it answers, or leave it out.`,
      { details: { hosts } },
    );
  const remedy =
    only === null
      ? 'Mount the storage at this path on every host, or name the hosts that have it.'
      : 'Mount the storage at this path on each of them.';
  const message = `${path} cannot be used. ${words(faults)}. ${remedy}`;
  throw new BaadalError('BAD_USER_INPUT', message, {
    details: { fields: [{ path: 'path', message }], hosts },
  });
}

async function unlessTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const message = 'There is a datastore of this name already. Choose another.';
    throw new ConflictError(message, { details: { fields: [{ path: 'name', message }] } });
  }
}

/**
 * Changes name, origin, reserve or hosts; the path stays, since disks are known by it. Hosts that
 * are to have it are tried first.
 */
export async function editDatastore(
  context: Context,
  input: EditDatastoreInput,
): Promise<Datastore> {
  const { id, clientMutationId } = input;
  const call = { action: 'editDatastore', clientMutationId, subject: id };
  const place = await newPlace(context, input);
  const checks = place ? await tryHosts(context, place) : [];
  const edited = await runMutation(context, call, async ({ em, afterCommit }) => {
    const before = await requireDatastore(em, id);
    const mount = input.mountAddress === undefined ? before.mountAddress : input.mountAddress;
    const reserve = input.reserveGiB === undefined ? before.ownReserveGiB : input.reserveGiB;
    if (place) await changeHosts(em, before.id, place, checks);
    await unlessTaken(() =>
      run(
        em,
        'update datastore set name = ?, mount_address = ?, reserve_gib = ?, closed = ? where id = ?',
        [
          input.name ?? before.name,
          mount?.trim() || null,
          reserve,
          input.closed ?? before.closed,
          before.id,
        ],
      ),
    );
    afterCommit(() => context.services.events.publish('datastore', { id: before.id }));
    return before.id;
  });
  return requireDatastore(context.em, edited);
}

/** Where it is to be from now on; null: its hosts do not change. */
async function newPlace(
  context: Context,
  { id, hostIds, everyHost }: EditDatastoreInput,
): Promise<Place | null> {
  if (everyHost && hostIds)
    throw new BadUserInputError([
      { path: 'hostIds', message: 'Every host has it, or these: say one of them.' },
    ]);
  if (!everyHost && !hostIds) return null;
  const { path } = await requireDatastore(context.em, id);
  const only = hostIds ? await requireHosts(context.em, hostIds) : null;
  return { path, only, self: id as DatastoreId };
}

async function changeHosts(
  em: Em,
  id: DatastoreId,
  place: Place,
  checks: readonly DatastoreCheck[],
): Promise<void> {
  await lockPlaces(em);
  await refuseMixed(em, place, checks);
  await refuseTakingAway(em, id, place.only);
  await writeHosts(em, id, place.only);
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
