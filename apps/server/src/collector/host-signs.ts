import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isSshError, type SshMachine } from '@baadal/ssh';
import type { SeenSign } from '../host/host-health.ts';

const runFile = promisify(execFile);
const PING_SECONDS = 2;
const COMMAND_TIMEOUT_MS = 6_000;

/** Whether a machine answers a ping from here; unknown where there is no `ping`. */
export async function pingFromHere(address: string, signal: AbortSignal): Promise<SeenSign> {
  try {
    await runFile('ping', ['-n', '-q', '-c', '1', '-W', String(PING_SECONDS), '--', address], {
      ...{ signal, timeout: COMMAND_TIMEOUT_MS },
    });
    return { ok: true, message: null };
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    // 1: no answer. 2: no such name, no route. Anything else is about ping itself.
    if (code === 1 || code === 2) return { ok: false, message: 'no answer to a ping from here' };
    return { ok: null, message: null };
  }
}

const SWITCH_SCRIPT = `
ovs-vsctl --timeout=3 br-exists "$1" || { [ $? = 2 ] && exit 2; exit 3; }
ovs-appctl -T 3 -t ovs-vswitchd version >/dev/null 2>&1 || exit 4
`;
const SWITCH_FAULTS: Readonly<Record<number, string>> = {
  2: 'Open vSwitch has no such bridge',
  3: 'the database of Open vSwitch does not answer',
  4: 'ovs-vswitchd does not run',
};

/** Asks a host over its SSH connection for a sign of life and for its switch, in one command. */
export async function lookOverSsh(
  ssh: SshMachine,
  bridge: string,
  signal: AbortSignal,
): Promise<{ readonly ssh: SeenSign; readonly switch: SeenSign }> {
  try {
    const { code } = await ssh.exec(['sh', '-c', SWITCH_SCRIPT, 'sh', bridge], {
      ...{ signal, timeoutMs: COMMAND_TIMEOUT_MS },
    });
    const message =
      code === 0 ? null : (SWITCH_FAULTS[code ?? 3] ?? 'Open vSwitch does not answer');
    return { ssh: { ok: true, message: null }, switch: { ok: code === 0, message } };
  } catch (error) {
    if (!isSshError(error)) throw error;
    const unknown = { ok: null, message: null };
    return { ssh: { ok: false, message: 'commands over SSH do not end' }, switch: unknown };
  }
}

const MOUNT_SCRIPT = `
for path; do timeout 3 mountpoint -q "$path" && echo "mounted $path"; done
exit 0
`;

/** Which of these directories are mounted and answer. */
export async function mountedPaths(
  ssh: SshMachine,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const argv = ['sh', '-c', MOUNT_SCRIPT, 'sh', ...paths];
  const said = await ssh.run(argv, { signal, timeoutMs: 2 * COMMAND_TIMEOUT_MS });
  const lines = said.split('\n').filter((line) => line.startsWith('mounted '));
  return new Set(lines.map((line) => line.slice('mounted '.length)));
}

const NEIGHBOUR_SCRIPT = `
ping -n -q -c 1 -W ${PING_SECONDS} -- "$1" >/dev/null 2>&1 && exit 0
timeout ${PING_SECONDS} bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null
`;

/** Whether another host reaches it, by ping or at its SSH port. */
export async function seenByNeighbour(
  neighbour: SshMachine,
  at: { readonly address: string; readonly sshPort: number },
  signal: AbortSignal,
): Promise<boolean> {
  const argv = ['sh', '-c', NEIGHBOUR_SCRIPT, 'sh', at.address, String(at.sshPort)];
  const { code } = await neighbour.exec(argv, { signal, timeoutMs: 2 * COMMAND_TIMEOUT_MS });
  return code === 0;
}

// QEMU's own locks of a running guest's images: what cannot be opened with them, but can without
// them, is locked. A file that cannot be opened at all tells nothing.
const LOCK_SCRIPT = `
for file; do
  timeout 5 qemu-img info -U -- "$file" >/dev/null 2>&1 || continue
  timeout 5 qemu-img info -- "$file" >/dev/null 2>&1 || { echo held; exit 0; }
done
echo free
`;

/** Whether any of these images is locked by a running guest, as seen from another host. */
export async function locksAreHeld(
  neighbour: SshMachine,
  images: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  if (images.length === 0) return false;
  const said = await neighbour.run(['sh', '-c', LOCK_SCRIPT, 'sh', ...images], {
    ...{ signal, timeoutMs: 10 * COMMAND_TIMEOUT_MS },
  });
  return said.trim() === 'held';
}
