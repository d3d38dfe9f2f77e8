import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LabError } from './errors.ts';

const LOCK_TIMEOUT_S = 120;

/**
 * Takes the lock of a file (flock(2), by a child that lives as long as the lock) and keeps it
 * until disposed or until this process ends, however it ends.
 *
 * @throws {LabError} LOCK_TIMEOUT when another process keeps it for 120 s
 */
export async function lockFile(file: string): Promise<AsyncDisposable> {
  const holder = spawn(
    'flock',
    ['--exclusive', '--timeout', String(LOCK_TIMEOUT_S), file, 'sh', '-c', 'echo; exec cat'],
    // A group of its own: Ctrl-C at a terminal shall not take the lock away from under us.
    { stdio: ['pipe', 'pipe', 'ignore'], detached: true },
  );
  holder.stdin.on('error', () => undefined); // the holder is gone, and the lock with it
  const closed = once(holder, 'close');
  const locked = await Promise.race([
    once(holder.stdout, 'data').then(() => true),
    closed.then(() => false),
  ]);
  if (!locked) {
    throw new LabError('LOCK_TIMEOUT', `${file} has been locked for ${LOCK_TIMEOUT_S} s`);
  }
  return {
    async [Symbol.asyncDispose]() {
      holder.stdin.end();
      await closed;
    },
  };
}
