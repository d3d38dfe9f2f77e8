import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sequencePath, sequencesIn } from './log-files.ts';
import { createLogging } from './logging.ts';
import { type LogEntry, type LogQuery, readLogs } from './read-logs.ts';

let dir: string;
const LINES = 900;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'baadal-read-'));
  const { log, metricsLog, close } = createLogging({
    dir,
    level: 'debug',
    maxBytes: 30_000,
    maxFiles: 99,
  });
  for (let n = 1; n <= LINES; n += 1) {
    const line = log.child({ taskId: `t${n % 7}`, vmId: `v${n % 10}` });
    const padding = n === 500 ? '€'.repeat(70_000) : '';
    if (n % 100 === 0) line.error({ n, padding, hostId: 'h1' }, 'Step failed');
    else line.info({ n }, 'step done');
    if (n === 300) appendFileSync(join(dir, 'baadal.log'), '{"torn":\n');
  }
  metricsLog.info({ n: 1 }, 'sampled');
  close();
});

afterAll(() => rmSync(dir, { recursive: true }));

async function readAll(query: Partial<LogQuery>): Promise<LogEntry[]> {
  const all: LogEntry[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await readLogs({ dir, file: 'main', limit: 64, ...query, before });
    all.push(...page.entries);
    if (page.next === null) return all;
    before = page.next;
  }
}

const numbers = (entries: readonly LogEntry[]) => entries.map(({ fields }) => fields['n']);

describe('readLogs', () => {
  test('pages run from the newest to the oldest line, across files, none twice', async () => {
    expect(sequencesIn(dir, 'main').length).toBeGreaterThan(3);
    const expected = Array.from({ length: LINES }, (_, i) => LINES - i);
    expect(numbers(await readAll({}))).toEqual(expected);
    expect(numbers(await readAll({ limit: 1000 }))).toEqual(expected);
    expect(numbers(await readAll({ maxScanBytes: 5_000 }))).toEqual(expected);
  });

  test('filters by level, ids and text', async () => {
    expect(numbers(await readAll({ level: 'error' }))).toEqual([
      900, 800, 700, 600, 500, 400, 300, 200, 100,
    ]);
    const own = await readAll({ taskId: 't3', vmId: 'v9' });
    expect(own.length).toBe(13);
    expect(own.every(({ fields }) => fields['taskId'] === 't3' && fields['vmId'] === 'v9')).toBe(
      true,
    );
    expect(numbers(await readAll({ text: 'step FAILED', hostId: 'h1', limit: 1 }))).toHaveLength(9);
    expect(await readAll({ vmId: 'v' })).toEqual([]);
  });

  test('pages by time as well as by place', async () => {
    const all = await readAll({ limit: 1000 });
    const at = all[400]?.at ?? '';
    const older = await readAll({ olderThan: at, limit: 1000 });
    expect(older).toEqual(all.filter((entry) => entry.at < at));
    await expect(readLogs({ dir, file: 'main', limit: 5, olderThan: 'x' })).rejects.toThrow(
      RangeError,
    );
  });

  test('gives entries, not lines', async () => {
    const { entries } = await readLogs({ dir, file: 'metrics', limit: 5 });
    expect(entries).toEqual([
      {
        cursor: '1:0',
        at: expect.stringMatching(/Z$/),
        level: 'info',
        message: 'sampled',
        pid: process.pid,
        fields: { n: 1 },
      },
    ]);
  });

  test('no logs, deleted files and bad arguments', async () => {
    expect(await readLogs({ dir: join(dir, 'none'), file: 'main', limit: 5 })).toEqual({
      entries: [],
      next: null,
    });
    expect(await readLogs({ dir, file: 'main', limit: 5, before: '1:0' })).toEqual({
      entries: [],
      next: null,
    });
    await expect(readLogs({ dir, file: 'main', limit: 5, before: '../x' })).rejects.toThrow(
      RangeError,
    );
    await expect(readLogs({ dir, file: 'main', limit: 5000 })).rejects.toThrow(RangeError);
    rmSync(sequencePath(dir, 'main', 2));
    expect((await readAll({})).length).toBeLessThan(LINES);
  });
});
