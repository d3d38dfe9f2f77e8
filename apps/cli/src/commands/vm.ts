import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type Command, Option } from 'commander';
import { formatMiB, formatTime } from '../amounts.ts';
import {
  DeleteVmDocument,
  DestroyVmDocument,
  OpenConsoleDocument,
  RebootVmDocument,
  ResumeVmDocument,
  ShutdownVmDocument,
  StartVmDocument,
  SuspendVmDocument,
  type TaskLineFragment,
  type VmLineFragment,
  VmListDocument,
  VmShowDocument,
  type VmShowQuery,
  type VmStatus,
} from '../api/generated/graphql.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { joinSerialConsole } from '../serial-console.ts';
import { type Column, formatFields, formatTable } from '../table.ts';
import { reportTask, taskColumns } from '../task-view.ts';
import { ask } from '../terminal.ts';
import { addCloneCommand } from './clone-vm.ts';
import { addCreateCommand } from './create-vm.ts';
import { addFromImageCommand } from './image.ts';
import { addLifecycleCommands } from './lifecycle.ts';
import { addMediaCommands } from './media.ts';
import { addMigrateCommand } from './migrate-vm.ts';
import { addMoveDisksCommand } from './move-disks.ts';
import { listed, parseLimit, watchOption } from './options.ts';
import { addSaveAsTemplateCommand } from './template.ts';

const STATUSES: readonly VmStatus[] = [
  'CRASHED',
  'IN_QUEUE',
  'RUNNING',
  'SHUTDOWN',
  'SUSPENDED',
  'UNKNOWN',
];

function vmColumns(context: CommandContext): readonly Column<VmLineFragment>[] {
  return [
    { head: 'NAME', cell: ({ name }) => name },
    { head: 'STATUS', cell: ({ status }) => status, style: context.status },
    { head: 'VCPUS', cell: ({ vcpus }) => vcpus, align: 'right' },
    { head: 'RAM', cell: ({ ramMiB }) => formatMiB(ramMiB), align: 'right' },
    { head: 'IP', cell: ({ privateIp }) => privateIp },
    { head: 'HOST', cell: ({ host }) => host?.name },
    { head: 'OWNER', cell: ({ owner }) => owner.username },
    { head: 'TEMPLATE', cell: ({ template }) => template?.name },
    { head: 'ID', cell: ({ id }) => id },
  ];
}

interface ListOptions {
  readonly search?: string;
  readonly status?: readonly VmStatus[];
  readonly mine?: boolean;
  readonly limit: number;
}

async function listVms(context: CommandContext, options: ListOptions): Promise<void> {
  const filter = {
    ...(options.search === undefined ? {} : { search: options.search }),
    ...(options.status === undefined ? {} : { status: [...options.status] }),
    ...(options.mine ? { mine: true } : {}),
  };
  const { vms } = await context.api().request(VmListDocument, { filter, first: options.limit });
  context.printRows(vmColumns(context), vms.nodes, 'No VMs');
  listed(context, vms.nodes.length, vms.totalCount);
}

function formatVm(vm: NonNullable<VmShowQuery['vm']>, context: CommandContext): string {
  const disks = vm.disks.map(({ target, sizeGiB, path }) => `${target} ${sizeGiB} GiB ${path}`);
  const head = formatFields([
    ['VM', vm.name],
    ['Id', vm.id],
    ['Identity', vm.identity],
    [
      'Status',
      `${vm.status}${vm.stale ? ' (not confirmed by the host now)' : ''} since ${formatTime(vm.statusSince)}`,
    ],
    ['Reason', vm.statusReason],
    ['Size', `${vm.vcpus} vCPU, ${formatMiB(vm.ramMiB)} RAM, ${vm.diskGiB} GiB disk`],
    ['Private IP', vm.privateIp],
    ['MAC', vm.mac],
    ['Host', vm.host?.name],
    ['Template', vm.template?.name],
    ['Clone of', vm.parent?.name],
    ['Datastore', vm.datastore?.name],
    ['Network', vm.securityDomain?.name],
    ['Owner', vm.owner.username],
    ['Shared with', vm.collaborators.map(({ username }) => username).join(', ')],
    ['Organisation', vm.organisation.name],
    ['Purpose', vm.purpose],
    ['Expires', vm.expiresAt ? formatTime(vm.expiresAt) : null],
    ['Locked', vm.locked ? 'by an admin' : null],
    [
      'At next start',
      vm.pendingChanges
        .map(({ attribute, from, to }) => `${attribute} ${from} to ${to}`)
        .join(', '),
    ],
    ['Created', formatTime(vm.createdAt)],
    ['Disks', disks.join('; ')],
    [
      'You may',
      vm.actions
        .flatMap(({ action, allowed }) => (allowed ? [action.toLowerCase()] : []))
        .join(', '),
    ],
  ]);
  return vm.tasks.length === 0 ? head : `${head}\n\n${formatTable(taskColumns(context), vm.tasks)}`;
}

async function showVm(context: CommandContext, given: string): Promise<void> {
  const api = context.api();
  const { vm } = await api.request(VmShowDocument, { id: await resolveVm(api, given) });
  if (!vm) throw new CliError('NOT_FOUND', `There is no VM ${given}`);
  if (context.json) context.printJson(vm);
  else context.print(formatVm(vm, context));
}

/** A mutation on one VM, aliased so that its task is always `task`. */
type VmMutation = TypedDocumentNode<{ task: TaskLineFragment }, { id: string }>;

interface ActionOptions {
  readonly watch?: boolean;
}

function vmAction(mutation: VmMutation) {
  return async (context: CommandContext, given: string, options: ActionOptions): Promise<void> => {
    const api = context.api();
    const { task } = await api.request(mutation, { id: await resolveVm(api, given) });
    await reportTask(context, task, options.watch);
  };
}

async function stopVm(
  context: CommandContext,
  given: string,
  options: ActionOptions & { readonly force?: boolean },
): Promise<void> {
  await vmAction(options.force ? DestroyVmDocument : ShutdownVmDocument)(context, given, options);
}

async function deleteVm(
  context: CommandContext,
  given: string,
  options: ActionOptions & { readonly yes?: boolean },
): Promise<void> {
  const id = await resolveVm(context.api(), given);
  if (!options.yes) {
    if (!context.terminal.stdin.isTTY)
      throw usageError('Deleting needs --yes when there is no terminal to ask on');
    const typed = await ask(
      context.terminal,
      `This deletes ${given}; its disks are kept for a while. Type ${given} to go on: `,
    );
    if (typed !== given) throw new CliError('ABORTED', 'Nothing was deleted');
  }
  await vmAction(DeleteVmDocument)(context, id, options);
}

async function openConsole(context: CommandContext, given: string): Promise<void> {
  const api = context.api();
  const input = { vmId: await resolveVm(api, given), kind: 'SERIAL' as const };
  const { openConsole: ticket } = await api.request(OpenConsoleDocument, { input });
  context.note(`Console of ${given}. Leave with Ctrl-]`);
  await joinSerialConsole(api.webSocketUrl(ticket.url), context.terminal);
  context.note('\r');
}

const ACTIONS: ReadonlyArray<readonly [string, string, VmMutation]> = [
  ['start', 'start a VM', StartVmDocument],
  ['shutdown', 'ask the guest to shut down (ACPI)', ShutdownVmDocument],
  ['reboot', 'ask the guest to reboot', RebootVmDocument],
  ['suspend', 'freeze a VM in memory', SuspendVmDocument],
  ['resume', 'thaw a suspended VM', ResumeVmDocument],
  ['destroy', 'pull the plug', DestroyVmDocument],
];

function addActionCommands(vm: Command, act: Act): void {
  for (const [name, description, mutation] of ACTIONS) {
    vm.command(`${name} <vm>`)
      .description(description)
      .addOption(watchOption())
      .addOption(watchOption('no'))
      .action(act(vmAction(mutation)));
  }
}

/** `vm …`. */
export function addVmCommands(program: Command, act: Act): void {
  const vm = program
    .command('vm')
    .description('virtual machines; <vm> is an id, or a name that is unique');
  vm.command('list')
    .description('list VMs')
    .option('-s, --search <text>', 'in name, IP, MAC, owner or host')
    .addOption(new Option('--status <status...>', 'in one of these states').choices(STATUSES))
    .option('--mine', 'your own only')
    .option('-n, --limit <count>', 'most VMs shown, up to 1000', parseLimit, 50)
    .action(act(listVms));
  vm.command('show <vm>')
    .description('show all about a VM')
    .action(act((context, given: string) => showVm(context, given)));
  addCreateCommand(vm, act);
  addFromImageCommand(vm, act);
  addCloneCommand(vm, act);
  addMigrateCommand(vm, act);
  addSaveAsTemplateCommand(vm, act);
  addActionCommands(vm, act);
  vm.command('stop <vm>')
    .description('shut down gracefully; --force pulls the plug')
    .option('-f, --force', 'as destroy')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(stopVm));
  vm.command('delete <vm>')
    .description('delete a VM; for a while it can be restored with: vm undelete')
    .option('-y, --yes', 'do not ask')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(deleteVm));
  addLifecycleCommands(vm, act);
  addMoveDisksCommand(vm, act);
  addMediaCommands(vm, act);
  vm.command('console <vm>')
    .description('serial console in this terminal; Ctrl-] leaves')
    .action(act((context, given: string) => openConsole(context, given)));
}
