import { RrdClient } from '@baadal/rrd';
import type { Logger } from 'pino';
import { AlertWatch } from '../alert/alert-watch.ts';
import type { Config } from '../platform/config.ts';
import type { Services } from '../services.ts';
import { MetricsCollector } from './metrics-collector.ts';
import { purgeRrds } from './rrd-purge.ts';
import { RrdWriter } from './rrd-writer.ts';

/** Old figures cost room, nothing else. */
const PURGE_MS = 3_600_000;

/**
 * Starts measuring the hosts of this process's collector.
 * @param log apart from the main log, since there is so much of it
 */
export function startMetrics(
  services: Services,
  config: Pick<Config, 'rrd' | 'processName' | 'mail' | 'publicUrl'>,
  log: Logger,
): { stop(): Promise<void> } {
  const { em, events, hosts } = services;
  // Its own connection: a large batch delays no chart.
  const client = config.rrd && new RrdClient({ socket: config.rrd.socket });
  const writer =
    client && new RrdWriter({ client, log, onAside: () => events.publish('figuresAside', {}) });
  const alerts = new AlertWatch({ em, events, log, config });
  const collector = new MetricsCollector({
    services: {
      em,
      events,
      hosts,
      log,
      writer,
      alerts,
      rrdDir: config.rrd?.dir ?? null,
    },
    processName: config.processName,
  });
  collector.start();
  const purge = setInterval(() => {
    if (!client || !config.rrd) return;
    const options = { em: em(), client, log, dir: config.rrd.dir };
    purgeRrds(options).catch((err) => log.warn({ err }, 'old figures are not removed'));
  }, PURGE_MS).unref();
  return {
    stop: async () => {
      clearInterval(purge);
      await collector.stop();
      alerts.close();
      client?.close();
    },
  };
}
