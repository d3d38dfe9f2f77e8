import type { Command } from 'commander';
import {
  HostListDocument,
  MigrateVmDocument,
  MoveTargetsDocument,
  SetHostMigrationDocument,
  VmStateDocument,
} from '../api/generated/graphql.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { reportTask } from '../task-view.ts';
import { pick } from './create-vm.ts';
import { parseCount, watchOption } from './options.ts';

interface MigrateOptions {
  readonly host?: string;
  readonly datastore?: string;
  readonly live?: boolean;
  readonly pause?: boolean;
  readonly offline?: boolean;
  readonly bandwidth?: number;
  readonly downtime?: number;
  readonly watch?: boolean;
}

async function hostId(context: CommandContext, given: string): Promise<string> {
  const { hosts } = await context.api().request(HostListDocument, {});
  return pick('host', hosts, given);
}

/** Nothing is ever stopped for a migration: whoever wants it off says so first. */
async function refuseUnlessOff(context: CommandContext, id: string): Promise<void> {
  const { vm } = await context.api().request(VmStateDocument, { id });
  if (!vm || vm.status === 'SHUTDOWN' || vm.status === 'CRASHED') return;
  throw new CliError('CONFLICT', `${vm.name} is ${vm.status.toLowerCase()}, not off`, {
    remedy: `Shut it down first: baadal vm stop ${vm.name}, or leave --offline out`,
  });
}

/** One that has room; the host that it goes to must see it. */
async function datastoreId(context: CommandContext, id: string, given: string): Promise<string> {
  const { diskMoveChoice } = await context.api().request(MoveTargetsDocument, { id, along: true });
  return pick(
    'datastore',
    diskMoveChoice.candidates.map(({ datastore }) => datastore),
    given,
  );
}

async function migrateVm(
  context: CommandContext,
  given: string,
  options: MigrateOptions,
): Promise<void> {
  const { host, datastore, live, pause, offline, bandwidth, downtime } = options;
  if ([live, pause, offline].filter(Boolean).length > 1)
    throw usageError('Say one of --live, --pause and --offline');
  const api = context.api();
  const id = await resolveVm(api, given);
  if (offline) await refuseUnlessOff(context, id);
  const input = {
    id,
    ...(host !== undefined && { hostId: await hostId(context, host) }),
    ...(datastore !== undefined && { datastoreId: await datastoreId(context, id, datastore) }),
    ...(live && { live: true }),
    ...(pause && { live: false }),
    ...(bandwidth !== undefined && { bandwidthMiBps: bandwidth }),
    ...(downtime !== undefined && { maxDowntimeMs: downtime }),
  };
  const { migrateVm: task } = await api.request(MigrateVmDocument, { input });
  await reportTask(context, task, options.watch);
}

/** `vm migrate`. */
export function addMigrateCommand(vm: Command, act: Act): void {
  vm.command('migrate <vm>')
    .description('move a VM to another host with its snapshots; one that runs goes on running')
    .option('--host <host>', 'where to; without it, the best other host')
    .option('--datastore <datastore>', 'take its disks along, to one that the host sees')
    .option('--live', 'only if it runs on meanwhile')
    .option('--pause', 'let it stand still while its memory is copied')
    .option('--offline', 'only if it is off')
    .option('--bandwidth <MiB/s>', 'most that the copy may use', parseCount)
    .option('--downtime <ms>', 'longest standstill at the end', parseCount)
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(migrateVm));
}

async function setMigration(
  context: CommandContext,
  given: string,
  word: string,
  options: { readonly watch?: boolean },
): Promise<void> {
  if (word !== 'on' && word !== 'off') throw usageError(`Say on or off, not ${word}`);
  const input = { id: await hostId(context, given), on: word === 'on' };
  const { setHostMigration: task } = await context
    .api()
    .request(SetHostMigrationDocument, { input });
  await reportTask(context, task, options.watch);
}

/** `host migration`. */
export function addHostMigrationCommand(host: Command, act: Act): void {
  host
    .command('migration <host> <on|off>')
    .description('let running VMs move to a host and from it; makes a key there')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(setMigration));
}
