import { Readable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { Connection } from './connection.ts';
import type { CallOptions } from './deadline.ts';
import { SshError } from './errors.ts';
import { commandLine, ProcessIdReader } from './remote-process.ts';

/** How one command is run. */
export interface ExecOptions extends CallOptions {
  /** Standard input; none means an empty one. A stream is read to its end, and destroyed if the command ends first. */
  readonly stdin?: string | Buffer | Readable | undefined;
  /** Most bytes of standard output and error together; default 1 MiB. Beyond it: `OUTPUT_LIMIT`. */
  readonly maxOutputBytes?: number | undefined;
  /** Called with each piece of standard output as it comes, for programs that tell their progress. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Variables for the program. They can be seen in the machine's process list: no secrets. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** How a command ended. */
export interface ExecResult {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  /** For example `SIGKILL`; null when it exited by itself. */
  readonly signal: string | null;
  /** UTF-8. */
  readonly stdout: string;
  readonly stderr: string;
}

const OUTPUT_BYTES_DEFAULT = 1024 * 1024;
const OPEN_ATTEMPTS = 6;
const OPEN_AGAIN_MS = 20;

/** One command on one session channel. Its slot is held until the remote side has really ended. */
class RemoteCommand {
  readonly #connection: Connection;
  readonly #options: ExecOptions;
  readonly #program: string;
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];
  readonly #processIdReader = new ProcessIdReader();
  readonly #processId = Promise.withResolvers<number | null>();
  #bytes = 0;
  #exit: Pick<ExecResult, 'code' | 'signal'> | null = null;
  #channel: ClientChannel | null = null;
  #givenUp = false;
  readonly #release: () => void;
  #fail: (error: unknown) => void = () => undefined;

  constructor(connection: Connection, program: string, options: ExecOptions, release: () => void) {
    this.#connection = connection;
    this.#program = program;
    this.#options = options;
    this.#release = release;
  }

  async run(command: string, signal: AbortSignal): Promise<ExecResult> {
    try {
      return await this.#connection.run<ExecResult>(signal, (resolve, reject) => {
        this.#fail = reject;
        this.#open(command, resolve);
      });
    } catch (error) {
      this.#giveUp();
      throw error;
    } finally {
      const { stdin } = this.#options;
      if (stdin instanceof Readable) stdin.unpipe().destroy();
    }
  }

  #open(command: string, resolve: (result: ExecResult) => void, attempt = 1): void {
    this.#connection.client.exec(command, (error, channel) => {
      if (!error) return this.#attach(channel, resolve);
      if (this.#givenUp || attempt === OPEN_ATTEMPTS) return this.#refused(error);
      // sshd counts a session a moment longer than its channel is open, until it has seen the
      // program's end: the slot was free for us, but not yet for it.
      setTimeout(() => {
        try {
          this.#open(command, resolve, attempt + 1);
        } catch (lost) {
          this.#refused(lost as Error);
        }
      }, attempt * OPEN_AGAIN_MS);
    });
  }

  #refused(error: Error): void {
    this.#release();
    const { machine } = this.#connection;
    const message = `${machine} opened no session for ${this.#program}: ${error.message}`;
    this.#fail(new SshError('CHANNEL_REFUSED', message, { cause: error, machine }));
  }

  #attach(channel: ClientChannel, resolve: (result: ExecResult) => void): void {
    this.#channel = channel;
    channel.on('error', () => undefined); // a late write; 'close' tells the outcome
    channel.on('exit', (code: number | null, signal?: string) => {
      this.#exit = { code, signal: signal ?? null };
    });
    channel.on('data', (chunk: Buffer) => {
      this.#keep(this.#stdout, chunk);
      if (!this.#givenUp) this.#options.onOutput?.(chunk.toString('utf8'));
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      const { rest, processId } = this.#processIdReader.push(chunk);
      if (processId !== null) this.#processId.resolve(processId);
      this.#keep(this.#stderr, rest);
    });
    channel.on('close', () => {
      this.#release();
      this.#processId.resolve(null);
      this.#ended(resolve);
    });
    if (this.#givenUp) void this.#terminate(channel);
    else this.#feed(channel);
  }

  #keep(into: Buffer[], chunk: Buffer): void {
    if (this.#givenUp || chunk.length === 0) return;
    const limit = this.#options.maxOutputBytes ?? OUTPUT_BYTES_DEFAULT;
    this.#bytes += chunk.length;
    if (this.#bytes <= limit) {
      into.push(chunk);
      return;
    }
    const { machine } = this.#connection;
    const message = `${this.#program} printed more than ${limit} bytes`;
    this.#fail(new SshError('OUTPUT_LIMIT', message, { machine }));
  }

  #feed(channel: ClientChannel): void {
    const { stdin } = this.#options;
    if (!(stdin instanceof Readable)) {
      channel.end(stdin);
      return;
    }
    const failed = (cause: Error) => {
      const message = `The standard input of ${this.#program} failed: ${cause.message}`;
      this.#fail(new SshError('STDIN_FAILED', message, { cause }));
    };
    if (stdin.errored) failed(stdin.errored);
    else stdin.once('error', failed).pipe(channel);
  }

  #ended(resolve: (result: ExecResult) => void): void {
    const { machine } = this.#connection;
    if (this.#exit === null) {
      const message = `${machine} closed the channel of ${this.#program} without telling its end`;
      this.#fail(new SshError('CONNECTION_LOST', message, { machine }));
      return;
    }
    this.#keep(this.#stderr, this.#processIdReader.end());
    const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString('utf8');
    resolve({ ...this.#exit, stdout: text(this.#stdout), stderr: text(this.#stderr) });
  }

  #giveUp(): void {
    this.#givenUp = true;
    this.#stdout.length = 0;
    this.#stderr.length = 0;
    if (this.#channel) void this.#terminate(this.#channel);
  }

  /** In the background: the caller has its answer already. Nothing here rejects. */
  async #terminate(channel: ClientChannel): Promise<void> {
    channel.resume();
    const processId = this.#exit ? null : await this.#processId.promise;
    if (processId !== null) await this.#connection.reaper.kill(processId);
    channel.close();
  }
}

/**
 * Runs one command on a connection; the caller holds a channel slot, given back through `release`
 * when the remote side has ended.
 */
export async function runCommand(
  connection: Connection,
  argv: readonly string[],
  call: {
    readonly options: ExecOptions;
    readonly signal: AbortSignal;
    readonly release: () => void;
  },
): Promise<ExecResult> {
  let command: string;
  try {
    command = commandLine(argv, call.options.env);
  } catch (error) {
    call.release();
    throw error;
  }
  const program = argv[0] ?? '';
  return new RemoteCommand(connection, program, call.options, call.release).run(
    command,
    call.signal,
  );
}
