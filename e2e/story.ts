import { afterEach, beforeEach } from 'vitest';

/**
 * Makes the tests of a file one story in parts: after a part that failed the others fail at once,
 * instead of waiting in vain for what it should have left them.
 *
 * @param onFailure looks at the scene of the first failure
 */
export function oneStory(onFailure: (part: string) => Promise<void> = async () => undefined): void {
  let failed: string | undefined;
  beforeEach(() => {
    if (failed) throw new Error(`an earlier part failed: ${failed}`);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || failed) return;
    failed = task.name;
    await onFailure(task.name);
  });
}
