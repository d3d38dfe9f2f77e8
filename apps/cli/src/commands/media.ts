import type { Command } from 'commander';
import {
  EjectMediaDocument,
  InsertMediaDocument,
  TemplateListDocument,
} from '../api/generated/graphql.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { reportTask } from '../task-view.ts';
import { pick } from './create-vm.ts';
import { watchOption } from './options.ts';

interface Watched {
  readonly watch?: boolean;
}

async function insert(
  context: CommandContext,
  given: string,
  disc: string,
  options: Watched,
): Promise<void> {
  const api = context.api();
  const { templates } = await api.request(TemplateListDocument, { all: false });
  const discs = templates.filter(({ format }) => format === 'ISO');
  const input = { id: await resolveVm(api, given), templateId: pick('disc', discs, disc) };
  const { task } = await api.request(InsertMediaDocument, { input });
  await reportTask(context, task, options.watch);
}

async function eject(context: CommandContext, given: string, options: Watched): Promise<void> {
  const api = context.api();
  const input = { id: await resolveVm(api, given) };
  const { task } = await api.request(EjectMediaDocument, { input });
  await reportTask(context, task, options.watch);
}

/** `vm insert` and `vm eject`. */
export function addMediaCommands(vm: Command, act: Act): void {
  vm.command('insert <vm> <disc>')
    .description('put an ISO image into the drive of a VM; <disc> is a template by id or name')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(insert));
  vm.command('eject <vm>')
    .description('take the disc out of the drive of a VM')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(eject));
}
