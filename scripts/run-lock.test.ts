import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify } from '../packages/lab/src/process-identity.ts';
import { takeRunLock } from './run-lock.ts';

const url = 'http://localhost:4000';
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'baadal-lock-'));
});

afterEach(() => rmSync(dir, { recursive: true }));

describe('takeRunLock', () => {
  it('is held by one at a time, and free again after a release', async () => {
    const lock = await takeRunLock(dir, url);
    await expect(takeRunLock(dir, url)).rejects.toThrow(
      `Baadal is already running (pid ${process.pid}) at ${url}`,
    );
    lock.release();
    (await takeRunLock(dir, url)).release();
  });

  it('gives it to one of many that ask at the same time', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => takeRunLock(dir, url)),
    );
    const got = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(got).toHaveLength(1);
    got[0]?.value.release();
  });

  it('is not the lock of another directory', async () => {
    const [one, two] = [await takeRunLock(dir, url), await takeRunLock(join(dir, 'two'), url)];
    one.release();
    two.release();
  });

  it('keeps the processes of a killed run on record until they are dealt with', async () => {
    const service = { pid: 4_194_303, startTime: '1', bootId: 'another' };
    const record = { process: service, url, services: [service] };
    writeFileSync(join(dir, 'run.json'), JSON.stringify(record));
    const lock = await takeRunLock(dir, url);
    expect(lock.leftovers).toEqual([service]);
    expect(readFileSync(join(dir, 'run.json'), 'utf8')).toContain('4194303');
    lock.forgetLeftovers();
    lock.addService(identify(process.pid));
    expect(readFileSync(join(dir, 'run.json'), 'utf8')).not.toContain('4194303');
    lock.release();
  });

  it.each(['', '{"pid":', '[]', 'null', '12345\n', '{"url":"x","services":[{"pid":"1"}]}'])(
    'takes the record %j for none',
    async (text) => {
      writeFileSync(join(dir, 'run.json'), text);
      const lock = await takeRunLock(dir, url);
      expect(lock.leftovers).toBeUndefined();
      lock.release();
    },
  );
});
