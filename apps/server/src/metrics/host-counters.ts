import type { Figures, HostSource } from './figures.ts';
import { comparableSeconds, growth, type Moment, ratePerSecond } from './rates.ts';

/** In the order they are read back. */
const FILES = ['sys/kernel/random/boot_id', 'stat', 'loadavg', 'meminfo', 'net/dev', 'diskstats'];

/** Prints a host's own figures from /proc, by one process. */
export const HOST_COMMAND: readonly string[] = ['cat', ...FILES.map((file) => `/proc/${file}`)];

/**
 * Prints them, and those of each process that is seen there: hosts that share one kernel see its
 * totals, and are the sum of their processes.
 */
export const PROCESSES_SCRIPT = `cd /proc
cat ${FILES.join(' ')}
echo processes
cat [0-9]*/stat 2>/dev/null
grep -s _bytes: [0-9]*/io
exit 0
`;

/** CPU time by what it was spent on, in ticks since boot. */
interface CpuTicks {
  readonly user: bigint;
  readonly nice: bigint;
  readonly system: bigint;
  readonly iowait: bigint;
  readonly total: bigint;
}

/** One process: its number alone may be given to another. */
interface ProcessCounters {
  readonly startedAt: string;
  readonly user: bigint;
  readonly system: bigint;
  readonly rssPages: bigint;
  readonly readBytes: bigint;
  readonly writeBytes: bigint;
}

/** What a host tells of itself at one moment. */
export interface HostCounters extends Moment {
  readonly bootId: string;
  readonly cpu: CpuTicks;
  readonly load: readonly [number, number, number];
  readonly ramUsedBytes: number;
  /** Sums over what is real: no loop devices, parts of disks, loopback, bridges of guests. */
  readonly diskReadBytes: bigint;
  readonly diskWriteBytes: bigint;
  readonly rxBytes: bigint;
  readonly txBytes: bigint;
  /** Null unless asked for. */
  readonly processes: ReadonlyMap<string, ProcessCounters> | null;
}

const SECTOR = 512n;
const PAGE = 4096n;
const TICKS_PER_SECOND = 100;
/** Disks as a whole; what is made of them (dm, md, loop) would count twice. */
const REAL_DISK = /^(?:sd[a-z]+|hd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+)$/;
/** Interfaces of guests and of the switch, through which the same bytes pass again. */
const INNER_INTERFACE = /^(?:lo|vnet\d+|tap.*|br.*|virbr.*|ovs-.*|docker.*|veth.*|bond.*)$/;

function cpuTicks(line: string): CpuTicks {
  const [
    user = 0n,
    nice = 0n,
    system = 0n,
    idle = 0n,
    iowait = 0n,
    irq = 0n,
    soft = 0n,
    steal = 0n,
  ] = line.trim().split(/\s+/).slice(1).map(BigInt);
  // Guests' time is in user and nice already (proc(5)).
  return {
    user,
    nice,
    system: system + irq + soft,
    iowait,
    total: user + nice + system + idle + iowait + irq + soft + steal,
  };
}

function interfaces(text: string): { rxBytes: bigint; txBytes: bigint } {
  let rxBytes = 0n;
  let txBytes = 0n;
  for (const [, name = '', numbers = ''] of text.matchAll(
    /^ *([^\s:|]+): *((?:\d+ +){15}\d+) *$/gm,
  )) {
    if (INNER_INTERFACE.test(name)) continue;
    const values = numbers.split(/ +/);
    rxBytes += BigInt(values[0] ?? 0);
    txBytes += BigInt(values[8] ?? 0);
  }
  return { rxBytes, txBytes };
}

function disks(text: string): { diskReadBytes: bigint; diskWriteBytes: bigint } {
  let read = 0n;
  let written = 0n;
  for (const [, name = '', numbers = ''] of text.matchAll(/^ *\d+ +\d+ ([^\s]+) ([\d ]+)$/gm)) {
    if (!REAL_DISK.test(name)) continue;
    const values = numbers.trim().split(/ +/);
    read += BigInt(values[2] ?? 0);
    written += BigInt(values[6] ?? 0);
  }
  return { diskReadBytes: read * SECTOR, diskWriteBytes: written * SECTOR };
}

function ramUsed(text: string): number {
  const kib = (name: string) =>
    Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);
  return Math.max(0, kib('MemTotal') - kib('MemAvailable')) * 1024;
}

function processesOf(text: string): Map<string, ProcessCounters> {
  const io = new Map<string, bigint>();
  for (const [, pid = '', kind = '', bytes = '0'] of text.matchAll(
    /^(\d+)\/io:(read|write)_bytes: (\d+)$/gm,
  ))
    io.set(`${pid} ${kind}`, BigInt(bytes));
  const processes = new Map<string, ProcessCounters>();
  // The name in field 2 may hold blanks and parentheses.
  for (const [, pid = '', rest = ''] of text.matchAll(/^(\d+) \(.*\) ([A-Za-z] .*)$/gm)) {
    const fields = rest.split(' ');
    processes.set(pid, {
      startedAt: fields[19] ?? '',
      user: BigInt(fields[11] ?? 0),
      system: BigInt(fields[12] ?? 0),
      rssPages: BigInt(fields[21] ?? 0),
      readBytes: io.get(`${pid} read`) ?? 0n,
      writeBytes: io.get(`${pid} write`) ?? 0n,
    });
  }
  return processes;
}

/**
 * Reads what {@link HOST_COMMAND} or {@link PROCESSES_SCRIPT} printed.
 * @throws {Error} when it is not that
 */
export function hostCounters(output: string, clockMs: number): HostCounters {
  const cut = output.indexOf('\nprocesses\n');
  const own = cut < 0 ? output : output.slice(0, cut);
  const cpu = /^cpu +\d.*$/m.exec(own)?.[0];
  const load = /^([\d.]+) ([\d.]+) ([\d.]+) \d+\/\d+ \d+$/m.exec(own);
  if (!cpu || !load) throw new Error('not what /proc says');
  return {
    clockMs,
    bootId: own.slice(0, own.indexOf('\n')),
    cpu: cpuTicks(cpu),
    load: [Number(load[1]), Number(load[2]), Number(load[3])],
    ramUsedBytes: ramUsed(own),
    ...disks(own),
    ...interfaces(own),
    processes: cut < 0 ? null : processesOf(output.slice(cut + 1)),
  };
}

type HostFigures = Figures<HostSource>;

function cpuFigures(before: CpuTicks, now: CpuTicks): Partial<HostFigures> {
  const all = growth(before.total, now.total);
  const share = (name: 'user' | 'nice' | 'system' | 'iowait') => {
    const grown = growth(before[name], now[name]);
    if (grown === null || all === null || all === 0n) return null;
    return Math.min(100, (Number(grown) / Number(all)) * 100);
  };
  return {
    cpuUser: share('user'),
    cpuNice: share('nice'),
    cpuSystem: share('system'),
    cpuIowait: share('iowait'),
  };
}

/** What the processes that were there both times did; those that ended in between are left out. */
function processGrowth(
  before: ReadonlyMap<string, ProcessCounters>,
  now: ReadonlyMap<string, ProcessCounters>,
) {
  const grown = { user: 0n, system: 0n, readBytes: 0n, writeBytes: 0n };
  for (const [pid, process] of now) {
    const known = before.get(pid);
    const old = known?.startedAt === process.startedAt ? known : null;
    for (const name of ['user', 'system', 'readBytes', 'writeBytes'] as const)
      grown[name] += growth(old?.[name] ?? 0n, process[name]) ?? 0n;
  }
  return grown;
}

function sharedFigures(
  before: HostCounters | null,
  now: HostCounters,
  { seconds, cpus }: { seconds: number | null; cpus: number },
): Partial<HostFigures> {
  const processes = now.processes ?? new Map();
  const pages = [...processes.values()].reduce((sum, { rssPages }) => sum + rssPages, 0n);
  const ram = Number(pages * PAGE);
  // The kernel's load is that of all hosts on it.
  const unknown = { load1: null, load5: null, load15: null };
  if (!before?.processes || seconds === null) return { ...unknown, ram };
  const grown = processGrowth(before.processes, processes);
  const percent = (ticks: bigint) =>
    Math.min(100, (Number(ticks) / TICKS_PER_SECOND / seconds / Math.max(1, cpus)) * 100);
  return {
    ...unknown,
    ram,
    cpuUser: percent(grown.user),
    cpuNice: 0,
    cpuSystem: percent(grown.system),
    diskRead: Number(grown.readBytes) / seconds,
    diskWrite: Number(grown.writeBytes) / seconds,
  };
}

const UNKNOWN: HostFigures = {
  cpuUser: null,
  cpuNice: null,
  cpuSystem: null,
  cpuIowait: null,
  load1: null,
  load5: null,
  load15: null,
  ram: null,
  diskRead: null,
  diskWrite: null,
  netRx: null,
  netTx: null,
};

/**
 * Figures of a host by difference to the sample before.
 * @param options.shared hosts on the same kernel: CPU, RAM and disks are then the sum of its processes
 */
export function hostFigures(
  before: HostCounters | null,
  now: HostCounters,
  options: { readonly intervalMs: number; readonly cpus: number; readonly shared: boolean },
): HostFigures {
  const sameBoot = before?.bootId === now.bootId ? before : null;
  const seconds = comparableSeconds(sameBoot, now, options.intervalMs);
  const old = seconds === null ? null : sameBoot;
  const rate = (name: 'rxBytes' | 'txBytes' | 'diskReadBytes' | 'diskWriteBytes') =>
    ratePerSecond(old?.[name], now[name], seconds ?? 0);
  const network = { netRx: rate('rxBytes'), netTx: rate('txBytes') };
  if (options.shared)
    return {
      ...UNKNOWN,
      ...network,
      ...sharedFigures(old, now, { seconds, cpus: options.cpus }),
    };
  return {
    ...UNKNOWN,
    ...network,
    ...(old && cpuFigures(old.cpu, now.cpu)),
    load1: now.load[0],
    load5: now.load[1],
    load15: now.load[2],
    ram: now.ramUsedBytes,
    diskRead: rate('diskReadBytes'),
    diskWrite: rate('diskWriteBytes'),
  };
}
