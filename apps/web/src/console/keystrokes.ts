/** A key as VNC sends it: an X11 keysym, pressed and released. */
export type Keysym = number;

const enter: Keysym = 0xff0d;
const tab: Keysym = 0xff09;
const unicodeOffset = 0x1000000;

/**
 * The keys that type a text. Latin-1 characters are their own keysym, others are U+01000000 plus
 * the code point.
 * @see RFC 6143, section 7.5.4, and X11's keysymdef.h
 */
export function keysymsOf(text: string): Keysym[] {
  const keys: Keysym[] = [];
  for (const character of text.replaceAll('\r\n', '\n')) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\n' || character === '\r') keys.push(enter);
    else if (character === '\t') keys.push(tab);
    else if (code >= 0x20 && code <= 0xff && code !== 0x7f) keys.push(code);
    else if (code > 0xff) keys.push(unicodeOffset + code);
  }
  return keys;
}
