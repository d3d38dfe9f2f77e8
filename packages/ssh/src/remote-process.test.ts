import { expect, test } from 'vitest';
import { ProcessIdReader } from './remote-process.ts';

test('the process id is taken out wherever the stream is cut', () => {
  const stream = Buffer.from('motd\nbaadal-pid:4711\nreal € error\n');
  for (let cut = 0; cut <= stream.length; cut += 1) {
    const reader = new ProcessIdReader();
    const parts = [reader.push(stream.subarray(0, cut)), reader.push(stream.subarray(cut))];
    const text = Buffer.concat(parts.map(({ rest }) => rest)).toString();
    expect(text).toBe('motd\nreal € error\n');
    expect(parts.map(({ processId }) => processId).filter((id) => id !== null)).toEqual([4711]);
  }
});

test('a stream without a process id is given back at its end', () => {
  const reader = new ProcessIdReader();
  expect(reader.push(Buffer.from('This account is not available.\n')).rest.length).toBe(0);
  expect(reader.end().toString()).toBe('This account is not available.\n');
});
