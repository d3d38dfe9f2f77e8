import { useCallback, useEffect, useRef } from 'react';

/**
 * Calls `act` once, at most `delayMs` after the first of many calls: a burst of live changes
 * costs one refetch. While `act` is under way, calls are kept for another one after it: what
 * changed meanwhile may not be in its answer.
 *
 * @param act failures are not told; a page shows those of its query
 */
export function useSoon(act: () => unknown, delayMs = 300): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const work = useRef({ acting: false, again: false });
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    const soon = (): void => {
      work.current.again = work.current.acting;
      if (!work.current.acting) timer.current ??= setTimeout(() => void run(), delayMs);
    };
    const run = async (): Promise<void> => {
      timer.current = undefined;
      work.current = { acting: true, again: false };
      await Promise.resolve(latest.current()).catch(() => undefined);
      const { again } = work.current;
      work.current = { acting: false, again: false };
      if (again) soon();
    };
    soon();
  }, [delayMs]);
}
