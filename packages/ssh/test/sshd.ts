import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SshTarget } from '../src/index.ts';

/** A private sshd on loopback with its own keys, in a directory of its own. */
export interface TestSshd {
  readonly dir: string;
  readonly port: number;
  readonly target: SshTarget;
  /** Signals the daemon and every process below it. */
  signalAll(signal: NodeJS.Signals): void;
  /** Starts it again on the same port after a kill. */
  restart(): Promise<void>;
  /** Gives the machine another host key, as a re-installation does. */
  replaceHostKey(): void;
  stop(): void;
}

/** Waits until `check` gives a value other than false or undefined; the only waiting of the tests. */
export async function waitFor<T>(
  what: string,
  check: () => T | Promise<T>,
  deadlineMs = 15_000,
): Promise<Exclude<T, false | undefined>> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const value = await check();
    if (value !== false && value !== undefined) return value as Exclude<T, false | undefined>;
    if (Date.now() > end) throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    await delay(20);
  }
}

/** All processes below `pid`, deepest last. */
function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // it ended while we looked
    }
  }
  const below = (parent: number): number[] =>
    (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

/** A port nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function keygen(file: string): string {
  rmSync(file, { force: true });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  const line = execFileSync('ssh-keygen', ['-lf', `${file}.pub`], { encoding: 'utf8' });
  return line.split(' ')[1] ?? '';
}

function writeConfig(dir: string, port: number, extra: readonly string[]): void {
  const lines = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${dir}/host_key`,
    `AuthorizedKeysFile ${dir}/client_key.pub`,
    `PidFile ${dir}/sshd.pid`,
    'StrictModes no',
    'UsePAM no',
    'UseDNS no',
    // What the machine's root runs at each login is no part of the test.
    `SetEnv HOME=${dir}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'MaxStartups 100',
    'Subsystem sftp internal-sftp',
    ...extra,
  ];
  writeFileSync(join(dir, 'sshd_config'), `${lines.join('\n')}\n`);
}

async function launch(dir: string, port: number): Promise<ChildProcess> {
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const args = ['-D', '-f', join(dir, 'sshd_config'), '-E', join(dir, 'sshd.log')];
  const daemon = spawn('/usr/sbin/sshd', args, { stdio: 'ignore' });
  await waitFor(`sshd on port ${port}`, () => {
    if (daemon.exitCode !== null) throw new Error(readFileSync(join(dir, 'sshd.log'), 'utf8'));
    return new Promise<boolean>((resolve) => {
      const probe = connect({ host: '127.0.0.1', port });
      probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
      probe.once('connect', () => probe.destroy());
    });
  });
  return daemon;
}

/** Starts a daemon; `extra` are further lines of its configuration. */
export async function startSshd(extra: readonly string[] = []): Promise<TestSshd> {
  const dir = mkdtempSync(join(tmpdir(), 'baadal-sshd-'));
  const fingerprint = keygen(join(dir, 'host_key'));
  keygen(join(dir, 'client_key'));
  const port = await freePort();
  writeConfig(dir, port, extra);
  let daemon = await launch(dir, port);
  const signalAll = (signal: NodeJS.Signals) => {
    if (daemon.pid === undefined) return;
    for (const pid of [daemon.pid, ...descendants(daemon.pid)]) {
      try {
        process.kill(pid, signal);
      } catch {
        // it ended by itself meanwhile
      }
    }
  };
  return {
    dir,
    port,
    target: {
      host: '127.0.0.1',
      port,
      user: 'root',
      hostKeyFingerprint: fingerprint,
      privateKey: readFileSync(join(dir, 'client_key')),
    },
    signalAll,
    async restart() {
      daemon = await launch(dir, port);
    },
    replaceHostKey: () => void keygen(join(dir, 'host_key')),
    stop() {
      signalAll('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
