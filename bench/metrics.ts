// Figures of hosts and VMs: sweeps, storing them, writing to rrdcached.
//   node bench/metrics.ts [rounds] [guests]     9 and 40 by default; exit 1 when a goal is missed
// Needs root, mariadbd, libvirtd, QEMU, rrdcached.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { connectUnix, openConnection } from '@baadal/libvirt';
import { RrdClient } from '@baadal/rrd';
import { layoutOf, shapeOf } from '../apps/server/src/metrics/rrd-files.ts';
import { type RrdRow, RrdWriter } from '../apps/server/src/metrics/rrd-writer.ts';
import { startPrivateDaemon } from '../packages/libvirt/test/private-daemon.ts';
import { qemuGuestXml } from '../packages/libvirt/test/qemu-guest.ts';
import { startPrivateRrdcached } from '../scripts/private-rrdcached.ts';
import { feedPlainly } from './metrics/plain-feeder.ts';
import { benchScope, startDatabase, temporaryDirectory } from './server/cloud.ts';
import {
  fastest,
  interleave,
  median,
  pairedRatio,
  printFindings,
  spread,
} from './server/figures.ts';

const rounds = Number(process.argv[2] ?? 9);
const GUESTS = Number(process.argv[3] ?? 40);
const VMS = 1_000;
const TICKS = 10;
const SERVER = path.join(import.meta.dirname, '..', 'apps', 'server');
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
interface Outcome {
  readonly ms: number;
  readonly knownMs: number;
}
async function ask(kind: 'bare' | 'sweep' | 'store' | 'cpu'): Promise<Outcome> {
  const answer = once(collector, 'message');
  collector.send({ kind });
  return (await answer)[0] as Outcome;
}

const EACH = [1, 2, 3, 4];
/** Until all of a sweep is stored, by round. */
const stored: number[][] = [];
async function sweeps(round: number): Promise<number[]> {
  const outcomes: Outcome[] = [];
  for (const _ of EACH) outcomes.push(await ask('sweep'));
  if (round > 0) stored.push(outcomes.map(({ ms }) => ms));
  return outcomes.map(({ knownMs }) => knownMs);
}
async function bareCalls(): Promise<number[]> {
  const times: number[] = [];
  for (const _ of EACH) times.push((await ask('bare')).ms);
  return times;
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

const PARTS = 5;
async function repeat(act: (part: number) => Promise<number[]>): Promise<number[]> {
  const times: number[] = [];
  for (let part = 0; part < PARTS; part++) times.push(...(await act(part)));
  return times;
}

const taken = await interleave(rounds, {
  bare: bareCalls,
  sweep: sweeps,
  store: async () => [(await ask('store')).ms],
  ours: (round) =>
    repeat(async (part) => {
      const rows = rowsFor(batched, round * PARTS + part).map(rowOf);
      return timed(() => {
        writer.add(rows);
        return writer.idle();
      });
    }),
  feeder: (round) =>
    repeat(async (part) => {
      const rows = rowsFor(plain, round * PARTS + part);
      return timed(() => feedPlainly(rrd.socket, rows));
    }),
});
const { ms: cpu } = await ask('cpu');
type Variant = keyof typeof taken;
const against = (a: Variant, b: Variant) => ({
  figures: `${spread(taken[a].flat())} to ${spread(taken[b].flat())}`,
  value: pairedRatio(taken[a], taken[b], fastest),
  unit: '×',
});
const met = printFindings(`Metrics, ${rounds} rounds, ${GUESTS} guests`, [
  { what: "sweep, to libvirt's bare call", most: 1.15, ...against('sweep', 'bare') },
  {
    what: 'the same until it is stored',
    figures: spread(stored.flat()),
    value: pairedRatio(stored, taken.bare, fastest),
    most: 1.3,
    unit: '×',
  },
  {
    what: `rates and storing of ${VMS} VMs`,
    figures: spread(taken.store.flat()),
    value: median(taken.store.flat()),
    most: 100,
    unit: ' ms',
  },
  {
    what: 'of one core, sweeping every 10 s',
    figures: `${GUESTS} guests, 30 s`,
    value: cpu,
    most: 30,
    unit: ' %',
  },
  {
    what: 'batched writing, to a plain feeder (time)',
    most: 1.43,
    ...against('ours', 'feeder'),
  },
]);
process.exitCode = met ? 0 : 1;
