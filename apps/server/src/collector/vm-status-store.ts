import { type Em, rows, run, transaction } from '../platform/db.ts';
import { type HostId, newId, type VmId } from '../platform/ids.ts';
import { hasPending } from '../vm/active-settings.ts';
import { PENDING_UNLESS_OFF } from '../vm/vm-record.ts';
import type { StatusChange, VmRow } from './reconcile-plan.ts';
import type { SeenState } from './seen-state.ts';

/** Statements stay well below the server's packet limit. */
const CHUNK = 2_000;

const COLUMNS = `v.id, v.uuid, v.name, v.status, v.status_reason as statusReason,
  v.status_since as statusSince, v.told_status as toldStatus, v.desired_status as desiredStatus,
  exists (select 1 from task t where t.vm_id = v.id and t.status in ('RUNNING', 'RETRYING')) as busy,
  ${hasPending('v')} as pending`;

type RawVmRow = Omit<VmRow, 'busy' | 'pending'> & {
  readonly busy: number;
  readonly pending: number;
};

const toVmRow = (row: RawVmRow): VmRow => ({
  ...row,
  busy: Boolean(row.busy),
  pending: Boolean(row.pending),
});

/** VMs that are to be on hosts, host by host in their order. */
export async function readVmsOfHosts(
  em: Em,
  hostIds: readonly HostId[],
): Promise<readonly VmRow[][]> {
  const sql = `select v.host_id as hostId, ${COLUMNS} from vm v where v.host_id in (?)`;
  const found = await rows<RawVmRow & { readonly hostId: HostId }>(em, sql, [hostIds]);
  const byHost = new Map<HostId, VmRow[]>(hostIds.map((id) => [id, []]));
  for (const { hostId, ...row } of found) byHost.get(hostId)?.push(toVmRow(row));
  return hostIds.map((id) => byHost.get(id) ?? []);
}

/** VMs that are to be on a host. */
export async function readHostVms(em: Em, hostId: HostId): Promise<VmRow[]> {
  return (await readVmsOfHosts(em, [hostId]))[0] ?? [];
}

/** The VM of a domain, when it is to be on that host and the host is the collector's. */
export async function readVmOfDomain(
  em: Em,
  uuid: string,
  owned: { readonly hostId: HostId; readonly collector: string },
): Promise<VmRow | null> {
  const [row] = await rows<RawVmRow>(
    em,
    `select ${COLUMNS} from vm v join host h on h.id = v.host_id
     where v.uuid = ? and v.host_id = ? and h.collector = ?`,
    [uuid, owned.hostId, owned.collector],
  );
  return row ? toVmRow(row) : null;
}

/** Somebody wrote a row since it was read. */
export class RowsChanged extends Error {}

/**
 * Writes seen states, and a line of history for each that no running task accounts for; all or none.
 *
 * A row that somebody has written since it was read is not overwritten: a task's end state must not
 * be undone by what libvirt said before it.
 * @param at when the states were seen
 * @returns false when a row had changed, and nothing was written: read and compare again
 */
export async function writeStatuses(
  em: Em,
  changes: readonly StatusChange[],
  at: Date,
): Promise<boolean> {
  const [change, ...others] = changes;
  // The usual case is one statement, which needs no transaction around it.
  if (change && others.length === 0 && !isForHistory(change))
    return (await updateRows(em, changes, at)) === 1;
  try {
    await transaction(em, (tx) => writeStatusesIn(tx, changes, at));
    return true;
  } catch (error) {
    if (error instanceof RowsChanged) return false;
    throw error;
  }
}

/**
 * As `writeStatuses`, within a transaction.
 * @throws {RowsChanged} the transaction is to be given up
 */
export async function writeStatusesIn(
  tx: Em,
  changes: readonly StatusChange[],
  at: Date,
): Promise<void> {
  for (let from = 0; from < changes.length; from += CHUNK) {
    const part = changes.slice(from, from + CHUNK);
    if ((await updateRows(tx, part, at)) !== part.length) throw new RowsChanged();
    await addHistory(tx, part, at);
  }
}

function updateRows(em: Em, changes: readonly StatusChange[], at: Date): Promise<number> {
  const each = (text: string) => changes.map(() => text);
  const usual = mostCommon(changes.map(({ to }) => to));
  const others = changes.filter(({ to }) => keyOf(to) !== keyOf(usual));
  const whens = others.map(() => 'when ? then ?').join(' ');
  const cases = others.length > 0 ? `case id ${whens} else ? end` : '?';
  return run(
    em,
    `update vm set status = ${cases}, status_reason = ${cases},
       status_since = if(id in (?), status_since, ?), told_status = if(id in (?), status, told_status),
       ${PENDING_UNLESS_OFF}
     where id in (${each('?').join()})
       and (id, status, status_since, told_status) in (${each('(?, ?, ?, ?)').join()})`,
    [
      ...[...others.flatMap(({ vm, to }) => [vm.id, to.status]), usual.status],
      ...[...others.flatMap(({ vm, to }) => [vm.id, to.reason]), usual.reason],
      ...[idsOf(changes, ({ vm, to }) => vm.status === to.status), at],
      idsOf(changes, isForHistory),
      ...changes.map(({ vm }) => vm.id),
      // In the where clause the columns still have their old values.
      ...changes.flatMap(({ vm }) => [vm.id, vm.status, vm.statusSince, vm.toldStatus]),
    ],
  );
}

/** For a list in SQL, which may not be empty. */
function idsOf(changes: readonly StatusChange[], which: (change: StatusChange) => boolean) {
  const ids = changes.filter(which).map(({ vm }) => vm.id as string);
  return ids.length > 0 ? ids : [''];
}

/**
 * No running task accounts for it. None ever does for a VM lost sight of, or seen again: what it did
 * before tells whether it is started after its host's boot.
 */
const isForHistory = ({ vm, to }: StatusChange): boolean =>
  vm.toldStatus !== to.status && (!vm.busy || vm.status === 'UNKNOWN' || to.status === 'UNKNOWN');

/** Left to the task that runs on it; if that ends without a line, somebody has to write it. */
export const isLeftToTask = (change: StatusChange): boolean =>
  change.vm.toldStatus !== change.to.status && !isForHistory(change);

const keyOf = ({ status, reason }: SeenState): string => `${status} ${reason ?? ''}`;

/**
 * The state that most of these have: the others are told apart one by one, which costs the database
 * the square of their number.
 */
function mostCommon(states: readonly SeenState[]): SeenState {
  const counts = new Map<string, { readonly state: SeenState; count: number }>();
  for (const state of states) {
    const entry = counts.get(keyOf(state)) ?? { state, count: 0 };
    entry.count++;
    counts.set(keyOf(state), entry);
  }
  const most = [...counts.values()].toSorted((a, b) => b.count - a.count)[0];
  return most?.state ?? { status: 'UNKNOWN', reason: null };
}

async function addHistory(em: Em, changes: readonly StatusChange[], at: Date): Promise<void> {
  const lines = changes.filter(isForHistory);
  if (lines.length === 0) return;
  await run(
    em,
    `insert into vm_event (id, vm_id, at, attribute, \`from\`, \`to\`)
     values ${lines.map(() => "(?, ?, ?, 'status', ?, ?)").join()}`,
    lines.flatMap(({ vm, to }) => {
      const from = to.status === 'UNKNOWN' ? vm.status : vm.toldStatus;
      const since = vm.status === to.status ? vm.statusSince : at;
      return [newId('vmev'), vm.id, since, from, to.status];
    }),
  );
}

/** Which of these domains no VM record anywhere knows. */
export async function unknownUuids(em: Em, uuids: readonly string[]): Promise<ReadonlySet<string>> {
  if (uuids.length === 0) return new Set();
  const known = await rows<{ uuid: string }>(em, 'select uuid from vm where uuid in (?)', [uuids]);
  const knownUuids = new Set(known.map(({ uuid }) => uuid));
  return new Set(uuids.filter((uuid) => !knownUuids.has(uuid)));
}

/**
 * What VMs did before their host was lost sight of.
 * @returns by VM; VMs that were not lost sight of are left out
 */
export async function statusesBeforeUnknown(
  em: Em,
  ids: readonly VmId[],
): Promise<ReadonlyMap<VmId, string | null>> {
  if (ids.length === 0) return new Map();
  const lines = await rows<{ vmId: VmId; from: string | null }>(
    em,
    `select e.vm_id as vmId, e.\`from\` from vm_event e
     join (select vm_id, max(id) as id from vm_event
           where vm_id in (?) and attribute = 'status' and \`to\` = 'UNKNOWN' group by vm_id) last
       on last.id = e.id`,
    [ids],
  );
  return new Map(lines.map(({ vmId, from }) => [vmId, from]));
}
