import { describe, expect, it } from 'vitest';
import { BadUserInputError } from '../platform/errors.ts';
import { type AlertRule, BUILT_IN_RULES, checkRule, judge, QUIET } from './alert-rules.ts';

const cpu = { comparison: 'ABOVE', threshold: 90, clearAt: 80, forSeconds: 20 } as const;

/** Changes of a sequence of figures, 10 s apart. */
function changes(rule: Parameters<typeof judge>[1], ...values: (number | null)[]) {
  let state = QUIET;
  return values.map((value, i) => {
    const verdict = judge(state, rule, { value, at: i * 10_000 });
    state = verdict.state;
    return verdict.change;
  });
}

describe('judge', () => {
  it('raises after so long beyond the threshold, and ends where it does not flicker', () => {
    expect(changes(cpu, 95, 95, 95, 95, 85, 91, 80, 85)).toEqual([
      ...[null, null, 'RAISE', null, null, null, 'END', null],
    ]);
  });

  it('begins the wait anew after a good figure, and after one that is not known', () => {
    expect(changes(cpu, 95, 95, 50, 95, 95)).not.toContain('RAISE');
    expect(changes(cpu, 95, 95, null, 95, 95)).not.toContain('RAISE');
  });

  it('keeps an alert while nothing is known', () => {
    expect(changes(cpu, 95, 95, 95, null, null, 70).slice(3)).toEqual([null, null, 'END']);
  });

  it('sees what is below, at once when no time is asked for', () => {
    const up = { comparison: 'BELOW', threshold: 0.5, clearAt: 0.5, forSeconds: 0 } as const;
    expect(changes(up, 1, 0, 0, 1)).toEqual([null, 'RAISE', null, 'END']);
  });

  it('is not misled by a clock that is set back', () => {
    const first = judge(QUIET, cpu, { value: 95, at: 1_000_000 });
    const back = judge(first.state, cpu, { value: 95, at: 0 });
    expect(judge(back.state, cpu, { value: 95, at: 10_000 }).change).toBeNull();
    expect(judge(back.state, cpu, { value: 95, at: 20_000 }).change).toBe('RAISE');
  });
});

describe('checkRule', () => {
  const rule: Omit<AlertRule, 'id' | 'builtIn'> = {
    ...{ name: 'busy', subjectKind: 'VM', subjectId: null, figure: 'cpu', ...cpu },
    ...{ severity: 'WARNING', enabled: true },
  };
  it('takes what makes sense, the built-in rules too', () => {
    checkRule(rule);
    for (const builtIn of BUILT_IN_RULES) checkRule({ ...builtIn, subjectId: null, enabled: true });
  });

  it.each([
    ['name', { name: '' }],
    ['figure', { figure: 'heat' }],
    ['figure', { figure: 'constructor' }],
    ['figure', { subjectKind: 'DATASTORE' as const }],
    ['threshold', { threshold: 101 }],
    ['threshold', { threshold: Number.NaN, clearAt: 1 }],
    ['clearAt', { clearAt: 95 }],
    ['clearAt', { comparison: 'BELOW' as const, clearAt: 80 }],
    ['forSeconds', { forSeconds: -1 }],
    ['forSeconds', { forSeconds: 1.5 }],
  ])('refuses a bad %s: %o', (path, change) => {
    const check = () => checkRule({ ...rule, ...change });
    expect(check).toThrow(BadUserInputError);
    try {
      check();
    } catch (error) {
      expect((error as BadUserInputError).details['fields']).toContainEqual(
        expect.objectContaining({ path }),
      );
    }
  });
});
