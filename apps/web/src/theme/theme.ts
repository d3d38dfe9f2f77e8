import { useSyncExternalStore } from 'react';
import { followMedia } from '../components/media.ts';

/** What a person may choose; `system` follows the desktop. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'baadal.theme';
const dark = followMedia('(prefers-color-scheme: dark)');
const print = followMedia('print');
const listeners = new Set<() => void>();

function readChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    // Storage forbidden: the choice lives as long as the page.
    return 'system';
  }
}

let choice: ThemeChoice = readChoice();

/** True when the page is dark now, by choice or by the desktop; paper is light. */
function isDark(): boolean {
  if (print.matches()) return false;
  return choice === 'dark' || (choice === 'system' && dark.matches());
}

function apply(): void {
  document.documentElement.classList.toggle('pf-v6-theme-dark', isDark());
  for (const listener of listeners) listener();
}

/** Starts following the desktop's theme; called once at start-up. */
export function startTheme(): void {
  dark.subscribe(apply);
  print.subscribe(apply);
  apply();
}

/** Takes and keeps a person's choice. */
export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // Storage forbidden: not kept, but applied.
  }
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The present choice, for the person menu. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

/** Whether the page is dark now, for canvases which take colours by hand. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, isDark);
}
