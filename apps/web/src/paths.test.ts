import { expect, test } from 'vitest';
import { paths, safeNext } from './paths.ts';

test('after signing in one returns to the same address, never to another site', () => {
  expect(safeNext('/vms?state=running')).toBe('/vms?state=running');
  for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', '', null]) {
    expect(safeNext(bad)).toBe('/');
  }
});

test('ids are quoted', () => {
  expect(paths.vm('a/b')).toBe('/vms/a%2Fb');
});
