import type { Command } from 'commander';
import type { ApiClient } from '../api/api-client.ts';
import {
  AddHostDocument,
  EditHostDocument,
  HostDetailDocument,
  HostListDocument,
  PowerOffHostDocument,
  PowerOnHostDocument,
  ProbeHostDocument,
  RemoveHostDocument,
  RespawnVmsDocument,
  SetHostMaintenanceDocument,
} from '../api/generated/graphql.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { reportTask } from '../task-view.ts';
import { pick } from './create-vm.ts';
import { addEvacuationCommands } from './evacuate-host.ts';
import { addHostMigrationCommand } from './migrate-vm.ts';
import { parseCount, watchOption } from './options.ts';

async function resolve(api: ApiClient, given: string): Promise<string> {
  const { hosts } = await api.request(HostListDocument, {});
  return pick('host', hosts, given);
}

async function show(context: CommandContext, given: string): Promise<void> {
  const api = context.api();
  const { host } = await api.request(HostDetailDocument, { id: await resolve(api, given) });
  if (!host) throw new CliError('NOT_FOUND', `There is no host ${given}`);
  if (context.json) return context.printJson(host);
  const { power, strangers, ...facts } = host;
  const lines = Object.entries(facts).map(([key, value]) => `${key.padEnd(20)}${value ?? '-'}`);
  context.print([...lines, `${'power'.padEnd(20)}${power.method}`].join('\n'));
  for (const { name, uuid, state } of strangers)
    context.print(`${'unknown domain'.padEnd(20)}${name} ${state} ${uuid}`);
}

interface AddOptions {
  readonly user: string;
  readonly port: number;
  readonly fingerprint?: string;
  readonly rack?: string;
  readonly slot?: number;
}

async function add(
  context: CommandContext,
  name: string,
  address: string,
  options: AddOptions,
): Promise<void> {
  const api = context.api();
  const machine = { address, sshUser: options.user, sshPort: options.port };
  if (!options.fingerprint) {
    const { probeHost } = await api.request(ProbeHostDocument, { input: machine });
    throw usageError(
      `The machine offers the host key ${probeHost.fingerprint}`,
      `Compare it on the machine itself, then say: --fingerprint ${probeHost.fingerprint}`,
    );
  }
  const key = { hostKeyFingerprint: options.fingerprint };
  const { probeHost } = await api.request(ProbeHostDocument, { input: { ...machine, ...key } });
  for (const { name: what, ok, text, remedy } of probeHost.checks)
    context.note(`${ok ? 'ok  ' : '!   '}${what}: ${text}${remedy ? `\n      ${remedy}` : ''}`);
  const place = { rack: options.rack ?? null, slot: options.slot ?? null };
  const input = { ...machine, ...key, ...place, name };
  const { addHost } = await api.request(AddHostDocument, { input });
  if (context.json) context.printJson(addHost);
  else context.print(`${addHost.name} is ${addHost.status}`);
}

interface EditOptions {
  readonly name?: string;
  readonly address?: string;
  readonly rack?: string;
  readonly slot?: number;
  readonly fingerprint?: string;
}

async function edit(context: CommandContext, given: string, options: EditOptions): Promise<void> {
  if (Object.keys(options).length === 0) throw usageError('Give what is to change');
  const api = context.api();
  const { fingerprint, ...rest } = options;
  const key = fingerprint ? { hostKeyFingerprint: fingerprint } : {};
  const input = { id: await resolve(api, given), ...rest, ...key };
  const { editHost } = await api.request(EditHostDocument, { input });
  if (context.json) context.printJson(editHost);
  else context.print(`${editHost.name} was changed`);
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
  host
    .command('add <name> <address>')
    .description('make a machine a host; tells its host key first')
    .option('--user <name>', 'SSH user', 'root')
    .option('--port <number>', 'SSH port', parseCount, 22)
    .option('--fingerprint <SHA256:…>', 'the host key, compared on the machine itself')
    .option('--rack <name>', 'where it stands')
    .option('--slot <number>', 'place in the rack, from below', parseCount)
    .action(act(add));
  host
    .command('edit <host>')
    .description('change what is given')
    .option('--name <name>', 'another name')
    .option('--address <address>', 'where it is reached')
    .option('--fingerprint <SHA256:…>', 'its new host key')
    .option('--rack <name>', 'where it stands')
    .option('--slot <number>', 'place in the rack, from below', parseCount)
    .action(act(edit));
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
