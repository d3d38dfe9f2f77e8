import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeIdentity } from './identity.ts';

it('joins organisation, owner and name', () => {
  expect(makeIdentity({ organisation: 'Physics Dept', owner: 'alice', name: 'web-1' }, 1)).toBe(
    'Physics-Dept_alice_web-1',
  );
});

it('adds a number to names that collide', () => {
  expect(makeIdentity({ organisation: 'o', owner: 'u', name: 'n' }, 3)).toBe('o_u_n-3');
});

it('is safe for a file name, whatever people are called', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.integer({ min: 1, max: 1e6 }),
      (organisation, owner, n) => {
        const identity = makeIdentity({ organisation, owner, name: 'vm' }, n);
        expect(identity).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);
        expect(identity.length).toBeLessThanOrEqual(160);
      },
    ),
  );
});
