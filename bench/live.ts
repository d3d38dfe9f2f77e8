// From a change that somebody else makes at libvirt to those who watch: one subscriber, a row on
// the page, the last of 1,000 subscribers.
//   node bench/live.ts [cycles]     100 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd, chromium.
import path from 'node:path';
import type { Domain } from '@baadal/libvirt';
import { waitUntil } from '../packages/lab/src/wait-until.ts';
import { ApiClient } from './server/api-client.ts';
import {
  benchScope,
  buildProduct,
  signIn,
  startBareApi,
  startDatabase,
  startLab,
  startServer,
} from './server/cloud.ts';
import {
  interleave,
  median,
  pairedRatio,
  printFindings,
  quantile,
  spread,
} from './server/figures.ts';
import { createVm, microTemplate, reachHost, TaskWatch } from './server/lab-vm.ts';
import { openVmPage } from './server/page.ts';
import { Audience, Subscriber } from './server/subscriber.ts';
import { CHANGES } from './server/vm-fields.ts';

const CYCLES = Number(process.argv[2] ?? 100);
const PAGE_CYCLES = Math.min(30, CYCLES);
const SUBSCRIBERS = 1_000;
const ROUNDS = 9;
const isStatus = (status: string) => (text: string) => text.includes(`"status":"${status}"`);

await using scope = benchScope();
await buildProduct();
const [database, lab] = await Promise.all([startDatabase(scope), startLab(scope, 'live', 1)]);
const server = await startServer({
  databaseUrl: database.url,
  inventory: path.join(lab.stateDir, 'inventory.json'),
});
scope.defer(() => server.stop());
await server.ready();
const client = await signIn(server.url);
const tasks = await TaskWatch.open(client);
const vm = await createVm(client, 'live', await microTemplate(client, lab));
await tasks.succeeded(vm.taskId);
const outside = await reachHost(scope, lab);
const domain = await outside.libvirt.domainLookupByName(vm.identity);

/** The guest has booted: it uses less than a tenth of a CPU. */
async function untilIdle(guest: Domain): Promise<void> {
  let before = { at: performance.now(), ns: Number((await guest.info()).cpuTimeNs) };
  await waitUntil('the guest to idle', 60_000, async () => {
    if (performance.now() - before.at < 1_000) return false;
    const now = { at: performance.now(), ns: Number((await guest.info()).cpuTimeNs) };
    const busy = (now.ns - before.ns) / 1e6 / (now.at - before.at);
    before = now;
    return busy < 0.1;
  });
}

/** One change to the last of many: ours from libvirt's reply on, the peer's from the request on. */
async function fanOut() {
  const peer = await startBareApi(database.url);
  scope.defer(() => peer.stop());
  const bare = new ApiClient(peer.url);
  const ours = await Audience.open(client, CHANGES, SUBSCRIBERS);
  const theirs = await Audience.open(bare, CHANGES, SUBSCRIBERS);
  const ownChange = async (status: string, change: () => Promise<void>) => {
    const told = ours.told(status, isStatus(status));
    await change();
    const changed = performance.now();
    const arrivals = await told;
    return (arrivals.at(-1) ?? Number.NaN) - changed;
  };
  const bareChange = async () => {
    const told = theirs.told('the change', () => true);
    const changed = performance.now();
    await fetch(`${peer.url}/change`, { method: 'POST' });
    return ((await told).at(-1) ?? Number.NaN) - changed;
  };
  await untilIdle(domain);
  const taken = await interleave(ROUNDS, {
    bare: async () => [await bareChange(), await bareChange()],
    ours: async () => [
      await ownChange('SUSPENDED', () => domain.suspend()),
      await ownChange('RUNNING', () => domain.resume()),
    ],
  });
  ours.close();
  theirs.close();
  bare.close();
  await peer.stop();
  return taken;
}

/** Starts the guest paused and destroys it. @returns ms from libvirt's reply to when it was seen */
async function cycle(seen: (status: string) => Promise<number>, now: () => number) {
  const paused = seen('SUSPENDED');
  await domain.start({ paused: true });
  await paused;
  const off = seen('SHUTDOWN');
  await domain.destroy();
  const replied = now();
  return (await off) - replied;
}

const spreading = await fanOut();
await domain.destroy();
const watcher = await Subscriber.open(client, CHANGES);
const toSubscriber: number[] = [];
for (let i = 0; i < CYCLES; i++)
  toSubscriber.push(
    await cycle(
      (status) => watcher.arrival(status, isStatus(status)),
      () => performance.now(),
    ),
  );
watcher.close();

const page = await openVmPage(scope, server.url, 'live');
const toRow: number[] = [];
for (let i = 0; i < PAGE_CYCLES; i++)
  toRow.push(
    await cycle(
      (status) => page.shows(status),
      () => performance.timeOrigin + performance.now(),
    ),
  );

const met = printFindings(`Changes of others, ${CYCLES} cycles`, [
  {
    what: 'destroyed by another client: reply to message, p50',
    figures: spread(toSubscriber),
    value: median(toSubscriber),
    most: 20,
    unit: ' ms',
  },
  {
    what: 'the same, p99',
    figures: spread(toSubscriber),
    value: quantile(toSubscriber, 0.99),
    most: 100,
    unit: ' ms',
  },
  {
    what: 'the same, reply to the row on the page, p50',
    figures: spread(toRow),
    value: median(toRow),
    most: 100,
    unit: ' ms',
  },
  {
    what: `one change to the last of ${SUBSCRIBERS}, to bare graphql-ws`,
    figures: `${spread(spreading.ours.flat())} to ${spread(spreading.bare.flat())}`,
    value: pairedRatio(spreading.ours, spreading.bare),
    most: 2,
    unit: '×',
  },
]);
tasks.close();
client.close();
process.exitCode = met ? 0 : 1;
