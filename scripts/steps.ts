import { dirname, join } from 'node:path';
import { CommandError, runLogged } from './logged-command.ts';

const root = dirname(import.meta.dirname);

/** A check that is one command. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

/** How many of a step's or a suite's tests passed or were skipped, and which failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: number;
}

/** Where output goes, and what ends it early. */
export interface StepsOptions {
  readonly logDir: string;
  /** Steps at once; default 2. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs steps, two at a time, with one line for each; the output of a failed one is shown.
 *
 * @returns one test per step; never rejects for a step that fails
 */
export async function runSteps(steps: readonly Step[], options: StepsOptions): Promise<Tally> {
  const waiting = [...steps];
  const failed: string[] = [];
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (!(await runStep(step, options))) failed.push(step.name);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? 2 }, worker));
  return { passed: steps.length - failed.length, failed, skipped: 0 };
}

async function runStep(step: Step, options: StepsOptions): Promise<boolean> {
  const begin = performance.now();
  const took = () => `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  try {
    await runLogged(step.name, {
      command: step.command,
      args: step.args,
      cwd: step.cwd ?? root,
      logFile: join(options.logDir, `check-${step.name.replaceAll(/[^a-z0-9]+/gi, '-')}.log`),
      tailLines: 60,
      ...(options.signal && { signal: options.signal }),
    });
    console.log(`ok      ${step.name} (${took()})`);
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.log(`FAILED  ${step.name} (${took()})\n${error.message}`);
    return false;
  }
}
