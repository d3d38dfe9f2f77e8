import type { Express, Request, Response } from 'express';
import { Gauge, Registry } from 'prom-client';
import { rows } from '../platform/db.ts';
import type { Services } from '../services.ts';
import type { Figures } from './figures.ts';
import { mayScrape } from './may-scrape.ts';

type Serving = Pick<Services, 'config' | 'em' | 'feeds' | 'instruments' | 'log'>;

/** Tasks by state, and how long they wait: of all processes. */
async function tellTasks(services: Serving, registry: Registry): Promise<void> {
  const em = services.em();
  const [states, [wait]] = await Promise.all([
    rows<{ status: string; n: number }>(
      em,
      'select status, count(*) as n from task group by status',
    ),
    rows<{ oldest: number | null; mean: number | null }>(
      em,
      `select
         (select timestampdiff(microsecond, min(created_at), utc_timestamp(3)) / 1e6 from task
           where status = 'PENDING') as oldest,
         (select avg(timestampdiff(microsecond, created_at, started_at)) / 1e6 from task
           where started_at > utc_timestamp(3) - interval 5 minute) as mean`,
    ),
  ]);
  const registers = [registry];
  const tasks = new Gauge({
    ...{ name: 'baadal_tasks', help: 'Tasks by state.', registers },
    labelNames: ['status'] as const,
  });
  for (const { status, n } of states) tasks.set({ status }, Number(n));
  new Gauge({
    ...{ name: 'baadal_queue_oldest_wait_seconds', registers },
    help: 'How long the task that waits longest waits.',
  }).set(Number(wait?.oldest ?? 0));
  new Gauge({
    ...{ name: 'baadal_queue_mean_wait_seconds', registers },
    help: 'Mean wait of the tasks that began in the last 5 minutes.',
  }).set(Number(wait?.mean ?? 0));
}

const FIGURES: readonly (readonly [source: string, name: string, help: string])[] = [
  ['cpu', 'cpu_percent', 'CPU in percent of all there is.'],
  ['ram', 'ram_bytes', 'RAM in use.'],
  ['guestRam', 'guest_ram_bytes', 'RAM the guest itself uses.'],
  ['diskRead', 'disk_read_bytes_per_second', 'Read from disks.'],
  ['diskWrite', 'disk_write_bytes_per_second', 'Written to disks.'],
  ['netRx', 'network_receive_bytes_per_second', 'Received.'],
  ['netTx', 'network_transmit_bytes_per_second', 'Sent.'],
  ['load1', 'load1', 'Load of the last minute.'],
];

interface Series {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly figures: string | Figures;
}

/** One gauge for each figure, one series for each of the VMs or hosts. */
function tellFigures(registry: Registry, kind: 'vm' | 'host', series: readonly Series[]): void {
  const parsed = series.map((one) => ({
    labels: { id: one.id, name: one.name, ...(kind === 'vm' && { host: one.host }) },
    figures: (typeof one.figures === 'string' ? JSON.parse(one.figures) : one.figures) as Figures,
  }));
  for (const [source, name, help] of FIGURES) {
    const known = parsed.filter(({ figures }) => typeof figures[source] === 'number');
    if (known.length === 0) continue;
    const gauge = new Gauge({
      ...{ name: `baadal_${kind}_${name}`, help, registers: [registry] },
      labelNames: kind === 'vm' ? ['id', 'name', 'host'] : ['id', 'name'],
    });
    for (const { labels, figures } of known) gauge.set(labels, Number(figures[source]));
  }
}

const FRESH = 's.at > utc_timestamp(3) - interval 180 second';

async function tellVms(services: Serving, registry: Registry): Promise<void> {
  const series = await rows<Series>(
    services.em(),
    `select v.id, v.identity as name, h.name as host, s.figures from usage_sample s
       join vm v on v.id = s.id join host h on h.id = s.host_id where ${FRESH}`,
  );
  tellFigures(registry, 'vm', series);
}

async function tellHosts(services: Serving, registry: Registry): Promise<void> {
  const em = services.em();
  const [series, hosts] = await Promise.all([
    rows<Series>(
      em,
      `select h.id, h.name, h.name as host, s.figures from usage_sample s
         join host h on h.id = s.id where ${FRESH}`,
    ),
    rows<{ id: string; name: string; up: number }>(
      em,
      "select id, name, status = 'UP' as up from host",
    ),
  ]);
  tellFigures(registry, 'host', series);
  const up = new Gauge({
    ...{ name: 'baadal_host_up', help: '1 while the host is reached.', registers: [registry] },
    labelNames: ['id', 'name'],
  });
  for (const { id, name, up: isUp } of hosts) up.set({ id, name }, Number(isUp));
}

/** Everything in Prometheus' text format. */
async function tell(services: Serving): Promise<Registry> {
  const { parts } = services.config.prometheus;
  const registry = new Registry();
  await Promise.all([
    parts.includes('product') && tellTasks(services, registry),
    parts.includes('vms') && tellVms(services, registry),
    parts.includes('hosts') && tellHosts(services, registry),
  ]);
  if (!parts.includes('product')) return registry;
  return Registry.merge([registry, services.instruments.registry]);
}

/** Serves `GET /metrics`. */
export function servePrometheus(app: Express, services: Serving): void {
  const { parts, token } = services.config.prometheus;
  const { instruments, feeds, log } = services;
  for (const name of ['vm', 'host', 'task', 'sample'] as const)
    instruments.gauge(
      `baadal_subscriptions_${name}`,
      `Open subscriptions to ${name} changes in this process.`,
      () => feeds[name].size,
    );
  app.get('/metrics', async (request: Request, response: Response) => {
    if (parts.length === 0) return void response.status(404).end();
    if (!mayScrape(request, token)) return void response.status(401).end();
    try {
      const registry = await tell(services);
      response.type(registry.contentType).send(await registry.metrics());
    } catch (err) {
      log.warn({ err }, 'metrics cannot be told');
      response.status(503).end();
    }
  });
}
