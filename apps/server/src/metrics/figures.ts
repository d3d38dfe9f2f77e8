/** A figure of one moment; null: not known (no second sample yet, counter reset, not told). */
export type Figure = number | null;

/** Figures by source. */
export type Figures<Source extends string = string> = Readonly<Record<Source, Figure>>;

/** What is kept of a VM, in the order of its RRD. */
export const VM_SOURCES = [
  'cpu',
  'ram',
  'guestRam',
  'diskRead',
  'diskWrite',
  'diskReadOps',
  'diskWriteOps',
  'netRx',
  'netTx',
] as const;
export type VmSource = (typeof VM_SOURCES)[number];

/** What is kept of a host. */
export const HOST_SOURCES = [
  'cpuUser',
  'cpuNice',
  'cpuSystem',
  'cpuIowait',
  'load1',
  'load5',
  'load15',
  'ram',
  'diskRead',
  'diskWrite',
  'netRx',
  'netTx',
] as const;
export type HostSource = (typeof HOST_SOURCES)[number];

/** What is kept of one disk, and of one network interface, of a VM. */
export const DISK_SOURCES = ['diskRead', 'diskWrite', 'diskReadOps', 'diskWriteOps'] as const;
export const NIC_SOURCES = ['netRx', 'netTx'] as const;
/** What is kept of one datastore as a host sees it. */
export const DATASTORE_SOURCES = ['used', 'size'] as const;

/** Sum of figures; null when none is known. */
export function sum(figures: readonly Figure[]): Figure {
  let total: Figure = null;
  for (const figure of figures) if (figure !== null) total = (total ?? 0) + figure;
  return total;
}

/** The part of a host's CPUs that works: user, nice and system, in percent of all of them. */
export function hostCpuPercent(figures: Partial<Record<HostSource, Figure>>): Figure {
  return sum([figures.cpuUser ?? null, figures.cpuNice ?? null, figures.cpuSystem ?? null]);
}
