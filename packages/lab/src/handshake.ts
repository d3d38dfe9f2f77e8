import type { ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { LabError } from './errors.ts';

const STEP_TIMEOUT_MS = 60_000;

/**
 * The talk with a detached process while it starts: it writes `plug` when its namespaces are
 * there, waits for a line, and writes `ready` when all is up. Disposing lets go of it: it then
 * lives without us. Until told to go on it ends with us, so that nothing unrecorded can stay.
 */
export class Handshake implements Disposable {
  readonly #child: ChildProcess;
  readonly #what: string;
  readonly #input: Writable;
  readonly #output: Readable;
  readonly #reader: Interface;
  readonly #lines: AsyncIterator<string>;

  constructor(child: ChildProcess, what: string) {
    if (child.stdin === null || child.stdout === null) throw new TypeError('pipes are needed');
    this.#child = child;
    this.#what = what;
    this.#input = child.stdin;
    this.#output = child.stdout;
    // An error of either is followed by the end of the lines, which expect() reports.
    child.on('error', () => undefined);
    this.#input.on('error', () => undefined);
    this.#reader = createInterface({ input: this.#output });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** Pid of the process. */
  get pid(): number {
    if (this.#child.pid === undefined) {
      throw new LabError('BOOT_FAILED', `${this.#what} could not be started`);
    }
    return this.#child.pid;
  }

  /**
   * Waits for the next line, which must be this one.
   *
   * @throws {LabError} BOOT_FAILED with what came instead, TIMEOUT after 60 s
   */
  async expect(line: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new LabError('TIMEOUT', `${this.#what} is not at "${line}" after 60 s`)),
        STEP_TIMEOUT_MS,
      );
    });
    try {
      const { value, done } = await Promise.race([this.#lines.next(), late]);
      if (done !== true && value === line) return;
      throw new LabError(
        'BOOT_FAILED',
        `${this.#what} did not start: ${done === true ? 'it ended' : String(value)}`,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** Lets the process go on. */
  go(): void {
    this.#input.write('go\n');
  }

  [Symbol.dispose](): void {
    this.#reader.close();
    this.#input.destroy();
    this.#output.destroy();
    this.#child.unref();
  }
}
