import { type Em, rows } from '../platform/db.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import type { VmRecord } from '../vm/vm-record.ts';

/**
 * Refuses to move a VM that is suspended, arrived so where it is, and has not run since. QEMU leaves
 * its disks inactive until it runs; before version 10 a second move ends the process on an assertion
 * (`bdrv_inactivate_recurse`), and what the guest had in its memory is lost.
 * @throws {FatalTaskError}
 */
export async function refuseSecondMove(
  em: Em,
  { id, name, hostName }: Pick<VmRecord, 'id' | 'name' | 'hostName'>,
): Promise<void> {
  const found = await rows(
    em,
    `select 1 from vm_event h where h.vm_id = ? and h.attribute = 'host'
        and (select s.\`to\` from vm_event s where s.vm_id = h.vm_id and s.attribute = 'status'
              and s.id < h.id order by s.id desc limit 1) = 'SUSPENDED'
        and not exists (select 1 from vm_event r where r.vm_id = h.vm_id and r.attribute = 'status'
              and r.\`to\` = 'RUNNING' and r.id > h.id) limit 1`,
    [id],
  );
  if (found.length > 0)
    throw new FatalTaskError(
      `${name} was suspended when it moved to ${hostName}, and has not run since: QEMU would lose it on a second move. Resume it first; it can be suspended again at once.`,
      { code: 'CONFLICT' },
    );
}
