import path from 'node:path';
import { SshCommandError, type SshMachine } from '@baadal/ssh';
import { hostName, seedImage } from '../cloud-init/no-cloud-seed.ts';
import { isFull } from '../disk/volume.ts';
import { copyImage, fileSize, imageInfo, qemuFormat, removeCopy } from '../image/qemu-img.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import type { VmSpec } from './allocate-vm.ts';
import type { VmRecord } from './vm-record.ts';

/** What the making of files needs of a step. */
type Files = Pick<StepContext<unknown>, 'services' | 'signal' | 'log' | 'progress'>;

type Template = NonNullable<VmRecord['template']>;

/**
 * Makes the files of a new VM: its root disk, and cloud-init's seed where it has one. Safe to run
 * twice: nobody starts the VM before this has ended.
 * @throws {FatalTaskError} in words for people; faults of the host as they come
 */
export async function makeRootDisk(ctx: Files, vm: VmRecord, spec: VmSpec): Promise<void> {
  const root = vm.disks.find((disk) => disk.root);
  if (!root) throw new FatalTaskError('The VM has no root disk.', { code: 'NOT_FOUND' });
  const ssh = await ctx.services.hosts.ssh(vm.hostId);
  const { rootDisk = 'OVERLAY', diskGiB } = spec;
  const disk = { path: root.path, diskGiB };
  if (rootDisk === 'EMPTY') await makeEmpty(ctx, { ssh, vm, disk });
  else if (rootDisk !== 'EXISTING') await makeFromTemplate(ctx, { ssh, vm, disk }, rootDisk);
  if (vm.seed && spec.cloudInit) {
    const seed = seedImage(
      { instanceId: vm.id, hostname: hostName(vm.name), ...spec.cloudInit },
      new Date(),
    );
    // It may hold secrets of its owner's.
    await ssh.writeFile(vm.seed, seed, { mode: 0o600, signal: ctx.signal });
    ctx.log('INFO', 'cloud-init is told host name, account and keys.');
  }
}

/** Takes back what {@link makeRootDisk} did; an image that was there before stays. */
export async function removeRootDisk(ctx: Files, vm: VmRecord, spec: VmSpec): Promise<void> {
  const ssh = await ctx.services.hosts.ssh(vm.hostId);
  const root = vm.disks.find((disk) => disk.root);
  if (root && spec.rootDisk !== 'EXISTING') await removeCopy(ssh, root.path, ctx.signal);
  if (vm.seed) await ssh.run(['rm', '-f', '--', vm.seed], { signal: ctx.signal });
}

interface Making {
  readonly ssh: SshMachine;
  readonly vm: VmRecord;
  readonly disk: { readonly path: string; readonly diskGiB: number };
}

async function makeEmpty(ctx: Files, making: Making): Promise<void> {
  const { ssh, vm, disk } = making;
  const argv = ['qemu-img', 'create', '-q', '-f', 'qcow2', disk.path, `${disk.diskGiB}G`];
  const made = await ssh.exec(argv, { signal: ctx.signal });
  if (made.code !== 0) throw await diskFault(ctx, making, made.stderr);
  await requireImage(ctx, making, requireTemplate(vm));
  ctx.log('INFO', `Disk ${disk.path}, ${disk.diskGiB} GiB, empty.`);
}

function requireTemplate(vm: VmRecord): Template {
  if (vm.template) return vm.template;
  throw new FatalTaskError('The template is gone.', { code: 'NOT_FOUND' });
}

async function makeFromTemplate(
  ctx: Files,
  making: Making,
  mode: 'OVERLAY' | 'COPY',
): Promise<void> {
  const { ssh, vm, disk } = making;
  const { signal } = ctx;
  const template = requireTemplate(vm);
  try {
    if (mode === 'COPY') {
      const copy = { from: template.image, fromFormat: template.format, to: disk.path };
      await copyImage(ssh, copy, { signal, onProgress: (percent) => ctx.progress(percent) });
      await growTo(ssh, disk, signal);
    } else {
      const over = ['-b', template.image, '-F', qemuFormat(template.format)];
      const argv = ['qemu-img', 'create', '-q', '-f', 'qcow2', ...over, disk.path];
      await ssh.run([...argv, `${disk.diskGiB}G`], { signal });
    }
  } catch (error) {
    if (!(error instanceof SshCommandError)) throw error;
    await requireImage(ctx, making, template);
    throw await diskFault(ctx, making, error.stderr);
  }
  const what = mode === 'COPY' ? 'a copy of' : 'over';
  ctx.log('INFO', `Disk ${disk.path}, ${disk.diskGiB} GiB ${what} ${template.name}.`);
}

/** A copy has the size of its source at first. */
async function growTo(ssh: SshMachine, disk: Making['disk'], signal: AbortSignal): Promise<void> {
  const info = await imageInfo(ssh, disk.path, { format: 'QCOW2', signal });
  if (!info || info.virtualBytes >= disk.diskGiB * 1024 ** 3) return;
  await ssh.run(['qemu-img', 'resize', '-q', '-f', 'qcow2', disk.path, `${disk.diskGiB}G`], {
    signal,
  });
}

/** @throws {FatalTaskError} when the template's image is not there */
async function requireImage({ signal }: Files, { ssh, vm }: Making, template: Template) {
  if ((await fileSize(ssh, template.image, signal)) !== null) return;
  throw new FatalTaskError(
    `The image of the template ${template.name} is missing on host ${vm.hostName}: ${template.image}. Put it back or retire the template.`,
    { code: 'NOT_FOUND' },
  );
}

/** Says why a disk could not be made. */
async function diskFault(
  { signal }: Files,
  { ssh, vm, disk }: Making,
  stderr: string,
): Promise<FatalTaskError> {
  if (await isFull(ssh, path.posix.dirname(disk.path), signal))
    return new FatalTaskError(
      `The datastore ${vm.datastore} is full on host ${vm.hostName}. Delete VMs that are no longer needed or enlarge it, then retry.`,
      { code: 'NO_CAPACITY' },
    );
  return new FatalTaskError(`The disk could not be made on host ${vm.hostName}: ${stderr.trim()}`, {
    code: 'CONFLICT',
  });
}
