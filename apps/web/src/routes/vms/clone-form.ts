import { t } from '../../messages/message.ts';

/** Most clones that one request makes; the server's rule. */
const mostClones = 100;

/** What a person has typed; the count stays text until it is sent. */
export interface CloneDraft {
  readonly count: string;
  readonly prefix: string;
  readonly start: boolean;
}

/** The number of clones; undefined while it is none. */
export function countOf(draft: CloneDraft): number | undefined {
  const count = Number(draft.count);
  const ok = /^\d+$/.test(draft.count.trim()) && count >= 1 && count <= mostClones;
  return ok ? count : undefined;
}

/** Why a name cannot begin so; the server's rule. */
export function prefixFault(prefix: string): string | undefined {
  if (prefix === '' || /^[A-Za-z0-9][A-Za-z0-9_-]{0,29}$/.test(prefix)) return undefined;
  return t('clone.prefix.fault');
}

/** What is sent; undefined while something is not as it must be. */
export function cloneInput(id: string, draft: CloneDraft) {
  const count = countOf(draft);
  if (count === undefined || prefixFault(draft.prefix)) return undefined;
  return { id, count, start: draft.start, ...(draft.prefix && { namePrefix: draft.prefix }) };
}

/** Few names are all told, many by the first and the last. */
export function namesText(names: readonly string[]): string {
  const [first = ''] = names;
  if (names.length <= 6) return names.join(', ');
  return t('clone.names.more', { first, last: names.at(-1) ?? '', count: names.length });
}
