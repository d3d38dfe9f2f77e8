import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDaemon, type TestDaemon } from '../test/daemon.ts';
import { RrdClient } from './client.ts';

const BEGIN = 1_700_000_000;
const LAYOUT = {
  stepSeconds: 10,
  beginAt: BEGIN,
  sources: ['DS:cpu:GAUGE:30:0:U', 'DS:ram:GAUGE:30:0:U'],
  archives: ['RRA:AVERAGE:0.5:1:100', 'RRA:MAX:0.5:6:100'],
};
let daemon: TestDaemon;
let client: RrdClient;
let made = 0;

beforeAll(async () => {
  daemon = await startTestDaemon();
  client = new RrdClient({ socket: daemon.socket });
});
afterAll(async () => {
  client?.close();
  await daemon?.[Symbol.asyncDispose]();
});

const newPath = () => join(daemon.dir, `file ${++made}.rrd`);
async function newFile(): Promise<string> {
  const file = newPath();
  await client.create(file, LAYOUT);
  return file;
}
const row = (file: string, n: number, values: (number | null)[] = [n, 2 * n]) => ({
  ...{ file, at: BEGIN + 10 * n, values },
});
const span = { cf: 'AVERAGE', from: BEGIN, to: BEGIN + 30 } as const;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as { code?: string }).code,
  );

describe('RrdClient', () => {
  it('writes rows and reads them back, gaps as NaN, also with rrdtool', async () => {
    const file = await newFile();
    expect(await client.update([row(file, 1), row(file, 2, [null, 7]), row(file, 3)])).toEqual([]);
    const series = await client.fetch(file, span);
    expect(series).toMatchObject({ stepSeconds: 10, firstAt: BEGIN + 10 });
    expect([...(series.columns.get('cpu') ?? [])].slice(0, 3)).toEqual([1, Number.NaN, 3]);
    expect([...(series.columns.get('ram') ?? [])].slice(0, 3)).toEqual([2, 7, 6]);
    expect(await client.fetchText(file, span)).toEqual(series);
    const one = await client.fetch(file, { ...span, sources: ['ram'] });
    expect([...one.columns.keys()]).toEqual(['ram']);
    expect(await client.last(file)).toBe(BEGIN + 30);
    expect((await client.info(file)).get('ds[cpu].type')).toBe('GAUGE');
    const info = execFileSync('rrdtool', ['lastupdate', file], { encoding: 'utf8' });
    expect(info).toContain(`${BEGIN + 30}: 3 6`);
  });

  it('tells which rows of a batch were refused, and why', async () => {
    const file = await newFile();
    const rows = [row(file, 2), row(file, 1), row(newPath(), 1), row('/etc/x.rrd', 1)];
    const faults = await client.update([...rows, row(file, 3)]);
    expect(faults.map(({ index, error }) => [index, error.code])).toEqual([
      [1, 'TOO_OLD'],
      [2, 'NO_SUCH_FILE'],
      [3, 'DENIED'],
    ]);
    await client.flush(file);
    expect(await client.last(file)).toBe(BEGIN + 30);
  });

  it('gives faults a code', async () => {
    const file = await newFile();
    expect(await codeOf(client.create(file, LAYOUT))).toBe('EXISTS');
    expect(await codeOf(client.fetch(newPath(), span))).toBe('NO_SUCH_FILE');
    expect(await codeOf(client.fetch(`${daemon.dir}/../../x`, span))).toBe('DENIED');
    expect(await codeOf(client.last(`${file}\nQUIT`))).toBe('BAD_ARGUMENT');
    expect(await codeOf(client.create(newPath(), { ...LAYOUT, sources: ['DS:x:Y'] }))).toBe(
      'REFUSED',
    );
    await client.forget(newPath());
  });

  it('knows a damaged file', async () => {
    const garbage = newPath();
    writeFileSync(garbage, 'garbage'.repeat(1_000));
    expect(await codeOf(client.last(garbage))).toBe('NOT_AN_RRD');
    expect((await client.update([row(garbage, 1)]))[0]?.error.code).toBe('NOT_AN_RRD');
    for (const size of [0, 2, 200, 1_000]) {
      const cut = await newFile();
      truncateSync(cut, size);
      expect([size, await codeOf(client.last(cut))]).toEqual([size, 'NOT_AN_RRD']);
      expect((await client.update([row(cut, 1)]))[0]?.error.code).toBe('NOT_AN_RRD');
    }
  });

  it('keeps the order and the answers apart with many calls under way', async () => {
    const files = await Promise.all(Array.from({ length: 50 }, newFile));
    await client.update(files.flatMap((file, i) => [row(file, 1, [i, i]), row(file, 2, [i, i])]));
    const series = await Promise.all(files.map((file) => client.fetch(file, span)));
    expect(series.map(({ columns }) => columns.get('cpu')?.[0])).toEqual(files.map((_, i) => i));
  });

  it('sends more than the socket takes at once', async () => {
    const file = await newFile();
    const rows = Array.from({ length: 30_000 }, (_, i) => row(file, i + 1));
    expect(await client.update(rows)).toEqual([]);
    expect((await client.stats()).get('UpdatesReceived')).toBeGreaterThan(29_999);
  });
});

describe('a daemon that fails', () => {
  it('is found again after it was stopped and started, with what it had taken', async () => {
    const file = await newFile();
    await client.update([row(file, 1)]);
    await daemon.stop();
    expect(await codeOf(client.update([row(file, 2)]))).toMatch(/CONNECT_FAILED|CONNECTION_LOST/);
    expect(await codeOf(client.ping())).toBe('CONNECT_FAILED');
    await daemon.start();
    expect(await client.last(file)).toBe(BEGIN + 10);
    expect(await client.update([row(file, 2)])).toEqual([]);
  });

  it('that hangs fails calls at their deadline, and is used again after', async () => {
    const hanging = new RrdClient({ socket: daemon.socket, maxWaiting: 2 });
    await hanging.ping();
    await daemon.freeze();
    try {
      const waiting = hanging.ping();
      const late = hanging.ping({ timeoutMs: 50 });
      expect(await codeOf(hanging.ping())).toBe('OVERLOADED');
      expect(await codeOf(late)).toBe('TIMEOUT');
      expect(await codeOf(waiting)).toBe('TIMEOUT');
      const stop = new AbortController();
      const aborted = codeOf(hanging.ping({ signal: stop.signal }));
      stop.abort();
      expect(await aborted).toBe('ABORTED');
    } finally {
      daemon.thaw();
    }
    await hanging.ping();
    hanging.close();
    expect(await codeOf(hanging.ping())).toBe('CLOSED');
  });
});
