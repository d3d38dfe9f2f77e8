/**
 * Drafts of forms, in the browser's tab: there after a reload or a new sign-in, gone with the tab or
 * when the person signs out.
 */

/** The fields of a draft that was kept; none where there is no draft, or storage is forbidden. */
export function loadDraft(key: string): Readonly<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    return typeof stored === 'object' && stored !== null ? { ...stored } : {};
  } catch {
    // Unreadable or forbidden storage: nothing was typed.
    return {};
  }
}

/** Keeps a draft, or forgets it. */
export function keepDraft(key: string, draft: object | null): void {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // Storage forbidden: the draft lives as long as the form.
  }
}

/** Forgets all drafts: what one person typed is not the next one's. */
export function forgetDrafts(): void {
  try {
    sessionStorage.clear();
  } catch {
    // Storage forbidden: nothing was kept.
  }
}
