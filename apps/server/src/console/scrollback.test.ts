import { describe, expect, it } from 'vitest';
import { Scrollback } from './scrollback.ts';

describe('Scrollback', () => {
  it('keeps the last bytes, whatever the sizes of the chunks', () => {
    const scrollback = new Scrollback(8);
    let all = '';
    for (const text of ['a', 'bc', '', 'defghij', 'k', 'lmnopqrstuvwxyz0123456789', 'x', 'y']) {
      scrollback.push(Buffer.from(text));
      all += text;
      expect(scrollback.read().toString()).toBe(all.slice(-8));
    }
  });

  it('is empty at first', () => {
    expect(new Scrollback(8).read()).toHaveLength(0);
  });
});
