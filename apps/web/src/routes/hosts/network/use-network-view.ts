import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { EdgeChoice } from './network-model.ts';

/** What of the network is looked at; all of it lives in the address. */
export interface NetworkView {
  readonly choice: EdgeChoice;
  /** ISO time in the past; null: now, live. */
  readonly at: string | null;
  /** How many hours ago; 0: now. */
  readonly hoursAgo: number;
  choose(change: Partial<EdgeChoice>): void;
  goTo(hoursAgo: number): void;
}

const hourMs = 3_600_000;
/** How far back the slider goes, hours. */
export const furthestHours = 24 * 7;

/** The view in the address, and how it is changed. */
export function useNetworkView(): NetworkView {
  const [query, setQuery] = useSearchParams();
  const hoursAgo = Math.min(furthestHours, Math.max(0, Number(query.get('ago')) || 0));
  const fromMs = Number(query.get('from')) || null;
  // The moment stays the same while the page is looked at.
  const at = useMemo(
    () => (hoursAgo > 0 ? new Date(Date.now() - hoursAgo * hourMs).toISOString() : null),
    [hoursAgo],
  );
  const set = (change: Readonly<Record<string, string | null>>) =>
    setQuery(
      (old) => {
        const next = new URLSearchParams(old);
        for (const [key, value] of Object.entries(change))
          if (value) next.set(key, value);
          else next.delete(key);
        return next;
      },
      { replace: true },
    );
  return {
    choice: { hostId: query.get('host'), search: query.get('search') ?? '', fromMs },
    at,
    hoursAgo,
    choose: (change) =>
      set({
        ...('hostId' in change && { host: change.hostId ?? null }),
        ...('search' in change && { search: change.search ?? null }),
        ...('fromMs' in change && { from: change.fromMs ? String(change.fromMs) : null }),
      }),
    goTo: (hours) => set({ ago: hours > 0 ? String(hours) : null }),
  };
}
