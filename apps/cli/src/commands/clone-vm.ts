import type { Command } from 'commander';
import { CloneVmDocument } from '../api/generated/graphql.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { reportTask } from '../task-view.ts';
import { parseCount, watchOption } from './options.ts';

interface CloneOptions {
  readonly count: number;
  readonly prefix?: string;
  readonly start: boolean;
  readonly watch?: boolean;
}

async function cloneVm(
  context: CommandContext,
  given: string,
  options: CloneOptions,
): Promise<void> {
  const api = context.api();
  const { count, prefix, start } = options;
  const input = { id: await resolveVm(api, given), count, namePrefix: prefix ?? null, start };
  const { cloneVm: task } = await api.request(CloneVmDocument, { input });
  await reportTask(context, task, options.watch);
}

/** `vm clone`. */
export function addCloneCommand(vm: Command, act: Act): void {
  vm.command('clone <vm>')
    .description('make 1 to 100 copies of a VM, running or not, with addresses of their own')
    .option('-c, --count <count>', 'how many', parseCount, 1)
    .option('-p, --prefix <name>', "what names begin with; the VM's and -clone without it")
    .option('--no-start', 'leave the clones stopped')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(cloneVm));
}
