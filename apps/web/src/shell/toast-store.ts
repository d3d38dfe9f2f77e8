import { useSyncExternalStore } from 'react';
import type { ApiFault } from '../api/api-fault.ts';

/** A toast that follows a task to its end, or one that tells of a refused action. */
export type Toast =
  | { readonly key: string; readonly kind: 'task'; readonly taskId: string; readonly title: string }
  | {
      readonly key: string;
      readonly kind: 'fault';
      readonly title: string;
      readonly fault: ApiFault;
    }
  | { readonly key: string; readonly kind: 'note'; readonly title: string };

const mostShown = 4;
let toasts: readonly Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next.slice(-mostShown);
  for (const listener of listeners) listener();
}

/** An accepted action: the toast appears at once and tells the task's end. */
export function showTask(task: { readonly id: string; readonly title: string }): void {
  const rest = toasts.filter((toast) => toast.kind !== 'task' || toast.taskId !== task.id);
  count += 1;
  set([...rest, { key: `${count}`, kind: 'task', taskId: task.id, title: task.title }]);
}

/** A refused action: `title` says what was tried on which object. */
export function showFault(title: string, fault: ApiFault): void {
  count += 1;
  set([...toasts, { key: `${count}`, kind: 'fault', title, fault }]);
}

/** A short confirmation of a plain change. */
export function showNote(title: string): void {
  count += 1;
  set([...toasts, { key: `${count}`, kind: 'note', title }]);
}

/** Takes a toast away. */
export function dismissToast(key: string): void {
  set(toasts.filter((toast) => toast.key !== key));
}

/** The toasts shown now, oldest first. */
export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
