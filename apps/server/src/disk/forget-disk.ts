import { rows, run } from '../platform/db.ts';
import type { DatastoreId, DiskId, VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { detachFromDefinition } from '../vm/domain-disks.ts';
import { findDomain } from '../vm/domain-of.ts';
import { recordVmEvent, requireVmRecord } from '../vm/vm-record.ts';
import { by, letGo } from './attach-extra-disk.ts';
import { findDisk } from './extra-disks.ts';

/** An extra disk whose file is gone, by where its record says that it is. */
interface LostDisk {
  readonly vmId: VmId;
  readonly datastoreId: DatastoreId;
  /** Below the datastore's path. */
  readonly path: string;
}

/**
 * Takes an extra disk whose file is gone out of its VM: out of the guest, the definition and the
 * rows. @returns what was done, in words
 * @throws {FatalTaskError} when the running guest does not let it go
 */
export async function forgetLostDisk(ctx: StepContext<unknown>, lost: LostDisk): Promise<string> {
  const [found] = await rows<{ id: DiskId }>(
    ctx.em,
    `select k.id from disk k join vm v on v.id = k.vm_id
      where k.vm_id = ? and k.datastore_id = ? and k.path = ? and not k.root`,
    [lost.vmId, lost.datastoreId, lost.path],
  );
  const disk = found && (await findDisk(ctx.em, found.id));
  if (!disk?.target) return 'No VM has the disk any more.';
  const { target } = disk;
  const vm = await requireVmRecord(ctx.em, lost.vmId);
  await onHost(vm, async () => {
    const domain = await findDomain(ctx.services, vm, ctx.signal);
    if (!domain) return;
    await letGo(ctx, vm, { ...disk, target });
    await detachFromDefinition(domain, { ...disk, target }, ctx.signal);
  });
  await ctx.transaction(async (em) => {
    if ((await run(em, 'delete from disk where id = ?', [disk.id])) === 0) return;
    const from = `${disk.sizeGiB} GiB on ${disk.datastore}`;
    await recordVmEvent(em, vm.id, { attribute: `disk ${target}`, from, to: null }, by(ctx));
  });
  ctx.services.events.publish('vm', { id: vm.id });
  return `The disk ${target} is taken out of ${vm.name}.`;
}
