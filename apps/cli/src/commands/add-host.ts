import type { Command } from 'commander';
import type { ApiClient } from '../api/api-client.ts';
import { AddHostDocument, EditHostDocument, ProbeHostDocument } from '../api/generated/graphql.ts';
import { usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { parseCount } from './options.ts';

/** Finds the id of a host that is named by id or name. */
type Resolve = (api: ApiClient, given: string) => Promise<string>;

interface AddOptions {
  readonly user: string;
  readonly port: number;
  readonly fingerprint?: string;
  readonly rack?: string;
  readonly slot?: number;
  readonly bridge?: string;
  readonly migration?: boolean;
}

async function add(
  context: CommandContext,
  name: string,
  address: string,
  options: AddOptions,
): Promise<void> {
  const api = context.api();
  const { bridge, migration = false } = options;
  const machine = {
    ...{ address, sshUser: options.user, sshPort: options.port },
    ...(bridge && { bridge }),
  };
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
  const input = { ...machine, ...key, ...place, migration, name };
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
  readonly user?: string;
  readonly port?: number;
  readonly bridge?: string;
}

async function edit(
  context: CommandContext,
  { given, resolve }: { readonly given: string; readonly resolve: Resolve },
  options: EditOptions,
): Promise<void> {
  if (Object.keys(options).length === 0) throw usageError('Give what is to change');
  const api = context.api();
  const { fingerprint, user, port, ...rest } = options;
  const way = {
    ...(fingerprint && { hostKeyFingerprint: fingerprint }),
    ...(user && { sshUser: user }),
    ...(port && { sshPort: port }),
  };
  const input = { id: await resolve(api, given), ...rest, ...way };
  const { editHost } = await api.request(EditHostDocument, { input });
  if (context.json) context.printJson(editHost);
  else context.print(`${editHost.name} was changed`);
}

/** `host add | edit`. */
export function addMachineCommands(host: Command, act: Act, resolve: Resolve): void {
  host
    .command('add <name> <address>')
    .description('make a machine a host; tells its host key first')
    .option('--user <name>', 'SSH user', 'root')
    .option('--port <number>', 'SSH port', parseCount, 22)
    .option('--fingerprint <SHA256:…>', 'the host key, compared on the machine itself')
    .option('--rack <name>', 'where it stands')
    .option('--slot <number>', 'place in the rack, from below', parseCount)
    .option('--bridge <name>', 'Open vSwitch bridge for guests; found without it')
    .option('--migration', 'let running VMs move to it and from it; makes a key there')
    .action(act(add));
  host
    .command('edit <host>')
    .description('change what is given')
    .option('--name <name>', 'another name')
    .option('--address <address>', 'where it is reached')
    .option('--fingerprint <SHA256:…>', 'its new host key')
    .option('--rack <name>', 'where it stands')
    .option('--slot <number>', 'place in the rack, from below', parseCount)
    .option('--user <name>', 'another SSH user')
    .option('--port <number>', 'another SSH port', parseCount)
    .option('--bridge <name>', 'another Open vSwitch bridge for guests')
    .action(
      act((context, given: string, options: EditOptions) =>
        edit(context, { given, resolve }, options),
      ),
    );
}
