import path from 'node:path';
import type { RrdLayout } from '@baadal/rrd';
import {
  DATASTORE_SOURCES,
  DISK_SOURCES,
  HOST_SOURCES,
  NIC_SOURCES,
  VM_SOURCES,
} from './figures.ts';

/** Whose figures a file holds. */
export type RrdKind = 'vm' | 'host';

/** Seconds of the finest rows. */
const STEP_SECONDS = 10;
/** Longer than the longest interval that can be set (60 s) and what a busy machine adds to it. */
const HEARTBEAT_SECONDS = 150;

/** Archives: seconds a row, and rows; each serves one period of the charts with some to spare. */
export const ARCHIVES = [
  { name: 'HOUR', stepSeconds: 10, rows: 720 },
  { name: 'DAY', stepSeconds: 60, rows: 1_560 },
  { name: 'WEEK', stepSeconds: 300, rows: 2_100 },
  { name: 'MONTH', stepSeconds: 1_800, rows: 1_540 },
  { name: 'YEAR', stepSeconds: 21_600, rows: 1_480 },
] as const;

/** How the files of something are laid out. */
export interface RrdShape {
  /** In the order of the values of a row. */
  readonly sources: readonly string[];
}

const VM: RrdShape = { sources: VM_SOURCES };
const HOST: RrdShape = { sources: HOST_SOURCES };
const DISK: RrdShape = { sources: DISK_SOURCES };
const NIC: RrdShape = { sources: NIC_SOURCES };
const DATASTORE: RrdShape = { sources: DATASTORE_SOURCES };

/** The shape of a file, by what it is of. */
export function shapeOf(kind: RrdKind, device: string | null): RrdShape {
  if (device === null) return kind === 'vm' ? VM : HOST;
  if (kind === 'host') return DATASTORE;
  return device.startsWith('nic') ? NIC : DISK;
}

/** What rrdcached is told to make. The averages serve the lines, the maxima the peaks. */
export function layoutOf(shape: RrdShape, beginAt: number): RrdLayout {
  const archive = (cf: string, { stepSeconds, rows }: (typeof ARCHIVES)[number]) =>
    `RRA:${cf}:0.5:${stepSeconds / STEP_SECONDS}:${rows}`;
  return {
    stepSeconds: STEP_SECONDS,
    beginAt,
    sources: shape.sources.map((name) => `DS:${name}:GAUGE:${HEARTBEAT_SECONDS}:0:U`),
    archives: [
      ...ARCHIVES.map((a) => archive('AVERAGE', a)),
      ...ARCHIVES.slice(1).map((a) => archive('MAX', a)),
    ],
  };
}

/** Letters of identities, host names, devices and ids; no separator, no name that begins with a dot. */
const SAFE = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,180}$/;
const SUFFIX = '.rrd';
/** Stands between a name and a part of it; in no identity. */
const PART = '@';

/** The name would leave the directory, or cannot be a file's. */
export class UnsafeNameError extends Error {
  readonly code = 'UNSAFE_NAME';
}

function folderOf(kind: RrdKind): string {
  return kind === 'vm' ? 'vm_rrds' : 'host_rrds';
}

/** Where the files of a kind are. */
export function rrdFolder(root: string, kind: RrdKind): string {
  return path.join(root, folderOf(kind));
}

/**
 * The file of a VM's or host's figures, or of a part of it: `vm_rrds/<identity>.rrd`,
 * `vm_rrds/<identity>@vda.rrd`.
 * @throws {UnsafeNameError}
 */
export function rrdPath(
  root: string,
  of: { readonly kind: RrdKind; readonly name: string; readonly device?: string | null },
): string {
  const { kind, name, device = null } = of;
  for (const part of device === null ? [name] : [name, device])
    if (!SAFE.test(part))
      throw new UnsafeNameError(`not a name of a file: ${JSON.stringify(part)}`);
  const file = device === null ? name : `${name}${PART}${device}`;
  return path.join(rrdFolder(root, kind), `${file}${SUFFIX}`);
}

/** What a file in a folder is of; null when it is none of ours. */
export function readRrdName(file: string): { name: string; device: string | null } | null {
  if (!file.endsWith(SUFFIX)) return null;
  const [name = '', device = null, ...more] = file.slice(0, -SUFFIX.length).split(PART);
  if (more.length > 0 || !SAFE.test(name) || (device !== null && !SAFE.test(device))) return null;
  return { name, device };
}

/** Why a file was set aside: it cannot be read, holds other figures than this version, is of a VM that is gone. */
export type AsideReason = 'damaged' | 'outdated' | 'removed';

const ASIDE =
  /^(.+\.rrd)\.(damaged|outdated|removed)-(\d{4}-\d{2}-\d{2}T\d{2})(\d{2})(\d{2})(\d{3})Z$/;

/** The name a file gets when it is set aside. */
export function asideName(file: string, why: AsideReason, at: Date): string {
  return `${file}.${why}-${at.toISOString().replace(/[:.]/g, '')}`;
}

/** What the name of a file tells that was set aside; null when it was not. */
export function readAsideName(
  file: string,
): { name: string; device: string | null; why: AsideReason; at: Date } | null {
  const [, rrd = '', why, hour, minute, second, ms] = ASIDE.exec(file) ?? [];
  const of = readRrdName(rrd);
  if (!of || !why) return null;
  const at = new Date(`${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(at.getTime()) ? null : { ...of, why: why as AsideReason, at };
}
