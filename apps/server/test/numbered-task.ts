import { z } from 'zod';
import type { TaskId } from '../src/platform/ids.ts';
import type { Services } from '../src/services.ts';
import {
  type AnyTaskDefinition,
  defineTask,
  registerTasks,
  type Step,
} from '../src/task/task-definition.ts';
import { FatalTaskError } from '../src/task/task-errors.ts';
import { ask, completeSet } from './task-world.ts';

const input = z.object({ n: z.number().default(0) });

/** The input of the tasks of {@link taskOf}: a number, by which tests tell them apart. */
export type Numbered = z.infer<typeof input>;

/** A START_VM task made of these steps. */
export function taskOf(steps: readonly Step<Numbered>[], more: Partial<AnyTaskDefinition> = {}) {
  return defineTask<Numbered>({
    type: 'START_VM',
    input: input as z.ZodType<Numbered>,
    steps,
    succeeded: () => 'Started.',
    ...more,
  });
}

/** Registers the definition; what it returns asks for one task of it. */
export function asking(services: Services, definition: AnyTaskDefinition) {
  registerTasks(completeSet([definition]));
  return (lane: string, n = 0, more: Record<string, unknown> = {}): Promise<TaskId> =>
    ask(services, { type: definition.type, input: { n }, title: 'test', lane, ...more });
}

/** Makes steps that record what ran, in the order it ran. */
export function recorder() {
  const ran: string[] = [];
  const step = (name: string, more: Partial<Step<Numbered>> = {}): Step<Numbered> => ({
    name,
    do: () => {
      ran.push(`do ${name}`);
      return Promise.resolve();
    },
    undo: () => {
      ran.push(`undo ${name}`);
      return Promise.resolve();
    },
    ...more,
  });
  return { ran, step };
}

/** What a step does that fails for good. */
export const fail = (message: string) => () => Promise.reject(new FatalTaskError(message));
