import { expect, test } from 'vitest';
import type { ConstantFieldsFragment } from '../../api/generated/graphql.ts';
import { differs, rangeOf, settingGroups, valueWords } from './setting-list.ts';

const setting = (name: string, subject: string, value: string, description: string) =>
  ({ name, subject, value, default: '8', description }) as ConstantFieldsFragment;
const settings = [
  setting('cpuOvercommitRatio', 'PLACEMENT', '4', 'vCPUs that may be promised for each CPU.'),
  setting('powerSpareVcpus', 'POWER', '8', 'vCPUs that are kept free for new VMs.'),
  setting('powerIdleMinutes', 'POWER', '8.0', 'How long no VM must have been on a host.'),
];
const found = (text: string, changed = false) =>
  [...settingGroups(settings, { text, changed })].map(([subject, group]) => [
    subject,
    ...group.map(({ name }) => name),
  ]);

test('settings are found by words of their name, meaning and subject', () => {
  expect(found('')).toEqual([
    ['PLACEMENT', 'cpuOvercommitRatio'],
    ['POWER', 'powerSpareVcpus', 'powerIdleMinutes'],
  ]);
  expect(found('VCPUS free')).toEqual([['POWER', 'powerSpareVcpus']]);
  expect(found('placement')).toEqual([['PLACEMENT', 'cpuOvercommitRatio']]);
  expect(found('no such words')).toEqual([]);
});

test('a number that is only written otherwise is the default', () => {
  expect(settings.map(differs)).toEqual([true, false, false]);
  expect(found('', true)).toEqual([['PLACEMENT', 'cpuOvercommitRatio']]);
});

test('what is 0 or 1 is off or on', () => {
  const automatic = { type: 'INT', min: 0, max: 1 } as ConstantFieldsFragment;
  expect(valueWords(automatic, '1')).toBe('On');
  expect(valueWords(automatic, '0')).toBe('Off');
  expect(rangeOf(automatic)).toBe('on or off');
  expect(valueWords({ ...automatic, max: 8 }, '1')).toBe('1');
});
