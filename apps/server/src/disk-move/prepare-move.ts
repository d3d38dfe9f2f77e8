import { fileSize } from '../image/qemu-img.ts';
import { bytesInWords } from '../platform/byte-size.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { missing } from './mirror-file.ts';
import { type OnVmHost, placeOf, placesNow } from './on-vm-host.ts';

/**
 * Looks whether a move can be done before anything is made: the host has the datastore, which has
 * room for the files and nothing in their places.
 * @throws {FatalTaskError} in words for people
 */
export async function checkMove(on: OnVmHost): Promise<void> {
  const { move, ssh, signal } = on;
  const { vm, spec, root } = move;
  if (move.files.length === 0)
    throw new FatalTaskError(`${vm.name} has none of these disks any more.`, { code: 'NOT_FOUND' });
  const mounted = await ssh.exec(['mountpoint', '-q', root], { signal });
  if (mounted.code !== 0)
    throw new FatalTaskError(
      `The datastore ${spec.datastore} is not there on host ${vm.hostName}. Mount it at ${root}.`,
      { code: 'CONFLICT' },
    );
  const { places } = await placesNow(on);
  let bytes = 0;
  for (const file of move.files) {
    if (placeOf(places, file).moved) continue;
    const size = await fileSize(ssh, file.from, signal);
    if (size === null) throw missing(on, file);
    bytes += size;
    const taken = (await fileSize(ssh, file.to, signal)) !== null;
    // A copy that a lost worker began is gone on with.
    if (taken && !places.get(file.target)?.mirror)
      throw new FatalTaskError(
        `There is a file in the place of disk ${file.target} on ${spec.datastore} already: ${file.to}. Check for leaks, and remove it if nobody needs it.`,
        { code: 'CONFLICT' },
      );
  }
  const free = await freeBytes(on);
  if (bytes > free)
    throw new FatalTaskError(
      `The disks of ${vm.name} take ${bytesInWords(bytes)}, but ${spec.datastore} has ${bytesInWords(free)} free on host ${vm.hostName}. Delete what is no longer needed or enlarge it, then retry.`,
      { code: 'NO_CAPACITY' },
    );
  on.log('INFO', `${bytesInWords(bytes)} are to be copied.`);
}

async function freeBytes({ ssh, move, signal }: OnVmHost): Promise<number> {
  const said = await ssh.run(['stat', '-f', '-c', '%a %S', '--', move.root], { signal });
  const [blocks = 0, size = 0] = said.trim().split(' ').map(Number);
  return blocks * size;
}
