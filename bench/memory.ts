// Memory of the server process with all its roles: idle with a lab, and over 10,000 requests.
//   node bench/memory.ts     exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd.
import path from 'node:path';
import type { ApiClient } from './server/api-client.ts';
import {
  benchScope,
  buildProduct,
  type Memory,
  residentMiB,
  signIn,
  startDatabase,
  startLab,
  startServer,
} from './server/cloud.ts';
import { printFindings, quantile } from './server/figures.ts';
import { fillDatabase } from './server/fill.ts';
import { listQuery } from './server/vm-fields.ts';

const WARM_UP = 5_000;
const BATCH = 2_500;
const BATCHES = 4;
const AT_ONCE = 8;
const IDLE_MS = 15_000;
/** What the figure moves by from one batch to the next without any growth. */
const NOISE_MIB = 3;

const QUERIES: readonly (readonly [string, Record<string, unknown>])[] = [
  [listQuery(true), { first: 50 }],
  ['{ viewer { id username roles } }', {}],
  ['{ hosts { id name status used { vcpus ramMiB } vmCount } }', {}],
  ['{ tasks(first: 20) { nodes { id status title } totalCount } }', {}],
  [
    '{ vms(first: 10, filter: { search: "web" }) { nodes { id name actions { action allowed } } } }',
    {},
  ],
];

async function send(client: ApiClient, count: number): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      const [query, variables] = QUERIES[left-- % QUERIES.length] ?? ['', {}];
      await client.ask(query, variables);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Resident memory while nobody asks anything, once a second. */
function idle(pid: number): Promise<number[]> {
  return new Promise((resolve) => {
    const seen: number[] = [];
    const timer = setInterval(() => {
      seen.push(residentMiB(pid));
      if (seen.length < IDLE_MS / 1_000) return;
      clearInterval(timer);
      resolve(seen);
    }, 1_000);
  });
}

await using scope = benchScope();
await buildProduct();
const [database, lab] = await Promise.all([startDatabase(scope), startLab(scope, 'memo', 2)]);
const server = await startServer({
  databaseUrl: database.url,
  inventory: path.join(lab.stateDir, 'inventory.json'),
});
scope.defer(() => server.stop());
await server.ready();
const client = await signIn(server.url);
const atRest = await idle(server.pid);

await fillDatabase(database.url, 1_000, 0);
await send(client, WARM_UP);
const before = await server.memory();
const after: Memory[] = [];
for (let batch = 0; batch < BATCHES; batch++) {
  await send(client, BATCH);
  after.push(await server.memory());
}
client.close();
const quiet = await idle(server.pid);
const show = ({ rss, heap }: Memory) => `${rss.toFixed(0)} / ${heap.toFixed(1)}`;
const last = after.at(-1) ?? before;
console.log(
  `MiB, resident / heap after collection, each ${BATCH} requests: ${[before, ...after].map(show).join(', ')}`,
);
const met = printFindings(`Memory with 2 hosts, ${BATCH * BATCHES} requests, ${AT_ONCE} at once`, [
  {
    what: 'resident, idle with the lab',
    figures: `${Math.min(...atRest).toFixed(0)} to ${Math.max(...atRest).toFixed(0)} MiB in ${IDLE_MS / 1_000} s`,
    value: quantile(atRest, 1),
    most: 300,
    unit: ' MiB',
  },
  {
    what: `growth of the heap over ${BATCH * BATCHES} requests`,
    figures: `${before.heap.toFixed(1)} to ${last.heap.toFixed(1)} MiB`,
    value: last.heap - before.heap,
    most: NOISE_MIB,
    unit: ' MiB',
  },
  {
    what: 'resident after them, to before',
    figures: `${before.rss.toFixed(0)} to ${last.rss.toFixed(0)} MiB`,
    value: last.rss / before.rss,
    most: 1.05,
    unit: '×',
  },
]);
console.log(`resident after ${IDLE_MS / 1_000} s of rest: ${quiet.at(-1)?.toFixed(0)} MiB`);
process.exitCode = met ? 0 : 1;
