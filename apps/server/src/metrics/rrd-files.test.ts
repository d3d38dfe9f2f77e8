import { expect, it } from 'vitest';
import {
  ARCHIVES,
  asideName,
  layoutOf,
  readAsideName,
  readRrdName,
  rrdPath,
  shapeOf,
  UnsafeNameError,
} from './rrd-files.ts';

it('keeps each period of the charts, with some to spare', () => {
  const seconds = {
    HOUR: 3_600,
    DAY: 86_400,
    WEEK: 604_800,
    MONTH: 31 * 86_400,
    YEAR: 366 * 86_400,
  };
  for (const { name, stepSeconds, rows } of ARCHIVES)
    expect(stepSeconds * rows).toBeGreaterThan(seconds[name] + 2 * stepSeconds);
});

it('has names that rrdtool takes', () => {
  for (const [kind, device] of [
    ['vm', null],
    ['vm', 'vda'],
    ['vm', 'nic0'],
    ['host', null],
    ['host', 'ds_1'],
  ] as const)
    for (const source of layoutOf(shapeOf(kind, device), 0).sources)
      expect(source).toMatch(/^DS:[a-zA-Z0-9_]{1,19}:GAUGE:/);
});

it('names files, and reads the names back', () => {
  const file = rrdPath('/rrd', { kind: 'vm', name: 'org_me_web-1', device: 'vda' });
  expect(file).toBe('/rrd/vm_rrds/org_me_web-1@vda.rrd');
  expect(readRrdName('org_me_web-1@vda.rrd')).toEqual({ name: 'org_me_web-1', device: 'vda' });
  expect(rrdPath('/rrd', { kind: 'host', name: 'kvm1.example.org' })).toBe(
    '/rrd/host_rrds/kvm1.example.org.rrd',
  );
  for (const name of ['x.rrd.damaged-1', 'x@y@z.rrd', '.rrd', '@vda.rrd', 'x'])
    expect(readRrdName(name)).toBeNull();
});

it('names what is set aside, and reads it back', () => {
  const at = new Date('2026-01-31T12:34:56.789Z');
  const name = asideName('org_me_web-1@vda.rrd', 'damaged', at);
  expect(name).toBe('org_me_web-1@vda.rrd.damaged-2026-01-31T123456789Z');
  expect(readAsideName(name)).toEqual({
    ...{ name: 'org_me_web-1', device: 'vda', why: 'damaged', at },
  });
  for (const other of [
    'x.rrd',
    'x.rrd.damaged-',
    '../x.rrd.damaged-2026-01-31T123456789Z',
    `${name}x`,
  ])
    expect(readAsideName(other)).toBeNull();
});

it.each(['../x', '..', '.', '.x', '', 'a/b', '/etc/x', 'a\0', 'a\n', 'a@b', 'ä', 'x'.repeat(300)])(
  'refuses a name that would leave the directory: %j',
  (name) => {
    expect(() => rrdPath('/rrd', { kind: 'vm', name })).toThrow(UnsafeNameError);
    expect(() => rrdPath('/rrd', { kind: 'vm', name: 'x', device: name })).toThrow(UnsafeNameError);
  },
);
