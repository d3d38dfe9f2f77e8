import { pause } from '../platform/back-off.ts';
import type { TaskId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { compareWorld, stable } from './compare.ts';
import type { LeakReport } from './leak.type.ts';
import type { World } from './leak-world.ts';
import { observeWorld } from './observe.ts';

/** What only passes by, e.g. an event on its way to a row, is over by then. */
const SECOND_LOOK_MS = 1_500;

type CheckServices = Pick<Services, 'em' | 'hosts' | 'log'>;

/**
 * Compares database, hosts and datastores now. It looks twice, a moment apart, and tells only what
 * both looks found.
 * @param self the task that asks; what it works on is not left out
 */
export async function checkForLeaks(
  services: CheckServices,
  { self = null, signal }: { readonly self?: TaskId | null; readonly signal?: AbortSignal } = {},
): Promise<LeakReport> {
  const world = await observeWorld(services);
  const first = compareWorld(world, self);
  if (first.length === 0) return report(world, []);
  await pause(SECOND_LOOK_MS, signal);
  signal?.throwIfAborted();
  const again = await observeWorld(services);
  return report(again, stable(first, compareWorld(again, self)));
}

function report(world: World, findings: LeakReport['findings']): LeakReport {
  const asked = world.hosts.filter((host) => host.domains !== null);
  const listed = world.datastores.filter((datastore) => datastore.files !== null);
  return {
    checkedAt: new Date(),
    findings: findings.toSorted((a, b) => a.kind.localeCompare(b.kind)),
    checked: {
      hosts: asked.length,
      domains: asked.reduce((sum, host) => sum + (host.domains?.length ?? 0), 0),
      datastores: listed.length,
      files: listed.reduce((sum, datastore) => sum + (datastore.files?.length ?? 0), 0),
      vms: world.vms.length,
    },
  };
}
