import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { formatMiB, parseRamMiB } from '../amounts.ts';
import {
  AddTemplateDocument,
  CreateUploadDocument,
  DeleteTemplateDocument,
  type DiskMode,
  EditTemplateDocument,
  SaveVmAsTemplateDocument,
  type TemplateFormat,
  TemplateListDocument,
  type TemplateListQuery,
  UploadListDocument,
} from '../api/generated/graphql.ts';
import { usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { reportTask } from '../task-view.ts';
import { pick } from './create-vm.ts';
import { parseCount, watchOption } from './options.ts';
import { findSnapshot } from './snapshot.ts';

type Template = TemplateListQuery['templates'][number];

const stateOf = ({ state, active }: Template): string =>
  state === 'MAKING' ? 'MAKING' : active ? 'USABLE' : 'RETIRED';

async function listTemplates(
  context: CommandContext,
  options: { readonly all?: boolean },
): Promise<void> {
  const all = options.all === true;
  const { templates } = await context.api().request(TemplateListDocument, { all });
  context.printRows(
    [
      { head: 'NAME', cell: ({ name }) => name },
      { head: 'OS', cell: ({ os, version }) => (version ? `${os} ${version}` : os) },
      { head: 'FORMAT', cell: ({ format }) => format.toLowerCase() },
      { head: 'DISK', cell: ({ diskGiB }) => `${diskGiB} GiB`, align: 'right' },
      {
        head: 'DEFAULT',
        cell: ({ defaultVcpus, defaultRamMiB }) =>
          `${defaultVcpus} vCPU, ${formatMiB(defaultRamMiB)}`,
      },
      { head: 'CLOUD-INIT', cell: ({ cloudInit }) => (cloudInit ? 'yes' : 'no') },
      { head: 'FOR', cell: (row) => (row.public ? 'all' : (row.owner?.username ?? '')) },
      { head: 'STATE', cell: stateOf },
      { head: 'ID', cell: ({ id }) => id },
    ],
    templates,
    'No templates',
  );
}

/** The id of a template given by id or name, retired ones too. */
async function templateId(context: CommandContext, given: string): Promise<string> {
  const { templates } = await context.api().request(TemplateListDocument, { all: true });
  return pick('template', templates, given);
}

interface Details {
  readonly name?: string;
  readonly description?: string;
  readonly os?: string;
  readonly osVersion?: string;
  readonly disk?: number;
  readonly diskMode?: string;
  readonly cloudInit?: boolean;
  readonly private?: boolean;
  readonly public?: boolean;
  readonly minRam?: number;
  readonly ram?: number;
  readonly vcpus?: number;
}

function detailsOf(options: Details) {
  return {
    description: options.description ?? null,
    os: options.os ?? null,
    version: options.osVersion ?? null,
    diskGiB: options.disk ?? null,
    diskMode: (options.diskMode?.toUpperCase() ?? null) as DiskMode | null,
    cloudInit: options.cloudInit ?? null,
    minRamMiB: options.minRam ?? null,
    defaultRamMiB: options.ram ?? null,
    defaultVcpus: options.vcpus ?? null,
  };
}

interface UploadOptions extends Details {
  readonly format?: string;
  readonly sha256?: string;
  readonly watch?: boolean;
}

const PIECE_BYTES = 16 * 1024 * 1024;

/** The format that a file's name promises; the server looks into it. */
function formatOf(file: string, given: string | undefined): TemplateFormat {
  const word = (given ?? path.extname(file).slice(1)).toUpperCase();
  if (word === 'ISO') return 'ISO';
  return word === 'RAW' || word === 'IMG' ? 'RAW' : 'QCOW2';
}

/** An upload of this very file that was begun before goes on; else a new one begins. */
async function uploadOf(context: CommandContext, file: string, options: UploadOptions) {
  const { size } = await stat(file).catch((cause: unknown) => {
    throw usageError(`Cannot read ${file}: ${(cause as Error).message}`);
  });
  const api = context.api();
  const fileName = path.basename(file);
  const { uploads } = await api.request(UploadListDocument, {});
  const begun = uploads.find(
    (each) => each.fileName === fileName && Number(each.sizeBytes) === size,
  );
  if (begun) {
    context.note(`Going on with ${fileName}, of which ${begun.receivedBytes} bytes have arrived`);
    return { ...begun, size };
  }
  const input = {
    fileName,
    sizeBytes: String(size),
    format: formatOf(file, options.format),
    sha256: options.sha256 ?? null,
  };
  const { createUpload } = await api.request(CreateUploadDocument, { input });
  return { ...createUpload, size };
}

async function sendFile(
  context: CommandContext,
  file: string,
  { url, size }: { readonly url: string; readonly size: number },
): Promise<void> {
  const api = context.api();
  const offsetOf = (headers: Headers) => Number(headers.get('upload-offset'));
  let offset = offsetOf(await api.send(url, { method: 'HEAD' }));
  const handle = await open(file);
  try {
    while (offset < size) {
      const buffer = Buffer.alloc(Math.min(PIECE_BYTES, size - offset));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      const body = buffer.subarray(0, bytesRead);
      offset = offsetOf(await api.send(url, { method: 'PATCH', offset, body }));
      context.note(`${Math.floor((offset / size) * 100)} % of ${size} bytes have arrived`);
    }
  } finally {
    await handle.close();
  }
}

async function uploadTemplate(
  context: CommandContext,
  file: string,
  options: UploadOptions,
): Promise<void> {
  const upload = await uploadOf(context, file, options);
  await sendFile(context, file, upload);
  const name = options.name ?? path.basename(file, path.extname(file));
  const input = {
    ...detailsOf(options),
    ...{ name, uploadId: upload.id, public: options.private !== true },
    sha256: options.sha256 ?? null,
  };
  const { addTemplate: task } = await context.api().request(AddTemplateDocument, { input });
  await reportTask(context, task, options.watch);
}

async function editTemplate(
  context: CommandContext,
  given: string,
  options: Details & { readonly active?: boolean },
): Promise<void> {
  const id = await templateId(context, given);
  const isPublic = options.public ? true : options.private ? false : null;
  const input = {
    ...detailsOf(options),
    ...{ id, name: options.name ?? null, public: isPublic, active: options.active ?? null },
  };
  const { editTemplate: template } = await context.api().request(EditTemplateDocument, { input });
  if (context.json) context.printJson(template);
  else context.note(`${template.name} is ${template.active ? 'saved' : 'retired'}`);
}

async function deleteTemplate(
  context: CommandContext,
  given: string,
  options: { readonly watch?: boolean },
): Promise<void> {
  const input = { id: await templateId(context, given) };
  const { deleteTemplate: task } = await context.api().request(DeleteTemplateDocument, { input });
  await reportTask(context, task, options.watch);
}

function withDetails(command: Command): Command {
  return command
    .option('--name <name>', 'what people choose it by')
    .option('--description <text>', 'what it is for')
    .option('--os <system>', 'for example Debian')
    .option('--os-version <version>', 'for example 12')
    .option('--disk <GiB>', 'root disk of new VMs', parseCount)
    .addOption(new Option('--disk-mode <mode>', 'of new VMs').choices(['overlay', 'copy']))
    .option('--cloud-init', 'the guest reads cloud-init')
    .option('--private', 'for its owner alone')
    .option('--min-ram <amount>', 'least memory', parseRamMiB)
    .option('--ram <amount>', 'default memory', parseRamMiB)
    .option('--vcpus <count>', 'default vCPUs', parseCount);
}

/** `template list`, `upload`, `edit`, `retire` and `delete`. */
export function addTemplateCommands(program: Command, act: Act): void {
  const template = program.command('template').description('what VMs are made from');
  template
    .command('list')
    .description('list templates')
    .option('-a, --all', 'retired ones and those of others, too')
    .action(act(listTemplates));
  withDetails(template.command('upload <file>'))
    .description('upload an image and add it as a template; after a cut, the same again goes on')
    .addOption(
      new Option('--format <format>', 'told by the name without it').choices([
        'qcow2',
        'raw',
        'iso',
      ]),
    )
    .option('--sha256 <checksum>', 'what arrives is compared with it')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(uploadTemplate));
  withDetails(template.command('edit <template>'))
    .description('change what is given of a template')
    .option('--public', 'for everybody')
    .option('--active', 'offer it again')
    .action(act(editTemplate));
  template
    .command('retire <template>')
    .description('make no new VMs from it')
    .action(act((context, given: string) => editTemplate(context, given, { active: false })));
  template
    .command('delete <template>')
    .description('delete a template that nothing depends on')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(deleteTemplate));
}

interface SaveOptions {
  readonly public?: boolean;
  readonly description?: string;
  readonly snapshot?: string;
  readonly watch?: boolean;
}

async function saveAsTemplate(
  context: CommandContext,
  given: string,
  name: string,
  options: SaveOptions,
): Promise<void> {
  const vmId = await resolveVm(context.api(), given);
  const input = {
    ...{ vmId, name, public: options.public === true },
    description: options.description ?? null,
    ...(options.snapshot !== undefined && {
      snapshotId: (await findSnapshot(context, vmId, options.snapshot)).id,
    }),
  };
  const { saveVmAsTemplate: task } = await context
    .api()
    .request(SaveVmAsTemplateDocument, { input });
  await reportTask(context, task, options.watch);
}

/** `vm save-as-template`. */
export function addSaveAsTemplateCommand(vm: Command, act: Act): void {
  vm.command('save-as-template <vm> <name>')
    .description('make a template of a VM that is off, or of what it was in a snapshot')
    .option('--snapshot <snapshot>', 'id or name; the VM may run then')
    .option('--public', 'offer it to everybody, with the accounts and SSH keys on its disk')
    .option('--description <text>', 'what it is for')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(saveAsTemplate));
}
