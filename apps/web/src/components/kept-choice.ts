import { useCallback, useState } from 'react';

/** A choice of this browser, kept over visits, e.g. which columns are shown. */
export function useKeptChoice<Value>(
  key: string,
  initial: Value,
  valid: (value: unknown) => value is Value,
): readonly [Value, (next: Value) => void] {
  const [value, setValue] = useState<Value>(() => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
      return valid(stored) ? stored : initial;
    } catch {
      // Storage forbidden or its content not ours: the default is right.
      return initial;
    }
  });
  const keep = useCallback(
    (next: Value) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Storage forbidden: the choice lives as long as the page.
      }
    },
    [key],
  );
  return [value, keep];
}
