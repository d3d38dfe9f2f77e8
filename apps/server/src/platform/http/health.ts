import type { RrdClient } from '@baadal/rrd';
import type { Express } from 'express';
import { type Em, rows } from '../db.ts';
import type { EventBus } from '../events.ts';

const CHECK_MS = 2_000;

interface Checked {
  readonly em: () => Em;
  readonly events: EventBus;
  /** Undefined: events stay in memory. */
  readonly redisUrl: string | undefined;
  /** Null: performance figures are not kept. */
  readonly rrd: RrdClient | null;
}

/** `/healthz` says that the process lives; `/readyz` whether it can serve, and who it misses. */
export function serveHealth(app: Express, checked: Checked): void {
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    const [database, rrdcached] = await Promise.all([answers(checked), rrdcachedOf(checked)]);
    const others = {
      ...(checked.redisUrl && { redis: checked.events.healthy() ? 'ok' : 'away' }),
      ...rrdcached,
    };
    const degraded = Object.values(others).some((state) => state !== 'ok');
    response.status(database ? 200 : 503).json({
      status: database ? (degraded ? 'degraded' : 'ok') : 'unavailable',
      database: database ? 'ok' : 'away',
      ...others,
    });
  });
}

/** Its loss costs charts, nothing else. */
async function rrdcachedOf({ rrd }: Checked): Promise<{ readonly rrdcached?: 'ok' | 'away' }> {
  if (!rrd) return {};
  return rrd.ping({ timeoutMs: CHECK_MS }).then(
    () => ({ rrdcached: 'ok' as const }),
    () => ({ rrdcached: 'away' as const }),
  );
}

async function answers(checked: Checked): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, CHECK_MS, false).unref());
  const asked = rows(checked.em(), 'select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
}
