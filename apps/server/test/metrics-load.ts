// A collector process for the bench of the metrics, told over IPC what to do.
import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { type Connection, connectUnix, type DomainStats, openConnection } from '@baadal/libvirt';
import { RrdClient } from '@baadal/rrd';
import { pino } from 'pino';
import { AlertWatch } from '../src/alert/alert-watch.ts';
import { HostSampler, STATS_FLAGS, STATS_GROUPS } from '../src/metrics/host-sampler.ts';
import type { MetricsServices } from '../src/metrics/metrics-services.ts';
import { RrdWriter } from '../src/metrics/rrd-writer.ts';
import { type Em, openDatabase, run } from '../src/platform/db.ts';
import { openEventBus } from '../src/platform/events.ts';
import type { HostId } from '../src/platform/ids.ts';
import { addBaseRows, addHost, addVm, type BaseRows } from './rows.ts';

interface Order {
  /** `bare` is libvirt's call alone, `sweep` ours around it, `store` a sweep of recorded figures. */
  readonly kind: 'bare' | 'sweep' | 'store';
}

const [url = '', libvirt = '', rrdcached = '', rrdDir = '', count = '1000'] = process.argv.slice(2);
const orm = await openDatabase(url);
await orm.schema.create();
const em = () => orm.em.fork() as Em;
const events = openEventBus();
const log = pino({ level: 'warn' });
const connection = await openConnection(await connectUnix(libvirt));
const client = new RrdClient({ socket: rrdcached });
const writer = new RrdWriter({ client, log });
const execute = promisify(execFile);

/** The host's own figures come from this machine: its shell is as near as a local one is. */
const ssh = {
  exec: async ([program = '', ...args]: readonly string[]) => ({
    ...(await execute(program, args, { maxBuffer: 4 << 20 })),
    ...{ code: 0, signal: null },
  }),
};

function servicesWith(stats: Pick<Connection, 'getAllDomainStats'>): MetricsServices {
  const hosts = { libvirt: async () => stats, ssh: async () => ssh };
  return {
    ...{
      em,
      events,
      log,
      writer,
      rrdDir,
      alerts: new AlertWatch({ em, events, log, config: { mail: null, publicUrl: undefined } }),
    },
    hosts: hosts as unknown as MetricsServices['hosts'],
  };
}

/** Statistics of real guests, as many times over as VMs are wanted, and grown by each telling. */
class Replay {
  readonly uuids: readonly string[];
  readonly #recorded: readonly DomainStats[];
  #told = 0n;

  constructor(recorded: readonly DomainStats[], vms: number) {
    this.#recorded = recorded;
    this.uuids = Array.from({ length: vms }, () => randomUUID());
  }

  async getAllDomainStats(): Promise<DomainStats[]> {
    this.#told++;
    return this.uuids.map((uuid, i) => {
      const { stats } = this.#recorded[i % this.#recorded.length] ?? { stats: {} };
      const grown = Object.entries(stats).map(([name, value]) => [
        name,
        typeof value === 'bigint' && /bytes|reqs|cpu\.time/.test(name)
          ? value + this.#told * 1_000_000n
          : value,
      ]);
      return { domain: { uuid, id: i + 1 }, stats: Object.fromEntries(grown) } as DomainStats;
    });
  }
}

async function hostWith(base: BaseRows, name: string, uuids: readonly string[]): Promise<HostId> {
  const hostId = await addHost(em(), { name, status: 'UP' });
  for (const uuid of uuids) {
    const vm = await addVm(em(), base, { hostId, status: 'RUNNING' });
    await run(em(), 'update vm set uuid = ? where id = ?', [uuid, vm.id]);
  }
  return hostId;
}

const base = await addBaseRows(em());
const recorded = await connection.getAllDomainStats(STATS_GROUPS, { flags: STATS_FLAGS });
const replay = new Replay(recorded, Number(count));
const real = await hostWith(
  base,
  'real',
  recorded.map(({ domain }) => domain.uuid),
);
const replayed = await hostWith(base, 'replayed', replay.uuids);
const host = (id: HostId, name: string) => ({ id, name, cpus: 2, ramMiB: 4_096, shared: false });
const samplers = {
  sweep: { sampler: new HostSampler(servicesWith(connection), real), host: host(real, 'real') },
  store: {
    sampler: new HostSampler(servicesWith(replay), replayed),
    host: host(replayed, 'replayed'),
  },
};

/** The clock of RRDs counts seconds: two rows within one would be refused. */
async function nextSecond(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000) + 5));
}

async function obey({ kind }: Order): Promise<number> {
  if (kind === 'bare') {
    const begin = performance.now();
    await connection.getAllDomainStats(STATS_GROUPS, { flags: STATS_FLAGS });
    return performance.now() - begin;
  }
  await nextSecond();
  const { sampler, host: measured } = samplers[kind];
  const begin = performance.now();
  await sampler.sweep(measured, 10_000);
  // What is handed to rrdcached is part of storing; a sweep itself does not wait for it.
  if (kind === 'store') await writer.idle();
  return performance.now() - begin;
}

process.on('message', (order: Order) => {
  void obey(order).then((ms) => process.send?.({ ms, vms: recorded.length }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true, vms: recorded.length });
