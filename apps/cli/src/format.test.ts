import { describe, expect, test } from 'vitest';
import { formatAgo, formatDuration, formatGiB, formatMiB, parseRamMiB } from './amounts.ts';
import { placeOf } from './commands/completion.ts';
import { pick } from './commands/create-vm.ts';
import { buildProgram } from './run-cli.ts';
import { normaliseUrl } from './settings.ts';
import { colourStatus, formatFields, formatTable, plain } from './table.ts';

describe('amounts', () => {
  test.each([
    ['512', 512],
    ['512M', 512],
    ['2G', 2048],
    ['1.5 GiB', 1536],
  ])('RAM %s is %i MiB', (text, mib) => expect(parseRamMiB(text)).toBe(mib));

  test.each([
    [0.0002, '0 GiB'],
    [0.25, '0.3 GiB'],
    [10, '10 GiB'],
    [1536, '1.5 TiB'],
  ])('%f GiB are %s', (gib, text) => expect(formatGiB(gib)).toBe(text));

  test.each(['', '2T', '-1', '0.3M', 'much'])('RAM %s is refused', (text) => {
    expect(() => parseRamMiB(text)).toThrow(
      expect.objectContaining({ code: 'USAGE', exitCode: 2 }),
    );
  });

  test.each([
    [0, '0.0 s'],
    [8_449, '8.4 s'],
    [42_000, '42 s'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
    [86_400_000 * 3, '3 d'],
  ])('%i ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  test('MiB and ago', () => {
    expect([512, 1024, 1536].map(formatMiB)).toEqual(['512 MiB', '1 GiB', '1.5 GiB']);
    expect(formatAgo('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:01:00Z'))).toBe('1 min ago');
    expect(formatAgo(null)).toBe('-');
  });
});

describe('tables', () => {
  const columns = [
    { head: 'NAME', cell: ({ name }: { name: string; count: number | null }) => name },
    { head: 'N', cell: ({ count }: { count: number | null }) => count, align: 'right' as const },
  ];

  test('columns are aligned, absent values are a dash', () => {
    const rows = [
      { name: 'a', count: 5 },
      { name: 'longer', count: 100 },
      { name: 'b', count: null },
    ];
    expect(formatTable(columns, rows)).toBe('NAME      N\na         5\nlonger  100\nb         -');
  });

  test('fields leave out what is absent', () => {
    expect(
      formatFields([
        ['A', 1],
        ['Longer', 'x'],
        ['None', null],
        ['Empty', ''],
      ]),
    ).toBe('A       1\nLonger  x');
  });

  test('control characters do not reach the terminal', () => {
    expect(plain('a\u001b[31mred\u0007\nb')).toBe('ared b');
  });

  test('colours only where shown', () => {
    expect(colourStatus('RUNNING ', false)).toBe('RUNNING ');
    expect(colourStatus('RUNNING ', true)).toContain('\u001b[32m');
    expect(colourStatus('NEW', true)).toBe('NEW');
  });
});

describe('arguments', () => {
  const terminal = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: {},
  };
  const program = buildProgram(terminal, () => undefined);

  test('addresses', () => {
    expect(normaliseUrl('localhost:4000')).toBe('http://localhost:4000');
    expect(normaliseUrl('https://cloud.example.org/vms?x')).toBe('https://cloud.example.org');
    expect(() => normaliseUrl('http://')).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  test('names are picked by id or unique name, with the choices when there is none', () => {
    const choices = [
      { id: 't1', name: 'micro' },
      { id: 't2', name: 'debian' },
      { id: 't3', name: 'debian' },
    ];
    expect(pick('template', choices, 'micro')).toBe('t1');
    expect(pick('template', choices, 't3')).toBe('t3');
    expect(() => pick('template', choices, 'debian')).toThrow(
      expect.objectContaining({ code: 'AMBIGUOUS' }),
    );
    expect(() => pick('template', choices, 'x')).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND', remedy: 'There are: micro, debian, debian' }),
    );
  });

  test('places for completion', () => {
    expect(placeOf(program, ['vm', 'create', 'x', '--template'])).toMatchObject({
      wants: 'template',
    });
    expect(placeOf(program, ['vm', 'show'])).toMatchObject({ wants: 'vm' });
    expect(placeOf(program, ['vm', 'show', 'web'])).toMatchObject({ wants: null });
    expect(placeOf(program, ['task', 'list', '--vm'])).toMatchObject({ wants: 'vm' });
  });

  test('every command and option describes itself', () => {
    const all = (command: typeof program): (typeof program)[] => [
      command,
      ...command.commands.flatMap(all),
    ];
    for (const command of all(program).filter((c) => !c.name().startsWith('__'))) {
      expect(command.description(), command.name()).not.toBe('');
      for (const option of command.options) expect(option.description, option.flags).not.toBe('');
    }
  });
});
