// Figures of hosts and VMs: sweeps, storing them, writing to rrdcached, and reading a year.
//   node bench/metrics.ts [rounds] [guests]     9 and 20 by default; exit 1 when a goal is missed
// Needs root, mariadbd, libvirtd, QEMU, rrdcached.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { connectUnix, openConnection } from '@baadal/libvirt';
import { RrdClient } from '@baadal/rrd';
import { layoutOf, rrdPath, shapeOf } from '../apps/server/src/metrics/rrd-files.ts';
import { type RrdRow, RrdWriter } from '../apps/server/src/metrics/rrd-writer.ts';
import { startPrivateDaemon } from '../packages/libvirt/test/private-daemon.ts';
import { qemuGuestXml } from '../packages/libvirt/test/qemu-guest.ts';
import { startPrivateRrdcached } from '../scripts/private-rrdcached.ts';
import { feedPlainly } from './metrics/plain-feeder.ts';
import {
  benchScope,
  buildProduct,
  signIn,
  startDatabase,
  startServer,
  temporaryDirectory,
} from './server/cloud.ts';
import { interleave, median, pairedRatio, printFindings, spread } from './server/figures.ts';
import { fillDatabase } from './server/fill.ts';

const rounds = Number(process.argv[2] ?? 9);
const GUESTS = Number(process.argv[3] ?? 20);
const VMS = 1_000;
const TICKS = 10;
const SERVER = path.join(import.meta.dirname, '..', 'apps', 'server');
const YEAR_SECONDS = 365 * 86_400;
const NOW = Math.floor(Date.now() / 10_000) * 10;

await using scope = benchScope();
const dir = await temporaryDirectory(scope);
const database = await startDatabase(scope);
const rrd = await startPrivateRrdcached({
  dir: path.join(dir, 'rrd'),
  logFile: path.join(dir, 'rrdcached.log'),
  onStart: (service) => scope.defer(() => service.stop(10_000, new AbortController().signal)),
});
const client = new RrdClient({ socket: rrd.socket, timeoutMs: 60_000 });
scope.defer(() => client.close());
for (const folder of ['vm_rrds', 'host_rrds', 'plain'])
  mkdirSync(path.join(rrd.dir, folder), { recursive: true });

/** Guests whose firmware finds nothing to boot and waits. */
async function startGuests(): Promise<string> {
  const daemon = await startPrivateDaemon();
  scope.use(daemon);
  const connection = await openConnection(await connectUnix(daemon.socket));
  for (let i = 0; i < GUESTS; i++) {
    const domain = await connection.defineDomain(qemuGuestXml(`guest${i}`));
    await domain.start({ paused: true });
  }
  await connection.close();
  return daemon.socket;
}

/** The collector's part in a process of its own, as it is in the product. */
async function startCollector(libvirt: string): Promise<ChildProcess> {
  const args = [await database.create('metrics'), libvirt, rrd.socket, rrd.dir, String(VMS)];
  const child = fork(path.join(SERVER, 'test', 'metrics-load.ts'), args, {
    cwd: SERVER,
    execArgv: ['--import', '@oxc-node/core/register'],
  });
  scope.defer(async () => {
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  });
  await once(child, 'message');
  return child;
}

const collector = await startCollector(await startGuests());
async function ask(kind: 'bare' | 'sweep' | 'store'): Promise<number[]> {
  const answer = once(collector, 'message');
  collector.send({ kind });
  return [((await answer)[0] as { ms: number }).ms];
}

/** Rows of so many files, each with the next seconds. */
function rowsFor(files: readonly string[], tick: number) {
  return Array.from({ length: TICKS }, (_, i) =>
    files.map((file, n) => ({ file, at: NOW + tick * TICKS + i + 1, values: [n, i, 3, 4] })),
  ).flat();
}
const SHAPE = shapeOf('vm', 'vda');
async function makeFiles(folder: string): Promise<string[]> {
  const files = Array.from({ length: 200 }, (_, i) => path.join(rrd.dir, folder, `${i}.rrd`));
  for (const file of files) await client.create(file, layoutOf(SHAPE, NOW));
  return files;
}
const writer = new RrdWriter({ client, log: console as never });
scope.defer(() => writer.close());
const rowOf = ({ file, at, values }: ReturnType<typeof rowsFor>[number]): RrdRow => ({
  ...{ path: file, shape: SHAPE, at, intervalSeconds: 1 },
  figures: Object.fromEntries(SHAPE.sources.map((name, i) => [name, values[i] ?? null])),
});
const [batched, plain] = [await makeFiles('vm_rrds'), await makeFiles('plain')];
async function timed(act: () => Promise<unknown>): Promise<number[]> {
  const begin = performance.now();
  await act();
  return [performance.now() - begin];
}

/** A year of a VM, a row every two minutes. */
async function fillYear(identity: string): Promise<string> {
  const file = rrdPath(rrd.dir, { kind: 'vm', name: identity });
  await client.create(file, layoutOf(shapeOf('vm', null), NOW - YEAR_SECONDS - 600));
  for (let at = NOW - YEAR_SECONDS; at <= NOW; ) {
    const part = [];
    for (; part.length < 20_000 && at <= NOW; at += 120) {
      const wave = Math.sin(at / 40_000);
      const noise = Math.random();
      const values = [50 + 40 * wave * noise, 1e8 + 1e7 * noise, 5e7, 1e5 * noise, 2e5 * noise];
      part.push({ file, at, values: [...values, 10, 20, 3e4 * noise, 4e4] });
    }
    await client.update(part);
  }
  await client.flush(file);
  return file;
}

await buildProduct();
const databaseUrl = await database.create('charts');
const server = await startServer({
  databaseUrl,
  env: { BAADAL_ROLES: 'api', BAADAL_RRDCACHED: rrd.socket, BAADAL_RRD_DIR: rrd.dir },
});
scope.defer(() => server.stop());
await fillDatabase(databaseUrl, 10);
const api = await signIn(server.url);
const { vms } = (await api.ask('{ vms(first: 1) { nodes { id identity } } }')) as {
  vms: { nodes: { id: string; identity: string }[] };
};
const vm = vms.nodes[0] ?? { id: '', identity: '' };
const yearFile = await fillYear(vm.identity);
const CHART = `query ($s: ID!) {
  cpu: metrics(subject: $s, kind: CPU, period: YEAR) { timestamps sources { name values min max average } }
  disk: metrics(subject: $s, kind: DISK, period: YEAR) { sources { name values min max average } } }`;
const answer = JSON.stringify(await api.ask(CHART, { s: vm.id }));
const year = { cf: 'AVERAGE', from: NOW - YEAR_SECONDS, to: NOW } as const;
const sources = ['cpu', 'diskRead', 'diskWrite'];
await api.time(30, CHART, { s: vm.id });

const taken = await interleave(rounds, {
  bare: async () => [(await ask('bare'))[0] ?? 0, (await ask('bare'))[0] ?? 0],
  sweep: async () => [(await ask('sweep'))[0] ?? 0, (await ask('sweep'))[0] ?? 0],
  store: () => ask('store'),
  ours: (round) =>
    timed(() => {
      writer.add(rowsFor(batched, round).map(rowOf));
      return writer.idle();
    }),
  feeder: (round) => timed(() => feedPlainly(rrd.socket, rowsFor(plain, round))),
  chart: () => api.time(10, CHART, { s: vm.id }),
  fetch: async () => {
    const times: number[] = [];
    for (let i = 0; i < 10; i++)
      times.push(...(await timed(() => client.fetchText(yearFile, { ...year, sources }))));
    return times;
  },
});
type Variant = keyof typeof taken;
const against = (a: Variant, b: Variant) => ({
  figures: `${spread(taken[a].flat())} to ${spread(taken[b].flat())}`,
  value: pairedRatio(taken[a], taken[b]),
  unit: '×',
});
const met = printFindings(`Metrics, ${rounds} rounds, ${GUESTS} guests`, [
  { what: "sweep, to libvirt's bare call", most: 1.15, ...against('sweep', 'bare') },
  {
    what: `rates and storing of ${VMS} VMs`,
    figures: spread(taken.store.flat()),
    value: median(taken.store.flat()),
    most: 100,
    unit: ' ms',
  },
  {
    what: 'batched writing, to a plain feeder (time)',
    most: 1.43,
    ...against('ours', 'feeder'),
  },
  { what: 'a year of three series, to FETCH', most: 2, ...against('chart', 'fetch') },
  {
    what: 'the same, gzipped',
    figures: `${(answer.length / 1024).toFixed(0)} kB as JSON`,
    value: gzipSync(answer).length / 1024,
    most: 40,
    unit: ' kB',
  },
]);
api.close();
process.exitCode = met ? 0 : 1;
