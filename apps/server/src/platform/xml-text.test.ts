import { expect, it } from 'vitest';
import { escapeXml, unescapeXml } from './xml-text.ts';

it('escapes what means something in XML, and reads it back', () => {
  const text = `R&D <"best">, 'new' &lt; &amp;`;
  expect(escapeXml(text)).toBe(
    'R&amp;D &lt;&quot;best&quot;&gt;, &apos;new&apos; &amp;lt; &amp;amp;',
  );
  expect(unescapeXml(escapeXml(text))).toBe(text);
  expect(escapeXml(7)).toBe('7');
});
