import { formatAgo, formatClock, formatDuration, formatTime } from './amounts.ts';
import type {
  LogLineFragment,
  TaskDetailFragment,
  TaskLineFragment,
} from './api/generated/graphql.ts';
import { EXIT } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { type FollowSink, followTask, isEndState } from './follow-task.ts';
import { type Column, formatFields, formatTable, plain } from './table.ts';

/** How long a task has run, or ran. */
function taskDuration(task: TaskLineFragment): string | null {
  if (!task.startedAt) return null;
  const end = task.finishedAt ? Date.parse(task.finishedAt) : Date.now();
  return formatDuration(end - Date.parse(task.startedAt));
}

/** Columns of a task list. */
export function taskColumns(context: CommandContext): readonly Column<TaskLineFragment>[] {
  return [
    { head: 'ID', cell: ({ id }) => id },
    { head: 'STATUS', cell: ({ status }) => status, style: context.status },
    { head: '%', cell: ({ progress }) => progress, align: 'right' },
    { head: 'TASK', cell: ({ title }) => title },
    { head: 'HOST', cell: ({ host }) => host?.name },
    { head: 'BY', cell: ({ requestedBy }) => requestedBy?.username },
    { head: 'CREATED', cell: ({ createdAt }) => formatAgo(createdAt) },
    { head: 'TOOK', cell: taskDuration },
  ];
}

/** A log line for people: `20:11:02 define  Domain defined`. */
function formatLogLine(event: LogLineFragment, context: Pick<CommandContext, 'status'>): string {
  const level =
    event.level === 'INFO' || event.level === 'DEBUG' ? '' : `${context.status(event.level)} `;
  const step = event.step ? `${plain(event.step)}: ` : '';
  return `${formatClock(event.at)} ${level}${step}${plain(event.message)}`;
}

/** All there is about a task. */
export function formatTask(
  task: TaskDetailFragment & { readonly log?: readonly LogLineFragment[] },
  context: CommandContext,
): string {
  const head = formatFields([
    ['Task', task.id],
    ['Title', task.title],
    ['Status', task.status],
    ['Progress', `${task.progress} %`],
    ['Message', task.message],
    ['Error', task.error ? `${task.error.message} (${task.error.code})` : null],
    ['Left over', task.leftovers.join('; ')],
    ['VM', task.vm ? `${task.vm.name} (${task.vm.id})` : null],
    ['Host', task.host?.name],
    ['By', task.requestedBy?.username],
    ['Created', formatTime(task.createdAt)],
    ['Took', taskDuration(task)],
    ['Attempt', task.attempt],
  ]);
  const steps = formatTable<TaskDetailFragment['steps'][number]>(
    [
      { head: 'STEP', cell: ({ name }) => name },
      { head: 'STATUS', cell: ({ status }) => status, style: context.status },
      { head: 'ERROR', cell: ({ error }) => error ?? '' },
    ],
    task.steps,
  );
  const log = (task.log ?? []).map((event) => formatLogLine(event, context)).join('\n');
  return [head, task.steps.length > 0 ? steps : '', log].filter((part) => part !== '').join('\n\n');
}

/** Shows a followed task: log lines as they come, and on a terminal a progress line below them. */
class TaskScreen implements FollowSink {
  readonly #context: CommandContext;
  readonly #live: boolean;
  #task: TaskDetailFragment | null = null;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#live = context.terminal.stderr.isTTY === true && context.terminal.stdout.isTTY === true;
  }

  log(event: LogLineFragment): void {
    this.#clear();
    this.#context.print(formatLogLine(event, this.#context));
    this.#draw();
  }

  task(task: TaskDetailFragment): void {
    this.#clear();
    if (this.#task === null) this.#context.note(`${plain(task.title)} (${task.id})`);
    this.#task = task;
    this.#draw();
  }

  waiting(why: string): void {
    this.#clear();
    this.#context.note(`${why}; trying again`);
  }

  #clear(): void {
    if (this.#live) this.#context.terminal.stderr.write('\r\u001b[2K');
  }

  #draw(): void {
    if (!this.#live || this.#task === null || isEndState(this.#task.status)) return;
    const { progress, progressText, status } = this.#task;
    const done = Math.round(progress / 5);
    const bar = `${'█'.repeat(done)}${'░'.repeat(20 - done)}`;
    this.#context.terminal.stderr.write(
      `${bar} ${String(progress).padStart(3)} % ${progressText ?? status}`,
    );
  }
}

/** One JSON object a line: `{"kind":"log",…}` and `{"kind":"task",…}`. */
class TaskLines implements FollowSink {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  log(event: LogLineFragment): void {
    this.#context.printJson({ kind: 'log', ...event }, 'line');
  }

  task(task: TaskDetailFragment): void {
    this.#context.printJson({ kind: 'task', ...task }, 'line');
  }

  waiting(why: string): void {
    this.#context.terminal.stderr.write(`${why}; trying again\n`);
  }
}

/** The closing line of a followed task. */
function formatOutcome(task: TaskDetailFragment, context: Pick<CommandContext, 'status'>): string {
  const took = taskDuration(task);
  const said = plain(task.message ?? task.title);
  const head = `${context.status(task.status)}: ${said}${took ? ` (${took})` : ''}`;
  const error = task.error ? [`Error ${task.error.code}: ${plain(task.error.message)}`] : [];
  const left = task.leftovers.map((what) => `Left over: ${plain(what)}`);
  const next = task.retryable ? [`Try again with: baadal task retry ${task.id}`] : [];
  return [head, ...error, ...left, ...next].join('\n');
}

/** Follows a task on the terminal; the exit code tells whether it succeeded. */
export async function watchTask(context: CommandContext, id: string): Promise<void> {
  const sink = context.json ? new TaskLines(context) : new TaskScreen(context);
  const task = await followTask(context.api(), id, sink);
  if (!context.json) context.print(formatOutcome(task, context));
  context.exitCode = task.status === 'SUCCEEDED' ? EXIT.ok : EXIT.failed;
}

/** Follows the task that a command started, unless told (or, off a terminal, by default) not to. */
export async function reportTask(
  context: CommandContext,
  task: TaskLineFragment,
  watch: boolean | undefined,
): Promise<void> {
  if (watch ?? context.terminal.stdout.isTTY === true) {
    await watchTask(context, task.id);
  } else if (context.json) {
    context.printJson(task);
  } else {
    context.print(`${plain(task.title)}: task ${task.id}`);
    context.note(`Follow it with: baadal task watch ${task.id}`);
  }
}
