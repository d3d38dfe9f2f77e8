import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { waitUntil } from '../../packages/lab/src/wait-until.ts';

/** The checkout. */
export const root = dirname(dirname(import.meta.dirname));

/**
 * A new state directory on the disk of the checkout (a lab's hosts are overlays on it); in the
 * temporary directory of `npm test`, which is removed as a whole, when that runs us.
 */
export function newStateDir(): string {
  const ours = join(root, '.baadal');
  mkdirSync(ours, { recursive: true });
  return mkdtempSync(join(tmpdir().startsWith(ours) ? tmpdir() : ours, 'test-'));
}

/** `npm start` as in a terminal of its own: a process group that Ctrl-C would reach as a whole. */
export class NpmStart {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | NodeJS.Signals>;
  #output = '';

  /** @param env settings; nothing named BAADAL_ is inherited */
  constructor(env: NodeJS.ProcessEnv) {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(BAADAL_|npm_|VITEST|NODE_ENV)/.test(name),
    );
    this.#child = spawn('npm', ['start'], {
      cwd: root,
      detached: true,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (this.#child.pid === undefined) throw new Error('npm cannot be started');
    this.pid = this.#child.pid;
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => resolve(signal ?? code ?? -1));
    });
  }

  /** All that was printed until now. */
  get output(): string {
    return this.#output;
  }

  /** The line that says that the product is ready. */
  async ready(): Promise<string> {
    const line = () =>
      this.#output.split('\n').find((text) => text.startsWith('Baadal is ready at '));
    const ended = () => this.#child.exitCode !== null || this.#child.signalCode !== null;
    await waitUntil('the ready line', 240_000, () => line() !== undefined || ended());
    const found = line();
    if (found === undefined)
      throw new Error(`npm start ended before it was ready:\n${this.#output}`);
    return found;
  }

  /** Exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals> {
    return this.#ended;
  }

  /** As Ctrl-C in a terminal does it: to npm and all that is in its group. */
  ctrlC(): void {
    process.kill(-this.pid, 'SIGINT');
  }

  /** SIGTERM to npm itself, as a supervisor does it. */
  terminate(): void {
    process.kill(this.pid, 'SIGTERM');
  }

  /** For the end of a test, whatever happened in it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      process.kill(-this.pid, 'SIGTERM');
    } catch {
      return; // it ended in the test
    }
    await this.#ended;
  }
}
