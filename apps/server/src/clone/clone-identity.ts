import type { SshMachine } from '@baadal/ssh';
import { hostName, seedImage } from '../cloud-init/no-cloud-seed.ts';
import type { CloudInitSpec } from '../vm/allocate-vm.ts';
import type { VmRecord } from '../vm/vm-record.ts';

/**
 * What a clone's guest is told of who it is: its seed is that of a new instance, which gets a host
 * name, SSH host keys and a machine id of its own, but does not repeat the parent's user data, and
 * keeps its accounts with their passwords and keys. Only a guest that has cloud-init listens, which
 * is one that was told by a seed before.
 * @returns null when nobody listens: host name and machine id then stay the parent's
 */
export function identityFor(source: Pick<VmRecord, 'seed'>): CloudInitSpec | null {
  return source.seed === null ? null : { username: null, sshKey: null, userData: null };
}

/** Writes the seed of a clone; again overwrites it. @returns false when it has none */
export async function writeSeed(
  ssh: SshMachine,
  vm: VmRecord,
  told: CloudInitSpec | null | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (!vm.seed || !told) return false;
  const seed = seedImage({ instanceId: vm.id, hostname: hostName(vm.name), ...told }, new Date());
  await ssh.writeFile(vm.seed, seed, { mode: 0o600, signal });
  return true;
}
