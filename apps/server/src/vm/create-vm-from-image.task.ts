import { constantValues } from '../constant/constant.service.ts';
import { hasIt } from '../datastore/datastore-hosts.ts';
import { gibOf } from '../image/image-check.ts';
import { inspectImage } from '../image/inspect-image.ts';
import { rows, run } from '../platform/db.ts';
import type { TemplateId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type Step } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { createVmTask } from './create-vm.task.ts';
import { requireVmRecord } from './vm-record.ts';

/**
 * Launches a VM from an image that is still in a datastore, as `CREATE_VM` makes one from a
 * template; instead of making a disk, the image is judged: what lies there may be anything. Undone,
 * the image is where it was.
 */

type CreateVm = typeof createVmTask extends { steps: readonly Step<infer Input>[] } ? Input : never;

const checkImage: Step<CreateVm>['do'] = async (ctx) => {
  const vm = await requireVmRecord(ctx.em, ctx.input.spec.vmId);
  const root = vm.disks.find((disk) => disk.root);
  if (!root) throw new FatalTaskError('The VM has no root disk.', { code: 'NOT_FOUND' });
  const datastores = await rows<{ path: string }>(
    ctx.em,
    `select d.path from datastore d where ${hasIt('d', '?')}`,
    [vm.hostId],
  );
  const { maxTemplateDiskGiB } = await constantValues(ctx.em);
  const image = await onHost(vm, async () =>
    inspectImage(await ctx.services.hosts.ssh(vm.hostId), {
      ...{ format: 'QCOW2', file: root.path, signal: ctx.signal },
      maxVirtualBytes: BigInt(maxTemplateDiskGiB) * 1024n ** 3n,
      backingRoots: datastores.map(({ path }) => path),
    }),
  );
  // A layer over a template's image: it was made from that template, whatever else is known.
  const [template] = await rows<{ id: TemplateId; name: string }>(
    ctx.em,
    `select t.id, t.name from template t join datastore d on d.id = t.datastore_id
      where concat(d.path, '/', t.file) = ? and ${hasIt('d', '?')}`,
    [image.backingFile, vm.hostId],
  );
  if (image.backingFile !== null && !template)
    throw new FatalTaskError(
      `The image is a layer over ${image.backingFile}, which is no template: it may change or go. Make the image stand alone first: qemu-img rebase -b "" ${root.path}.`,
      { code: 'CONFLICT' },
    );
  const diskGiB = gibOf(image.virtualBytes);
  await ctx.transaction(async (em) => {
    await run(
      em,
      'update vm set disk_gib = ?, template_id = coalesce(?, template_id) where id = ?',
      [diskGiB, template?.id ?? null, vm.id],
    );
    await run(em, 'update disk set size_gib = ?, flat = ? where id = ?', [
      ...[diskGiB, image.backingFile === null, root.id],
    ]);
  });
  const over = image.backingFile === null ? '' : ` over ${template?.name}`;
  ctx.log('INFO', `Disk ${root.path} is sound, ${diskGiB} GiB${over}.`);
};

export const createVmFromImageTask = defineTask<CreateVm>({
  ...createVmTask,
  type: 'CREATE_VM_FROM_IMAGE',
  steps: createVmTask.steps.map((step) =>
    step.name === 'make disk' ? { name: 'check image', weight: 2, do: checkImage } : step,
  ),
});
