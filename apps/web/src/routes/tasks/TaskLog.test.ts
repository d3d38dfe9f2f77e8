import { expect, test } from 'vitest';
import { addLine } from './TaskLog.tsx';

const line = (seq: number) => ({ seq, at: '', level: 'INFO', step: null, message: '' }) as const;

test('lines stay in order and a line that comes twice after a reconnect is one line', () => {
  const lines = [1, 2, 4, 3, 2, 4].reduce<ReturnType<typeof addLine>>(
    (all, seq) => addLine(all, line(seq)),
    [],
  );
  expect(lines.map((each) => each.seq)).toEqual([1, 2, 3, 4]);
});
