import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestSshd, waitFor } from '../../packages/ssh/test/sshd.ts';

/** A socket that OpenSSH's own client forwards. */
export interface OpenSshForward {
  readonly socket: string;
  stop(): Promise<void>;
}

/**
 * Forwards a unix socket with `ssh -L`, to measure our forwarding against the C client's. Both talk
 * to the same sshd, which is what limits them.
 */
export async function forwardByOpenSsh(sshd: TestSshd, remote: string): Promise<OpenSshForward> {
  const socket = join(sshd.dir, 'forwarded.sock');
  const child = spawn(
    'ssh',
    [
      ...['-N', '-F', 'none', '-p', String(sshd.port), '-i', join(sshd.dir, 'client_key')],
      // The bench's own daemon on loopback, made a moment ago.
      ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
      ...['-o', 'LogLevel=ERROR', '-L', `${socket}:${remote}`, `${sshd.target.user}@127.0.0.1`],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await waitFor('ssh to forward the socket', () => {
    if (child.exitCode !== null) throw new Error('ssh ended');
    return existsSync(socket);
  });
  return {
    socket,
    stop: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
