import { type Command, InvalidArgumentError } from 'commander';
import { formatMiB, formatTime, parseRamMiB } from '../amounts.ts';
import type { ApiClient } from '../api/api-client.ts';
import {
  AddCollaboratorDocument,
  DeletedVmsDocument,
  type DeletedVmsQuery,
  EditVmDocument,
  type EditVmInput,
  PurgeVmDocument,
  RemoveCollaboratorDocument,
  UndeleteVmDocument,
  VmHistoryDocument,
} from '../api/generated/graphql.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { reportTask } from '../task-view.ts';
import { ask } from '../terminal.ts';
import { listed, parseCount, parseLimit, watchOption } from './options.ts';

interface Watched {
  readonly watch?: boolean;
}

interface EditOptions extends Watched {
  readonly name?: string;
  readonly vcpus?: number;
  readonly ram?: string;
  readonly purpose?: string;
  readonly expires?: string;
  readonly boot?: string;
  readonly startPriority?: number;
}

/** A date, or `never`. */
function parseExpiry(text: string): string | null {
  if (text === 'never') return null;
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw usageError(`${text} is no date; give one like 2027-01-31, or never`);
  return at.toISOString();
}

function editInput(id: string, options: EditOptions): EditVmInput {
  const { name, vcpus, ram, purpose, expires, boot, startPriority } = options;
  return {
    id,
    ...(name !== undefined && { name }),
    ...(vcpus !== undefined && { vcpus }),
    ...(ram !== undefined && { ramMiB: parseRamMiB(ram) }),
    ...(purpose !== undefined && { purpose: purpose || null }),
    ...(expires !== undefined && { expiresAt: parseExpiry(expires) }),
    ...(startPriority !== undefined && { startPriority }),
    ...(boot !== undefined && {
      bootOrder: boot.split(',').map((device) => device.trim().toUpperCase()) as NonNullable<
        EditVmInput['bootOrder']
      >,
    }),
  };
}

async function editVm(context: CommandContext, given: string, options: EditOptions): Promise<void> {
  const api = context.api();
  const input = editInput(await resolveVm(api, given), options);
  if (Object.keys(input).length === 1) throw usageError('Say what to change, e.g. --ram 2G');
  const { task } = await api.request(EditVmDocument, { input });
  await reportTask(context, task, options.watch);
}

function lockVm(locked: boolean) {
  return async (context: CommandContext, given: string, options: Watched): Promise<void> => {
    const api = context.api();
    const input = { id: await resolveVm(api, given), locked };
    const { task } = await api.request(EditVmDocument, { input });
    await reportTask(context, task, options.watch);
  };
}

async function share(context: CommandContext, given: string, username: string): Promise<void> {
  const api = context.api();
  const input = { vmId: await resolveVm(api, given), username };
  const { addCollaborator: vm } = await api.request(AddCollaboratorDocument, { input });
  tellShared(context, vm);
}

async function unshare(context: CommandContext, given: string, username: string): Promise<void> {
  const api = context.api();
  const input = { vmId: await resolveVm(api, given), username };
  const { removeCollaborator: vm } = await api.request(RemoveCollaboratorDocument, { input });
  tellShared(context, vm);
}

interface SharedVm {
  readonly name: string;
  readonly collaborators: readonly { readonly username: string }[];
}

function tellShared(context: CommandContext, vm: SharedVm): void {
  const names = vm.collaborators.map(({ username }) => username);
  if (context.json) context.printJson(vm);
  else context.print(`${vm.name} is shared with ${names.join(', ') || 'nobody'}`);
}

type DeletedVm = DeletedVmsQuery['deletedVms']['nodes'][number];
const ID = /^vm_[0-9a-z]+$/;

/** A deleted VM by id, or by name where only one has it. */
async function resolveDeleted(api: ApiClient, given: string): Promise<string> {
  if (ID.test(given)) return given;
  const { deletedVms } = await api.request(DeletedVmsDocument, { search: given, first: 1000 });
  const found: DeletedVm[] = deletedVms.nodes.filter(({ name }) => name === given);
  const [only, ...others] = found;
  if (!only)
    throw new CliError('NOT_FOUND', `There is no deleted VM ${given}`, {
      remedy: 'See them with: baadal vm deleted',
    });
  if (others.length === 0) return only.id;
  const choices = found.map(({ id, deletedAt }) => `${id} (${formatTime(deletedAt)})`).join(', ');
  throw new CliError('AMBIGUOUS', `${found.length} deleted VMs are named ${given}: ${choices}`, {
    remedy: 'Give the id.',
  });
}

async function listDeleted(
  context: CommandContext,
  options: { readonly search?: string; readonly limit: number },
): Promise<void> {
  const { deletedVms } = await context.api().request(DeletedVmsDocument, {
    search: options.search ?? null,
    first: options.limit,
  });
  context.printRows(
    [
      { head: 'NAME', cell: ({ name }) => name },
      { head: 'OWNER', cell: ({ owner }) => owner.username },
      { head: 'VCPUS', cell: ({ vcpus }) => vcpus, align: 'right' },
      { head: 'RAM', cell: ({ ramMiB }) => formatMiB(ramMiB), align: 'right' },
      { head: 'DISK', cell: ({ diskGiB }) => `${diskGiB} GiB`, align: 'right' },
      { head: 'DELETED', cell: ({ deletedAt }) => formatTime(deletedAt) },
      { head: 'KEPT UNTIL', cell: ({ purgeAt }) => formatTime(purgeAt) },
      { head: 'ID', cell: ({ id }) => id },
    ],
    deletedVms.nodes,
    'No deleted VMs',
  );
  listed(context, deletedVms.nodes.length, deletedVms.totalCount);
}

async function undelete(
  context: CommandContext,
  given: string,
  options: Watched & { readonly name?: string },
): Promise<void> {
  const api = context.api();
  const id = await resolveDeleted(api, given);
  const input = { id, ...(options.name !== undefined && { name: options.name }) };
  const { task } = await api.request(UndeleteVmDocument, { input });
  await reportTask(context, task, options.watch);
}

async function purge(
  context: CommandContext,
  given: string,
  options: Watched & { readonly yes?: boolean },
): Promise<void> {
  const api = context.api();
  const id = await resolveDeleted(api, given);
  if (!options.yes) {
    if (!context.terminal.stdin.isTTY)
      throw usageError('Removing for good needs --yes when there is no terminal to ask on');
    const question = `This removes the disks of ${given} for good. Type ${given} to go on: `;
    if ((await ask(context.terminal, question)) !== given)
      throw new CliError('ABORTED', 'Nothing was removed');
  }
  const { task } = await api.request(PurgeVmDocument, { id });
  await reportTask(context, task, options.watch);
}

async function history(
  context: CommandContext,
  given: string,
  options: { readonly only?: readonly string[]; readonly limit: number },
): Promise<void> {
  const api = context.api();
  const { vm } = await api.request(VmHistoryDocument, {
    id: await resolveVm(api, given),
    first: options.limit,
    attributes: options.only ? [...options.only] : null,
  });
  if (!vm) throw new CliError('NOT_FOUND', `There is no VM ${given}`);
  context.printRows(
    [
      { head: 'AT', cell: ({ at }) => formatTime(at) },
      { head: 'WHO', cell: ({ actor }) => actor?.username ?? 'Baadal' },
      { head: 'WHAT', cell: ({ attribute }) => attribute },
      { head: 'FROM', cell: ({ from }) => from },
      { head: 'TO', cell: ({ to }) => to },
      { head: 'TASK', cell: ({ task }) => task?.id },
    ],
    vm.events.nodes,
    'Nothing has changed yet',
  );
  listed(context, vm.events.nodes.length, vm.events.totalCount);
}

function parseVcpus(text: string): number {
  const count = parseCount(text);
  if (count > 2 ** 31 - 1) throw new InvalidArgumentError('That is too many.');
  return count;
}

const watched = (command: Command): Command =>
  command.addOption(watchOption()).addOption(watchOption('no'));

/** `vm edit`, `lock`, `share`, `deleted`, `undelete`, `history` and their opposites. */
export function addLifecycleCommands(vm: Command, act: Act): void {
  watched(vm.command('edit <vm>'))
    .description('change what is given; what cannot be done at once waits for the next start')
    .option('--name <name>', 'the display name; the identity stays')
    .option('--vcpus <count>', 'number of vCPUs', parseVcpus)
    .option('--ram <size>', 'e.g. 2G or 512M')
    .option('--purpose <text>', 'what it is for; empty for none')
    .option('--expires <date>', 'a date, or never')
    .option(
      '--start-priority <number>',
      '1 to 9: lower comes first where many are started (admins)',
      parseCount,
    )
    .option('--boot <devices>', 'in order, e.g. cdrom,disk')
    .action(act(editVm));
  watched(vm.command('lock <vm>'))
    .description('let nobody but admins do anything to it')
    .action(act(lockVm(true)));
  watched(vm.command('unlock <vm>'))
    .description('take the lock away')
    .action(act(lockVm(false)));
  vm.command('share <vm> <user>').description('let a person use it').action(act(share));
  vm.command('unshare <vm> <user>').description("end a person's use of it").action(act(unshare));
  vm.command('deleted')
    .description('list deleted VMs that can still be restored')
    .option('-s, --search <text>', 'in name or identity')
    .option('-n, --limit <count>', 'most VMs shown, up to 1000', parseLimit, 50)
    .action(act(listDeleted));
  watched(vm.command('undelete <deleted-vm>'))
    .description('restore a deleted VM, off')
    .option('--name <name>', 'under another name')
    .action(act(undelete));
  watched(vm.command('purge <deleted-vm>'))
    .description('remove the disks of a deleted VM now, for good')
    .option('-y, --yes', 'do not ask')
    .action(act(purge));
  vm.command('history <vm>')
    .description('who changed what, newest first')
    .option('--only <attribute...>', 'only these, e.g. vcpus status')
    .option('-n, --limit <count>', 'most lines shown, up to 1000', parseLimit, 50)
    .action(act(history));
}
