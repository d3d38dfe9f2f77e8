import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { identify, isRunning, type ProcessIdentity } from '../packages/lab/src/process-identity.ts';
import { waitUntil } from '../packages/lab/src/wait-until.ts';

/** A run is going on in this state directory. */
class AlreadyRunningError extends Error {
  readonly code = 'ALREADY_RUNNING';
}

/** What a run writes down about itself in `run.json`, for the next one to read. */
interface RunRecord {
  readonly process: ProcessIdentity | undefined;
  readonly url: string;
  readonly services: readonly ProcessIdentity[];
}

/** The right to run in a state directory, held until released or until the process ends. */
export interface RunLock {
  /** Processes of a run that was killed before; undefined when the last one ended in order. */
  readonly leftovers: readonly ProcessIdentity[] | undefined;
  /** The leftovers are dealt with. */
  forgetLeftovers(): void;
  /** Notes a process that is to be ended if this run cannot do it itself. */
  addService(identity: ProcessIdentity | undefined): void;
  release(): void;
}

/**
 * Takes the state directory for this run. The lock is an abstract unix socket, which the kernel
 * drops with its process, whatever ended that: it cannot be stale, and of two that start at the
 * same time one gets it.
 *
 * @param url for the message to whoever starts a second time
 * @throws {Error} ALREADY_RUNNING, naming pid and address of the run that holds it
 */
export async function takeRunLock(stateDir: string, url: string): Promise<RunLock> {
  mkdirSync(stateDir, { recursive: true });
  const file = join(stateDir, 'run.json');
  const held = await holdName(`baadal-run-${shortHash(realpathSync(stateDir))}`);
  const before = readRecord(file);
  if (held === undefined) {
    const pid = before?.process?.pid;
    throw new AlreadyRunningError(
      `Baadal is already running${pid === undefined ? '' : ` (pid ${pid})`}${before ? ` at ${before.url}` : ''}`,
    );
  }
  let record: RunRecord = { process: identify(process.pid), url, services: [] };
  const write = (services: readonly ProcessIdentity[]) => {
    record = { ...record, services };
    writeFileSync(`${file}.new`, JSON.stringify(record));
    renameSync(`${file}.new`, file);
  };
  // What is left stays on record until it is cleaned up: this run may be killed before that.
  write(before?.services ?? []);
  return {
    leftovers: before?.services,
    forgetLeftovers: () => write([]),
    addService: (identity) => identity && write([...record.services, identity]),
    release: () => {
      rmSync(file, { force: true });
      held.close();
    },
  };
}

/** Ends the processes of a run that was killed: politely for 15 s, then not. */
export async function endLeftovers(services: readonly ProcessIdentity[]): Promise<void> {
  await Promise.all(
    services.filter(isRunning).map(async (service) => {
      process.kill(service.pid, 'SIGTERM');
      const gone = () => !isRunning(service);
      await waitUntil(`process ${service.pid} to end`, 15_000, gone).catch(() => {
        if (isRunning(service)) process.kill(service.pid, 'SIGKILL');
      });
    }),
  );
}

/** The first half of a hash, as a short name that is safe everywhere. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Binds an abstract unix socket; undefined when another process has it. */
export function holdName(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(`\0${name}`, () => resolve(server.unref()));
  });
}

/** A file that is missing, cut short or not ours counts as none: it only helps cleaning up. */
function readRecord(file: string): RunRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { process: owner, url, services } = value as Record<string, unknown>;
  return (
    (owner === undefined || isIdentity(owner)) &&
    typeof url === 'string' &&
    Array.isArray(services) &&
    services.every(isIdentity)
  );
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, startTime, bootId } = value as Record<string, unknown>;
  return Number.isInteger(pid) && typeof startTime === 'string' && typeof bootId === 'string';
}
