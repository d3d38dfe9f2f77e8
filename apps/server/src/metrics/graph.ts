import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { RateLimitedError, UnavailableError } from '../platform/errors.ts';
import type { TimeRange } from './metrics.service.ts';
import type { KindShape } from './series.ts';

const execute = promisify(execFile);

/** What a picture shows. */
export interface GraphRequest {
  readonly format: 'png' | 'svg';
  readonly title: string;
  /** RRD file; null: nothing was measured yet. */
  readonly file: string | null;
  readonly shape: KindShape;
  readonly range: TimeRange;
  /** Of rrdcached. */
  readonly socket: string;
}

const TIMEOUT_MS = 15_000;
const AT_ONCE = 2;
const WAITING_MAX = 40;
/** Told apart also in print and by those who do not see colours as most do. */
const COLOURS = ['0066cc', 'c9190b', '3e8635', '8476d1'] as const;
const UNITS: Readonly<Record<KindShape['unit'], string>> = {
  percent: '%%',
  bytes: '%sB',
  'bytes/s': '%sB/s',
  'operations/s': '%s/s',
  processes: '',
};

/** rrdtool reads a colon as the end of a field (rrdgraph_data(1)). */
const escaped = (text: string) => text.replace(/[\\:]/g, '\\$&');

function line({ name, source }: KindShape['sources'][number], i: number, request: GraphRequest) {
  const { file, shape } = request;
  const colour = COLOURS[i % COLOURS.length];
  const format = `%7.2lf ${UNITS[shape.unit]}`;
  return [
    `DEF:v${i}=${escaped(file ?? '')}:${source}:AVERAGE`,
    `DEF:m${i}=${escaped(file ?? '')}:${source}:MAX`,
    `VDEF:a${i}=v${i},AVERAGE`,
    `VDEF:l${i}=v${i},MINIMUM`,
    `VDEF:h${i}=m${i},MAXIMUM`,
    `LINE1.5:v${i}#${colour}:${escaped(name.padEnd(8))}`,
    `GPRINT:l${i}:min ${format}`,
    `GPRINT:a${i}:avg ${format}`,
    `GPRINT:h${i}:max ${format}\\l`,
  ];
}

/** The arguments of rrdtool; no shell reads them. */
export function graphArguments(request: GraphRequest): string[] {
  const { format, title, file, shape, range, socket } = request;
  const limits = shape.unit === 'percent' ? ['--upper-limit', '100', '--rigid'] : [];
  const drawn =
    file === null
      ? ['HRULE:0#00000000', 'COMMENT:Nothing was measured yet']
      : shape.sources.flatMap((source, i) => line(source, i, request));
  return [
    ...['graph', '-', '--imgformat', format.toUpperCase(), '--daemon', `unix:${socket}`],
    ...['--start', String(range.from), '--end', String(range.to), '--width', '720'],
    ...['--height', '220', '--title', title, '--vertical-label', shape.unit],
    ...[
      '--lower-limit',
      '0',
      ...limits,
      '--base',
      shape.unit.startsWith('bytes') ? '1024' : '1000',
    ],
    ...['--slope-mode', '--disable-rrdtool-tag', ...drawn],
  ];
}

let running = 0;
const waiting: (() => void)[] = [];

/** Drawing takes a CPU for 50 ms: a few at once, and no endless queue. @throws {RateLimitedError} */
async function turn(): Promise<void> {
  if (running < AT_ONCE) {
    running++;
    return;
  }
  if (waiting.length >= WAITING_MAX)
    throw new RateLimitedError('Too many graphs are being drawn. Try again shortly.', 1);
  await new Promise<void>((go) => waiting.push(go));
}

function done(): void {
  const next = waiting.shift();
  if (next) next();
  else running--;
}

/** Draws by rrdtool. @throws {UnavailableError | RateLimitedError} */
export async function drawGraph(request: GraphRequest): Promise<Buffer> {
  await turn();
  try {
    const { stdout } = await execute('rrdtool', graphArguments(request), {
      ...{ encoding: 'buffer', timeout: TIMEOUT_MS, maxBuffer: 4 * 1024 * 1024 },
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    });
    return stdout;
  } catch (error) {
    throw new UnavailableError('The graph cannot be drawn for the moment.', error);
  } finally {
    done();
  }
}
