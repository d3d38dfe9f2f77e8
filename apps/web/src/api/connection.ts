import { useSyncExternalStore } from 'react';

/** Whether live data arrives: `away` shows the banner, `online` again makes pages catch up. */
export type ConnectionState = 'online' | 'away';

let state: ConnectionState = 'online';
const listeners = new Set<() => void>();

/** Records what a transport saw; views follow by `useConnection`. */
export function setConnection(next: ConnectionState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** The present state of the connection to the server. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
