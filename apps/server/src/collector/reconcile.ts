import { type Connection, DomainStatsTypes } from '@baadal/libvirt';
import type { Em } from '../platform/db.ts';
import { markReconciled, type OwnedHost, type Stranger } from './host-store.ts';
import { type ListedDomain, planReconcile, type StatusChange } from './reconcile-plan.ts';
import { seenState } from './seen-state.ts';
import { readHostVms, unknownUuids, writeStatuses } from './vm-status-store.ts';

/** What a comparison works with. */
export interface ReconcileInput {
  readonly em: Em;
  readonly connection: Connection;
  readonly host: OwnedHost;
  readonly hostName: string;
}

/** What a comparison found and wrote. */
export interface ReconcileOutcome {
  /** What was written to rows of VMs. */
  readonly changed: readonly StatusChange[];
  /** Domains whose rows others wrote meanwhile: to be looked at one by one. */
  readonly contested: readonly string[];
  readonly strangers: readonly Stranger[];
}

/** All domains of a host with their states, in one call that waits for no guest. */
export async function listDomains(connection: Connection): Promise<ListedDomain[]> {
  const stats = await connection.getAllDomainStats(DomainStatsTypes.STATE);
  return stats.map(({ domain, stats: of }) => ({
    uuid: domain.uuid,
    name: domain.name,
    stateCode: Number(of['state.state'] ?? 0),
    reasonCode: Number(of['state.reason'] ?? 0),
  }));
}

/**
 * Compares all VMs of a host with its domains and writes what differs: four statements however many
 * they are, one more when there are domains that are nobody's.
 */
export async function reconcileHostDomains(input: ReconcileInput): Promise<ReconcileOutcome> {
  const { em, connection, host, hostName } = input;
  const vms = await readHostVms(em, host.id);
  const domains = await listDomains(connection);
  const plan = planReconcile(vms, domains, hostName);
  const written = plan.changes.length === 0 || (await writeStatuses(em, plan.changes, new Date()));
  const strangers = await findStrangers(em, plan.unclaimed);
  await markReconciled(em, host, strangers);
  return {
    changed: written ? plan.changes : [],
    contested: written ? [] : plan.changes.map(({ vm }) => vm.uuid),
    strangers,
  };
}

async function findStrangers(em: Em, unclaimed: readonly ListedDomain[]): Promise<Stranger[]> {
  const unknown = await unknownUuids(
    em,
    unclaimed.map(({ uuid }) => uuid),
  );
  return strangersAmong(unclaimed, unknown);
}

/** Domains that no VM record anywhere knows, by name. */
export function strangersAmong(
  unclaimed: readonly ListedDomain[],
  unknown: ReadonlySet<string>,
): Stranger[] {
  return unclaimed
    .filter(({ uuid }) => unknown.has(uuid))
    .map(({ name, uuid, stateCode, reasonCode }) => ({
      name,
      uuid,
      state: seenState(stateCode, reasonCode)?.status ?? 'UNKNOWN',
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
