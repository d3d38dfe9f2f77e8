import { expect, it } from 'vitest';
import type { AlertFieldsFragment } from '../api/generated/graphql.ts';
import { marksOf } from './chart-marks.ts';

const alert: AlertFieldsFragment = {
  ...{ id: 'alert_1', ruleName: 'Busy', severity: 'WARNING', subjectKind: 'VM' },
  ...{ subjectId: 'vm_1', subjectName: 'web', message: 'cpu is 95 %, above 90 %.' },
  ...{ raisedAt: '1970-01-01T00:01:00Z', endedAt: null, acknowledgedAt: null },
};
const event = (id: string, attribute: string, from: string | null, to: string | null) => ({
  ...{ id, attribute, from, to, at: '1970-01-01T00:00:30Z' },
});

it('marks what explains a chart, newest first, and alerts with their end', () => {
  const events = [
    event('a', 'ramMiB', '512', '1024'),
    event('b', 'snapshot', null, 'before'),
    event('c', 'purpose', 'x', 'y'),
  ];
  const marks = marksOf(events, [{ ...alert, endedAt: '1970-01-01T00:02:00Z' }]);
  expect(marks.map(({ at, text, tone }) => [at, text, tone])).toEqual([
    [120, 'Alert over: Busy', 'event'],
    [60, 'Alert: Busy: cpu is 95 %, above 90 %.', 'alert'],
    [30, 'Memory (MiB): 512 → 1024', 'event'],
    [30, 'Snapshot: before', 'event'],
  ]);
  expect(marksOf([], [alert])).toHaveLength(1);
});
