// A collector process for the bench of the metrics, told over IPC what to do.
import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
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
  /**
   * `bare` is libvirt's call alone, `sweep` ours around it, `store` a sweep of recorded figures: ms.
   * `cpu` is what this process takes of one core while it sweeps every 10 s: percent.
   */
  readonly kind: 'bare' | 'sweep' | 'store' | 'cpu';
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

/**
 * The host's own figures come from this machine, by a shell that stays: a process that this one made
 * anew each time would cost it what on a host is the host's.
 */
class LocalShell {
  readonly #child = spawn('sh', { stdio: ['pipe', 'pipe', 'inherit'] });
  #answered: ((text: string) => void) | null = null;
  #text = '';
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
      if (!this.#text.endsWith(END)) return;
      this.#answered?.(this.#text.slice(0, -END.length));
      this.#text = '';
    });
  }

  /** One after the other: a sweep may ask for two things at once. */
  exec(argv: readonly string[]): Promise<LocalAnswer> {
    const turn = this.#last.then(() => this.#ask(argv));
    this.#last = turn;
    return turn;
  }

  async #ask(argv: readonly string[]): Promise<LocalAnswer> {
    const answer = new Promise<string>((resolve) => {
      this.#answered = resolve;
    });
    const words = argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`);
    this.#child.stdin.write(`${words.join(' ')}; printf '${END}'\n`);
    return { stdout: await answer, stderr: '', code: 0, signal: null };
  }
}

interface LocalAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  readonly signal: null;
}

const END = '=end=';
const ssh = new LocalShell();

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

const INTERVAL_MS = 10_000;
const INTERVALS = 3;

/** The real guests' sweeps in their usual rhythm, with everything that this process does meanwhile. */
async function cpuPercent(): Promise<number> {
  const { sampler, host: measured } = samplers.sweep;
  const [begin, before] = [performance.now(), process.cpuUsage()];
  for (let i = 1; i <= INTERVALS; i++) {
    await sampler.sweep(measured, INTERVAL_MS);
    await writer.idle();
    await new Promise((resolve) =>
      setTimeout(resolve, begin + i * INTERVAL_MS - performance.now()),
    );
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 10 / (performance.now() - begin);
}

/** How long an order took, and until when its figures were known. */
interface Outcome {
  readonly ms: number;
  readonly knownMs?: number;
}

async function obey({ kind }: Order): Promise<Outcome> {
  if (kind === 'cpu') return { ms: await cpuPercent() };
  // Both after the same rest: neither finds the machine warmer than the other.
  await nextSecond();
  if (kind === 'bare') {
    const begin = performance.now();
    await connection.getAllDomainStats(STATS_GROUPS, { flags: STATS_FLAGS });
    return { ms: performance.now() - begin };
  }
  const { sampler, host: measured } = samplers[kind];
  const begin = performance.now();
  const { knownMs } = await sampler.sweep(measured, INTERVAL_MS);
  // What is handed to rrdcached is part of storing; a sweep itself does not wait for it.
  if (kind === 'store') await writer.idle();
  return { ms: performance.now() - begin, knownMs };
}

process.on('message', (order: Order) => {
  void obey(order).then((outcome) => process.send?.(outcome));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true, vms: recorded.length });
