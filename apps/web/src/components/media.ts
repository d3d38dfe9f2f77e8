import { useSyncExternalStore } from 'react';

/** Whether a media query holds, and word when that changes. */
export interface MediaState {
  readonly matches: () => boolean;
  /** @returns what ends it */
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Follows a media query. Its list is read once, here: Chromium sends no `change` for one that a
 * script has read between the change and the event, so that a page drawn in that moment would keep
 * the old look.
 * @param query such as `(max-width: 767px)`
 */
export function followMedia(query: string): MediaState {
  const list = globalThis.matchMedia?.(query);
  const listeners = new Set<() => void>();
  let matches = list?.matches === true;
  list?.addEventListener('change', (event) => {
    matches = event.matches;
    for (const listener of listeners) listener();
  });
  return {
    matches: () => matches,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const phone = followMedia('(max-width: 767px)');

/** True on narrow screens, where tables become cards and the navigation is behind a button. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(phone.subscribe, phone.matches);
}
