import type { SshMachine } from '@baadal/ssh';
import { pause } from '../platform/back-off.ts';
import type { StepContext } from '../task/task-definition.ts';
import type { DomainAccess } from './domain-access.ts';

/** What a QEMU process has written so far and how much memory it has, in bytes. */
export interface Writing {
  readonly written: number;
  readonly resident: number;
}

// libvirt answers nothing about a domain while its QEMU saves: the kernel does.
const SCRIPT = `
pid=$(cat "/run/libvirt/qemu/$1.pid") || exit 1
exec cat "/proc/$pid/io" "/proc/$pid/status"
`;
const LOOK_MS = 1_000;
const MIB = 1024 ** 2;

/** Reads `/proc/<pid>/io` and `/proc/<pid>/status`; null when it is neither. */
export function parseWriting(text: string): Writing | null {
  const written = /^write_bytes: (\d+)$/m.exec(text)?.[1];
  const residentKiB = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  if (written === undefined || residentKiB === undefined) return null;
  return { written: Number(written), resident: Number(residentKiB) * 1024 };
}

/**
 * How far the saving of a domain's memory is. QEMU does not write pages that hold only zeros, so
 * the resident memory is the most that there is to write.
 */
export function savingProgress(from: Writing, now: Writing): { percent: number; text: string } {
  const done = Math.max(0, now.written - from.written);
  const most = Math.max(from.resident, done, 1);
  const [written, atMost] = [done, most].map((bytes) => Math.round(bytes / MIB));
  return {
    percent: Math.min(99, (done / most) * 100),
    text: `${written} of at most ${atMost} MiB of memory written; libvirt cannot break this off`,
  };
}

/**
 * Shows how far QEMU is with saving a domain's memory, for as long as `call` lasts. QEMU does nothing
 * else meanwhile, nor answers: libvirt 9.0 with QEMU 7.2 has neither progress of it, nor a way to
 * break it off (`virDomainGetJobStats` and `virDomainAbortJob` wait for its end).
 */
export async function withSavingProgress<T>(
  ctx: Pick<StepContext<unknown>, 'progress'>,
  { ssh, domain, signal }: Pick<DomainAccess, 'ssh' | 'domain' | 'signal'>,
  call: () => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const watched = AbortSignal.any([signal, ended.signal]);
  const following = follow(ctx, watched, () => lookAt(ssh, domain.name, watched));
  try {
    return await call();
  } finally {
    ended.abort();
    await following;
  }
}

/** Never rejects: that it cannot be told hinders nothing. */
async function follow(
  ctx: Pick<StepContext<unknown>, 'progress'>,
  signal: AbortSignal,
  look: () => Promise<Writing | null>,
): Promise<void> {
  try {
    const from = await look();
    while (from && !signal.aborted) {
      await pause(LOOK_MS, signal);
      const now = await look();
      if (!now) return;
      const { percent, text } = savingProgress(from, now);
      ctx.progress(percent, text);
    }
  } catch {
    // The call tells of a host that is lost.
  }
}

async function lookAt(ssh: SshMachine, name: string, signal: AbortSignal): Promise<Writing | null> {
  const { code, stdout } = await ssh.exec(['sh', '-c', SCRIPT, 'sh', name], { signal });
  return code === 0 ? parseWriting(stdout) : null;
}
