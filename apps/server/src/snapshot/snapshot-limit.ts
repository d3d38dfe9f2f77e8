import { constantValues } from '../constant/constant.service.ts';
import type { Em } from '../platform/db.ts';
import { QuotaExceededError } from '../platform/errors.ts';
import type { VmId } from '../platform/ids.ts';
import { countUserSnapshots } from './snapshot-record.ts';

/**
 * Sees that people may have one more snapshot of a VM. The caller holds the VM's row, so that this
 * is exact however many ask at once.
 * @throws {QuotaExceededError}
 */
export async function checkSnapshotLimit(em: Em, vmId: VmId): Promise<void> {
  const { userSnapshotLimit: limit } = await constantValues(em);
  const used = await countUserSnapshots(em, vmId);
  if (used < limit) return;
  throw new QuotaExceededError(
    `This VM has ${used} of ${limit} snapshots. Delete one before taking another.`,
    { details: { used, limit } },
  );
}
