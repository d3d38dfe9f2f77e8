import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import type { SFTPWrapper } from 'ssh2';
import type { Connection } from './connection.ts';
import { SshError, type SshErrorCode } from './errors.ts';

const CHUNK_BYTES = 256 * 1024;
const CLEANUP_MS = 5_000;

/** SSH_FX codes: draft-ietf-secsh-filexfer-02, section 7. */
const CODE_BY_STATUS: Readonly<Record<number, SshErrorCode>> = {
  2: 'FILE_NOT_FOUND',
  3: 'FILE_DENIED',
};

type NodeCallback<T> = (error: Error | null | undefined, value: T) => void;

/** One SFTP channel of a connection, with promises that always end. */
class SftpSession {
  readonly #connection: Connection;
  readonly #sftp: SFTPWrapper;
  readonly #path: string;

  constructor(connection: Connection, sftp: SFTPWrapper, path: string) {
    this.#connection = connection;
    this.#sftp = sftp;
    this.#path = path;
    sftp.on('error', () => undefined); // each request has its own outcome
  }

  /** Runs one request. */
  call<T>(
    what: string,
    signal: AbortSignal,
    request: (sftp: SFTPWrapper, callback: NodeCallback<T>) => void,
  ): Promise<T> {
    return this.#connection.run<T>(signal, (resolve, reject) => {
      const fail = (error: Error) => reject(this.#failure(what, error));
      try {
        request(this.#sftp, (error, value) => (error ? fail(error) : resolve(value)));
      } catch (error) {
        // An extension the server lacks, or the connection is gone.
        if (this.#connection.lost) throw error;
        fail(error as Error);
      }
    });
  }

  close(): void {
    this.#sftp.end();
  }

  #failure(what: string, cause: Error & { code?: unknown }): SshError {
    const { machine } = this.#connection;
    const code = CODE_BY_STATUS[typeof cause.code === 'number' ? cause.code : 0] ?? 'FILE_FAILED';
    const message = `Cannot ${what} ${this.#path} on ${machine}: ${cause.message}`;
    return new SshError(code, message, { cause, machine });
  }
}

async function openSession(
  connection: Connection,
  path: string,
  call: { readonly signal: AbortSignal; readonly release: () => void },
): Promise<SftpSession> {
  if (!path.startsWith('/') || path.endsWith('/') || path.includes('\0')) {
    call.release();
    throw new SshError('BAD_ARGUMENT', `Not an absolute path of a file: ${path}`);
  }
  let wanted = true;
  try {
    return await connection.run<SftpSession>(call.signal, (resolve, reject) => {
      connection.client.sftp((cause, sftp) => {
        if (cause) {
          call.release();
          const { machine } = connection;
          const message = `${machine} opened no SFTP session: ${cause.message}`;
          return reject(new SshError('CHANNEL_REFUSED', message, { cause, machine }));
        }
        sftp.on('close', call.release);
        if (wanted) resolve(new SftpSession(connection, sftp, path));
        else sftp.end();
      });
    });
  } catch (error) {
    wanted = false;
    throw error;
  }
}

/** How a file is written. */
export interface FileCall {
  readonly signal: AbortSignal;
  /** Gives the channel slot back; called when the SFTP channel has closed. */
  readonly release: () => void;
}

/**
 * Writes a file so that its path holds the old content or the whole new one, never less: a
 * temporary file beside it, `fsync@openssh.com`, `posix-rename@openssh.com`.
 *
 * A failure removes the temporary file; when that is impossible since the connection is gone, its
 * path is given to `onLitter`.
 */
export async function writeFileAtomic(
  connection: Connection,
  path: string,
  input: FileCall & {
    readonly data: Buffer;
    readonly mode: number;
    readonly onLitter: (temporaryPath: string) => void;
  },
): Promise<void> {
  const { data, mode, signal } = input;
  const session = await openSession(connection, path, input);
  const name = `.${posix.basename(path)}.${randomBytes(6).toString('hex')}.baadal-tmp`;
  const temporary = posix.join(posix.dirname(path), name);
  try {
    await writeNew(session, temporary, { data, mode, signal });
    await session.call<unknown>('replace', signal, (sftp, done) =>
      sftp.ext_openssh_rename(temporary, path, (error) => done(error, undefined)),
    );
  } catch (error) {
    await removeTemporary(session, temporary).catch((failure: unknown) => {
      if (!(failure instanceof SshError && failure.code === 'FILE_NOT_FOUND')) {
        input.onLitter(temporary);
      }
    });
    throw error;
  } finally {
    session.close();
  }
}

async function writeNew(
  session: SftpSession,
  path: string,
  file: { readonly data: Buffer; readonly mode: number; readonly signal: AbortSignal },
): Promise<void> {
  const { data, mode, signal } = file;
  const handle = await session.call<Buffer>('create', signal, (sftp, done) =>
    sftp.open(path, 'wx', 0o600, done),
  );
  for (let offset = 0; offset < data.length; offset += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, data.length - offset);
    await session.call<unknown>('write', signal, (sftp, done) =>
      sftp.write(handle, data, offset, length, offset, (error) => done(error, undefined)),
    );
  }
  // After the content: nobody but the owner reads a file that is not whole.
  await session.call<unknown>('set the mode of', signal, (sftp, done) =>
    sftp.fchmod(handle, mode, (error) => done(error, undefined)),
  );
  await session.call<unknown>('sync', signal, (sftp, done) =>
    sftp.ext_openssh_fsync(handle, (error) => done(error, undefined)),
  );
  await session.call<unknown>('close', signal, (sftp, done) =>
    sftp.close(handle, (error) => done(error, undefined)),
  );
}

/** With a deadline of its own, since the caller's may be what has just passed. */
function removeTemporary(session: SftpSession, path: string): Promise<unknown> {
  return session.call<unknown>('remove', AbortSignal.timeout(CLEANUP_MS), (sftp, done) =>
    sftp.unlink(path, (error) => done(error, undefined)),
  );
}

/** Reads a whole file of at most `maxBytes`; files without a size (procfs) too. */
export async function readWholeFile(
  connection: Connection,
  path: string,
  input: FileCall & { readonly maxBytes: number },
): Promise<Buffer> {
  const { maxBytes, signal } = input;
  const session = await openSession(connection, path, input);
  try {
    const handle = await session.call<Buffer>('open', signal, (sftp, done) =>
      sftp.open(path, 'r', done),
    );
    const chunks: Buffer[] = [];
    let position = 0;
    for (;;) {
      const chunk = await readChunk(session, handle, { position, signal });
      if (chunk.length === 0) return Buffer.concat(chunks);
      position += chunk.length;
      if (position > maxBytes) {
        const { machine } = connection;
        throw new SshError('OUTPUT_LIMIT', `${path} holds more than ${maxBytes} bytes`, {
          machine,
        });
      }
      chunks.push(chunk);
    }
  } finally {
    session.close(); // closes the handle too
  }
}

function readChunk(
  session: SftpSession,
  handle: Buffer,
  at: { readonly position: number; readonly signal: AbortSignal },
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(32 * 1024);
  return session.call<Buffer>('read', at.signal, (sftp, done) =>
    sftp.read(handle, buffer, 0, buffer.length, at.position, (error, bytesRead) => {
      const ended = (error as { code?: unknown } | undefined)?.code === 1; // SSH_FX_EOF
      done(ended ? undefined : error, buffer.subarray(0, ended ? 0 : bytesRead));
    }),
  );
}
