import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RrdClient } from '@baadal/rrd';
import type { Logger } from 'pino';
import { seedAlertRules } from './alert/alert-store.ts';
import { createApi } from './api.ts';
import { LoginLimit } from './auth/login-limit.ts';
import { Collector } from './collector/collector.ts';
import { PERIODIC_JOBS } from './jobs.ts';
import { createFeeds } from './live.ts';
import { startMetrics } from './metrics/start-metrics.ts';
import type { Config } from './platform/config.ts';
import { type Em, migrate, openDatabase, rows } from './platform/db.ts';
import { openEventBus } from './platform/events.ts';
import { createHosts } from './platform/hosts/create-hosts.ts';
import { createInstruments } from './platform/instruments.ts';
import { createLogging } from './platform/logging/logging.ts';
import { openSecretBox } from './platform/secret-box.ts';
import { PeriodicJobs } from './schedule/periodic-jobs.ts';
import { type Inventory, readInventory } from './seed/inventory.ts';
import { seedInventory, seedPeople } from './seed/seed.ts';
import type { Services } from './services.ts';
import { TaskEngine, type TaskEngineOptions } from './task/engine.ts';
import { registerTasks } from './task/task-definition.ts';
import { TASK_DEFINITIONS } from './tasks.ts';

/** A running server process. */
export interface App {
  readonly services: Services;
  /** Where the API is served; null without the role `api`. */
  readonly url: string | null;
  /** Resolves when the inventory's hosts are UP and a template can be used. */
  ready(): Promise<void>;
  /** Stops taking work, lets running steps end for up to `graceMs`, closes everything. */
  stop(graceMs?: number): Promise<void>;
}

const STOP_GRACE_MS = 8_000;

/** What runs in a process until it is stopped. */
interface Part {
  stop(graceMs: number): Promise<void>;
}

/**
 * Starts one process with the roles of its configuration: database up to date, seeds, then the
 * roles. Hosts are reached in the background: unreachable ones delay nothing.
 * @param engine for tests, which have no time for usual leases and retries, and kill workers
 */
export async function startApp(
  config: Config,
  engine: Partial<TaskEngineOptions> = {},
): Promise<App> {
  const logging = createLogging({ dir: config.logDir, level: config.logLevel });
  const { log, metricsLog } = logging;
  const inventory = config.inventoryFile ? await readInventory(config.inventoryFile) : null;
  const services = await openServices(config, log, inventory);
  registerTasks(TASK_DEFINITIONS);
  await migrate(services.db);
  await seedAlertRules(services.em());
  await seedPeople(services.em(), config.adminPassword);
  if (inventory) await seedInventory(services.em(), inventory, services.secrets);

  const parts: Part[] = [];
  let url: string | null = null;
  if (config.roles.includes('collector')) {
    const collector = new Collector({ services, processName: config.processName });
    collector.start();
    parts.push({ stop: () => collector.stop() }, startMetrics(services, config, metricsLog));
  }
  if (config.roles.includes('worker')) parts.push(...startWorker(services, engine));
  if (config.roles.includes('api')) {
    const http = createServer();
    const api = await createApi(services, http);
    url = await listen(http, config);
    parts.push({ stop: () => api.stop() });
  }
  log.info({ roles: config.roles, url }, 'server started');
  return {
    services,
    url,
    ready: () => untilUsable(services, inventory),
    stop: async (graceMs = STOP_GRACE_MS) => {
      log.info('server stopping');
      await Promise.allSettled(parts.reverse().map((part) => part.stop(graceMs)));
      await closeServices(services);
      logging.close();
    },
  };
}

function startWorker(services: Services, options: Partial<TaskEngineOptions>): Part[] {
  const { workerConcurrency: concurrency, processName } = services.config;
  const engine = new TaskEngine({
    ...{ services, definitions: TASK_DEFINITIONS, concurrency, processName },
    ...options,
  });
  engine.start();
  const jobs = new PeriodicJobs(services, PERIODIC_JOBS);
  jobs.start();
  return [{ stop: (graceMs) => engine.stop({ graceMs }) }, { stop: () => jobs.stop() }];
}

async function openServices(
  config: Config,
  log: Logger,
  inventory: Inventory | null,
): Promise<Services> {
  const db = await openDatabase(config.databaseUrl);
  const em = () => db.em.fork() as Em;
  const events = openEventBus(config.redisUrl);
  const keyFile = config.sshKeyFile ?? inventory?.sshKeyFile;
  const sshKey = keyFile ? await readFile(keyFile) : Buffer.alloc(0);
  const instruments = createInstruments();
  const hosts = createHosts({ em, events, log, sshKey, onCall: instruments.libvirtCall });
  const feeds = createFeeds({ em, events, log, config });
  const rrd = config.rrd ? new RrdClient({ socket: config.rrd.socket }) : null;
  const secrets = await openSecretBox(config.secretKeyFile);
  const logins = new LoginLimit();
  return { config, db, em, events, log, hosts, rrd, instruments, feeds, logins, secrets };
}

async function closeServices(services: Services): Promise<void> {
  await services.hosts.close();
  services.rrd?.close();
  await services.events.close();
  await services.db.close(true);
}

async function listen(http: Server, config: Config): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(config.port, config.listen, () => {
      http.off('error', reject);
      resolve();
    });
  });
  const { port } = http.address() as AddressInfo;
  return config.publicUrl ?? `http://localhost:${port}`;
}

/** Waits, woken by events, until every host of the inventory was seen up. */
async function untilUsable(services: Services, inventory: Inventory | null): Promise<void> {
  const names = inventory?.hosts.map((host) => host.name) ?? [];
  if (names.length === 0) return;
  await new Promise<void>((resolve) => {
    const look = async () => {
      const [up] = await rows<{ n: number }>(
        services.em(),
        "select count(*) as n from host where status = 'UP' and name in (?)",
        [names],
      );
      if (Number(up?.n) < names.length) return;
      clearInterval(timer);
      off();
      resolve();
    };
    const attempt = () =>
      void look().catch((err) => services.log.warn({ err }, 'readiness not known'));
    const timer = setInterval(attempt, 1_000);
    const off = services.events.on('host', attempt);
    attempt();
  });
}
