import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrivateRrdcached } from '../../../scripts/private-rrdcached.ts';
import type { Service } from '../../../scripts/service.ts';

/** An rrdcached of one test. */
export interface TestRrdcached extends AsyncDisposable {
  readonly socket: string;
  /** Where its files are. */
  readonly dir: string;
  signal(signal: NodeJS.Signals): void;
  /** Ends it as `npm start` does: what waits is written. */
  stop(): Promise<void>;
  /** Starts it again after `stop`. */
  start(): Promise<void>;
}

/** Starts an rrdcached with a directory of its own. */
export async function startTestRrdcached(): Promise<TestRrdcached> {
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
  const stop = async () => {
    await service?.stop(10_000, new AbortController().signal);
  };
  return {
    socket,
    dir,
    signal: (signal) => process.kill(service?.identity?.pid ?? Number.NaN, signal),
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
