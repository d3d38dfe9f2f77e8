import path from 'node:path';
import type { SshMachine } from '@baadal/ssh';
import { FatalTaskError } from '../task/task-errors.ts';

/** A file and where it is to be. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Renames a file within its file system. As long as it lies at its old place it counts there: if the
 * two places are not on one file system after all, a copy that was cut off is made again.
 * @returns false when it is at neither place
 * @throws {FatalTaskError} when the host refuses
 */
export async function moveFile(
  ssh: SshMachine,
  { from, to }: Move,
  signal: AbortSignal,
): Promise<boolean> {
  const isThere = async (file: string) =>
    (await ssh.exec(['test', '-e', file], { signal })).code === 0;
  if (!(await isThere(from))) return isThere(to);
  await ssh.run(['mkdir', '-p', path.dirname(to)], { signal });
  const moved = await ssh.exec(['mv', '-f', '-T', '--', from, to], { signal });
  if (moved.code !== 0)
    throw new FatalTaskError(`${from} could not be moved to ${to}: ${moved.stderr.trim()}`, {
      code: 'CONFLICT',
    });
  return true;
}
