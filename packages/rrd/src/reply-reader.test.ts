import { describe, expect, it } from 'vitest';
import { RrdError } from './errors.ts';
import { type Reply, ReplyReader } from './reply-reader.ts';

/** As rrdcached 1.7.2 sent it. */
const ROWS = Buffer.concat([
  Buffer.from(
    '6 Success\nFlushVersion: 1\nStart: 1700000000\nEnd: 1700000020\nStep: 10\nDSCount: 1\nDSName-ram: BinaryData 2 8 LITTLE\n',
  ),
  // A line's end among the numbers' bytes.
  Buffer.from(new Float64Array([5, 10]).buffer),
  Buffer.from(new Uint8Array([10])),
]);
const BATCH = Buffer.from(
  "0 Go ahead.  End with dot '.' on its own line.\n2 errors\n3 illegal attempt to update using time 1 when last update time is 2 (minimum one second step)\n4 No such file: /b/y.rrd\n",
);
const ALL = Buffer.concat([
  Buffer.from('0 PONG\n'),
  ROWS,
  BATCH,
  Buffer.from('-1 No such file: x\n'),
]);

function read(...pieces: Buffer[]): Reply[] {
  const reader = new ReplyReader();
  return pieces.flatMap((piece) => reader.push(piece));
}

describe('ReplyReader', () => {
  it('reads status, lines and numbers', () => {
    const [pong, rows, goAhead, faults, refused] = read(ALL);
    expect(pong).toMatchObject({ status: 0, message: 'PONG', lines: [] });
    expect(rows?.lines).toContain('Step: 10');
    expect([...(rows?.columns.get('ram') ?? [])]).toEqual([5, 10]);
    expect(goAhead?.status).toBe(0);
    expect(faults?.lines).toHaveLength(2);
    expect(refused).toMatchObject({ status: -1, message: 'No such file: x' });
  });

  it('reads the same when cut at every place', () => {
    const whole = read(ALL);
    for (let cut = 1; cut < ALL.length; cut++)
      expect(read(ALL.subarray(0, cut), ALL.subarray(cut))).toEqual(whole);
    expect(read(...[...ALL].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });

  it.each(['hello\n', '\n', '6 Success\nDSName-x: BinaryData 1 4 LITTLE\n'])(
    'refuses %j',
    (text) => {
      expect(() => read(Buffer.from(text))).toThrow(RrdError);
    },
  );
});
