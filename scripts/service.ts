import { type ChildProcess, type Serializable, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify, type ProcessIdentity } from '../packages/lab/src/process-identity.ts';
import { waitUntil } from '../packages/lab/src/wait-until.ts';

/** How a service is started. */
export interface ServiceOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Gets stdout and stderr; what an earlier run left in it is kept as `<file>.1`. */
  readonly logFile: string;
  /** Opens an IPC channel and takes what the service says on it. */
  readonly onMessage?: (message: Serializable) => void;
}

/** A process that runs as long as the product does. */
export interface Service {
  readonly name: string;
  readonly logFile: string;
  readonly identity: ProcessIdentity | undefined;
  /** Settles when the process has ended, with how it ended in words; never rejects. */
  readonly ended: Promise<string>;
  /** Asks it to end, and kills it and its children after `graceMs` or when `hurry` is aborted. */
  stop(graceMs: number, hurry: AbortSignal): Promise<void>;
}

/**
 * Starts a service in a session of its own, so that Ctrl-C in the terminal reaches the start-up
 * program alone and the order of the shutdown is its decision. The kernel ends the service when
 * the start-up program is killed (setpriv --pdeathsig).
 */
export function startService(options: ServiceOptions): Service {
  const log = openLog(options.logFile);
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', options.command, ...options.args], {
    detached: true,
    env: options.env ?? process.env,
    stdio: options.onMessage ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
  });
  closeSync(log);
  if (options.onMessage) child.on('message', options.onMessage);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
  });
  return {
    name: options.name,
    logFile: options.logFile,
    identity: child.pid === undefined ? undefined : identify(child.pid),
    ended,
    stop: (graceMs, hurry) => stop(child, { ended, graceMs, hurry }),
  };
}

async function stop(
  child: ChildProcess,
  { ended, graceMs, hurry }: { ended: Promise<string>; graceMs: number; hurry: AbortSignal },
): Promise<void> {
  if (child.pid === undefined) return;
  const group = -child.pid;
  const impatient = AbortSignal.any([hurry, AbortSignal.timeout(graceMs)]);
  const kill = () => signalGroup(group, 'SIGKILL');
  impatient.addEventListener('abort', kill);
  child.kill('SIGTERM');
  if (impatient.aborted) kill();
  await ended;
  impatient.removeEventListener('abort', kill);
  kill(); // what it left behind in its session
  await waitUntil(`the processes of group ${child.pid} to end`, 5000, () => !signalGroup(group, 0));
}

function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(group, signal);
  } catch {
    return false; // ESRCH: nobody is left in it
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o640);
}
