import { mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { waitUntil } from '../packages/lab/src/wait-until.ts';
import { type Service, startService } from './service.ts';
import { socketPath } from './socket-path.ts';

/** The journal of a killed daemon is read before the first connection is taken. */
const READY_TIMEOUT_MS = 60_000;

/** An rrdcached of our own. */
export interface PrivateRrdcached {
  readonly socket: string;
  /** Where the files are. */
  readonly dir: string;
  readonly service: Service;
}

/** Where a private rrdcached lives. */
export interface PrivateRrdcachedOptions {
  /** Files, journal, socket and pid file; made when missing. */
  readonly dir: string;
  readonly logFile: string;
  /** Called with the process as soon as it runs, before it is ready. */
  readonly onStart: (service: Service) => void;
}

/**
 * Starts a private rrdcached that listens on a unix socket in `dir`.
 *
 * With `-F` it writes everything when it ends; the journal is for a power cut, and must have a
 * directory. The pid file of a killed one, whose number somebody else may have by now, would keep it
 * from starting.
 * @throws {Error} when it ends or does not answer within 60 s
 */
export async function startPrivateRrdcached(
  options: PrivateRrdcachedOptions,
): Promise<PrivateRrdcached> {
  const dir = join(options.dir, 'data');
  const journal = join(options.dir, 'journal');
  for (const path of [options.dir, dir, journal]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const socket = socketPath(options.dir, 'sock');
  const pidFile = join(options.dir, 'pid');
  for (const file of [socket, pidFile]) rmSync(file, { force: true });
  const service = startService({
    name: 'the private rrdcached',
    command: 'rrdcached',
    args: [
      ...['-g', '-F', '-B', '-b', dir, '-j', journal, '-p', pidFile],
      // The options before -l are for that socket. Written after 5 minutes, spread over one.
      ...['-m', '0600', '-l', `unix:${socket}`, '-w', '300', '-z', '60', '-f', '3600'],
    ],
    logFile: options.logFile,
  });
  options.onStart(service);
  const ready = waitUntil('the private rrdcached to answer', READY_TIMEOUT_MS, () => takes(socket));
  const outcome = await Promise.race([service.ended, ready]);
  if (outcome !== true) throw new Error(`The private rrdcached ${outcome}; see ${options.logFile}`);
  return { socket, dir, service };
}

function takes(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
