import type { Command } from 'commander';
import { formatGiB } from '../amounts.ts';
import {
  MoveTargetsDocument,
  type MoveTargetsQuery,
  MoveVmToDatastoreDocument,
} from '../api/generated/graphql.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { reportTask } from '../task-view.ts';
import { pick } from './create-vm.ts';
import { findDisk } from './disk.ts';
import { parseCount, watchOption } from './options.ts';

type Choice = MoveTargetsQuery['diskMoveChoice'];

interface MoveOptions {
  readonly disk?: readonly string[];
  readonly bandwidth?: number;
  readonly watch?: boolean;
}

async function moveDisks(
  context: CommandContext,
  given: string,
  target: string | undefined,
  options: MoveOptions,
): Promise<void> {
  const api = context.api();
  const id = await resolveVm(api, given);
  const { diskMoveChoice: choice } = await api.request(MoveTargetsDocument, { id });
  if (target === undefined) return printTargets(context, choice);
  const datastores = choice.candidates.map(({ datastore }) => datastore);
  const diskIds: string[] = [];
  for (const disk of options.disk ?? []) diskIds.push((await findDisk(api, id, disk)).id);
  const input = {
    ...{ id, datastoreId: pick('datastore', datastores, target) },
    diskIds: diskIds.length > 0 ? diskIds : null,
    bandwidthMiBps: options.bandwidth ?? null,
  };
  const { task } = await api.request(MoveVmToDatastoreDocument, { input });
  await reportTask(context, task, options.watch);
}

function printTargets(context: CommandContext, { obstacle, candidates }: Choice): void {
  const why = (reasons: Choice['candidates'][number]['reasons']) =>
    reasons
      .filter(({ ok }) => !ok)
      .map(({ text }) => text)
      .join('; ');
  context.printRows(
    [
      { head: 'DATASTORE', cell: ({ datastore }) => datastore.name },
      { head: 'POSSIBLE', cell: ({ accepted }) => (accepted && !obstacle ? 'yes' : 'no') },
      {
        head: 'FREE AFTER',
        cell: ({ freeAfterGiB }) => (freeAfterGiB === null ? null : formatGiB(freeAfterGiB)),
        align: 'right',
      },
      { head: 'WHY NOT', cell: ({ reasons }) => obstacle ?? why(reasons) },
    ],
    candidates,
    'No datastores',
  );
}

/** `vm move-disks`. */
export function addMoveDisksCommand(vm: Command, act: Act): void {
  vm.command('move-disks <vm> [datastore]')
    .description(
      'move the disks of a VM to another datastore; without one, list where they could go',
    )
    .option('--disk <target...>', 'only these disks, e.g. vdb')
    .option('--bandwidth <MiB/s>', 'most that the copying may use', parseCount)
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(moveDisks));
}
