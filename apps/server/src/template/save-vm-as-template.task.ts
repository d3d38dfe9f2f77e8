import type { SshMachine } from '@baadal/ssh';
import { z } from 'zod';
import { throughAnyHost } from '../datastore/through-any-host.ts';
import { gibOf } from '../image/image-check.ts';
import { copyImage, fileSize, imageInfo, removeCopy } from '../image/qemu-img.ts';
import { rows, run } from '../platform/db.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { requireDomain, statusOf } from '../vm/domain-of.ts';
import { findVmRecord, recordVmEvent, requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import { announceTemplate, loadTemplates } from './template.service.ts';
import { insertTemplate, type SavedTemplate } from './template-rows.ts';

/**
 * Makes a template of a VM that is off: its row (already there the first time, written by the
 * mutation, so that the name is reserved), a copy of the root disk with its layers made one, a copy
 * of the kernel it boots, so that the template depends on nothing. Undone, nothing of it is left.
 */

type Context = StepContext<SavedTemplate>;

const input = z.object({
  templateId: z.string(),
  vmId: z.string(),
  name: z.string(),
  ownerId: z.string(),
  public: z.boolean(),
  description: z.string().nullable(),
  snapshotId: z.string().nullable().default(null),
}) as unknown as z.ZodType<SavedTemplate>;

async function reserve(ctx: Context): Promise<void> {
  const [there] = await loadTemplates(ctx.em, [ctx.input.templateId]);
  if (there) return;
  await ctx.transaction((em) => insertTemplate(em, ctx.input));
  announce(ctx);
}

async function release(ctx: Context): Promise<void> {
  await ctx.transaction((em) =>
    run(em, 'delete from template where id = ?', [ctx.input.templateId]),
  );
  announce(ctx);
}

function announce(ctx: Context): void {
  const { templateId: id, ownerId, public: isPublic } = ctx.input;
  announceTemplate(ctx.services.events, { id, ownerId, public: isPublic });
}

/** Absolute paths of a template's files; kernel and initrd may be absent. */
interface Files {
  readonly image: string;
  readonly kernel: string | null;
  readonly initrd: string | null;
}

async function filesOf(ctx: Context): Promise<Files | null> {
  const [files] = await rows<Files>(
    ctx.em,
    `select concat(d.path, '/', t.file) as image, concat(d.path, '/', t.kernel) as kernel,
            concat(d.path, '/', t.initrd) as initrd
       from template t join datastore d on d.id = t.datastore_id where t.id = ?`,
    [ctx.input.templateId],
  );
  return files ?? null;
}

async function requireFiles(ctx: Context): Promise<Files> {
  const files = await filesOf(ctx);
  if (!files) throw new FatalTaskError("The template's row is gone.", { code: 'NOT_FOUND' });
  return files;
}

/** @returns the copy as a disk, GiB */
async function copyDisk(ctx: Context): Promise<number | null> {
  const { signal } = ctx;
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  const { image } = await requireFiles(ctx);
  const root = vm.disks.find((disk) => disk.root);
  if (!root) throw new FatalTaskError('The VM has no root disk.', { code: 'NOT_FOUND' });
  return onHost(vm, async () => {
    if (ctx.input.snapshotId === null) await requireOff(ctx, vm);
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    if ((await fileSize(ssh, root.path, signal)) === null)
      throw new FatalTaskError(`The disk is missing on host ${vm.hostName}: ${root.path}.`, {
        code: 'NOT_FOUND',
      });
    const { snapshotId: snapshot } = ctx.input;
    const copy = { from: root.path, fromFormat: 'QCOW2', to: image, snapshot } as const;
    await copyImage(ssh, copy, { signal, onProgress: (percent) => ctx.progress(percent) });
    const info = await imageInfo(ssh, image, { format: 'QCOW2', signal });
    ctx.log('INFO', `Copied the disk to ${image}, ${info?.virtualBytes ?? 0} bytes as a disk.`);
    return info ? gibOf(BigInt(info.virtualBytes)) : null;
  });
}

async function requireOff(ctx: Context, vm: VmRecord): Promise<void> {
  const domain = await requireDomain(ctx.services, vm, ctx.signal);
  const status = statusOf(await domain.state({ signal: ctx.signal }));
  if (status === 'SHUTDOWN' || status === 'CRASHED') return;
  throw new FatalTaskError(
    `${vm.name} is ${status.toLowerCase()}. Shut it down first: a disk that is written to makes no template.`,
    { code: 'CONFLICT' },
  );
}

async function removeImage(ctx: Context): Promise<void> {
  const files = await filesOf(ctx);
  if (!files) return;
  await onItsHost(ctx, (ssh) => removeCopy(ssh, files.image, ctx.signal));
}

/** What was copied can be removed when the VM is gone by now, too: by any host. */
async function onItsHost(ctx: Context, work: (ssh: SshMachine) => Promise<unknown>): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (vm) await onHost(vm, async () => work(await ctx.services.hosts.ssh(vm.hostId)));
  else {
    const [template] = await loadTemplates(ctx.em, [ctx.input.templateId]);
    await throughAnyHost(ctx, { datastores: template ? [template.datastoreId] : [] }, work);
  }
}

async function copyKernel(ctx: Context): Promise<void> {
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  const files = await requireFiles(ctx);
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    if (files.kernel && vm.boot) await copyWhole(ctx, ssh, vm.boot.kernel, files.kernel);
    if (files.initrd && vm.boot?.initrd) await copyWhole(ctx, ssh, vm.boot.initrd, files.initrd);
  });
}

/** A copy that was cut short does not have its name. */
async function copyWhole(ctx: Context, ssh: SshMachine, from: string, to: string): Promise<void> {
  const partial = `${to}.partial`;
  await ssh.run(['cp', '--', from, partial], { signal: ctx.signal });
  await ssh.run(['mv', '-f', '--', partial, to], { signal: ctx.signal });
}

async function removeKernel(ctx: Context): Promise<void> {
  const files = await filesOf(ctx);
  const own = [files?.kernel, files?.initrd].filter((file) => file !== null && file !== undefined);
  if (own.length === 0) return;
  const all = own.flatMap((file) => [file, `${file}.partial`]);
  await onItsHost(ctx, (ssh) => ssh.run(['rm', '-f', '--', ...all], { signal: ctx.signal }));
}

async function record(ctx: Context): Promise<void> {
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  const { image } = await requireFiles(ctx);
  const sizeBytes = await onHost(vm, async () =>
    fileSize(await ctx.services.hosts.ssh(vm.hostId), image, ctx.signal),
  );
  await ctx.transaction(async (em) => {
    await run(
      em,
      "update template set state = 'READY', size_bytes = ?, image_gib = ? where id = ?",
      [sizeBytes, ctx.result<number | null>('copy disk') ?? null, ctx.input.templateId],
    );
    const change = { attribute: 'savedAsTemplate', from: null, to: ctx.input.name };
    await recordVmEvent(em, vm.id, change, { actorId: ctx.requestedBy, taskId: ctx.taskId });
  });
  announce(ctx);
  ctx.services.events.publish('vm', { id: vm.id });
}

export const saveVmAsTemplateTask = defineTask<SavedTemplate>({
  type: 'SAVE_VM_AS_TEMPLATE',
  input,
  limits: [{ scope: 'HOST', max: 2 }],
  steps: [
    { name: 'reserve', weight: 1, do: reserve, undo: release, leftover: () => 'its row' },
    {
      name: 'copy disk',
      weight: 20,
      cancellable: true,
      do: copyDisk,
      undo: removeImage,
      leftover: () => 'its image',
    },
    {
      name: 'copy kernel',
      weight: 1,
      do: copyKernel,
      undo: removeKernel,
      leftover: () => 'its kernel',
    },
    { name: 'record', weight: 1, do: record },
  ],
  succeeded: (ctx) => `Template ${ctx.input.name} is saved successfully`,
});
