import { type Em, rows } from '../db.ts';
import { NotFoundError } from '../errors.ts';
import type { NetworkBoxId } from '../ids.ts';
import type { SshAddress } from './host-directory.ts';

/**
 * Where a gateway machine is. Read anew each time: it is asked for rarely, and may be edited.
 * @throws {NotFoundError} when there is no such machine
 */
export async function readBoxAddress(em: Em, id: NetworkBoxId): Promise<SshAddress> {
  const [box] = await rows<SshAddress>(
    em,
    `select name, address, ssh_port as sshPort, ssh_user as sshUser,
            host_key_fingerprint as hostKeyFingerprint from network_box where id = ?`,
    [id],
  );
  if (!box) throw new NotFoundError('network box', id);
  return box;
}
