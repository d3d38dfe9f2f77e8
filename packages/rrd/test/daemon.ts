import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPrivateRrdcached } from '../../../scripts/private-rrdcached.ts';
import type { Service } from '../../../scripts/service.ts';

/** An rrdcached of one test. */
export interface TestDaemon extends AsyncDisposable {
  readonly socket: string;
  /** Where its files are. */
  readonly dir: string;
  /** Stops it where it is; once this resolves, none of its threads answers any more. */
  freeze(): Promise<void>;
  thaw(): void;
  /** Ends it as `npm start` does: what waits is written. */
  stop(): Promise<void>;
  /** Starts it again after `stop`. */
  start(): Promise<void>;
}

/** Starts an rrdcached with a directory of its own. */
export async function startTestDaemon(): Promise<TestDaemon> {
  const root = mkdtempSync(join(tmpdir(), 'baadal-rrd-'));
  let service: Service | undefined;
  const launch = () =>
    startPrivateRrdcached({
      dir: root,
      logFile: join(root, 'log'),
      onStart: (started) => {
        service = started;
      },
    });
  const { socket, dir } = await launch();
  const pid = () => service?.identity?.pid ?? Number.NaN;
  const stop = async () => {
    await service?.stop(10_000, new AbortController().signal);
  };
  return {
    socket,
    dir,
    freeze: async () => {
      process.kill(pid(), 'SIGSTOP');
      while (!allStopped(pid())) await delay(1);
    },
    thaw: () => process.kill(pid(), 'SIGCONT'),
    stop,
    start: async () => {
      await launch();
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The signal is taken by each thread when it runs next. */
function allStopped(pid: number): boolean {
  const threads = `/proc/${pid}/task`;
  return readdirSync(threads).every((thread) => {
    const stat = readFileSync(`${threads}/${thread}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  });
}
