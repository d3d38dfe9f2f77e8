import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isRrdError, type RrdClient, type RrdSeries, type SeriesRequest } from '@baadal/rrd';
import { BadUserInputError, NotFoundError, UnavailableError } from '../platform/errors.ts';
import type { Services } from '../services.ts';
import type { MetricSubject } from './metric-subject.ts';
import { ARCHIVES, readRrdName, rrdFolder, rrdPath, UnsafeNameError } from './rrd-files.ts';
import {
  type ChartRows,
  chartRows,
  condense,
  KINDS,
  type KindShape,
  type MetricKind,
  type MetricPeriod,
  PERIOD_SECONDS,
  type Summary,
  summary,
} from './series.ts';

/** Reading takes what the process keeps and where. */
export type MetricsReading = Pick<Services, 'rrd' | 'config'>;

/** What a chart is asked of. */
export interface ChartRequest {
  readonly kind: MetricKind;
  readonly period: MetricPeriod;
  /** A free range instead of the period that ends now. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** A disk, a network interface, or a datastore of a host; null: all of them. */
  readonly device?: string | undefined;
}

/** A time in seconds since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const FINEST_SECONDS = ARCHIVES[0].stepSeconds;
/** What is kept longest is kept so long. */
const OLDEST_SECONDS = ARCHIVES.reduce((most, a) => Math.max(most, a.stepSeconds * a.rows), 0);

/** The shape of a kind of chart. @throws {BadUserInputError} when there is none of the subject */
export function kindShape(subject: MetricSubject, kind: MetricKind): KindShape {
  const shape = KINDS[subject.kind][kind];
  if (shape) return shape;
  const known = Object.keys(KINDS[subject.kind]).join(', ');
  throw new BadUserInputError([
    { path: 'kind', message: `A ${subject.kind} has no ${kind}; it has ${known}.` },
  ]);
}

/** The range that a request means. @throws {BadUserInputError} */
export function rangeOf({ period, from, to }: ChartRequest, now = Date.now()): TimeRange {
  const seconds = (date: Date) => Math.floor(date.getTime() / 1000);
  const present = Math.floor(now / 1000);
  const end = to ? Math.min(seconds(to), present) : present;
  const begin = from ? seconds(from) : end - PERIOD_SECONDS[period];
  if (from && present - begin > OLDEST_SECONDS)
    throw new BadUserInputError([{ path: 'from', message: 'Figures are kept for a year.' }]);
  if (end - begin < FINEST_SECONDS)
    throw new BadUserInputError([
      { path: 'from', message: `The range ends at least ${FINEST_SECONDS} s after it begins.` },
    ]);
  return { from: begin, to: end };
}

/** @throws {UnavailableError} when no figures are kept */
function storeOf({ rrd, config }: MetricsReading): { client: RrdClient; dir: string } {
  if (rrd && config.rrd) return { client: rrd, dir: config.rrd.dir };
  throw new UnavailableError('No performance figures are kept here: BAADAL_RRDCACHED is not set.');
}

/** The file of a subject or a part of it. @throws {NotFoundError} when no file can have that name */
export function fileOf(
  services: MetricsReading,
  { kind, fileName, id }: MetricSubject,
  device?: string,
): string {
  try {
    return rrdPath(storeOf(services).dir, { kind, name: fileName, device: device ?? null });
  } catch (error) {
    if (error instanceof UnsafeNameError) throw new NotFoundError('device', device ?? id);
    throw error;
  }
}

/** Reads made for one request already, by file, function and range. */
export type RowReads = Map<string, Promise<RrdSeries | null>>;

/**
 * All rows of a file over a range, read once for all charts that are made of it: reading nine columns
 * takes the daemon as long as reading one.
 */
function readRows(
  services: MetricsReading,
  file: string,
  { request, reads }: { readonly request: SeriesRequest; readonly reads: RowReads | undefined },
): Promise<RrdSeries | null> {
  const key = `${request.cf} ${request.from} ${request.to} ${file}`;
  const rows = reads?.get(key) ?? fetchRows(services, file, request);
  reads?.set(key, rows);
  return rows;
}

/** Rows of a file; null when there is none, or it is damaged (its writer will see to that). */
async function fetchRows(
  services: MetricsReading,
  file: string,
  request: SeriesRequest,
): Promise<RrdSeries | null> {
  try {
    return await storeOf(services).client.fetch(file, request);
  } catch (error) {
    if (isRrdError(error, 'NO_SUCH_FILE', 'NOT_AN_RRD', 'REFUSED')) return null;
    throw new UnavailableError('The store of performance figures is away for the moment.', error);
  }
}

/**
 * What a chart shows; empty when nothing was measured yet.
 * @param request.reads of the other charts of the same request
 */
export async function readChart(
  services: MetricsReading,
  subject: MetricSubject,
  request: ChartRequest & { readonly reads?: RowReads | undefined },
): Promise<ChartRows & { readonly unit: string }> {
  const shape = kindShape(subject, request.kind);
  const range = rangeOf(request);
  const file = fileOf(services, subject, request.device);
  const { reads } = request;
  // The finest rows are what was measured; of all others, the peaks are kept beside the averages.
  const [rows, peaks] = await Promise.all([
    readRows(services, file, { request: { cf: 'AVERAGE', ...range }, reads }),
    readRows(services, file, { request: { cf: 'MAX', ...range }, reads }),
  ]);
  if (!rows) return { unit: shape.unit, stepSeconds: FINEST_SECONDS, timestamps: [], sources: [] };
  const own = rows.stepSeconds === FINEST_SECONDS ? null : peaks;
  return { unit: shape.unit, ...chartRows(rows, own, { ...range, shape }) };
}

/** Means of everything that is kept of a subject over a period, by source. */
export async function readAverages(
  services: MetricsReading,
  subject: MetricSubject,
  period: MetricPeriod,
): Promise<ReadonlyMap<string, Summary>> {
  const range = rangeOf({ kind: 'CPU', period });
  const rows = await fetchRows(services, fileOf(services, subject), { cf: 'AVERAGE', ...range });
  return new Map([...(rows?.columns ?? [])].map(([name, values]) => [name, summary(values)]));
}

/** Minutes of a small line. */
const SPARK_MINUTES = 60;

/** A small line: means of a minute each, over the last hour. */
export interface Spark {
  readonly id: string;
  readonly endsAt: Date;
  readonly values: readonly (number | null)[];
}

/** Small lines of the CPU of many VMs. */
export async function readSparks(
  services: MetricsReading,
  subjects: readonly MetricSubject[],
): Promise<Spark[]> {
  const to = Math.floor(Date.now() / 60_000) * 60;
  const range = { from: to - SPARK_MINUTES * 60, to };
  return await Promise.all(
    subjects.map(async (subject): Promise<Spark> => {
      const sources = subject.kind === 'vm' ? ['cpu'] : ['cpuUser', 'cpuSystem', 'cpuNice'];
      const file = fileOf(services, subject);
      const rows = await fetchRows(services, file, { cf: 'AVERAGE', ...range, sources });
      const values = rows ? condense(added(rows), 60 / rows.stepSeconds) : [];
      return {
        id: subject.id,
        endsAt: new Date(to * 1000),
        values: values.slice(0, SPARK_MINUTES),
      };
    }),
  );
}

function added({ columns }: RrdSeries): Float64Array {
  const [first, ...others] = columns.values();
  if (!first || others.length === 0) return first ?? new Float64Array(0);
  return first.map((value, i) => others.reduce((sum, other) => sum + (other[i] ?? 0), value));
}

/** Parts of a subject that have figures of their own: `vda`, `nic0`, ids of datastores. */
export async function readDevices(
  services: MetricsReading,
  subject: MetricSubject,
): Promise<string[]> {
  const { dir } = storeOf(services);
  // One folder for all: a thousand names are read in a millisecond, and kept nowhere.
  const files = await readdir(rrdFolder(dir, subject.kind)).catch(() => [] as string[]);
  return files
    .map(readRrdName)
    .flatMap((file) => (file?.name === subject.fileName && file.device ? [file.device] : []))
    .toSorted();
}

/** The name that a file of a chart is saved under. */
export function downloadName(subject: MetricSubject, request: ChartRequest, type: string): string {
  const words = [subject.title, request.kind, request.period].join('-').toLowerCase();
  return `${path.basename(words)}.${type}`;
}
