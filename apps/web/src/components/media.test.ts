import { afterEach, expect, test, vi } from 'vitest';
import { followMedia } from './media.ts';

afterEach(() => vi.unstubAllGlobals());

test('a media query is as its last change said, and is read only once', () => {
  const list = new EventTarget();
  const read = vi.fn(() => false);
  Object.defineProperty(list, 'matches', { get: read });
  vi.stubGlobal('matchMedia', () => list);
  const state = followMedia('(prefers-color-scheme: dark)');
  const told = vi.fn();
  const end = state.subscribe(told);
  expect(state.matches()).toBe(false);
  list.dispatchEvent(Object.assign(new Event('change'), { matches: true }));
  expect(state.matches()).toBe(true);
  expect(told).toHaveBeenCalledTimes(1);
  end();
  list.dispatchEvent(Object.assign(new Event('change'), { matches: false }));
  expect(state.matches()).toBe(false);
  expect(told).toHaveBeenCalledTimes(1);
  expect(read).toHaveBeenCalledTimes(1);
});

test('where there are no media queries none holds', () => {
  vi.stubGlobal('matchMedia', undefined);
  expect(followMedia('print').matches()).toBe(false);
});
