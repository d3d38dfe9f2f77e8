import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { RrdClient } from '@baadal/rrd';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDaemon, type TestDaemon } from '../../../../packages/rrd/test/daemon.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rrdPath, shapeOf } from './rrd-files.ts';
import { type RrdRow, RrdWriter } from './rrd-writer.ts';

const NOW = Math.floor(Date.now() / 10_000) * 10;
const BEGIN = NOW - 3_000;
let daemon: TestDaemon;
let client: RrdClient;
const lines: { file?: string; kept?: string; msg: string }[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });

beforeAll(async () => {
  daemon = await startTestDaemon();
  client = new RrdClient({ socket: daemon.socket, timeoutMs: 2_000 });
});
afterAll(async () => {
  client?.close();
  await daemon?.[Symbol.asyncDispose]();
});

const pathOf = (name: string) => rrdPath(daemon.dir, { kind: 'vm', name });
function row(name: string, n: number, more: Partial<RrdRow> = {}): RrdRow {
  return {
    ...{ path: pathOf(name), shape: shapeOf('vm', null), at: BEGIN + 10 * n },
    ...{ figures: { cpu: n }, intervalSeconds: 10, ...more },
  };
}
async function cpuOf(name: string, rows: number): Promise<number[]> {
  const request = { cf: 'AVERAGE', from: BEGIN, to: BEGIN + 10 * rows } as const;
  const { columns } = await client.fetch(pathOf(name), { ...request, sources: ['cpu'] });
  return [...(columns.get('cpu') ?? [])].slice(0, rows);
}
const keptFiles = (name: string, why: string) =>
  readdirSync(path.dirname(pathOf(name))).filter((f) => f.startsWith(`${name}.rrd.${why}-`));
/** Stops at once, so that what could not be written is not waited for. */
async function withWriter(act: (writer: RrdWriter) => Promise<void>, maxRows?: number) {
  const writer = new RrdWriter({ client, log, ...(maxRows && { maxRows }) });
  await act(writer);
  await writer.close();
}

describe('RrdWriter', () => {
  it('makes the file with its first row, readable by rrdtool', async () => {
    await withWriter(async (writer) => {
      writer.add([row('fresh', 1), row('fresh', 2)]);
      await writer.idle();
      expect(writer.state).toMatchObject({ waiting: 0, written: 2, fault: null });
    });
    expect(await cpuOf('fresh', 2)).toEqual([1, 2]);
    const args = ['fetch', pathOf('fresh'), 'AVERAGE', '-s', `${BEGIN}`, '-e', `${BEGIN + 20}`];
    expect(execFileSync('rrdtool', args, { encoding: 'utf8' })).toMatch(/ 2\.0+e\+00/);
  });

  it('writes missed samples as a gap, not as zero and not as the last value', async () => {
    await withWriter(async (writer) => {
      writer.add([row('gap', 1), row('gap', 2), row('gap', 8), row('gap', 9)]);
      await writer.idle();
    });
    const NONE = Number.NaN;
    expect(await cpuOf('gap', 9)).toEqual([1, 2, NONE, NONE, NONE, NONE, NONE, 8, 9]);
    // Another process goes on: it reads from the file when the last row was.
    await client.flush(pathOf('gap'));
    await withWriter(async (writer) => {
      writer.add([row('gap', 14)]);
      await writer.idle();
    });
    expect((await cpuOf('gap', 14)).slice(9)).toEqual([NONE, NONE, NONE, NONE, 14]);
  });

  it('goes on when the clock is set back, and shows again once it has caught up', async () => {
    await withWriter(async (writer) => {
      writer.add([
        row('clock', 5),
        row('clock', 2),
        row('clock', 3),
        row('clock', 6),
        row('other', 1),
      ]);
      await writer.idle();
      expect(writer.state.lost.tooOld).toBe(2);
    });
    expect((await cpuOf('clock', 6)).slice(4)).toEqual([5, 6]);
    expect(await cpuOf('other', 1)).toEqual([1]);
  });

  it('keeps rows while rrdcached is away, bounded, and writes them after', async () => {
    await withWriter(async (writer) => {
      await daemon.stop();
      writer.add(Array.from({ length: 20 }, (_, i) => row('away', i + 1)));
      await waitFor('a fault', () => writer.state.fault);
      writer.add(Array.from({ length: 5 }, (_, i) => row('away', i + 21)));
      expect(writer.state).toMatchObject({ waiting: 15, lost: { overflow: 10 } });
      await daemon.start();
      await waitFor('all rows to be written', () => writer.state.waiting === 0);
      await writer.idle();
      expect(writer.state).toMatchObject({ written: 15, fault: null });
    }, 15);
    expect((await cpuOf('away', 25)).slice(10)).toEqual(
      Array.from({ length: 15 }, (_, i) => i + 11),
    );
  });
});

describe('a bad file', () => {
  it('that is damaged is set aside and named, a new one begun, and others go on', async () => {
    for (const spoil of [
      (file: string) => writeFileSync(file, 'garbage'.repeat(100)),
      (file: string) => truncateSync(file, 2_000),
      (file: string) => truncateSync(file, 0),
    ]) {
      const name = `bad-${randomUUID()}`;
      await withWriter(async (writer) => {
        writer.add([row(name, 1)]);
        await writer.idle();
      });
      await client.flush(pathOf(name));
      spoil(pathOf(name));
      lines.length = 0;
      await withWriter(async (writer) => {
        writer.add([row(name, 2), row(`${name}-other`, 2)]);
        await writer.idle();
        expect(writer.state).toMatchObject({ written: 2, fault: null });
      });
      const [kept] = keptFiles(name, 'damaged');
      expect(kept).toBeDefined();
      expect(lines.find((line) => line.file === pathOf(name))?.kept).toMatch(`/${kept}`);
      expect((await cpuOf(name, 2))[1]).toBe(2);
      expect((await cpuOf(`${name}-other`, 2))[1]).toBe(2);
    }
  });

  it('of another layout is set aside', async () => {
    const file = pathOf('old');
    mkdirSync(path.dirname(file), { recursive: true });
    const shape = { sources: ['cpu'] };
    await withWriter(async (writer) => {
      writer.add([row('old', 1, { shape })]);
      await writer.idle();
    });
    await withWriter(async (writer) => {
      writer.add([row('old', 2)]);
      await writer.idle();
    });
    expect(keptFiles('old', 'outdated')).toHaveLength(1);
    expect((await client.info(file)).has('ds[netTx].index')).toBe(true);
  });

  it("of a VM that is gone is not its successor's of the same name", async () => {
    await withWriter(async (writer) => {
      writer.add([row('again', 1)]);
      await writer.idle();
      const born = statSync(pathOf('again')).birthtimeMs;
      utimesSync(pathOf('again'), 0, 0);
      const successor = new RrdWriter({ client, log });
      successor.add([row('again', 2, { madeAfter: new Date(born + 120_000) })]);
      await successor.idle();
      await successor.close();
    });
    expect(keptFiles('again', 'removed')).toHaveLength(1);
    expect(await cpuOf('again', 2)).toEqual([Number.NaN, 2]);
  });
});

describe('a file of an older name', () => {
  it('is moved with all that it knows, once, and a damaged one set aside after', async () => {
    const renamed = { path: pathOf('host_1'), formerly: pathOf('kvm1') };
    await withWriter(async (writer) => {
      writer.add([row('kvm1', 1)]);
      await writer.idle();
      writer.add([row('x', 2, renamed)]);
      await writer.idle();
    });
    expect(existsSync(pathOf('kvm1'))).toBe(false);
    expect(await cpuOf('host_1', 2)).toEqual([1, 2]);
    // Another host may have the name now: its file is left alone.
    await withWriter(async (writer) => {
      writer.add([row('kvm1', 3), row('x', 3, renamed)]);
      await writer.idle();
    });
    expect(await cpuOf('host_1', 3)).toEqual([1, 2, 3]);
    expect((await cpuOf('kvm1', 3))[2]).toBe(3);
    writeFileSync(pathOf('bad'), 'garbage');
    let aside = 0;
    const writer = new RrdWriter({ client, log, onAside: () => aside++ });
    writer.add([row('x', 1, { path: pathOf('host_2'), formerly: pathOf('bad') })]);
    await writer.idle();
    await writer.close();
    expect(aside).toBe(1);
    expect(keptFiles('host_2', 'damaged')).toHaveLength(1);
    expect(await cpuOf('host_2', 1)).toEqual([1]);
  });
});

describe('a full disk', () => {
  it('costs the new files, leaves nothing half made, and heals', async () => {
    const folder = path.join(daemon.dir, 'host_rrds');
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    try {
      const full = { path: path.join(folder, 'full.rrd') };
      await withWriter(async (writer) => {
        writer.add([row('full', 1, full), row('beside', 1)]);
        await writer.idle();
        expect(writer.state).toMatchObject({ waiting: 0, written: 1, lost: { refused: 1 } });
        expect(readdirSync(folder)).toEqual([]);
        execFileSync('mount', ['-o', 'remount,size=16m', folder]);
        writer.add([row('full', 2, full)]);
        await writer.idle();
        expect(writer.state.written).toBe(2);
      });
      expect(existsSync(full.path)).toBe(true);
    } finally {
      await client.forget(path.join(folder, 'full.rrd'));
      execFileSync('umount', ['-l', folder]);
    }
  });
});
