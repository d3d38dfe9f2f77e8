import path from 'node:path';
import type { SshMachine } from '@baadal/ssh';
import type { MovingFile } from '../disk-move/disk-move.ts';
import { endCommands } from '../image/end-commands.ts';
import { checkQcow2Tables, fileSize, sha256Of } from '../image/qemu-img.ts';
import { aliasOf } from '../migration/access-files.ts';
import type { End } from '../migration/way.ts';
import { pause } from '../platform/back-off.ts';
import { FatalTaskError } from '../task/task-errors.ts';

/**
 * Sends a whole file from host to host: by libvirt's streams, through the way that migrations go
 * (SSH, with the key made for them), so that no more than that has to be allowed between hosts, and
 * nothing passes through the controller.
 */

/** The two machines, for one task. */
export interface Transport {
  readonly from: SshMachine;
  readonly to: SshMachine;
  readonly ends: { readonly from: End; readonly to: End };
  /** Names what is made on the way; one task's at a time. */
  readonly taskId: string;
  /** Most that the sending may take; null: as fast as it goes. */
  readonly bandwidthMiBps: number | null;
  readonly signal: AbortSignal;
}

const LONG_JOB_MS = 24 * 3_600_000;
const LOOK_MS = 1_000;

/** Where a file arrives before it has its name: libvirt lets a directory be in one pool only. */
const arrivalsOf = ({ taskId }: Transport, file: MovingFile): string =>
  path.posix.join(path.posix.dirname(file.to), `.arriving-${taskId}`);

/**
 * Sends a file, unless it has arrived, and proves by checksums that it is the same.
 * @param onBytes told how much has arrived
 * @throws {FatalTaskError} when it differs or is not sound
 */
export async function sendFile(
  transport: Transport,
  file: MovingFile,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const { from, to, ends, signal } = transport;
  if ((await fileSize(to, file.to, signal)) === null) await send(transport, file, onBytes);
  const [here, there] = await Promise.all([
    sha256Of(from, file.from, signal),
    sha256Of(to, file.to, signal),
  ]);
  if (here !== there) {
    await to.run(['rm', '-f', '--', file.to], { signal });
    throw new FatalTaskError(
      `Disk ${file.target} has arrived on ${ends.to.hostName} with another checksum.`,
      { code: 'CONFLICT' },
    );
  }
  const fault = file.format === 'QCOW2' ? await checkQcow2Tables(to, file.to, signal) : null;
  if (fault)
    throw new FatalTaskError(`The copy of disk ${file.target} is not sound: ${fault}`, {
      code: 'CONFLICT',
    });
}

async function send(
  transport: Transport,
  file: MovingFile,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const { from, to, signal } = transport;
  const size = await fileSize(from, file.from, signal);
  if (size === null)
    throw new FatalTaskError(`The file of disk ${file.target} is missing: ${file.from}.`, {
      code: 'NOT_FOUND',
    });
  await endSending(transport);
  await clearArrivals(transport, file);
  const arrivals = arrivalsOf(transport, file);
  const [pool, volume] = [`baadal-${transport.taskId}`, path.posix.basename(file.to)];
  await to.run(['mkdir', '-p', arrivals], { signal });
  const uri = `qemu+ssh://${aliasOf(transport.ends.to.hostId)}/system?proxy=native&no_tty=1`;
  const virsh = (...argv: string[]) =>
    from.run(paced(transport, ['virsh', '-q', '-c', uri, ...argv]), {
      ...{ signal, timeoutMs: LONG_JOB_MS },
    });
  await virsh('pool-create-as', pool, 'dir', '--target', arrivals);
  try {
    await virsh('vol-create-as', pool, volume, `${size}b`, '--format', 'raw');
    const sent = virsh('vol-upload', volume, file.from, '--pool', pool, '--sparse');
    await Promise.all([sent, follow(transport, path.posix.join(arrivals, volume), sent, onBytes)]);
  } finally {
    await endPool(transport);
  }
  await to.run(['sync', '--', path.posix.join(arrivals, volume)], { signal });
  await to.run(['mv', '-f', '--', path.posix.join(arrivals, volume), file.to], { signal });
  await to.run(['rmdir', '--', arrivals], { signal });
}

/**
 * Holds a command up whenever it has read more than it may by now. What counts is what it reads, so
 * that holes cost nothing. On its own there, so that it neither stops for good nor runs away when
 * nobody is there any more.
 */
const PACE = `
limit=$1; shift
"$@" & pid=$!
trap 'kill -CONT $pid; kill $pid' HUP INT TERM
began=$(date +%s%3N); state=CONT
while read -r _ bytes < /proc/$pid/io; do
  late=$(( bytes / limit * 1000 / 1048576 > $(date +%s%3N) - began ))
  [ $late = 1 ] && wanted=STOP || wanted=CONT
  [ $wanted = $state ] || kill -$wanted $pid
  state=$wanted
  sleep 0.05
done 2>/dev/null
wait $pid
`;

function paced({ bandwidthMiBps }: Transport, argv: string[]): string[] {
  return bandwidthMiBps ? ['sh', '-c', PACE, 'sh', String(bandwidthMiBps), ...argv] : argv;
}

/** Tells how much has arrived until the sending has ended, however. */
async function follow(
  { to, signal }: Transport,
  file: string,
  sent: Promise<unknown>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const ended = sent.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([ended, pause(LOOK_MS, signal)])) && !signal.aborted) {
    const said = await to.exec(['stat', '-c', '%b', '--', file], { signal }).catch(() => null);
    if (said?.code === 0) onBytes(Number(said.stdout.trim()) * 512);
  }
}

/** Of a lost worker's sending, too. Its files stay. */
async function endPool({ to, taskId }: Transport): Promise<void> {
  await to.exec(['virsh', '-q', 'pool-destroy', `baadal-${taskId}`]);
}

/** Ends what a lost worker's sending left running on the old host. */
export async function endSending({ from, taskId, signal }: Transport): Promise<void> {
  await endCommands(from, { program: 'virsh', part: `baadal-${taskId}` }, signal);
}

async function clearArrivals(transport: Transport, file: MovingFile): Promise<void> {
  await endPool(transport);
  const { to, signal } = transport;
  await to.run(['rm', '-rf', '--', arrivalsOf(transport, file)], { signal });
}

/** Removes what was sent, whole or in part. */
export async function unsendFile(transport: Transport, file: MovingFile): Promise<void> {
  await clearArrivals(transport, file);
  await transport.to.run(['rm', '-f', '--', file.to], { signal: transport.signal });
}
