import { describe, expect, it } from 'vitest';
import { numberFaults } from './machine-fields.ts';

describe('numbers of a machine', () => {
  it.each([
    [{ sshPort: '22', slot: '' }, []],
    [{ sshPort: ' 22 ', slot: '0' }, []],
    [{ sshPort: 'ssh', slot: '7' }, ['sshPort']],
    [{ sshPort: '65536', slot: '' }, ['sshPort']],
    [{ sshPort: '', slot: 'x' }, ['sshPort', 'slot']],
    [{ sshPort: '22', slot: '-1' }, ['slot']],
    [{ sshPort: '22', slot: '1.5' }, ['slot']],
  ])('%o: wrong are %o', (typed, wrong) => {
    expect(Object.keys(numberFaults(typed))).toEqual(wrong);
  });
});
