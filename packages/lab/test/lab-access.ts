import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Lab, LabMachine } from '../src/index.ts';
import { run } from '../src/run-command.ts';
import { sshArguments } from '../src/ssh-arguments.ts';
import { waitUntil } from '../src/wait-until.ts';

/** Built templates, shared by all tests of this checkout. */
export const CACHE_DIR = path.join(import.meta.dirname, '..', '..', '..', '.baadal', 'cache');

/** A directory for a test's labs, removed with all in it when disposed. */
export async function temporaryDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'baadal-lab-'));
  return {
    path: directory,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** The lab's host of this number, from 1. */
export function host(lab: Lab, number: number): LabMachine {
  const found = lab.inventory.hosts[number - 1];
  if (found === undefined) throw new Error(`no host ${number}`);
  return found;
}

/** Runs a shell command on a machine and returns its output without the last line's end. */
export async function onMachine(lab: Lab, machine: LabMachine, command: string): Promise<string> {
  const target = sshArguments(lab.stateDir, lab.inventory, machine);
  return (await run('ssh', [...target, command])).trimEnd();
}

/** Namespaces (`net:[4026…]`) of a process. */
export async function namespaces(pid: number): Promise<readonly string[]> {
  const kinds = ['net', 'mnt', 'pid_for_children'];
  return await Promise.all(kinds.map((kind) => readlink(`/proc/${pid}/ns/${kind}`)));
}

/** Pids of processes that are in one of the namespaces or have the text in their command line. */
export async function processesOf(
  inNamespaces: ReadonlySet<string>,
  text: string,
): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const matches = await Promise.all(
    pids.map(async (pid) => {
      try {
        const own = await namespaces(pid);
        const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
        return own.some((namespace) => inNamespaces.has(namespace)) || command.includes(text);
      } catch {
        return false; // ended meanwhile, or a kernel thread
      }
    }),
  );
  return pids.filter((_, i) => matches[i]);
}

/** A guest's serial console over ssh and `virsh console`. */
export class SerialConsole implements AsyncDisposable {
  readonly #child: ChildProcess;
  #seen = '';

  constructor(lab: Lab, machine: LabMachine, domain: string) {
    const target = sshArguments(lab.stateDir, lab.inventory, machine);
    this.#child = spawn('ssh', ['-tt', ...target, `virsh console ${domain} --force`]);
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#seen += chunk.toString('latin1');
    });
  }

  /** Waits for a text that came since the last one that was waited for; returns all up to it. */
  async expect(pattern: RegExp): Promise<string> {
    const match = await waitUntil(`${pattern} on the console, not "${this.#seen}"`, 40_000, () =>
      pattern.exec(this.#seen),
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}; seen: ${this.#seen}`);
    });
    const text = this.#seen.slice(0, match.index + match[0].length);
    this.#seen = this.#seen.slice(text.length);
    return text;
  }

  /** Types a line. */
  type(line: string): void {
    this.#child.stdin?.write(`${line}\r`);
  }

  /** Waits until virsh is connected to the guest: what is typed before is lost. */
  async connected(): Promise<void> {
    await this.expect(/Escape character[^\n]*\n/);
  }

  /** Has the login prompt shown once more, or waits for it, and logs in as root. */
  async login(): Promise<void> {
    this.type('');
    await this.expect(/login: /);
    this.type('root');
    await this.expect(/# /);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }
}
