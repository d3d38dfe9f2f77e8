import type { Command } from 'commander';
import { formatGiB, formatTime } from '../amounts.ts';
import type { ApiClient } from '../api/api-client.ts';
import {
  AttachDiskDocument,
  DatastoreNamesDocument,
  DeleteDiskDocument,
  DetachDiskDocument,
  FlattenDiskDocument,
  KeptVolumesDocument,
  ResizeDiskDocument,
  VmDisksDocument,
  type VmDisksQuery,
} from '../api/generated/graphql.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { reportTask } from '../task-view.ts';
import { ask } from '../terminal.ts';
import { pick } from './create-vm.ts';
import { parseCount, watchOption } from './options.ts';

type Disk = NonNullable<VmDisksQuery['vm']>['disks'][number];

interface WatchOptions {
  readonly watch?: boolean;
}

async function disksOf(api: ApiClient, given: string): Promise<readonly Disk[]> {
  const { vm } = await api.request(VmDisksDocument, { id: await resolveVm(api, given) });
  if (!vm) throw new CliError('NOT_FOUND', `There is no VM ${given}`);
  return vm.disks;
}

/** A disk of a VM by target or id. */
export async function findDisk(api: ApiClient, vm: string, given: string): Promise<Disk> {
  const disks = await disksOf(api, vm);
  const disk = disks.find(({ id, target }) => id === given || target === given);
  if (disk) return disk;
  throw new CliError('NOT_FOUND', `${vm} has no disk ${given}`, {
    remedy: `It has: ${disks.map(({ target }) => target).join(', ')}`,
  });
}

async function listDisks(
  context: CommandContext,
  vm: string | undefined,
  options: { readonly kept?: boolean },
): Promise<void> {
  if (options.kept || vm === undefined) return listKept(context);
  context.printRows(
    [
      { head: 'TARGET', cell: ({ target, root }) => (root ? `${target} (root)` : target) },
      { head: 'SIZE', cell: ({ sizeGiB }) => formatGiB(sizeGiB), align: 'right' },
      { head: 'USED', cell: ({ usedBytes }) => usedOf(usedBytes), align: 'right' },
      { head: 'DATASTORE', cell: ({ datastore }) => datastore.name },
      { head: 'FILE', cell: ({ present }) => (present ? 'present' : 'missing') },
      { head: 'PATH', cell: ({ path }) => path },
      { head: 'ID', cell: ({ id }) => id },
    ],
    await disksOf(context.api(), vm),
    'No disks',
  );
}

async function listKept(context: CommandContext): Promise<void> {
  const { detachedDisks } = await context.api().request(KeptVolumesDocument, {});
  context.printRows(
    [
      { head: 'ID', cell: ({ id }) => id },
      { head: 'SIZE', cell: ({ sizeGiB }) => formatGiB(sizeGiB), align: 'right' },
      { head: 'USED', cell: ({ usedBytes }) => usedOf(usedBytes), align: 'right' },
      { head: 'FROM', cell: ({ keptFrom }) => keptFrom },
      { head: 'SINCE', cell: ({ keptAt }) => formatTime(keptAt) },
      { head: 'OWNER', cell: ({ owner }) => owner.username },
      { head: 'FILE', cell: ({ present }) => (present ? 'present' : 'missing') },
      { head: 'PATH', cell: ({ path }) => path },
    ],
    detachedDisks,
    'No kept volumes',
  );
}

const usedOf = (bytes: string | null): string | null =>
  bytes === null ? null : formatGiB(Number(bytes) / 1024 ** 3);

async function attachDisk(
  context: CommandContext,
  vm: string,
  sizeGiB: number | undefined,
  options: WatchOptions & { readonly datastore?: string; readonly volume?: string },
): Promise<void> {
  if (sizeGiB === undefined && options.volume === undefined)
    throw usageError('Give the size in GiB, or --volume for a kept one');
  const api = context.api();
  const input = {
    vmId: await resolveVm(api, vm),
    sizeGiB: sizeGiB ?? null,
    diskId: options.volume ?? null,
    datastoreId: options.datastore ? await datastoreId(api, options.datastore) : null,
  };
  const { task } = await api.request(AttachDiskDocument, { input });
  await reportTask(context, task, options.watch);
}

async function datastoreId(api: ApiClient, given: string): Promise<string> {
  const { datastoreChoice } = await api.request(DatastoreNamesDocument, { sizeGiB: 1 });
  const datastores = datastoreChoice.candidates.map(({ datastore }) => datastore);
  return pick('datastore', datastores, given);
}

async function detachDisk(
  context: CommandContext,
  vm: string,
  target: string,
  options: WatchOptions & { readonly deleteVolume?: boolean; readonly yes?: boolean },
): Promise<void> {
  const api = context.api();
  const disk = await findDisk(api, vm, target);
  if (options.deleteVolume) await confirm(context, disk.target, options.yes);
  const input = { id: disk.id, keepVolume: !options.deleteVolume };
  const { task } = await api.request(DetachDiskDocument, { input });
  await reportTask(context, task, options.watch);
}

async function resizeDisk(
  context: CommandContext,
  given: { readonly vm: string; readonly target: string; readonly sizeGiB: number },
  options: WatchOptions,
): Promise<void> {
  const api = context.api();
  const { id } = await findDisk(api, given.vm, given.target);
  const input = { id, sizeGiB: given.sizeGiB };
  const { task } = await api.request(ResizeDiskDocument, { input });
  await reportTask(context, task, options.watch);
}

async function flattenDisk(
  context: CommandContext,
  vm: string,
  target: string,
  options: WatchOptions,
): Promise<void> {
  const { id } = await findDisk(context.api(), vm, target);
  const { task } = await context.api().request(FlattenDiskDocument, { input: { id } });
  await reportTask(context, task, options.watch);
}

async function deleteVolume(
  context: CommandContext,
  id: string,
  options: WatchOptions & { readonly yes?: boolean },
): Promise<void> {
  await confirm(context, id, options.yes);
  const { task } = await context.api().request(DeleteDiskDocument, { input: { id } });
  await reportTask(context, task, options.watch);
}

/** @throws {CliError} unless the name is typed */
async function confirm(context: CommandContext, name: string, yes?: boolean): Promise<void> {
  if (yes) return;
  if (!context.terminal.stdin.isTTY)
    throw usageError('Deleting needs --yes when there is no terminal to ask on');
  const question = `This deletes the volume of ${name} for good. Type ${name} to go on: `;
  if ((await ask(context.terminal, question)) !== name)
    throw new CliError('ABORTED', 'Nothing was deleted');
}

const watched = (command: Command): Command =>
  command.addOption(watchOption()).addOption(watchOption('no'));

/** `disk …`. */
export function addDiskCommands(program: Command, act: Act): void {
  const disk = program.command('disk').description('extra disks of VMs, and kept volumes');
  disk
    .command('list [vm]')
    .description('list the disks of a VM; without one, the volumes that were kept')
    .option('--kept', 'the kept volumes')
    .action(act(listDisks));
  watched(disk.command('attach <vm>'))
    .description('add a disk, at once in the guest when it runs')
    .argument('[GiB]', 'size of a new disk', parseCount)
    .option('--datastore <datastore>', 'id or name; the one with most free space without it')
    .option('--volume <id>', 'a kept volume, see: baadal disk list')
    .action(act(attachDisk));
  watched(disk.command('detach <vm> <target>'))
    .description('take a disk away; its volume is kept')
    .option('--delete-volume', 'delete the volume for good')
    .option('-y, --yes', 'do not ask')
    .action(act(detachDisk));
  watched(disk.command('resize <vm> <target>'))
    .description('make a disk larger')
    .argument('<GiB>', 'its new size', parseCount)
    .action(
      act((context, vm: string, target: string, sizeGiB: number, options: WatchOptions) =>
        resizeDisk(context, { vm, target, sizeGiB }, options),
      ),
    );
  watched(disk.command('flatten <vm> <target>'))
    .description("copy what it reads from its template's image into it; it needs none then")
    .action(act(flattenDisk));
  watched(disk.command('delete <volume>'))
    .description('delete a kept volume for good')
    .option('-y, --yes', 'do not ask')
    .action(act(deleteVolume));
}
