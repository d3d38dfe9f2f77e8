import { useSyncExternalStore } from 'react';

const phone = globalThis.matchMedia?.('(max-width: 767px)');

function subscribe(listener: () => void): () => void {
  phone?.addEventListener('change', listener);
  return () => phone?.removeEventListener('change', listener);
}

/** True on narrow screens, where tables become cards and the navigation is behind a button. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribe, () => phone?.matches === true);
}
