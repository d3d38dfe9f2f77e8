import { access } from 'node:fs/promises';
import type { Express, Request, Response } from 'express';
import { authorise, requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { BaadalError, BadUserInputError, NotFoundError } from '../platform/errors.ts';
import { chartCsv } from './chart-csv.ts';
import { drawGraph } from './graph.ts';
import { type MetricSubject, requireSubject } from './metric-subject.ts';
import {
  type ChartRequest,
  downloadName,
  fileOf,
  kindShape,
  rangeOf,
  readChart,
} from './metrics.service.ts';
import { MetricKind, MetricPeriod } from './series.ts';

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};
const TYPES = { png: 'image/png', svg: 'image/svg+xml', csv: 'text/csv; charset=utf-8' } as const;
type FileType = keyof typeof TYPES;

const KEPT_MS = 10_000;
const KEPT_MAX = 100;

/** Pictures that were drawn a moment ago, for a report that many open at once. */
class RecentPictures {
  readonly #kept = new Map<string, { readonly until: number; readonly picture: Promise<Buffer> }>();

  async get(key: string, draw: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.#kept.get(key);
    if (known && known.until > performance.now()) return known.picture;
    const picture = draw();
    this.#kept.delete(key);
    this.#kept.set(key, { until: performance.now() + KEPT_MS, picture });
    picture.catch(() => this.#kept.delete(key));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_MAX && oldest !== undefined) this.#kept.delete(oldest);
    return picture;
  }
}

function oneOf<T extends string>(names: Readonly<Record<T, T>>, text: string): T | null {
  const name = text.toUpperCase() as T;
  return text === text.toLowerCase() && Object.hasOwn(names, name) ? name : null;
}

function momentOf(value: unknown, path: string): Date | undefined {
  if (value === undefined) return undefined;
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw new BadUserInputError([{ path, message: `${path} is a time, as 2026-01-31T12:00:00Z.` }]);
}

/** What a path asks for. @throws {NotFoundError | BadUserInputError} */
function readRequest(request: Request): { chart: ChartRequest; type: FileType } {
  const { kind = '', file = '' } = request.params as { kind?: string; file?: string };
  const [, name = '', type = ''] = /^([a-z]+)\.(png|svg|csv)$/.exec(file) ?? [];
  const period = oneOf(MetricPeriod, name);
  const kindOf = oneOf(MetricKind, kind.replace('-', '_'));
  if (!period || !kindOf) throw new NotFoundError('graph', `${kind}/${file}`);
  const from = momentOf(request.query['from'], 'from');
  const to = momentOf(request.query['to'], 'to');
  const device = request.query['device'];
  const chart = { kind: kindOf, period, from, to };
  return {
    chart: typeof device === 'string' ? { ...chart, device } : chart,
    type: type as FileType,
  };
}

function fail(response: Response, error: unknown): void {
  if (!(error instanceof BaadalError)) throw error;
  const { code, message, details } = error;
  response.status(STATUS[code] ?? 500).json({
    errors: [{ message, extensions: { ...details, code } }],
  });
}

/** Serves `GET /graphs/<id>/<kind>/<period>.png`, `.svg` and `.csv`, by the object's own permission. */
export function serveGraphs(
  app: Express,
  contextOf: (request: Request, response: Response) => Promise<Context>,
): void {
  const pictures = new RecentPictures();
  app.get('/graphs/:id/:kind/:file', async (request, response) => {
    try {
      const context = await contextOf(request, response);
      if (context.fault) throw context.fault;
      authorise('Query.metrics', context.viewer);
      const { chart, type } = readRequest(request);
      const id = String(request.params['id']);
      const subject = await requireSubject(context.em, requireViewer(context), id);
      response.setHeader('Cache-Control', 'private, max-age=10');
      if (type !== 'csv') {
        response.type(TYPES[type]).send(await picture(context, pictures, { subject, chart, type }));
        return;
      }
      const rows = await readChart(context.services, subject, chart);
      response
        .attachment(downloadName(subject, chart, type))
        .type(TYPES.csv)
        .send(chartCsv(rows));
    } catch (error) {
      fail(response, error);
    }
  });
}

async function picture(
  { services }: Context,
  pictures: RecentPictures,
  wanted: { subject: MetricSubject; chart: ChartRequest; type: 'png' | 'svg' },
): Promise<Buffer> {
  const { subject, chart, type } = wanted;
  const shape = kindShape(subject, chart.kind);
  const range = rangeOf(chart);
  const file = fileOf(services, subject, chart.device);
  const key = JSON.stringify([file, type, chart]);
  return pictures.get(key, async () => {
    const there = await access(file).then(
      () => true,
      () => false,
    );
    const title = `${subject.title}: ${[chart.kind, chart.device].filter(Boolean).join(' ').toLowerCase()}`;
    const socket = services.config.rrd?.socket ?? '';
    return drawGraph({ format: type, title, file: there ? file : null, shape, range, socket });
  });
}
