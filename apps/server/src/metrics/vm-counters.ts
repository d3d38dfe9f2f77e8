import type { ParamRecord } from '@baadal/libvirt';
import { type Figure, type Figures, sum, type VmSource } from './figures.ts';
import { comparableSeconds, growth, type Moment, ratePerSecond } from './rates.ts';

/** Counters of one disk since its QEMU began. */
export interface DiskCounters {
  readonly device: string;
  readonly readBytes: bigint;
  readonly writeBytes: bigint;
  readonly readOps: bigint;
  readonly writeOps: bigint;
}

/** Counters of one network interface, as the guest sees it. */
export interface NicCounters {
  readonly device: string;
  readonly rxBytes: bigint;
  readonly txBytes: bigint;
}

/** What libvirt tells of a running domain at one moment. */
export interface VmCounters extends Moment {
  /** Another one after each start: counters of two runs are not compared. */
  readonly domainId: number;
  readonly cpuTimeNs: bigint | null;
  /** Memory of the QEMU process. */
  readonly rssBytes: number | null;
  /** What the guest itself uses, where its driver tells. */
  readonly guestBytes: number | null;
  readonly disks: readonly DiskCounters[];
  readonly nics: readonly NicCounters[];
}

const KIB = 1024;

const big = (stats: ParamRecord, name: string): bigint | null => {
  const value = stats[name];
  return typeof value === 'bigint' ? value : null;
};
const kib = (stats: ParamRecord, name: string): number | null => {
  const value = big(stats, name);
  return value === null ? null : Number(value) * KIB;
};

/** What the guest uses: all it has less what it could give; older drivers tell only what is free. */
function guestBytes(stats: ParamRecord): number | null {
  const available = kib(stats, 'balloon.available');
  const usable = kib(stats, 'balloon.usable') ?? kib(stats, 'balloon.unused');
  return available === null || usable === null ? null : Math.max(0, available - usable);
}

function disksOf(stats: ParamRecord): DiskCounters[] {
  const disks: DiskCounters[] = [];
  for (let i = 0; i < Number(stats['block.count'] ?? 0); i++) {
    const readBytes = big(stats, `block.${i}.rd.bytes`);
    const device = stats[`block.${i}.name`];
    // An empty drive has no counters.
    if (readBytes === null || typeof device !== 'string') continue;
    disks.push({
      device,
      readBytes,
      writeBytes: big(stats, `block.${i}.wr.bytes`) ?? 0n,
      readOps: big(stats, `block.${i}.rd.reqs`) ?? 0n,
      writeOps: big(stats, `block.${i}.wr.reqs`) ?? 0n,
    });
  }
  return disks;
}

function nicsOf(stats: ParamRecord): NicCounters[] {
  const nics: NicCounters[] = [];
  for (let i = 0; i < Number(stats['net.count'] ?? 0); i++) {
    const rxBytes = big(stats, `net.${i}.rx.bytes`);
    const txBytes = big(stats, `net.${i}.tx.bytes`);
    // The tap device has another name after each start; its place has not.
    if (rxBytes !== null && txBytes !== null) nics.push({ device: `nic${i}`, rxBytes, txBytes });
  }
  return nics;
}

/** Reads a domain's statistics of the groups state, cpu, balloon, interface and block. */
export function vmCounters(stats: ParamRecord, domainId: number, clockMs: number): VmCounters {
  return {
    clockMs,
    domainId,
    cpuTimeNs: big(stats, 'cpu.time'),
    rssBytes: kib(stats, 'balloon.rss'),
    guestBytes: guestBytes(stats),
    disks: disksOf(stats),
    nics: nicsOf(stats),
  };
}

/** Figures of a VM and of its parts. */
export interface VmFigures {
  readonly vm: Figures<VmSource>;
  readonly devices: readonly { readonly device: string; readonly figures: Figures }[];
}

/** Seconds between the two, when they are of the same run of the same guest. */
function sameRunSeconds(
  before: VmCounters | null | undefined,
  now: VmCounters,
  intervalMs: number,
): number | null {
  const seconds = comparableSeconds(before, now, intervalMs);
  if (!before || seconds === null || before.domainId !== now.domainId) return null;
  // CPU time that was set back: another run under the same number, whatever else grew.
  const setBack =
    before.cpuTimeNs !== null &&
    now.cpuTimeNs !== null &&
    growth(before.cpuTimeNs, now.cpuTimeNs) === null;
  return setBack ? null : seconds;
}

function cpuPercent(
  before: VmCounters | null | undefined,
  now: VmCounters,
  { seconds, vcpus }: { seconds: number; vcpus: number },
): Figure {
  const nsPerSecond = ratePerSecond(before?.cpuTimeNs, now.cpuTimeNs, seconds);
  if (nsPerSecond === null) return null;
  // QEMU's own threads count too: a guest that uses all it has would show more than 100.
  return Math.min(100, nsPerSecond / 1e7 / Math.max(1, vcpus));
}

/**
 * Figures of a VM by difference to the sample before.
 * @param before the sample before on the same host; null after a start, migration or gap
 */
export function vmFigures(
  before: VmCounters | null | undefined,
  now: VmCounters,
  options: { readonly vcpus: number; readonly intervalMs: number },
): VmFigures {
  const seconds = sameRunSeconds(before, now, options.intervalMs) ?? 0;
  const disks = now.disks.map((disk) => {
    const old = before?.disks.find(({ device }) => device === disk.device);
    return {
      device: disk.device,
      figures: {
        diskRead: ratePerSecond(old?.readBytes, disk.readBytes, seconds),
        diskWrite: ratePerSecond(old?.writeBytes, disk.writeBytes, seconds),
        diskReadOps: ratePerSecond(old?.readOps, disk.readOps, seconds),
        diskWriteOps: ratePerSecond(old?.writeOps, disk.writeOps, seconds),
      },
    };
  });
  const nics = now.nics.map((nic) => {
    const old = before?.nics.find(({ device }) => device === nic.device);
    return {
      device: nic.device,
      figures: {
        netRx: ratePerSecond(old?.rxBytes, nic.rxBytes, seconds),
        netTx: ratePerSecond(old?.txBytes, nic.txBytes, seconds),
      },
    };
  });
  const total = (source: 'diskRead' | 'diskWrite' | 'diskReadOps' | 'diskWriteOps') =>
    sum(disks.map(({ figures }) => figures[source]));
  return {
    vm: {
      cpu: cpuPercent(before, now, { seconds, vcpus: options.vcpus }),
      ram: now.rssBytes,
      guestRam: now.guestBytes,
      diskRead: total('diskRead'),
      diskWrite: total('diskWrite'),
      diskReadOps: total('diskReadOps'),
      diskWriteOps: total('diskWriteOps'),
      netRx: sum(nics.map(({ figures }) => figures.netRx)),
      netTx: sum(nics.map(({ figures }) => figures.netTx)),
    },
    devices: [...disks, ...nics],
  };
}
