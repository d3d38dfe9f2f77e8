import type { Locator } from 'playwright-core';

/**
 * Notes every text a part of the page shows from now on, however short: what passes by in a few
 * hundred milliseconds cannot be waited for.
 *
 * @returns gives the texts noted until then, in order
 */
export async function textsOf(part: Locator): Promise<() => Promise<readonly string[]>> {
  const notes = await part.evaluateHandle((element) => {
    const seen: string[] = [];
    new MutationObserver(() => {
      const text = element.textContent ?? '';
      if (text !== seen.at(-1)) seen.push(text);
    }).observe(element, { subtree: true, childList: true, characterData: true });
    return seen;
  });
  return () => notes.jsonValue();
}
