import type { Command } from 'commander';
import type { ApiClient } from '../api/api-client.ts';
import {
  EvacuateHostDocument,
  EvacuationPlanDocument,
  LastEvacuationDocument,
  ReturnVmsDocument,
} from '../api/generated/graphql.ts';
import { CliError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { reportTask } from '../task-view.ts';
import { watchOption } from './options.ts';

interface WatchOptions {
  readonly watch?: boolean;
}

/** The id of a host that somebody typed. */
type ResolveHost = (api: ApiClient, given: string) => Promise<string>;

/** Tells the plan, or carries it out. */
function evacuate(resolve: ResolveHost) {
  return async (
    context: CommandContext,
    given: string,
    options: WatchOptions & { readonly plan?: boolean },
  ): Promise<void> => {
    const api = context.api();
    const id = await resolve(api, given);
    if (!options.plan) {
      const { evacuateHost } = await api.request(EvacuateHostDocument, { input: { id } });
      return await reportTask(context, evacuateHost, options.watch);
    }
    const { evacuationPlan } = await api.request(EvacuationPlanDocument, { id });
    context.printRows(
      [
        { head: 'VM', cell: ({ name }) => name },
        { head: 'TO', cell: ({ target }) => target?.name ?? 'stays' },
        { head: 'HOW', cell: ({ kind }) => kind.toLowerCase() },
        { head: 'WHY', cell: ({ reasons }) => reasons.join('; ') },
      ],
      evacuationPlan,
      'No VMs',
    );
  };
}

/** Brings back what the last evacuation moved. */
function bringBack(resolve: ResolveHost) {
  return async (context: CommandContext, given: string, options: WatchOptions): Promise<void> => {
    const api = context.api();
    const id = await resolve(api, given);
    const { tasks } = await api.request(LastEvacuationDocument, { id });
    const [last] = tasks.nodes;
    if (!last) throw new CliError('NOT_FOUND', `${given} was never evacuated`);
    const { returnVms } = await api.request(ReturnVmsDocument, { input: { id: last.id } });
    await reportTask(context, returnVms, options.watch);
  };
}

/** `host evacuate | return`. */
export function addEvacuationCommands(host: Command, act: Act, resolve: ResolveHost): void {
  host
    .command('evacuate <host>')
    .description('move its VMs to other hosts, and keep new ones away')
    .option('--plan', 'only tell what would be done')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(evacuate(resolve)));
  host
    .command('return <host>')
    .description('take it back into service, with the VMs that the last evacuation moved')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(bringBack(resolve)));
}
