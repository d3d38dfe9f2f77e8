import { expect, it } from 'vitest';
import { CONSTANTS, checkConstant, valuesOf } from './constants.ts';

it('has a default within each range', () => {
  for (const [name, definition] of Object.entries(CONSTANTS))
    expect(checkConstant(name, String(definition.default)).value).toBe(definition.default);
});

it.each([
  ['cpuOvercommitRatio', '0.5'],
  ['maxVcpusPerVm', '1.5'],
  ['maxVcpusPerVm', ''],
  ['maxVcpusPerVm', 'many'],
  ['maxVcpusPerVm', '1e99'],
  ['nonsense', '1'],
  ['toString', '1'],
])('refuses %s = %j', (name, value) => {
  expect(() => checkConstant(name, value)).toThrow();
});

it('takes what was changed and defaults for the rest', () => {
  const values = valuesOf([
    { name: 'maxVcpusPerVm', value: '3' },
    { name: 'gone', value: '1' },
  ]);
  expect(values.maxVcpusPerVm).toBe(3);
  expect(values.hostRamReserveMiB).toBe(512);
});
