import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { buildPrograms } from '../../../scripts/build.ts';

const SERVER = path.join(import.meta.dirname, '..');
const STOP_MS = 15_000;

interface Message {
  readonly event: 'listening' | 'ready';
  readonly url: string | null;
}

let built: Promise<string> | undefined;

/** Starts a built program of this directory, or the server: `main`. */
export async function forkProgram(
  name: 'main' | 'vm-worker' | 'saga-worker',
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<ChildProcess> {
  built ??= buildPrograms();
  const program = path.join(await built, `${name}.js`);
  return fork(program, args, { cwd: SERVER, env: { ...process.env, ...env }, execArgv: [] });
}

/** A server process of its own, which a test may kill. */
export class ServerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #url: string | null;

  private constructor(child: ChildProcess, url: string | null) {
    this.#child = child;
    this.#url = url;
  }

  /**
   * Starts a process and waits until it has taken up its roles.
   * @param program the server itself, unless told
   * @throws {Error} when it ends before
   */
  static async start(
    env: Record<string, string>,
    program: 'main' | 'vm-worker' = 'main',
  ): Promise<ServerProcess> {
    const child = await forkProgram(program, [], env);
    const url = await new Promise<string | null>((resolve, reject) => {
      child.on('message', (message) => resolve((message as Message).url));
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`It ended with ${signal ?? code}.`)));
    });
    return new ServerProcess(child, url);
  }

  /** Where its API is. */
  get url(): string {
    if (!this.#url) throw new Error('no API in this process');
    return this.#url;
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits for its end. @returns the signal or exit code that it ended with */
  async ended(): Promise<string> {
    if (this.running) await once(this.#child, 'exit');
    return this.#child.signalCode ?? String(this.#child.exitCode);
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended();
  }

  /** Asks it to end; kills it when it does not. @returns how it ended */
  async stop(): Promise<string> {
    this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    const how = await this.ended();
    clearTimeout(late);
    return how;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
