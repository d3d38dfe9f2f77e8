import type { Command } from 'commander';
import type { ApiClient } from '../api/api-client.ts';
import {
  SetSettingDocument,
  SettingHistoryDocument,
  SettingListDocument,
  type SettingListQuery,
} from '../api/generated/graphql.ts';
import { CliError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';

type Setting = SettingListQuery['constants'][number];

const withUnit = ({ unit }: Setting, value: string | number): string =>
  unit ? `${value} ${unit}` : String(value);

async function find(api: ApiClient, name: string): Promise<Setting> {
  const { constants } = await api.request(SettingListDocument, {});
  const wanted = name.toLowerCase();
  const found = constants.find((setting) => setting.name.toLowerCase() === wanted);
  if (!found) throw new CliError('NOT_FOUND', `There is no setting ${name}`);
  return found;
}

async function list(context: CommandContext): Promise<void> {
  const { constants } = await context.api().request(SettingListDocument, {});
  context.printRows(
    [
      { head: 'NAME', cell: ({ name }) => name },
      { head: 'VALUE', cell: (setting) => withUnit(setting, setting.value), align: 'right' },
      { head: 'DEFAULT', cell: (setting) => String(setting.default), align: 'right' },
      { head: 'FROM', cell: ({ min }) => String(min), align: 'right' },
      { head: 'TO', cell: ({ max }) => String(max), align: 'right' },
      { head: 'WHAT', cell: ({ description }) => description },
    ],
    constants,
    'No settings',
  );
}

async function show(context: CommandContext, name: string): Promise<void> {
  const api = context.api();
  const setting = await find(api, name);
  const { constantHistory: history } = await api.request(SettingHistoryDocument, {
    name: setting.name,
  });
  if (context.json) return context.printJson({ ...setting, history });
  const { value, min, max, description } = setting;
  const lines = [
    ['value', withUnit(setting, value)],
    ['default', withUnit(setting, setting.default)],
    ['range', `${min} to ${max}`],
    ['what', description],
  ];
  context.print(lines.map(([key = '', text]) => `${key.padEnd(12)}${text}`).join('\n'));
  for (const { at, from, to, actor } of history)
    context.print(`${'changed'.padEnd(12)}${at} ${from} -> ${to} ${actor?.username ?? ''}`.trim());
}

async function set(context: CommandContext, name: string, value: string): Promise<void> {
  const api = context.api();
  const setting = await find(api, name);
  const input = { name: setting.name, value };
  const { setConstant } = await api.request(SetSettingDocument, { input });
  if (context.json) context.printJson(setConstant);
  else context.print(`${setConstant.name} is ${withUnit(setting, setConstant.value)}`);
}

/** `setting list | show | set`. */
export function addSettingCommands(program: Command, act: Act): void {
  const setting = program.command('setting').description('what an admin may set');
  setting
    .command('list')
    .description('list settings with their ranges')
    .action(act((context) => list(context)));
  setting
    .command('show <name>')
    .description('a setting, and who changed it when')
    .action(act(show));
  setting
    .command('set <name> <value>')
    .description('change a setting; it holds at once')
    .action(act(set));
}
