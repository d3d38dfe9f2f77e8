import type { Command } from 'commander';
import { formatGiB } from '../amounts.ts';
import type { ApiClient } from '../api/api-client.ts';
import {
  EmptyDatastoreDocument,
  EmptyingPlanDocument,
  type EmptyingPlanQuery,
} from '../api/generated/graphql.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { reportTask } from '../task-view.ts';
import { parseCount, watchOption } from './options.ts';

interface EmptyOptions {
  readonly to?: string;
  readonly bandwidth?: number;
  readonly plan?: boolean;
  readonly watch?: boolean;
}

/** The id of a datastore that somebody typed. */
type ResolveDatastore = (api: ApiClient, given: string) => Promise<string>;

/** Tells the plan, or carries it out. */
function empty(resolve: ResolveDatastore) {
  return async (context: CommandContext, given: string, options: EmptyOptions): Promise<void> => {
    const api = context.api();
    const id = await resolve(api, given);
    const targetId = options.to === undefined ? null : await resolve(api, options.to);
    if (options.plan) {
      const { emptyingPlan } = await api.request(EmptyingPlanDocument, { id, targetId });
      return printPlan(context, emptyingPlan);
    }
    const input = { id, targetId, bandwidthMiBps: options.bandwidth ?? null };
    const { emptyDatastore } = await api.request(EmptyDatastoreDocument, { input });
    await reportTask(context, emptyDatastore, options.watch);
  };
}

function printPlan(context: CommandContext, plan: EmptyingPlanQuery['emptyingPlan']): void {
  if (context.json) {
    context.printJson(plan);
    return;
  }
  context.printRows(
    [
      { head: 'VM', cell: ({ name }) => name },
      { head: 'DISKS', cell: ({ targets }) => targets.join(', ') },
      { head: 'SIZE', cell: ({ sizeGiB }) => formatGiB(sizeGiB), align: 'right' },
      { head: 'TO', cell: ({ target }) => target?.name ?? 'stays' },
      { head: 'HOW', cell: ({ live }) => (live ? 'live' : 'off') },
      { head: 'WHY', cell: ({ reasons }) => reasons.join('; ') },
    ],
    plan.steps,
    'No disks of VMs',
  );
  for (const { what, reason } of plan.rest) context.print(`${what} stays. ${reason}`);
}

/** `datastore empty`. */
export function addEmptyCommand(datastore: Command, act: Act, resolve: ResolveDatastore): void {
  datastore
    .command('empty <datastore>')
    .description('move the disks on it to others, and keep new ones away')
    .option('--to <datastore>', 'where all go; without it, the best for each')
    .option('--bandwidth <MiB/s>', 'most that each copy may use', parseCount)
    .option('--plan', 'only tell what would be done')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(empty(resolve)));
}
