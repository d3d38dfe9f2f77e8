import { useEffect, useState } from 'react';

/**
 * What somebody has typed into a form, kept while they look elsewhere, reload or sign in again, and
 * gone with the browser's tab.
 *
 * @param key of the form and the object that it changes
 */
export function useKeptDraft<Draft extends { readonly [field in keyof Draft]: string }>(
  key: string,
) {
  const [draft, setDraft] = useState<Partial<Draft>>(() => load(key));
  useEffect(() => {
    try {
      if (Object.keys(draft).length === 0) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // Storage forbidden: the draft lives as long as the form.
    }
  }, [key, draft]);
  return [draft, setDraft] as const;
}

function load<Draft>(key: string): Partial<Draft> {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const texts = Object.entries(stored).filter(([, value]) => typeof value === 'string');
    return Object.fromEntries(texts) as Partial<Draft>;
  } catch {
    // Unreadable or forbidden storage: nothing was typed.
    return {};
  }
}
