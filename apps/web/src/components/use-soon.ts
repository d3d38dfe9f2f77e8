import { useCallback, useEffect, useRef } from 'react';

/**
 * Calls `act` once, at most `delayMs` after the first of many calls: a burst of live changes
 * costs one refetch.
 */
export function useSoon(act: () => void, delayMs = 300): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, delayMs);
  }, [delayMs]);
}
