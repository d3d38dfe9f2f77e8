import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { requireViewer, vmRelation } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { HostType } from '../host/host.type.ts';
import { FIRST } from '../platform/graphql/connection.ts';
import { isBrief } from '../platform/graphql/selection.ts';
import type { TaskId, VmId } from '../platform/ids.ts';
import { UserView } from '../user/user.type.ts';
import { VmType } from '../vm/vm.type.ts';
import { loadVmViews, type VmView } from '../vm/vm-views.ts';
import { loadTasksBefore } from './lane-queue.ts';
import { cancelTask, markTask, requireTask, retryTask, tasksPage } from './task.service.ts';
import {
  CancelTaskInput,
  MarkTaskInput,
  RetryTaskInput,
  TaskChildCounts,
  TaskConnection,
  TaskEventView,
  TaskFilter,
  TaskStepView,
  TaskView,
} from './task.type.ts';
import { findTask } from './task-definition.ts';
import { END_STATUSES } from './task-enums.ts';
import { taskLogFeed } from './task-log-feed.ts';
import {
  controlObstacle,
  countChildren,
  fits,
  loadChildren,
  loadEvents,
  loadSteps,
  seesTask,
  type TaskRow,
} from './task-queries.ts';

@Resolver(() => TaskView)
export class TaskResolver {
  @Query(() => TaskConnection, { description: 'The tasks that the viewer may see, newest first.' })
  async tasks(
    @Ctx() ctx: Context,
    @Arg('filter', () => TaskFilter, { nullable: true }) filter: TaskFilter | undefined,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<TaskConnection> {
    return tasksPage(ctx, filter ?? {}, { first, after: after ?? undefined });
  }

  @Query(() => TaskView, {
    nullable: true,
    description: 'Null, with NOT_FOUND, when there is none or the viewer may not see it.',
  })
  task(@Ctx() ctx: Context, @Arg('id', () => ID) id: string): Promise<TaskView> {
    return requireTask(ctx, id);
  }

  @Mutation(() => TaskView, {
    description: 'Cancels a task that waits; one that runs is undone before its next step.',
  })
  cancelTask(@Ctx() ctx: Context, @Arg('input', () => CancelTaskInput) input: CancelTaskInput) {
    return cancelTask(ctx, input);
  }

  @Mutation(() => TaskView, {
    description: 'Begins a failed or cancelled task again; a PARTIAL one is undone first.',
  })
  retryTask(@Ctx() ctx: Context, @Arg('input', () => RetryTaskInput) input: RetryTaskInput) {
    return retryTask(ctx, input);
  }

  @Mutation(() => TaskView, {
    description: 'Puts a stuck task to an end without doing or undoing anything. Admins only.',
  })
  markTask(@Ctx() ctx: Context, @Arg('input', () => MarkTaskInput) input: MarkTaskInput) {
    return markTask(ctx, input);
  }

  @Subscription(() => TaskView, {
    description: 'The present state of a task, then every change; completes after its end.',
    subscribe: ({ args, context }) => watchTask(context as Context, (args as { id: string }).id),
  })
  taskUpdated(@Root() task: TaskView, @Arg('id', () => ID) _id: string): TaskView {
    return task;
  }

  @Subscription(() => TaskView, {
    description: 'Every change of the tasks that the viewer may see.',
    subscribe: ({ args, context }) =>
      watchTasks(context as Context, (args as { filter?: TaskFilter }).filter ?? {}),
  })
  tasksUpdated(
    @Root() task: TaskView,
    @Arg('filter', () => TaskFilter, { nullable: true }) _filter?: TaskFilter,
  ): TaskView {
    return task;
  }

  @Subscription(() => TaskEventView, {
    description: 'Log lines from the first, or after `after`; completes after the task has ended.',
    subscribe: ({ args, context }) => watchLog(context as Context, args as LogArgs),
  })
  taskLog(
    @Root() line: TaskEventView,
    @Arg('id', () => ID) _id: string,
    @Arg('after', () => Int, { nullable: true, description: 'The last `seq` that is known.' })
    _after?: number,
  ): TaskEventView {
    return line;
  }

  @FieldResolver(() => Boolean)
  cancellable(@Root() task: TaskRow, @Ctx() ctx: Context): boolean {
    return task.cancellable && controlObstacle(requireViewer(ctx), task) === null;
  }

  @FieldResolver(() => Boolean, { description: 'The viewer may ask it to try again.' })
  retryable(@Root() task: TaskRow, @Ctx() ctx: Context): boolean {
    return this.retryObstacle(task, ctx) === null;
  }

  @FieldResolver(() => String, { nullable: true })
  retryObstacle(@Root() task: TaskRow, @Ctx() ctx: Context): string | null {
    return task.retryObstacle ?? controlObstacle(requireViewer(ctx), task);
  }

  @FieldResolver(() => [TaskStepView], { description: 'All steps, those to come too.' })
  async steps(@Root() task: TaskRow, @Ctx() ctx: Context): Promise<readonly TaskStepView[]> {
    return task.steps ?? loadersOf(ctx).steps.load(task.id);
  }

  @FieldResolver(() => [TaskEventView], { description: 'Log lines after `after`.' })
  log(
    @Root() task: TaskRow,
    @Ctx() ctx: Context,
    @Arg('first', () => Int, { defaultValue: 500, description: '1 to 1000.' }) first: number,
    @Arg('after', () => Int, { nullable: true }) after?: number,
  ): Promise<TaskEventView[]> {
    return loadEvents(ctx.em, task.id, { first, after: after ?? 0 });
  }

  @FieldResolver(() => VmType, { nullable: true, description: 'Null: none, gone, or not yours.' })
  async vm(@Root() task: TaskRow, @Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    if (!task.vm || !task.audience || !vmRelation(requireViewer(ctx), task.audience)) return null;
    return isBrief(info, ['id', 'name', 'identity']) ? task.vm : loadersOf(ctx).vm.load(task.vm.id);
  }

  @FieldResolver(() => HostType, { nullable: true })
  async host(@Root() task: TaskRow, @Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    if (!task.host) return null;
    return isBrief(info, ['id', 'name', 'status'])
      ? task.host
      : ctx.loaders.host.load(task.host.id);
  }

  @FieldResolver(() => UserView, { nullable: true, description: 'Null: it began by itself.' })
  async requestedBy(@Root() task: TaskRow, @Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    if (!task.requester) return null;
    return isBrief(info, ['id', 'username', 'name'])
      ? task.requester
      : ctx.loaders.userOrNull.load(task.requester.id);
  }

  @FieldResolver(() => TaskView, { nullable: true })
  async parent(@Root() task: TaskRow, @Ctx() ctx: Context): Promise<TaskView | null> {
    if (!task.parentId) return null;
    const parent = await ctx.loaders.task.load(task.parentId);
    return parent && seesTask(requireViewer(ctx), parent) ? parent : null;
  }

  @FieldResolver(() => TaskView, {
    nullable: true,
    description: 'The task before it on the same VM or host that it waits for; null: none.',
  })
  async waitsFor(@Root() task: TaskRow, @Ctx() ctx: Context): Promise<TaskView | null> {
    if (task.status !== 'PENDING') return null;
    const before = await loadersOf(ctx).before.load(task.id);
    const found = before && (await ctx.loaders.task.load(before));
    return found && seesTask(requireViewer(ctx), found) ? found : null;
  }

  @FieldResolver(() => TaskChildCounts, {
    nullable: true,
    description: 'Null: it is done by itself, without children.',
  })
  childCounts(@Root() task: TaskRow, @Ctx() ctx: Context): Promise<TaskChildCounts | null> | null {
    return findTask(task.type)?.group ? loadersOf(ctx).childCounts.load(task.id) : null;
  }

  @FieldResolver(() => [TaskView], { description: 'Oldest first.' })
  async children(@Root() task: TaskRow, @Ctx() ctx: Context): Promise<TaskView[]> {
    const viewer = requireViewer(ctx);
    return (await loadersOf(ctx).children.load(task.id)).filter((child) => seesTask(viewer, child));
  }
}

async function watchTask(ctx: Context, id: string): Promise<AsyncIterable<TaskRow>> {
  const viewer = requireViewer(ctx);
  await requireTask(ctx, id);
  return ctx.services.feeds.task.subscribe({
    id,
    initial: true,
    accept: (task) => seesTask(viewer, task),
    until: (task) => END_STATUSES.includes(task.status),
  });
}

function watchTasks(ctx: Context, filter: TaskFilter): AsyncIterable<TaskRow> {
  const viewer = requireViewer(ctx);
  return ctx.services.feeds.task.subscribe({
    accept: (task) => seesTask(viewer, task) && fits(task, viewer, filter),
  });
}

interface LogArgs {
  readonly id: string;
  readonly after?: number | null;
}

async function watchLog(ctx: Context, args: LogArgs): Promise<AsyncIterable<TaskEventView>> {
  const { id } = await requireTask(ctx, args.id);
  return taskLogFeed(ctx.services).follow(id, args.after ?? 0);
}

/** Batches within one request, and keeps nothing: a subscription's request lasts for hours. */
function createLoaders({ em }: Context) {
  const fresh = { cache: false } as const;
  return {
    steps: new DataLoader<TaskId, TaskStepView[]>(async (ids) => {
      const steps = await loadSteps(em, ids);
      return ids.map((id) => steps.get(id) ?? []);
    }, fresh),
    children: new DataLoader<TaskId, TaskRow[]>(async (ids) => {
      const children = await loadChildren(em, ids);
      return ids.map((id) => children.get(id) ?? []);
    }, fresh),
    childCounts: new DataLoader<TaskId, TaskChildCounts | null>(async (ids) => {
      const counts = await countChildren(em, ids);
      return ids.map((id) => counts.get(id) ?? null);
    }, fresh),
    before: new DataLoader<TaskId, TaskId | null>(async (ids) => {
      const before = await loadTasksBefore(em, ids);
      return ids.map((id) => before.get(id) ?? null);
    }, fresh),
    vm: new DataLoader<VmId, VmView | null>(async (ids) => {
      const vms = new Map((await loadVmViews(em, ids)).map((vm) => [vm.id, vm]));
      return ids.map((id) => vms.get(id) ?? null);
    }, fresh),
  };
}

const loaders = new WeakMap<Context, ReturnType<typeof createLoaders>>();

function loadersOf(ctx: Context) {
  const known = loaders.get(ctx) ?? createLoaders(ctx);
  loaders.set(ctx, known);
  return known;
}
