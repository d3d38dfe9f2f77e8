// `npm start` after the bootstrap: database, lab and build side by side, then the server; all of it
// ends with this program.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { labDown, labUp } from '../packages/lab/src/index.ts';
import { build, built, serverArgs } from './build.ts';
import { logTail } from './logged-command.ts';
import { freePort, startPrivateMariadb } from './private-mariadb.ts';
import { startPrivateRrdcached } from './private-rrdcached.ts';
import { endLeftovers, type RunLock, shortHash, takeRunLock } from './run-lock.ts';
import { type Service, startService } from './service.ts';
import { readSettings, readyLine, type Settings } from './settings.ts';
import { StopRequest } from './stop-request.ts';

const root = dirname(import.meta.dirname);
const READY_TIMEOUT_MS = 300_000;
const STOP_GRACE_MS = 10_000;
const RESTART_MS = 1_000;

/** What runs, so that it can be ended from any point on. */
interface Running {
  readonly settings: Settings;
  readonly logDir: string;
  readonly stop: StopRequest;
  readonly lock: RunLock;
  readonly services: Service[];
  server: Service | undefined;
  /** Started again when it ends, unlike the others. */
  rrdcached: Service | undefined;
}

/** A failure told to the user as it stands, without a stack. */
class StartError extends Error {
  readonly code = 'START_FAILED';
}

function say(text: string): void {
  process.stdout.write(`baadal: ${text}\n`);
}

/** Runs one part of the start and tells how long it took. */
async function part<T>(name: string, action: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await action();
  say(`${name}: ready in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return result;
}

async function startDatabase(running: Running): Promise<string> {
  const { settings, logDir } = running;
  if (settings.databaseUrl !== undefined) return settings.databaseUrl;
  const database = await part('database', () =>
    startPrivateMariadb({
      dir: join(settings.stateDir, 'mariadb'),
      logFile: join(logDir, 'mariadb.log'),
      onStart: (service) => keep(running, service),
    }),
  );
  return database.url;
}

/**
 * Keeps a private rrdcached running: charts are not worth the whole product's end, so that one which
 * ends is started again.
 */
async function startRrdcached(running: Running): Promise<NodeJS.ProcessEnv> {
  const { settings, logDir } = running;
  if (settings.ownRrdcached) return {};
  let begun = false;
  const again = (service: Service, how: string) => {
    if (!begun || running.rrdcached !== service) return;
    say(`the private rrdcached ${how}; starting it again`);
    setTimeout(() => {
      // The end of one that could not start is told as that of any other.
      if (running.rrdcached === service) launch().catch(() => undefined);
    }, RESTART_MS).unref();
  };
  const launch = () =>
    startPrivateRrdcached({
      dir: join(settings.stateDir, 'rrd'),
      logFile: join(logDir, 'rrdcached.log'),
      onStart: (service) => {
        running.rrdcached = service;
        running.lock.addService(service.identity);
        void service.ended.then((how) => again(service, how));
      },
    });
  const { socket, dir } = await part('rrdcached', launch);
  begun = true;
  return { BAADAL_RRDCACHED: socket, BAADAL_RRD_DIR: dir };
}

function keep(running: Running, service: Service): void {
  running.services.push(service);
  running.lock.addService(service.identity);
}

const labDir = (settings: Settings) => join(settings.stateDir, 'lab');

async function startLab({ settings }: Running): Promise<string | undefined> {
  if (settings.labHosts === 0) return undefined;
  await part(`lab with ${settings.labHosts} hosts`, () =>
    labUp({
      name: `baadal-${shortHash(settings.stateDir)}`,
      stateDir: labDir(settings),
      hosts: settings.labHosts,
      // Templates are the same for all labs of a checkout.
      cacheDir: join(root, '.baadal', 'cache'),
      log: (line) => say(`lab: ${line}`),
    }),
  );
  return join(labDir(settings), 'inventory.json');
}

async function buildAll({ logDir, stop }: Running): Promise<void> {
  const begin = performance.now();
  const names = await build({ logDir, signal: stop.signal });
  const what = names.length > 0 ? `made ${names.join(', ')}` : 'up to date';
  say(`build: ${what} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
}

/** The password lives in a file of its own, made once, which only its owner can read. */
function adminPassword(settings: Settings): NodeJS.ProcessEnv {
  if (settings.ownAdminPassword) return {};
  const file = join(settings.stateDir, 'admin-password');
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(12).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return { BAADAL_ADMIN_PASSWORD_FILE: file };
}

/** What the server is told of the services it uses. */
interface Prepared {
  readonly databaseUrl: string;
  readonly inventory: string | undefined;
  readonly rrdcached: NodeJS.ProcessEnv;
}

async function startServer(running: Running, prepared: Prepared): Promise<string> {
  const { databaseUrl, inventory, rrdcached } = prepared;
  const { settings, logDir } = running;
  const port = settings.port === 0 ? await freePort() : settings.port;
  const ready = Promise.withResolvers<void>();
  const { BAADAL_LAB, BAADAL_LAB_HOSTS, ...inherited } = process.env;
  running.server = startService({
    name: 'the server',
    command: process.execPath,
    args: serverArgs,
    env: {
      ...inherited,
      NODE_ENV: 'production',
      BAADAL_PORT: String(port),
      BAADAL_STATE_DIR: settings.stateDir,
      BAADAL_LOG_DIR: logDir,
      BAADAL_DATABASE_URL: databaseUrl,
      BAADAL_WEB_DIR: built.web,
      BAADAL_GRAPHIQL_DIR: built.graphiql,
      ...rrdcached,
      ...adminPassword(settings),
      ...(inventory && { BAADAL_INVENTORY: inventory }),
    },
    logFile: join(logDir, 'server-output.log'),
    onMessage: (message) => {
      if (isReady(message)) ready.resolve();
    },
  });
  running.lock.addService(running.server.identity);
  const late = deadline('the server to be ready, with all hosts UP and a template to use');
  await Promise.race([ready.promise, late, failure([running.server])]);
  return `http://localhost:${port}`;
}

function isReady(message: unknown): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'event' in message &&
    message.event === 'ready'
  );
}

function deadline(what: string): Promise<never> {
  return new Promise((_, reject) => {
    const late = () => reject(new StartError(`Waited ${READY_TIMEOUT_MS / 1000} s for ${what}`));
    setTimeout(late, READY_TIMEOUT_MS).unref();
  });
}

/** Rejects when one of the services ends by itself. */
function failure(services: readonly Service[]): Promise<never> {
  const ends = services.map(async (service): Promise<never> => {
    const how = await service.ended;
    throw new StartError(
      `${service.name} ${how}; the end of ${service.logFile}:\n${logTail(service.logFile, 40)}`,
    );
  });
  return ends.length > 0 ? Promise.race(ends) : new Promise<never>(() => undefined);
}

/** Fails early and clearly: the server would find out only after everything else has started. */
async function refuseUsedPort({ port, listen }: Settings): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new StartError(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is used by another program; choose another one: BAADAL_PORT=${port + 1} npm start`
            : `Cannot listen on ${listen} port ${port} (${error.code}); see BAADAL_PORT and BAADAL_LISTEN`,
        ),
      ),
    );
    server.listen(port, listen, () => server.close(() => resolve()));
  });
}

async function cleanUp(settings: Settings, lock: RunLock): Promise<void> {
  if (lock.leftovers === undefined) return;
  say('the last run was killed; cleaning up after it …');
  await endLeftovers(lock.leftovers);
  if (existsSync(labDir(settings))) await labDown({ stateDir: labDir(settings) });
  lock.forgetLeftovers();
}

async function run(running: Running): Promise<void> {
  const { settings, stop } = running;
  await refuseUsedPort(settings);
  const [database, rrdcached, lab, builds] = await Promise.allSettled([
    startDatabase(running),
    startRrdcached(running),
    startLab(running),
    buildAll(running),
  ]);
  if (stop.signal.aborted) return;
  if (database.status === 'rejected') throw database.reason;
  if (rrdcached.status === 'rejected') throw rrdcached.reason;
  if (lab.status === 'rejected') throw lab.reason;
  if (builds.status === 'rejected') throw builds.reason;
  const begin = performance.now();
  const url = await Promise.race([
    startServer(running, {
      databaseUrl: database.value,
      inventory: lab.value,
      rrdcached: rrdcached.value,
    }),
    failure(running.services),
    stop.requested,
  ]);
  if (url === undefined) return;
  say(`server: ready in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  process.stdout.write(`${readyLine(settings, url)}\n`);
  const all = running.server ? [...running.services, running.server] : running.services;
  await Promise.race([failure(all), stop.requested]);
}

/** The server first, since it uses the rest; then everything else at once. */
async function shutDown(running: Running): Promise<void> {
  const { settings, stop, services, server, rrdcached } = running;
  await server?.stop(STOP_GRACE_MS, stop.hurry);
  running.rrdcached = undefined; // its end is wanted now
  const outcomes = await Promise.allSettled([
    ...services.map((service) => service.stop(STOP_GRACE_MS, stop.hurry)),
    rrdcached?.stop(STOP_GRACE_MS, stop.hurry),
    settings.labHosts > 0 && existsSync(labDir(settings))
      ? labDown({ stateDir: labDir(settings) })
      : undefined,
  ]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function main(): Promise<void> {
  process.stdout.on('error', () => undefined); // nobody reads any more: no reason to leave things behind
  const settings = readSettings(process.env, root);
  if (settings.labHosts > 0 && process.getuid?.() !== 0) {
    throw new StartError(
      'The lab needs root: start as root, or without it by BAADAL_LAB=0 npm start',
    );
  }
  const lock = await takeRunLock(settings.stateDir, `http://localhost:${settings.port}`);
  const logDir = join(settings.stateDir, 'logs');
  mkdirSync(logDir, { recursive: true });
  const stop = new StopRequest();
  const running: Running = {
    settings,
    logDir,
    stop,
    lock,
    services: [],
    server: undefined,
    rrdcached: undefined,
  };
  try {
    await cleanUp(settings, lock);
    // After a run that was killed, the bootstrap asks for nothing but that.
    if (!process.argv.includes('--clean-up')) await run(running);
  } catch (error) {
    tell(error);
  } finally {
    if (stop.signal.aborted) say('stopping …');
    await shutDown(running);
    lock.release();
    if (stop.signal.aborted) say('stopped');
  }
}

function tell(error: unknown): void {
  const told = error instanceof Error && 'code' in error && typeof error.code === 'string';
  process.stderr.write(
    `baadal: ${told ? error.message : String((error as Error).stack ?? error)}\n`,
  );
  process.exitCode = 1;
}

await main().catch(tell);
if (process.connected) process.disconnect();
process.exit();
