import { type Command, InvalidArgumentError } from 'commander';
import { formatAgo } from '../amounts.ts';
import type { ApiClient } from '../api/api-client.ts';
import {
  AddDatastoreDocument,
  DatastoreChecksDocument,
  type DatastoreLineFragment,
  DatastoreListDocument,
  EditDatastoreDocument,
  HostListDocument,
  RemoveDatastoreDocument,
} from '../api/generated/graphql.ts';
import { usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import type { Column } from '../table.ts';
import { pick } from './create-vm.ts';
import { addEmptyCommand } from './empty-datastore.ts';
import { addImageCommands } from './image.ts';

const COLUMNS: readonly Column<DatastoreLineFragment>[] = [
  { head: 'NAME', cell: ({ name }) => name },
  { head: 'PATH', cell: ({ path }) => path },
  { head: 'HOSTS', cell: hostsOf },
  { head: 'CAPACITY', cell: ({ capacityGiB }) => gib(capacityGiB), align: 'right' },
  { head: 'USED', cell: ({ usedGiB }) => gib(usedGiB), align: 'right' },
  { head: 'PROMISED', cell: ({ promisedGiB }) => gib(promisedGiB), align: 'right' },
  { head: 'RESERVE', cell: ({ reserveGiB }) => gib(reserveGiB), align: 'right' },
  { head: 'ON IT', cell: ({ occupiedBy }) => occupiedBy },
  { head: 'NEW', cell: ({ closed }) => (closed ? 'no' : 'yes') },
  { head: 'CHECKED', cell: ({ checkedAt }) => formatAgo(checkedAt) },
  { head: 'ID', cell: ({ id }) => id },
];

/** `every`, or names; those that do not see it are marked. */
function hostsOf({ everyHost, hosts }: DatastoreLineFragment): string {
  const blind = hosts.filter(({ sees }) => sees === false).map(({ host }) => host.name);
  const which = everyHost ? 'every' : hosts.map(({ host }) => host.name).join(', ');
  return blind.length > 0 ? `${which} (not mounted on ${blind.join(', ')})` : which;
}

const gib = (size: number | null): string | null => (size === null ? null : `${size} GiB`);

async function listDatastores(context: CommandContext): Promise<void> {
  const { datastores } = await context.api().request(DatastoreListDocument, {});
  context.printRows(COLUMNS, datastores, 'No datastores');
}

interface DatastoreOptions {
  readonly name?: string;
  readonly mount?: string;
  readonly reserve?: number | null;
  readonly host?: readonly string[];
  readonly everyHost?: boolean;
  readonly close?: boolean;
  readonly open?: boolean;
}

async function hostIds(api: ApiClient, given: readonly string[] | undefined) {
  if (!given) return null;
  const { hosts } = await api.request(HostListDocument, {});
  return given.map((host) => pick('host', hosts, host));
}

async function addDatastore(
  context: CommandContext,
  name: string,
  path: string,
  options: DatastoreOptions,
): Promise<void> {
  const input = {
    ...{ name, path },
    hostIds: await hostIds(context.api(), options.host),
    mountAddress: options.mount ?? null,
    reserveGiB: options.reserve ?? null,
  };
  const { addDatastore: added } = await context.api().request(AddDatastoreDocument, { input });
  context.printRows(COLUMNS, [added], '');
}

async function resolve(api: ApiClient, given: string): Promise<string> {
  const { datastores } = await api.request(DatastoreListDocument, {});
  return pick('datastore', datastores, given);
}

async function editDatastore(
  context: CommandContext,
  given: string,
  options: DatastoreOptions,
): Promise<void> {
  if (Object.keys(options).length === 0)
    throw usageError('Give what is to change, e.g. --name; see --help');
  if (options.close && options.open) throw usageError('Say one of --close and --open');
  if (options.host && options.everyHost) throw usageError('Say one of --host and --every-host');
  const api = context.api();
  const input = {
    id: await resolve(api, given),
    ...(options.name !== undefined && { name: options.name }),
    ...(options.mount !== undefined && { mountAddress: options.mount }),
    ...(options.reserve !== undefined && { reserveGiB: options.reserve }),
    ...(options.host && { hostIds: await hostIds(api, options.host) }),
    ...(options.everyHost && { everyHost: true }),
    ...((options.close || options.open) && { closed: options.close === true }),
  };
  const { editDatastore: edited } = await api.request(EditDatastoreDocument, { input });
  context.printRows(COLUMNS, [edited], '');
}

async function removeDatastore(context: CommandContext, given: string): Promise<void> {
  const api = context.api();
  const input = { id: await resolve(api, given) };
  const { removeDatastore: gone } = await api.request(RemoveDatastoreDocument, { input });
  if (context.json) context.printJson(gone);
  else context.print(`Removed ${gone.name}; its files stay as they are`);
}

async function checkDatastore(
  context: CommandContext,
  path: string,
  options: Pick<DatastoreOptions, 'host'>,
): Promise<void> {
  const api = context.api();
  const variables = { path, hostIds: await hostIds(api, options.host) };
  const { datastoreChecks } = await api.request(DatastoreChecksDocument, variables);
  context.printRows(
    [
      { head: 'HOST', cell: ({ host }) => host },
      { head: 'OK', cell: ({ ok, reached }) => (reached ? (ok ? 'yes' : 'no') : '?') },
      { head: 'FOUND', cell: ({ text }) => text },
    ],
    datastoreChecks,
    'No hosts',
  );
}

/** GiB, or `default` for that of the constant. */
function parseReserve(text: string): number | null {
  if (text === 'default') return null;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 0) return size;
  throw new InvalidArgumentError('Give a whole number of GiB, or default.');
}

/** `datastore …`. */
export function addDatastoreCommands(program: Command, act: Act): void {
  const datastore = program.command('datastore').description('where disks are kept (admins)');
  const reserve = ['--reserve <GiB>', 'free space that stays; or default', parseReserve] as const;
  const hosts = ['--host <host...>', 'only these hosts have it; one for local storage'] as const;
  datastore
    .command('list')
    .description('list datastores with what is used and promised')
    .action(act((context) => listDatastores(context)));
  datastore
    .command('check <path>')
    .description('ask every host whether storage is mounted there and can be written')
    .option(...hosts)
    .action(act(checkDatastore));
  datastore
    .command('add <name> <path>')
    .description('add storage that hosts have mounted at this path: every one, or those named')
    .option(...hosts)
    .option('--mount <address>', 'where it comes from, e.g. filer:/baadal/data')
    .option(...reserve)
    .action(act(addDatastore));
  datastore
    .command('edit <datastore>')
    .description('change name, origin, reserve or hosts')
    .option(...hosts)
    .option('--every-host', 'every host has it from now on')
    .option('--close', 'nothing new goes in')
    .option('--open', 'new things go in again')
    .option('--name <name>', 'a new name')
    .option('--mount <address>', 'where it comes from')
    .option(...reserve)
    .action(act(editDatastore));
  addEmptyCommand(datastore, act, resolve);
  datastore
    .command('remove <datastore>')
    .description('forget a datastore that nothing lies on')
    .action(act((context, given: string) => removeDatastore(context, given)));
  addImageCommands(datastore, act);
}
