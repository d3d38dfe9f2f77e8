import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sequencePath, sequencesIn } from './log-files.ts';
import { createLogging } from './logging.ts';
import { parseLogLine } from './read-logs.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'baadal-log-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

interface Writer {
  readonly child: ChildProcess;
  /** The last number the process is known to have logged. */
  told: number;
  readonly ended: Promise<void>;
}

function startWriter(
  name: string,
  lines: number,
  rotation: { maxBytes: number; maxAgeMs: number },
) {
  const script = join(import.meta.dirname, 'test', 'writer.ts');
  const args = [script, dir, name, lines, rotation.maxBytes, rotation.maxAgeMs].map(String);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const writer: Writer = {
    child,
    told: 0,
    ended: new Promise((resolve) => child.once('close', () => resolve())),
  };
  child.stdout.on('data', (chunk: Buffer) => {
    const numbers = chunk.toString().trimEnd().split('\n');
    writer.told = Math.max(writer.told, Number(numbers.at(-1)) || 0);
  });
  return writer;
}

/** The numbers of each writer in the order of the files, and the lines that do not parse. */
function numbersByWriter() {
  const numbers = new Map<string, number[]>();
  const torn: string[] = [];
  let switches = 0;
  let previous = '';
  const sequences = sequencesIn(dir, 'main');
  for (const sequence of sequences) {
    const text = readFileSync(sequencePath(dir, 'main', sequence), 'utf8');
    for (const line of text.split('\n').filter((part) => part !== '')) {
      const entry = parseLogLine(line);
      if (!entry) {
        torn.push(line);
        continue;
      }
      const writer = String(entry.fields['writer']);
      if (writer !== previous) switches += 1;
      previous = writer;
      const list = numbers.get(writer) ?? [];
      list.push(Number(entry.fields['n']));
      numbers.set(writer, list);
    }
  }
  return { numbers, torn, switches, files: sequences.length };
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

describe('several processes, one log', () => {
  test('4 processes, rotation by size: every line is there, whole and in order', async () => {
    const rotation = { maxBytes: 200_000, maxAgeMs: 3_600_000 };
    const writers = ['a', 'b', 'c', 'd'].map((name) => startWriter(name, 15_000, rotation));
    await Promise.all(writers.map(({ ended }) => ended));
    const { numbers, torn, switches, files } = numbersByWriter();
    expect(torn).toEqual([]);
    for (const name of ['a', 'b', 'c', 'd']) expect(numbers.get(name)).toEqual(upTo(15_000));
    expect(switches).toBeGreaterThan(500); // they did write at the same time
    expect(files).toBeGreaterThan(20);
    const newest = sequencePath(dir, 'main', sequencesIn(dir, 'main').at(-1) ?? 0);
    expect(readFileSync(join(dir, 'baadal.log'))).toEqual(readFileSync(newest));
  });

  test('rotation by age every few ms loses nothing either', async () => {
    const rotation = { maxBytes: 100_000_000, maxAgeMs: 20 };
    const writers = ['a', 'b', 'c', 'd'].map((name) => startWriter(name, 5_000, rotation));
    await Promise.all(writers.map(({ ended }) => ended));
    const { numbers, torn, files } = numbersByWriter();
    expect(torn).toEqual([]);
    for (const name of ['a', 'b', 'c', 'd']) expect(numbers.get(name)).toEqual(upTo(5_000));
    expect(files).toBeGreaterThan(3);
  });

  test('a process killed in the middle loses nothing it had logged, and harms no other', async () => {
    const rotation = { maxBytes: 150_000, maxAgeMs: 3_600_000 };
    const others = ['a', 'b', 'c'].map((name) => startWriter(name, 8_000, rotation));
    const victim = startWriter('v', 1_000_000, rotation);
    victim.child.stdout?.on('data', () => {
      if (victim.told > 2_000) victim.child.kill('SIGKILL');
    });
    await Promise.all([...others, victim].map(({ ended }) => ended));
    const { numbers, torn } = numbersByWriter();
    for (const name of ['a', 'b', 'c']) expect(numbers.get(name)).toEqual(upTo(8_000));
    const survived = numbers.get('v') ?? [];
    expect(survived).toEqual(upTo(survived.length));
    expect(survived.length).toBeGreaterThanOrEqual(victim.told);
    expect(torn.length).toBeLessThanOrEqual(1); // the line the kill cut, if it did
  });
});

describe('trouble', () => {
  const options = { level: 'info', maxBytes: 1_000_000, maxFiles: 5, maxAgeMs: 3_600_000 } as const;

  function messages(): string[] {
    return sequencesIn(dir, 'main')
      .flatMap((sequence) => readFileSync(sequencePath(dir, 'main', sequence), 'utf8').split('\n'))
      .flatMap((line) => parseLogLine(line)?.message ?? []);
  }

  test('directory and files deleted under us: the next line makes them anew', () => {
    const logging = createLogging({ ...options, dir });
    logging.log.info('before');
    rmSync(dir, { recursive: true });
    logging.log.info('after');
    expect(messages()).toEqual(['after']);
    expect(logging.droppedLines).toBe(0);
    logging.close();
  });

  test('a directory that cannot be: lines are counted, the program goes on, and is told later', () => {
    const obstacle = join(dir, 'logs');
    writeFileSync(obstacle, '');
    const logging = createLogging({ ...options, dir: obstacle });
    logging.log.info('lost 1');
    logging.log.info('lost 2');
    expect(logging.droppedLines).toBe(2);
    rmSync(obstacle);
    logging.log.info('found');
    dir = obstacle;
    expect(messages()).toEqual(['found', 'log lines went to standard error only']);
    logging.close();
  });

  test('a full device: lines are counted; with room again nothing is torn', () => {
    const mount = join(dir, 'full');
    mkdirSync(mount);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mount]);
    try {
      const logging = createLogging({ ...options, dir: mount });
      writeFileSync(join(mount, 'ballast'), Buffer.alloc(40_000));
      let tried = 0;
      for (; logging.droppedLines < 3 && tried < 1000; tried += 1) {
        logging.log.info({ data: 'y'.repeat(200) }, 'fits or not');
      }
      expect(logging.droppedLines).toBe(3);
      const kept = tried - 3;
      rmSync(join(mount, 'ballast'));
      logging.log.info('room again');
      logging.close();
      const outer = dir;
      dir = mount;
      expect(messages()).toEqual([
        ...Array.from({ length: kept }, () => 'fits or not'),
        'room again',
        'log lines went to standard error only',
      ]);
      dir = outer;
    } finally {
      execFileSync('umount', [mount]);
    }
  });

  test('only maxFiles are kept', () => {
    const logging = createLogging({ ...options, dir, maxBytes: 1_000 });
    for (let i = 0; i < 200; i += 1) logging.log.info({ i }, 'line');
    logging.close();
    expect(sequencesIn(dir, 'main')).toHaveLength(5);
    expect(messages().length).toBeGreaterThan(40);
  });
});
