import type { Command } from 'commander';
import { formatGiB, formatTime, parseRamMiB } from '../amounts.ts';
import type { ApiClient } from '../api/api-client.ts';
import {
  CreateVmFromImageDocument,
  DatastoreChoiceDocument,
  DatastoreListDocument,
  UnusedImagesDocument,
} from '../api/generated/graphql.ts';
import { usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { reportTask } from '../task-view.ts';
import { pick } from './create-vm.ts';
import { parseCount, watchOption } from './options.ts';

const watched = (command: Command): Command =>
  command.addOption(watchOption()).addOption(watchOption('no'));

/** A datastore by id or name; without either, the only one. */
async function datastoreOf(api: ApiClient, given: string | undefined): Promise<string> {
  const { datastores } = await api.request(DatastoreListDocument, {});
  if (given !== undefined) return pick('datastore', datastores, given);
  const [only, ...others] = datastores;
  if (only && others.length === 0) return only.id;
  const names = datastores.map(({ name }) => name).join(', ');
  throw usageError(`Say which datastore with --datastore: ${names}`);
}

async function listImages(context: CommandContext, given: string | undefined): Promise<void> {
  const datastoreId = await datastoreOf(context.api(), given);
  const { unusedImages } = await context.api().request(UnusedImagesDocument, { datastoreId });
  const gib = (bytes: string) => formatGiB(Number(bytes) / 1024 ** 3);
  context.printRows(
    [
      { head: 'IMAGE', cell: ({ identity }) => identity },
      { head: 'SIZE', cell: ({ sizeBytes }) => gib(sizeBytes), align: 'right' },
      { head: 'USED', cell: ({ usedBytes }) => gib(usedBytes), align: 'right' },
      { head: 'WRITTEN', cell: ({ modifiedAt }) => formatTime(modifiedAt) },
      { head: 'PATH', cell: ({ path }) => path },
    ],
    unusedImages,
    'No images without a VM',
  );
}

async function choose(context: CommandContext, sizeGiB: number): Promise<void> {
  const { datastoreChoice } = await context.api().request(DatastoreChoiceDocument, { sizeGiB });
  const { chosen, candidates } = datastoreChoice;
  context.printRows(
    [
      { head: 'DATASTORE', cell: ({ datastore }) => datastore.name },
      {
        head: 'VERDICT',
        cell: ({ datastore, accepted }) =>
          datastore.id === chosen?.id ? 'chosen' : accepted ? 'possible' : 'refused',
      },
      {
        head: 'FREE AFTER',
        cell: ({ freeAfterGiB }) => (freeAfterGiB === null ? null : formatGiB(freeAfterGiB)),
        align: 'right',
      },
      { head: 'WHY', cell: ({ reasons }) => reasons.map(({ text }) => text).join('; ') },
    ],
    candidates,
    'No datastores',
  );
}

/** `datastore choose` and `datastore images`. */
export function addImageCommands(datastore: Command, act: Act): void {
  datastore
    .command('choose')
    .description('where a new disk of this size would go now, and why')
    .argument('<GiB>', 'its size', parseCount)
    .action(act(choose));
  datastore
    .command('images [datastore]')
    .description('images that no VM has, see: baadal vm create-from-image')
    .action(act(listImages));
}

interface FromImageOptions {
  readonly datastore?: string;
  readonly vcpus?: number;
  readonly ram?: number;
  readonly purpose?: string;
  readonly start: boolean;
  readonly watch?: boolean;
}

async function createFromImage(
  context: CommandContext,
  name: string,
  identity: string,
  options: FromImageOptions,
): Promise<void> {
  const input = {
    ...{ name, identity, start: options.start },
    datastoreId: await datastoreOf(context.api(), options.datastore),
    ...(options.vcpus !== undefined && { vcpus: options.vcpus }),
    ...(options.ram !== undefined && { ramMiB: options.ram }),
    ...(options.purpose !== undefined && { purpose: options.purpose }),
  };
  const { task } = await context.api().request(CreateVmFromImageDocument, { input });
  await reportTask(context, task, options.watch);
}

/** `vm create-from-image`. */
export function addFromImageCommand(vm: Command, act: Act): void {
  watched(vm.command('create-from-image <name> <image>'))
    .description('launch a VM from an image that is still in a datastore (admins)')
    .option('--datastore <datastore>', 'id or name; needed where there are several')
    .option('-c, --vcpus <count>', '1 without it', parseCount)
    .option('-r, --ram <amount>', '1 GiB without it', parseRamMiB)
    .option('--purpose <text>', 'what it is for')
    .option('--no-start', 'leave it stopped')
    .action(act(createFromImage));
}
