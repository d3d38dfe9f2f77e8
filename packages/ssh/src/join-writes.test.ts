import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { joinWrites } from './join-writes.ts';

it('sends what is written in one turn in one piece, turn by turn', async () => {
  const pieces: string[] = [];
  const socket = joinWrites(
    new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        pieces.push(chunk);
        done();
      },
      writev: (chunks, done) => {
        pieces.push(chunks.map(({ chunk }) => String(chunk)).join(''));
        done();
      },
    }),
  );
  for (const part of ['length ', 'body ', 'tag']) socket.write(part);
  await setImmediate();
  socket.write('next');
  await setImmediate();
  expect(pieces).toEqual(['length body tag', 'next']);
});

it('sends what was written before the end', async () => {
  const pieces: string[] = [];
  const socket = joinWrites(
    new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        pieces.push(chunk);
        done();
      },
    }),
  );
  socket.write('last words');
  socket.end();
  await setImmediate();
  expect(pieces).toEqual(['last words']);
});
