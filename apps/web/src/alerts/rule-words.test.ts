import { describe, expect, it } from 'vitest';
import { type RuleTerms, ruleWords } from './rule-words.ts';

const rule: RuleTerms = {
  ...{ subjectKind: 'VM', figure: 'cpu', comparison: 'ABOVE' },
  ...{ threshold: 90, clearAt: 80, forSeconds: 300 },
};
const links: RuleTerms = {
  ...{ subjectKind: 'HOST', figure: 'degradedLinks', comparison: 'ABOVE' },
  ...{ threshold: 0, clearAt: 0, forSeconds: 0 },
};

describe('ruleWords', () => {
  it('says figure, threshold, time and end', () => {
    expect(ruleWords(rule)).toBe('CPU above 90 % for 300 s; over again at 80 %');
    expect(ruleWords({ ...rule, comparison: 'BELOW', threshold: 5, clearAt: 10 })).toBe(
      'CPU below 5 % for 300 s; over again at 10 %',
    );
  });

  it('names no time where there is none', () => {
    expect(ruleWords({ ...rule, forSeconds: 0 })).toBe(
      'CPU above 90 %, told at once; over again at 80 %',
    );
  });

  it('speaks of links and of hosts that are away as people do', () => {
    expect(ruleWords(links)).toBe(
      'Any link much worse than its own history; over again when none is',
    );
    expect(ruleWords({ ...links, threshold: 2, clearAt: 1 })).toContain('above 2');
    const up = { subjectKind: 'HOST', figure: 'up', comparison: 'BELOW' } as const;
    const terms = { threshold: 0.5, clearAt: 0.5 };
    expect(ruleWords({ ...up, ...terms, forSeconds: 60 })).toBe('Not reached for 60 s');
    expect(ruleWords({ ...up, ...terms, forSeconds: 0 })).toBe('Not reached, told at once');
  });
});
