import type { Express } from 'express';
import { type Em, rows } from '../db.ts';
import type { EventBus } from '../events.ts';

const CHECK_MS = 2_000;

interface Checked {
  readonly em: () => Em;
  readonly events: EventBus;
  /** Undefined: events stay in memory. */
  readonly redisUrl: string | undefined;
}

/** `/healthz` says that the process lives; `/readyz` whether it can serve, and who it misses. */
export function serveHealth(app: Express, checked: Checked): void {
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    const database = await answers(checked);
    const redis = checked.redisUrl ? { redis: checked.events.healthy() ? 'ok' : 'away' } : {};
    const degraded = 'redis' in redis && redis.redis !== 'ok';
    response.status(database ? 200 : 503).json({
      status: database ? (degraded ? 'degraded' : 'ok') : 'unavailable',
      database: database ? 'ok' : 'away',
      ...redis,
    });
  });
}

async function answers(checked: Checked): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, CHECK_MS, false).unref());
  const asked = rows(checked.em(), 'select 1').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
}
