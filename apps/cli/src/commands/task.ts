import { type Command, Option } from 'commander';
import {
  CancelTaskDocument,
  RetryTaskDocument,
  TaskListDocument,
  TaskShowDocument,
  type TaskStatus,
} from '../api/generated/graphql.ts';
import { CliError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { resolveVm } from '../resolve-vm.ts';
import { formatTask, reportTask, taskColumns, watchTask } from '../task-view.ts';
import { listed, parseLimit, watchOption } from './options.ts';

const STATUSES: readonly TaskStatus[] = [
  'PENDING',
  'RUNNING',
  'RETRYING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'PARTIAL',
];

interface ListOptions {
  readonly status?: readonly TaskStatus[];
  readonly vm?: string;
  readonly mine?: boolean;
  readonly limit: number;
}

async function listTasks(context: CommandContext, options: ListOptions): Promise<void> {
  const api = context.api();
  const filter = {
    ...(options.status === undefined ? {} : { status: [...options.status] }),
    ...(options.vm === undefined ? {} : { vmId: await resolveVm(api, options.vm) }),
    ...(options.mine ? { mine: true } : {}),
  };
  const { tasks } = await api.request(TaskListDocument, { filter, first: options.limit });
  context.printRows(taskColumns(context), tasks.nodes, 'No tasks');
  listed(context, tasks.nodes.length, tasks.totalCount);
}

async function showTask(context: CommandContext, id: string): Promise<void> {
  const { task } = await context.api().request(TaskShowDocument, { id });
  if (!task) throw new CliError('NOT_FOUND', `There is no task ${id}`);
  if (context.json) context.printJson(task);
  else context.print(formatTask(task, context));
}

async function cancelTask(context: CommandContext, id: string): Promise<void> {
  const { task } = await context.api().request(CancelTaskDocument, { id });
  if (context.json) context.printJson(task);
  else context.print(`${task.title}: ${task.status}`);
}

async function retryTask(
  context: CommandContext,
  id: string,
  options: { readonly watch?: boolean },
): Promise<void> {
  const { task } = await context.api().request(RetryTaskDocument, { id });
  await reportTask(context, task, options.watch);
}

/** `task …`. */
export function addTaskCommands(program: Command, act: Act): void {
  const task = program.command('task').description('what Baadal is doing and did');
  task
    .command('list')
    .description('list tasks, newest first')
    .addOption(new Option('--status <status...>', 'in one of these states').choices(STATUSES))
    .option('--vm <vm>', 'of this VM')
    .option('--mine', 'your own only')
    .option('-n, --limit <count>', 'most tasks shown, up to 1000', parseLimit, 20)
    .action(act(listTasks));
  task
    .command('show <id>')
    .description('show a task with its steps and log')
    .action(act((context, id: string) => showTask(context, id)));
  task
    .command('watch <id>')
    .description('follow a task to its end; exits 0 when it succeeded, else 1')
    .action(act((context, id: string) => watchTask(context, id)));
  task
    .command('cancel <id>')
    .description('ask a task to stop and undo what it did')
    .action(act((context, id: string) => cancelTask(context, id)));
  task
    .command('retry <id>')
    .description('run a failed task again')
    .addOption(watchOption())
    .addOption(watchOption('no'))
    .action(act(retryTask));
}
