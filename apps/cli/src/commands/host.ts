import type { Command } from 'commander';
import { formatAgo, formatMiB, formatTime } from '../amounts.ts';
import type { ApiClient } from '../api/api-client.ts';
import {
  HostDetailDocument,
  HostListDocument,
  PowerOffHostDocument,
  PowerOnHostDocument,
  RemoveHostDocument,
  RespawnVmsDocument,
  SetHostMaintenanceDocument,
  type SignFragment,
} from '../api/generated/graphql.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { reportTask } from '../task-view.ts';
import { addMachineCommands } from './add-host.ts';
import { pick } from './create-vm.ts';
import { addEvacuationCommands } from './evacuate-host.ts';
import { addHostMigrationCommand } from './migrate-vm.ts';
import { watchOption } from './options.ts';

async function resolve(api: ApiClient, given: string): Promise<string> {
  const { hosts } = await api.request(HostListDocument, {});
  return pick('host', hosts, given);
}

async function show(context: CommandContext, given: string): Promise<void> {
  const api = context.api();
  const { host } = await api.request(HostDetailDocument, { id: await resolve(api, given) });
  if (!host) throw new CliError('NOT_FOUND', `There is no host ${given}`);
  if (context.json) return context.printJson(host);
  const { power, strangers, used, vcpuLimit, ramLimitMiB, lastSeenAt, health, ...facts } = host;
  const line = (key: string, value: unknown) => `${key.padEnd(20)}${value ?? '-'}`;
  const lines = [
    ...Object.entries(facts).map(([key, value]) => line(key, value)),
    line('power', power.method),
    line('reserved', `${used.vcpus} of ${vcpuLimit} vCPUs`),
    line('', `${formatMiB(used.ramMiB)} of ${formatMiB(ramLimitMiB)} RAM`),
    line('last seen', formatAgo(lastSeenAt)),
    ...Object.entries(health).flatMap(([sign, seen]) =>
      seen && typeof seen === 'object' ? [line(sign, signWords(seen))] : [],
    ),
    ...strangers.map(({ name, uuid, state }) => line('unknown domain', `${name} ${state} ${uuid}`)),
  ];
  context.print(lines.join('\n'));
}

/** A sign of health: since when it is well, or what is wrong and when it was well last. */
function signWords({ ok, since, lastSeenAt, message }: SignFragment): string {
  if (ok) return `works, since ${formatTime(since)}`;
  return `${message ?? 'fails'}; last seen ${formatAgo(lastSeenAt)}`;
}

async function remove(context: CommandContext, given: string): Promise<void> {
  const api = context.api();
  const input = { id: await resolve(api, given) };
  const { removeHost } = await api.request(RemoveHostDocument, { input });
  if (context.json) context.printJson(removeHost);
  else context.print(`${removeHost.name} was removed`);
}

function isOn(word: string): boolean {
  if (word === 'on') return true;
  if (word === 'off') return false;
  throw usageError(`Say on or off, not ${word}`);
}

async function maintenance(context: CommandContext, given: string, word: string): Promise<void> {
  const on = isOn(word);
  const api = context.api();
  const input = { id: await resolve(api, given), on };
  const { setHostMaintenance: host } = await api.request(SetHostMaintenanceDocument, { input });
  if (context.json) context.printJson(host);
  else context.print(`${host.name} is ${host.status}`);
}

async function power(
  context: CommandContext,
  given: string,
  word: string,
  options: { readonly watch?: boolean },
): Promise<void> {
  const on = isOn(word);
  const api = context.api();
  const input = { id: await resolve(api, given) };
  const task = on
    ? (await api.request(PowerOnHostDocument, { input })).powerOnHost
    : (await api.request(PowerOffHostDocument, { input })).powerOffHost;
  await reportTask(context, task, options.watch);
}

async function respawn(
  context: CommandContext,
  given: string,
  options: { readonly confirm?: boolean; readonly giveUpKept?: boolean; readonly watch?: boolean },
): Promise<void> {
  const api = context.api();
  const input = {
    hostId: await resolve(api, given),
    confirmed: options.confirm === true,
    giveUpKept: options.giveUpKept === true,
  };
  const { respawnVms } = await api.request(RespawnVmsDocument, { input });
  await reportTask(context, respawnVms, options.watch);
}

/** `host show | add | edit | remove | maintenance | evacuate | return | power | respawn | migration`. */
export function addHostCommands(host: Command, act: Act): void {
  addHostMigrationCommand(host, act);
  host.command('show <host>').description('what a host is').action(act(show));
  addMachineCommands(host, act, resolve);
  host.command('remove <host>').description('take an empty host out').action(act(remove));
  host
    .command('maintenance <host> <on|off>')
    .description('close a host for new VMs, or open it')
    .action(act(maintenance));
  addEvacuationCommands(host, act, resolve);
  host
    .command('power <host> <on|off>')
    .description('switch a host on or off')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(power));
  host
    .command('respawn <host>')
    .description('bring the VMs of a host that is down up on others')
    .option('--confirm', 'the host is without power: needed where it has no BMC')
    .option('--give-up-kept', 'it never comes back: give up the memory of VMs that is kept there')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(respawn));
}
