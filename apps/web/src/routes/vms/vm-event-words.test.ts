import { expect, test } from 'vitest';
import { formatDay } from '../../components/moments.ts';
import { valueWord } from './vm-event-words.ts';

test('a history tells values as the page does elsewhere, not as they are stored', () => {
  expect(valueWord('status', 'SHUTDOWN')).toBe('Off');
  expect(valueWord('locked', 'true')).toBe('Locked');
  expect(valueWord('locked', 'false')).toBe('Not locked');
  const end = '2026-12-03T23:59:59.000Z';
  expect(valueWord('expiresAt', end)).toBe(formatDay(end));
  expect(valueWord('bootOrder', 'CDROM,DISK')).toBe('Disc, then disk');
  expect(valueWord('name', 'true')).toBe('true');
});
