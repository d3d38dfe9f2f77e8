import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SshError } from './errors.ts';
import { quoteArgument, quoteCommand, quoteEnvironment } from './quote.ts';

/** The arguments as a real shell hands them to a program. */
function throughShell(args: readonly string[]): string[] {
  const command = quoteCommand(['printf', '%s\\0', ...args]);
  return execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const argument = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', ' ', '*', '~', '!', '#', '-'),
    }),
  )
  .filter((text) => !text.includes('\0'));

describe('quoteArgument', () => {
  test('makes one word, always in quotes', () => {
    expect(quoteArgument('')).toBe("''");
    expect(quoteArgument('a b')).toBe("'a b'");
    expect(quoteArgument("it's")).toBe("'it'\\''s'");
  });

  test('refuses what no argument can hold', () => {
    expect(() => quoteArgument('a\0b')).toThrow(SshError);
    expect(() => quoteArgument('\ud800')).toThrow(SshError);
  });
});

describe('quoteCommand', () => {
  test('any arguments pass a real shell unchanged', () => {
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 40 }), (args) => {
        expect(throughShell(args)).toEqual(args);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('the classics do no harm', () => {
    const nasty = [
      "'; rm -rf / #",
      '$(id)',
      '`id`',
      '$HOME',
      'a\nb',
      '*',
      '~',
      '\\',
      '!!',
      '-n',
      '&&',
    ];
    expect(throughShell(nasty)).toEqual(nasty);
  });

  test.each([[[]], [['']], [['-c', 'x']], [['true', 'a\0']], [['true', 'x'.repeat(200_000)]]])(
    'refuses %j',
    (argv) => {
      expect(() => quoteCommand(argv)).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
    },
  );
});

describe('quoteEnvironment', () => {
  test('exports quoted values', () => {
    expect(quoteEnvironment({ A: "x'y", B: '' })).toBe("export A='x'\\''y'; export B='';");
  });

  test('refuses names that would be code', () => {
    expect(() => quoteEnvironment({ 'A;id': '' })).toThrow(SshError);
  });
});
