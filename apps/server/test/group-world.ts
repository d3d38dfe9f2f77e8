import { z } from 'zod';
import { type Em, rows, transaction } from '../src/platform/db.ts';
import type { TaskId } from '../src/platform/ids.ts';
import type { Services } from '../src/services.ts';
import {
  announceGroup,
  announceNews,
  childMoved,
  enqueueChildren,
  enqueueGroup,
  type NewChild,
} from '../src/task/group.ts';
import { announceChange } from '../src/task/task.service.ts';
import { type AnyTaskDefinition, defineTask, registerTasks } from '../src/task/task-definition.ts';
import { completeSet } from './task-world.ts';
import { waitFor } from './wait-for.ts';

interface Parent {
  readonly atOnce: number;
  /** Children that a step adds once the first ones have ended. */
  readonly later: number;
}
interface Child {
  readonly name: string;
}

/** Something to wait for, and how to let it happen. */
export const gate = () => {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { opened, open };
};

/** A group and its children, which write down what they did, and do as the test says. */
export function groupWorld(
  behave: (name: string, signal: AbortSignal) => Promise<void> = async () => undefined,
) {
  const seen = {
    done: [] as string[],
    undone: [] as string[],
    now: 0,
    most: 0,
    parent: [] as string[],
  };
  const child = defineTask<Child>({
    type: 'START_VM',
    input: z.object({ name: z.string() }),
    steps: [
      {
        name: 'first',
        milestone: true,
        do: () => Promise.resolve(),
        undo: async (ctx) => void seen.undone.push(ctx.input.name),
      },
      {
        name: 'work',
        cancellable: true,
        do: async (ctx) => {
          seen.most = Math.max(seen.most, ++seen.now);
          try {
            await behave(ctx.input.name, ctx.signal);
            seen.done.push(ctx.input.name);
          } finally {
            seen.now--;
          }
        },
      },
    ],
    succeeded: (ctx) => `${ctx.input.name} is made`,
  });
  const parent = defineTask<Parent>({
    type: 'CREATE_VM',
    input: z.object({ atOnce: z.number(), later: z.number() }),
    group: { atOnce: (input) => input.atOnce },
    steps: [
      {
        name: 'prepare',
        do: async () => void seen.parent.push('prepare'),
        undo: async () => void seen.parent.push('undo prepare'),
      },
      {
        name: 'first ones',
        waitsForChildren: 'END',
        do: async () => void seen.parent.push('first'),
      },
      {
        name: 'more',
        do: (ctx) =>
          enqueueChildren(
            ctx,
            'more',
            Array.from({ length: ctx.input.later }, (_, i) => childNamed(`later${i}`)),
          ),
      },
      {
        name: 'all',
        weight: 7,
        waitsForChildren: 'END',
        do: async () => void seen.parent.push('all'),
      },
    ],
    succeeded: (_, children) =>
      `${children.filter((c) => c.status === 'SUCCEEDED').length} of ${children.length} are made`,
  });
  const definitions: AnyTaskDefinition[] = [parent, child];
  registerTasks(completeSet(definitions));
  return { seen, definitions };
}

/** A child of the group, to be enqueued with it or by it. */
export const childNamed = (name: string): NewChild => ({
  type: 'START_VM',
  title: `Make ${name}`,
  input: { name },
});

/** Enqueues a group with children of these names, as a mutation would. */
export async function askGroup(
  services: Services,
  names: readonly string[],
  input: Partial<Parent> = {},
) {
  const group = await transaction(services.em(), (em) =>
    enqueueGroup(
      em,
      { type: 'CREATE_VM', title: 'Make all', input: { atOnce: 0, later: 0, ...input } },
      names.map(childNamed),
    ),
  );
  announceGroup(services.events, group);
  return group;
}

/** Changes a task, and tells its group, as its mutation does. */
export async function change(
  services: Services,
  id: TaskId,
  work: (em: Em) => Promise<unknown>,
): Promise<void> {
  const news = await transaction(services.em(), async (em) => {
    await work(em);
    const [task] = await rows<{ parent: TaskId | null }>(
      em,
      'select parent_id as parent from task where id = ?',
      [id],
    );
    return task?.parent ? childMoved(em, task.parent) : null;
  });
  announceChange(services.events, id);
  announceNews(services.events, news);
}

/** Waits until the group waits for its children, without a worker. */
export const waits = (services: Services, id: TaskId) =>
  waitFor('the group to wait', async () => {
    const sql = 'select owner, waiting_for as w from task where id = ?';
    const [task] = await rows<{ owner: string | null; w: string | null }>(services.em(), sql, [id]);
    return task !== undefined && task.owner === null && task.w !== null;
  });

/** c0, c1, … */
export const names = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);

/** What a step does that goes on until its signal breaks it off. */
export const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
