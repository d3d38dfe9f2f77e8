import type { SshMachine } from '@baadal/ssh';
import { hostName, seedImage } from '../cloud-init/no-cloud-seed.ts';
import { type Em, rows } from '../platform/db.ts';
import type { CloudInitSpec } from '../vm/allocate-vm.ts';
import type { VmRecord } from '../vm/vm-record.ts';

const NOTHING_MORE: CloudInitSpec = { username: null, sshKey: null, userData: null };

/**
 * Decides what cloud-init tells a clone's guest.
 * A guest whose parent has run is told that it is a new instance: it gets a host name, SSH host
 * keys and a machine id of its own. The parent's user data are not repeated, and accounts keep
 * their passwords and keys. A guest whose parent never ran is told all that the parent was to be
 * told.
 * Only a parent that has a seed itself is known to listen to one.
 * @returns null when the guest does not listen: host name and machine id then stay the parent's
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

/**
 * Writes the seed of a clone; one that is there is overwritten.
 * @returns false when the clone has none
 */
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
