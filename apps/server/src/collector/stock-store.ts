import type { HostFacts } from '../host/host-facts.ts';
import { type Em, run, transaction } from '../platform/db.ts';
import { newId } from '../platform/ids.ts';
import type { HostRow, OwnedHost, Stranger } from './host-store.ts';
import { strangersAmong } from './reconcile.ts';
import {
  type ListedDomain,
  planReconcile,
  type StatusChange,
  type VmRow,
} from './reconcile-plan.ts';
import { casesOf } from './row-cases.ts';
import { RowsChanged, unknownUuids, writeStatusesIn } from './vm-status-store.ts';

/** What a host was found to be when its session began. */
export interface StockTaken {
  readonly host: OwnedHost;
  readonly before: HostRow;
  readonly facts: HostFacts;
  /** Whether guests can run with KVM; null when that was not tried this time. */
  readonly kvm: boolean | null;
  readonly vms: readonly VmRow[];
  readonly domains: readonly ListedDomain[];
}

/** What was written. */
export interface StockOutcome {
  /** What was written to rows of VMs. */
  readonly changed: readonly StatusChange[];
  /** VMs whose rows others wrote meanwhile: to be looked at one by one. */
  readonly contested: readonly VmRow[];
  readonly strangers: readonly Stranger[];
}

interface Planned extends StockTaken {
  readonly plan: ReturnType<typeof planReconcile>;
  readonly strangers: readonly Stranger[];
}

/**
 * Writes what hosts were found to be, that they are up, and what their VMs do: at most eight
 * statements for all, and two more for each 500 VMs whose state is another than their row says.
 */
export async function writeStocks(
  em: Em,
  stocks: readonly StockTaken[],
): Promise<readonly StockOutcome[]> {
  const plans = stocks.map((stock) => planReconcile(stock.vms, stock.domains, stock.before.name));
  const unknown = await unknownUuids(
    em,
    plans.flatMap(({ unclaimed }) => unclaimed.map(({ uuid }) => uuid)),
  );
  const planned = stocks.map((stock, i): Planned => {
    const plan = plans[i] ?? { changes: [], unclaimed: [] };
    return { ...stock, plan, strangers: strangersAmong(plan.unclaimed, unknown) };
  });
  const at = new Date();
  if (await writeAll(em, planned, at)) return planned.map((stock) => outcomeOf(stock, true));
  // Somebody wrote the row of a VM meanwhile. It is left to a closer look; its host is up all the same.
  const outcomes: StockOutcome[] = [];
  for (const stock of planned) {
    const written = await writeAll(em, [stock], at);
    if (!written) await writeAll(em, [{ ...stock, plan: { ...stock.plan, changes: [] } }], at);
    outcomes.push(outcomeOf(stock, written));
  }
  return outcomes;
}

function outcomeOf({ plan, strangers }: Planned, written: boolean): StockOutcome {
  const contested = written ? [] : plan.changes.map(({ vm }) => vm);
  return { changed: written ? plan.changes : [], contested, strangers };
}

/** @returns false when a VM's row had changed, and nothing was written */
async function writeAll(em: Em, stocks: readonly Planned[], at: Date): Promise<boolean> {
  try {
    await transaction(em, async (tx) => {
      await writeStatusesIn(
        tx,
        stocks.flatMap(({ plan }) => plan.changes),
        at,
      );
      await forgetPower(tx, stocks);
      await tellReturns(tx, stocks);
      await writeHosts(tx, stocks);
    });
    return true;
  } catch (error) {
    if (error instanceof RowsChanged) return false;
    throw error;
  }
}

const returned = (stocks: readonly Planned[]) =>
  stocks.filter(({ before }) => before.status !== 'UP');

/** Whatever turned a host off, it is on. */
async function forgetPower(tx: Em, stocks: readonly Planned[]): Promise<void> {
  const ids = returned(stocks).map(({ host }) => host.id);
  if (ids.length === 0) return;
  await run(
    tx,
    "update host_power set off_by = null, state = 'ON', idle_since = null where host_id in (?)",
    [ids],
  );
}

async function tellReturns(tx: Em, stocks: readonly Planned[]): Promise<void> {
  // Not of the very first time: that it was added is told already.
  const lines = returned(stocks).filter(({ before }) => before.bootMarker !== null);
  if (lines.length === 0) return;
  await run(
    tx,
    `insert into host_event (id, host_id, at, attribute, \`from\`, \`to\`)
     values ${lines.map(() => "(?, ?, utc_timestamp(3), 'status', ?, 'UP')").join()}`,
    lines.flatMap(({ host, before }) => [newId('hev'), host.id, before.status]),
  );
}

type Column = readonly [column: string, value: (stock: Planned) => unknown];

const FACTS: readonly Column[] = [
  ['type', ({ facts }) => facts.type],
  ['cpus', ({ facts }) => facts.cpus],
  ['ram_mib', ({ facts }) => facts.ramMib],
  ['libvirt_version', ({ facts }) => facts.libvirtVersion],
  ['qemu_version', ({ facts }) => facts.qemuVersion],
  ['boot_marker', ({ facts }) => facts.bootMarker],
  ['cpu_model', ({ facts }) => facts.cpuModel],
  ['machine_id', ({ facts }) => facts.machineId],
  ['host_uuid', ({ facts }) => facts.hostUuid],
  ['hardware', ({ facts }) => JSON.stringify(facts.hardware)],
  ['strangers', ({ strangers }) => JSON.stringify(strangers)],
];

/** What could not be told this time stays as it was. */
const KEPT: readonly Column[] = [
  ['mac', ({ facts }) => facts.mac],
  ['kvm', ({ kvm }) => kvm],
];

async function writeHosts(tx: Em, stocks: readonly Planned[]): Promise<void> {
  const parts = [
    ...FACTS.map(([column, value]) => casesOf(column, stocks, value)),
    ...KEPT.flatMap(([column, value]) => {
      const known = stocks.filter((stock) => value(stock) !== null);
      return known.length > 0 ? [casesOf(column, known, value)] : [];
    }),
  ];
  await run(
    tx,
    `update host set status = 'UP', status_reason = null, last_seen_at = utc_timestamp(3),
       ssh_ok_since = coalesce(ssh_ok_since, utc_timestamp(3)),
       libvirt_ok_since = coalesce(libvirt_ok_since, utc_timestamp(3)),
       ${parts.map(({ sql }) => sql).join(', ')}
     where id in (?) and collector = ?`,
    [
      ...parts.flatMap(({ params }) => params),
      stocks.map(({ host }) => host.id),
      stocks[0]?.host.collector,
    ],
  );
}
