import type { Command } from 'commander';
import { formatTime } from '../amounts.ts';
import {
  CreateSnapshotDocument,
  DeleteSnapshotDocument,
  RevertToSnapshotDocument,
  type ScheduleLineFragment,
  SetSnapshotScheduleDocument,
  type SetSnapshotScheduleInput,
  type SnapshotLineFragment,
  SnapshotListDocument,
} from '../api/generated/graphql.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import type { Column } from '../table.ts';
import { reportTask } from '../task-view.ts';
import { ask } from '../terminal.ts';
import { watchOption } from './options.ts';

const columns: readonly Column<SnapshotLineFragment>[] = [
  { head: 'NAME', cell: ({ name, current }) => (current ? `${name} *` : name) },
  { head: 'TYPE', cell: ({ type, state }) => (state === 'READY' ? type : state) },
  { head: 'TAKEN', cell: ({ createdAt }) => formatTime(createdAt) },
  { head: 'KEEPS', cell: ({ memory }) => (memory ? 'disks, memory' : 'disks') },
  {
    head: 'MEMORY',
    cell: ({ sizeBytes }) => `${Math.ceil(Number(sizeBytes ?? 0) / 1024 / 1024)} MiB`,
    align: 'right',
  },
  { head: 'BASED ON', cell: ({ parent }) => parent?.name ?? '' },
  { head: 'BY', cell: ({ createdBy }) => createdBy?.username ?? '' },
  { head: 'ID', cell: ({ id }) => id },
];

async function read(context: CommandContext, given: string) {
  const api = context.api();
  const { vm } = await api.request(SnapshotListDocument, { vmId: await resolveVm(api, given) });
  if (!vm) throw new CliError('NOT_FOUND', `There is no VM ${given}`);
  return vm;
}

async function list(context: CommandContext, given: string): Promise<void> {
  const vm = await read(context, given);
  context.printRows(columns, vm.snapshots, 'No snapshots');
  const { used, limit } = vm.snapshotQuota;
  context.note(`${used} of ${limit} taken by hand; * is the one the VM is based on`);
}

interface TaskOptions {
  readonly watch?: boolean;
}

interface CreateOptions extends TaskOptions {
  readonly description?: string;
  readonly memory: boolean;
  readonly ping: boolean;
}

async function create(
  context: CommandContext,
  given: string,
  name: string,
  options: CreateOptions,
): Promise<void> {
  const api = context.api();
  const input = {
    vmId: await resolveVm(api, given),
    name,
    memory: options.memory,
    requirePing: options.ping,
    ...(options.description !== undefined && { description: options.description }),
  };
  const { task } = await api.request(CreateSnapshotDocument, { input });
  await reportTask(context, task, options.watch);
}

/** A snapshot of a VM by its id, or by a name that only one of them has. */
export async function findSnapshot(context: CommandContext, vm: string, given: string) {
  const { id: vmId, snapshots } = await read(context, vm);
  const found = snapshots.filter(({ id, name }) => id === given || name === given);
  const [only, ...others] = found;
  const remedy = `See them with: baadal snapshot list ${vm}`;
  if (!only) throw new CliError('NOT_FOUND', `${vm} has no snapshot ${given}`, { remedy });
  if (others.length > 0) {
    const ids = found.map(({ id, createdAt }) => `${id} (${formatTime(createdAt)})`).join(', ');
    throw new CliError('AMBIGUOUS', `${found.length} snapshots are named ${given}: ${ids}`, {
      remedy: 'Give the id.',
    });
  }
  return { vmId, id: only.id, createdAt: only.createdAt };
}

interface SureOptions extends TaskOptions {
  readonly yes?: boolean;
}

/** Asks once before something is lost, unless told not to. */
async function beSure(
  context: CommandContext,
  options: SureOptions,
  question: string,
): Promise<void> {
  if (options.yes) return;
  if (!context.terminal.stdin.isTTY)
    throw usageError('This needs --yes when there is no terminal to ask on');
  const said = await ask(context.terminal, `${question} Go on? [y/N] `);
  if (!/^y(es)?$/i.test(said.trim())) throw new CliError('ABORTED', 'Nothing was done');
}

async function revert(
  context: CommandContext,
  vm: string,
  given: string,
  options: SureOptions,
): Promise<void> {
  const { createdAt, ...input } = await findSnapshot(context, vm, given);
  await beSure(context, options, `What ${vm} did since ${formatTime(createdAt)} is lost.`);
  const { task } = await context.api().request(RevertToSnapshotDocument, { input });
  await reportTask(context, task, options.watch);
}

async function remove(
  context: CommandContext,
  vm: string,
  given: string,
  options: SureOptions,
): Promise<void> {
  const { createdAt, ...input } = await findSnapshot(context, vm, given);
  await beSure(context, options, `The state of ${vm} of ${formatTime(createdAt)} is lost.`);
  const { task } = await context.api().request(DeleteSnapshotDocument, { input });
  await reportTask(context, task, options.watch);
}

const KINDS = ['daily', 'weekly', 'monthly', 'yearly'] as const;
type Kind = (typeof KINDS)[number];
type ScheduleOptions = { readonly [K in Kind]?: string } & { readonly memory?: boolean };

/** `7@2` is seven kept, taken at two; `off` is none. */
function parseKind(kind: Kind, text: string, memory: boolean) {
  if (text === 'off') return null;
  const [, keep, hour] = /^(\d{1,2})@(\d{1,2})$/.exec(text) ?? [];
  if (keep === undefined || hour === undefined)
    throw usageError(`Not a schedule: --${kind} ${text}`, `Give kept@hour, e.g. --${kind} 7@2.`);
  return { keep: Number(keep), hour: Number(hour), memory };
}

const scheduleColumns: readonly Column<ScheduleLineFragment>[] = [
  { head: 'KIND', cell: ({ type }) => type },
  { head: 'KEPT', cell: ({ keep }) => keep, align: 'right' },
  { head: 'HOUR (UTC)', cell: ({ hour }) => hour, align: 'right' },
  { head: 'KEEPS', cell: ({ memory }) => (memory ? 'disks, memory' : 'disks') },
  { head: 'NEXT', cell: ({ nextAt }) => formatTime(nextAt) },
  { head: 'LAST', cell: ({ lastAt }) => formatTime(lastAt) },
  { head: 'SKIPPED', cell: ({ lastSkipped }) => lastSkipped ?? '' },
];

async function schedule(
  context: CommandContext,
  given: string,
  options: ScheduleOptions,
): Promise<void> {
  const vm = await read(context, given);
  const input: SetSnapshotScheduleInput = { vmId: vm.id };
  for (const kind of KINDS) {
    const text = options[kind];
    if (text !== undefined) input[kind] = parseKind(kind, text, options.memory ?? false);
  }
  const changed = Object.keys(input).length > 1;
  const rows = changed
    ? (await context.api().request(SetSnapshotScheduleDocument, { input })).setSnapshotSchedule
        .snapshotSchedules
    : vm.snapshotSchedules;
  context.printRows(scheduleColumns, rows, 'No snapshots are taken by themselves');
}

/** `snapshot …`. */
export function addSnapshotCommands(program: Command, act: Act): void {
  const snapshot = program
    .command('snapshot')
    .description('states of a VM to go back to; <snapshot> is an id, or a name that is unique');
  snapshot.command('list <vm>').description('list the snapshots of a VM').action(act(list));
  snapshot
    .command('create <vm> <name>')
    .description('take a snapshot, with the memory of a VM that runs')
    .option('-d, --description <text>', 'what it is for')
    .option('--no-memory', 'the disks alone: the VM runs on, and boots after a revert')
    .option('--no-ping', 'also when the guest does not answer a ping')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(create));
  for (const [name, description, run] of [
    ['revert', 'take a VM back to a snapshot; what it did since is lost', revert],
    ['delete', 'delete a snapshot; the VM and its other snapshots stay', remove],
  ] as const)
    snapshot
      .command(`${name} <vm> <snapshot>`)
      .description(description)
      .option('-y, --yes', 'do not ask')
      .addOption(watchOption())
      .addOption(watchOption('no'))
      .action(act(run));
  const scheduling = snapshot
    .command('schedule <vm>')
    .description('show or set when snapshots are taken by themselves');
  for (const kind of KINDS)
    scheduling.option(`--${kind} <kept@hour>`, `how many ${kind} ones are kept, and when; or off`);
  scheduling
    .option('--memory', 'with the memory: the VM stands still meanwhile')
    .action(act(schedule));
}
