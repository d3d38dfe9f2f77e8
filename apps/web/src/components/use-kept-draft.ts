import { useEffect, useState } from 'react';
import { keepDraft, loadDraft } from './draft-store.ts';

/**
 * What somebody has typed into a form, kept while they look elsewhere.
 *
 * @param key of the form and the object that it changes
 */
export function useKeptDraft<Draft extends { readonly [field in keyof Draft]: string }>(
  key: string,
) {
  const [draft, setDraft] = useState<Partial<Draft>>(() => {
    const texts = Object.entries(loadDraft(key)).filter(([, value]) => typeof value === 'string');
    return Object.fromEntries(texts) as Partial<Draft>;
  });
  useEffect(() => keepDraft(key, Object.keys(draft).length > 0 ? draft : null), [key, draft]);
  return [draft, setDraft] as const;
}
