import { randomBytes } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { isSshError, type SshMachine } from '@baadal/ssh';
import { hostsThatSee } from '../datastore/datastore-hosts.ts';
import { fileSize } from '../image/qemu-img.ts';
import { run } from '../platform/db.ts';
import { ConflictError, NoCapacityError, UnavailableError } from '../platform/errors.ts';
import type { UploadId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import type { UploadRecord } from './upload.service.ts';

/** A piece may take as long as its sender's line needs; a sender that is silent is cut by HTTP. */
const PIECE_MS = 24 * 3_600_000;
const LEASE_SECONDS = 30;
const RENEW_MS = 10_000;

/** The sender's offset is not where the file ends; it goes on from `offset`. */
export class WrongOffsetError extends ConflictError {
  readonly offset: number;
  constructor(offset: number) {
    super(`The file goes on at byte ${offset}. Send from there.`);
    this.offset = offset;
  }
}

/** How much of an upload has arrived, asked of its datastore. @throws {UnavailableError} */
export async function receivedBytes(services: Services, upload: UploadRecord): Promise<number> {
  return (await fileSize(await someHost(services, upload), upload.file)) ?? 0;
}

/**
 * Writes a piece of an upload to its datastore, as it comes: nothing is kept in memory. A piece
 * that is cut off leaves what had arrived, from where the next goes on.
 * @returns how much has arrived now
 * @throws {WrongOffsetError | ConflictError | NoCapacityError | UnavailableError}
 */
export async function receivePiece(
  services: Services,
  upload: UploadRecord,
  piece: { readonly offset: number; readonly body: Readable; readonly signal: AbortSignal },
): Promise<number> {
  const { offset, body, signal } = piece;
  const ssh = await someHost(services, upload);
  const release = await takeLease(services, upload.id);
  try {
    const there = (await fileSize(ssh, upload.file, signal)) ?? 0;
    if (there !== offset) throw new WrongOffsetError(there);
    await requireRoom(ssh, upload, offset);
    const limited = body.pipe(atMost(upload.sizeBytes - offset));
    body.once('error', (error) => limited.destroy(error));
    // At a place of its own rather than at the end: what a lost sender's command still writes are
    // the same bytes at the same place.
    const place = [`seek=${offset}`, 'oflag=seek_bytes', 'conv=notrunc,fsync'];
    const argv = ['dd', `of=${upload.file}`, 'bs=1M', 'iflag=fullblock', ...place, 'status=none'];
    try {
      await ssh.run(argv, { stdin: limited, signal, timeoutMs: PIECE_MS });
    } catch (error) {
      // Others may have filled the datastore meanwhile: then that is what is said.
      if (isSshError(error, 'COMMAND_FAILED'))
        await requireRoom(ssh, upload, (await fileSize(ssh, upload.file, signal)) ?? 0);
      throw error;
    }
    return (await fileSize(ssh, upload.file, signal)) ?? 0;
  } finally {
    await noteArrived(services, ssh, upload).catch(() => undefined);
    await release();
  }
}

/** Any host that is up and sees its datastore. */
async function someHost(services: Services, { datastoreId }: UploadRecord): Promise<SshMachine> {
  const [host] = await hostsThatSee(services.em(), [datastoreId]);
  if (!host)
    throw new UnavailableError('No host is up through which the datastore could be reached.');
  return services.hosts.ssh(host.id);
}

/** One sender at a time, in all processes; a sender that died is forgotten after a while. */
async function takeLease(services: Services, id: UploadId): Promise<() => Promise<void>> {
  const writer = randomBytes(10).toString('hex');
  const taken = await run(
    services.em(),
    `update upload set writer = ?, writer_until = utc_timestamp(3) + interval ${LEASE_SECONDS} second
      where id = ? and task_id is null and (writer is null or writer_until < utc_timestamp(3))`,
    [writer, id],
  );
  if (taken !== 1)
    throw new ConflictError('The file is being sent by another connection, or is in use already.');
  const renew = `update upload set writer_until = utc_timestamp(3) + interval ${LEASE_SECONDS} second
    where id = ? and writer = ?`;
  const timer = setInterval(
    () => void run(services.em(), renew, [id, writer]).catch(() => undefined),
    RENEW_MS,
  );
  return async () => {
    clearInterval(timer);
    const sql = 'update upload set writer = null, writer_until = null where id = ? and writer = ?';
    await run(services.em(), sql, [id, writer]);
  };
}

async function requireRoom(ssh: SshMachine, upload: UploadRecord, offset: number): Promise<void> {
  const directory = upload.file.slice(0, upload.file.lastIndexOf('/'));
  await ssh.run(['mkdir', '-p', '--', directory]);
  const [blocks = 0, size = 0] = (await ssh.run(['stat', '-f', '-c', '%a %S', '--', directory]))
    .trim()
    .split(' ')
    .map(Number);
  const missing = upload.sizeBytes - offset - blocks * size;
  if (missing > 0)
    throw new NoCapacityError(
      'The datastore has no room for the rest of the file. Make room, and send on.',
      [`${Math.ceil(missing / 1024 ** 2)} MiB are missing`],
    );
}

/** Lets no more through than was announced. */
function atMost(bytes: number): Transform {
  let left = bytes;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      if (left < 0) done(new ConflictError('More arrives than was announced.'));
      else done(null, chunk);
    },
  });
}

async function noteArrived(services: Services, ssh: SshMachine, upload: UploadRecord) {
  const size = (await fileSize(ssh, upload.file)) ?? 0;
  const sql = 'update upload set received_bytes = ?, updated_at = utc_timestamp(3) where id = ?';
  await run(services.em(), sql, [size, upload.id]);
  services.events.publish('template', { id: upload.id, audience: upload.ownerId });
}
