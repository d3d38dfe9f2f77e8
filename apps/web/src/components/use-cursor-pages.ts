import { useState } from 'react';

/** Pages by cursor of a list whose page is not in the URL: forward, and back the way one came. */
export function useCursorPages(pageSize: number) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    after: cursors.at(-1),
    from: cursors.length * pageSize + 1,
    reset: () => setCursors([]),
    next: (cursor: string) => setCursors([...cursors, cursor]),
    previous: cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined,
  } as const;
}
