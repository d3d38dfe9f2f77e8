import { expect, it } from 'vitest';
import type { AlertId } from '../platform/ids.ts';
import { alertLetter, isMailed } from './alert-mail.ts';

const alert: Parameters<typeof alertLetter>[0] = {
  ...{ id: 'alert_1' as AlertId, ruleName: 'Busy', severity: 'WARNING', subjectName: 'web' },
  ...{ message: 'CPU use is 95 %, above 90 %.', raisedAt: new Date(0), endedAt: null },
};

it('mails what the admins chose', () => {
  const levels = [0, 1, 2].map((level) => [
    isMailed(level, 'WARNING'),
    isMailed(level, 'CRITICAL'),
  ]);
  expect(levels).toEqual([
    [false, false],
    [false, true],
    [true, true],
  ]);
});

it('says what, where and since when', () => {
  const { subject, body } = alertLetter(alert, undefined);
  expect(subject).toBe('Warning: web: Busy');
  expect(body.split('\n')).toEqual([
    'Busy: CPU use is 95 %, above 90 %.',
    '',
    'Object:   web',
    'Severity: warning',
    'Raised:   1970-01-01T00:00:00.000Z',
  ]);
  const over = alertLetter({ ...alert, endedAt: new Date(60_000) }, 'https://c.example/');
  expect(over.subject).toBe('Over: web: Busy');
  expect(over.body).toContain(
    'Over:     1970-01-01T00:01:00.000Z\n\nhttps://c.example/health/alerts',
  );
});
