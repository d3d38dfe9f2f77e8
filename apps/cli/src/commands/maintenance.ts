import { type Command, Option } from 'commander';
import type { ApiClient } from '../api/api-client.ts';
import {
  BootCloudDocument,
  BootHostsDocument,
  CloudNowDocument,
  CloudPlanDocument,
  GiveUpKeptMemoryDocument,
  HostListDocument,
  type KeepMethod,
  ShutdownCloudDocument,
  ShutdownHostsDocument,
} from '../api/generated/graphql.ts';
import { usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { reportTask } from '../task-view.ts';
import { pick } from './create-vm.ts';
import { watchOption } from './options.ts';

interface ShutdownOptions {
  readonly yes?: boolean;
  readonly powerOff?: boolean;
  readonly keep?: 'save' | 'snapshot';
  readonly watch?: boolean;
}

const METHODS = { save: 'MANAGED_SAVE', snapshot: 'SNAPSHOT' } as const;

const howOf = ({ powerOff, keep }: ShutdownOptions) => ({
  powerOff: powerOff === true,
  method: keep ? (METHODS[keep] satisfies KeepMethod) : null,
});

/** Says what would be done; without --yes nothing is. */
async function showPlan(
  context: CommandContext,
  api: ApiClient,
  what: { readonly name: string; readonly ids?: readonly string[]; readonly yes: boolean },
): Promise<void> {
  const variables = what.ids ? { hostIds: [...what.ids] } : {};
  const { shutdownPlan } = await api.request(CloudPlanDocument, variables);
  for (const { name, hostName, act, reason } of shutdownPlan.vms)
    context.note(
      `${act === 'KEEP' ? 'stopped   ' : 'left alone'}  ${name} on ${hostName}: ${reason}`,
    );
  if (!what.yes)
    throw usageError(`Nothing is done to ${what.name} yet`, 'To shut down, say: --yes');
}

async function resolve(api: ApiClient, given: readonly string[]): Promise<string[]> {
  const { hosts } = await api.request(HostListDocument, {});
  return given.map((name) => pick('host', hosts, name));
}

async function shutdownCloud(context: CommandContext, options: ShutdownOptions): Promise<void> {
  const api = context.api();
  await showPlan(context, api, { name: 'the cloud', yes: options.yes === true });
  const { shutdownCloud: task } = await api.request(ShutdownCloudDocument, {
    input: howOf(options),
  });
  await reportTask(context, task, options.watch);
}

async function shutdownHosts(
  context: CommandContext,
  given: readonly string[],
  options: ShutdownOptions,
): Promise<void> {
  const api = context.api();
  const ids = await resolve(api, given);
  await showPlan(context, api, { name: given.join(', '), ids, yes: options.yes === true });
  const input = { ids, ...howOf(options) };
  const { shutdownHosts: task } = await api.request(ShutdownHostsDocument, { input });
  await reportTask(context, task, options.watch);
}

interface BootOptions {
  readonly watch?: boolean;
}

async function bootCloud(context: CommandContext, options: BootOptions): Promise<void> {
  const { bootCloud: task } = await context.api().request(BootCloudDocument, { input: {} });
  await reportTask(context, task, options.watch);
}

async function bootHosts(
  context: CommandContext,
  given: readonly string[],
  options: BootOptions,
): Promise<void> {
  const api = context.api();
  const input = { ids: await resolve(api, given) };
  const { bootHosts: task } = await api.request(BootHostsDocument, { input });
  await reportTask(context, task, options.watch);
}

async function giveUp(
  context: CommandContext,
  given: string,
  options: BootOptions & { readonly yes?: boolean },
): Promise<void> {
  const api = context.api();
  const input = { vmId: await resolveVm(api, given) };
  if (!options.yes)
    throw usageError(
      `What ${given} has in its kept memory would be lost; it starts from its disk`,
      'To give it up, say: --yes',
    );
  const { giveUpKeptMemory } = await api.request(GiveUpKeptMemoryDocument, { input });
  await reportTask(context, giveUpKeptMemory, options.watch);
}

async function status(context: CommandContext): Promise<void> {
  const { cloud } = await context.api().request(CloudNowDocument, {});
  if (context.json) context.printJson(cloud);
  else context.print(`${cloud.state} since ${cloud.since}`);
}

const withShutdownOptions = (command: Command): Command =>
  command
    .option('--yes', 'do it; without, only what would be done is told')
    .option('--power-off', 'switch the hosts off afterwards')
    .addOption(
      new Option('--keep <how>', 'where the memory of VMs is kept').choices(['save', 'snapshot']),
    )
    .addOption(watchOption())
    .addOption(watchOption('no'));

/** `cloud status | shutdown | boot | give-up`, `host shutdown | boot`. */
export function addMaintenanceCommands(program: Command, host: Command, act: Act): void {
  const cloud = program.command('cloud').description('the cloud as a whole');
  cloud.command('status').description('whether it takes work').action(act(status));
  withShutdownOptions(
    cloud.command('shutdown').description('stop every VM with its memory kept'),
  ).action(act(shutdownCloud));
  cloud
    .command('boot')
    .description('switch hosts on and bring every VM back')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(bootCloud));
  cloud
    .command('give-up <vm>')
    .description('start a VM that does not come back from its kept memory without it')
    .option('--yes', 'do it; its memory is lost')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(giveUp));
  withShutdownOptions(
    host.command('shutdown <host...>').description('stop the VMs of hosts with their memory kept'),
  ).action(act(shutdownHosts));
  host
    .command('boot <host...>')
    .description('switch hosts on and bring their VMs back')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(bootHosts));
}
