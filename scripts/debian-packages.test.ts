import { expect, it } from 'vitest';
import { LAB_PACKAGES } from '../packages/lab/src/index.ts';
import groups from './debian-packages.json' with { type: 'json' };

it('installs exactly what the lab needs for the lab', () => {
  expect(Object.keys(groups.lab).sort()).toEqual([...LAB_PACKAGES].sort());
});
