import { InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';

/** `--watch` or `--no-watch`; neither means: on a terminal only. */
export function watchOption(no?: 'no'): Option {
  return no
    ? new Option('--no-watch', 'return as soon as the task is accepted')
    : new Option('-w, --watch', 'follow the task to its end (default on a terminal)');
}

/** A number from 1 to 1000. */
export function parseLimit(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw new InvalidArgumentError('Give a number from 1 to 1000.');
}

/** A number of at least 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('Give a whole number, at least 1.');
}

/** Tells that a list was longer than shown. */
export function listed(context: CommandContext, shown: number, total: number): void {
  if (total > shown) context.note(`${shown} of ${total}; more with --limit`);
}
