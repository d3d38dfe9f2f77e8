import 'reflect-metadata';
import { previewPlacement } from '../src/placement/placement.service.ts';
import { judgeHosts, type PlacementHost } from '../src/placement/placement.ts';
import { type Em, openDatabase } from '../src/platform/db.ts';
import type { HostId } from '../src/platform/ids.ts';

/** Times placement for the bench that forks it: `time-placement.ts <database url> <rounds>`. */
const [url = '', rounds = '50'] = process.argv.slice(2);
const wish = { vcpus: 2, ramMiB: 1024, arch: 'x86_64' };
const limits = {
  ...{ cpuOvercommitRatio: 8, ramOvercommitRatio: 1, hostRamReserveMiB: 512 },
  ...{ placementLoadWeight: 1, placementNetworkWeight: 1 },
};
const hosts: PlacementHost[] = Array.from({ length: 500 }, (_, i) => ({
  id: `host_${i}` as HostId,
  name: `host${i}`,
  status: 'UP',
  cpus: 64,
  ramMiB: 262_144,
  reservedVcpus: (i * 7) % 500,
  reservedRamMiB: (i * 997) % 262_144,
  cpuLoad: (i % 100) / 100,
  latencyMs: (i % 30) / 10,
}));

/** Milliseconds of each of so many runs, after a few that warm up. */
async function times(work: () => unknown): Promise<number[]> {
  const taken: number[] = [];
  for (let round = -10; round < Number(rounds); round++) {
    const begin = performance.now();
    await work();
    if (round >= 0) taken.push(performance.now() - begin);
  }
  return taken;
}

const db = await openDatabase(url);
try {
  const pure = await times(() => judgeHosts(hosts, wish, limits));
  const preview = await times(() => previewPlacement(db.em.fork() as Em, wish));
  process.send?.({ pure, preview });
} finally {
  await db.close(true);
}
