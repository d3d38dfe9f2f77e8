import { type Em, rows } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import type { VmRecord } from './vm-record.ts';

/** Where a VM's domain is: enough for work that leaves its definition alone. */
export type VmPlace = Pick<VmRecord, 'id' | 'name' | 'identity' | 'uuid' | 'hostId' | 'hostName'>;

/**
 * Where a VM's domain is.
 * @throws {FatalTaskError} when the VM is gone
 */
export async function requireVmPlace(em: Em, id: VmId): Promise<VmPlace> {
  const [vm] = await rows<VmPlace>(
    em,
    `select v.id, v.name, v.identity, v.uuid, h.id as hostId, h.name as hostName
       from vm v join host h on h.id = v.host_id where v.id = ?`,
    [id],
  );
  if (!vm) throw new FatalTaskError('The VM is gone.', { code: 'NOT_FOUND' });
  return vm;
}
