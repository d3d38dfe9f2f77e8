import type { SshMachine } from '@baadal/ssh';
import { hostName, seedImage } from '../cloud-init/no-cloud-seed.ts';
import { type Em, rows } from '../platform/db.ts';
import type { CloudInitSpec } from '../vm/allocate-vm.ts';
import type { VmRecord } from '../vm/vm-record.ts';

const NOTHING_MORE: CloudInitSpec = { username: null, sshKey: null, userData: null };

/**
 * What a clone's guest is told of who it is: its seed is that of a new instance, which gets a host
 * name, SSH host keys and a machine id of its own, but does not repeat the parent's user data, and
 * keeps its accounts with their passwords and keys. Only a guest that has cloud-init listens, which
 * is one that was told by a seed before. Where the parent never ran, nothing of its own seed is done
 * yet: the clone is told the same.
 * @returns null when nobody listens: host name and machine id then stay the parent's
 */
export async function identityFor(
  em: Em,
  source: Pick<VmRecord, 'id' | 'seed'>,
): Promise<CloudInitSpec | null> {
  if (source.seed === null) return null;
  const [told] = await rows<{ seed: string | null }>(
    em,
    `select coalesce(json_extract(t.input, '$.spec.cloudInit'),
                     json_extract(t.input, '$.spec.vm.cloudInit')) as seed
       from task t where t.vm_id = ? and t.type in ('CREATE_VM', 'MAKE_CLONE')
        and not exists (select 1 from vm_event e
          where e.vm_id = t.vm_id and e.attribute = 'status' and e.\`to\` = 'RUNNING')
      order by t.seq limit 1`,
    [source.id],
  );
  return told?.seed ? (JSON.parse(told.seed) as CloudInitSpec) : NOTHING_MORE;
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
