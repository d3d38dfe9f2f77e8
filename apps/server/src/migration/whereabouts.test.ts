import { describe, expect, it } from 'vitest';
import { type Seen, type Whereabouts, whereabouts } from './whereabouts.ts';

const ABSENT: Seen = { kind: 'ABSENT' };
const AWAY: Seen = { kind: 'UNREACHABLE', reason: 'no answer' };
const RUNS: Seen = { kind: 'RUNNING', leaving: false };
const LEAVES: Seen = { kind: 'RUNNING', leaving: true };
const off = (reason = 'unknown'): Seen => ({ kind: 'OFF', reason });
const paused = (reason: string, leaving = false): Seen => ({ kind: 'PAUSED', reason, leaving });
const COMING = paused('migration');

/** The course of a live migration, and each place where it can break off. */
const CASES: readonly (readonly [string, Seen, Seen, Whereabouts])[] = [
  ['before it begins', RUNS, ABSENT, 'ORIGIN'],
  ['while the destination prepares', LEAVES, paused('starting-up', false), 'UNDER_WAY'],
  ['while memory is sent', LEAVES, COMING, 'UNDER_WAY'],
  ['while the origin stands still', paused('migration', true), COMING, 'UNDER_WAY'],
  ['once the destination runs', paused('migration', false), RUNS, 'DESTINATION'],
  ['at its end', off('migrated'), RUNS, 'DESTINATION'],
  ['after the origin forgot it', ABSENT, RUNS, 'DESTINATION'],
  ['given up, with a remainder there', RUNS, COMING, 'ORIGIN'],
  ['given up while it stood still', paused('migration'), ABSENT, 'HALTED'],
  ['given up while it stood still, remainder there', paused('migration'), COMING, 'HALTED'],
  ['of a suspended VM, before', paused('user'), ABSENT, 'ORIGIN'],
  ['of a suspended VM, incomplete', paused('user'), COMING, 'ORIGIN'],
  ['of a suspended VM, arrived', paused('user'), paused('user'), 'DESTINATION'],
  ['of a suspended VM, at its end', off('migrated'), paused('user'), 'DESTINATION'],
  ['the destination died while it runs here', RUNS, AWAY, 'ORIGIN'],
  ['the destination died while it stood still', paused('migration'), AWAY, 'ASK_DESTINATION'],
  ['the destination died after it came', off('migrated'), AWAY, 'ASK_DESTINATION'],
  ['the origin died, nothing there', AWAY, ABSENT, 'ASK_ORIGIN'],
  ['the origin died, a remainder there', AWAY, COMING, 'ASK_ORIGIN'],
  ['the origin died after it came', AWAY, RUNS, 'DESTINATION'],
  ['both died', AWAY, AWAY, 'ASK_ORIGIN'],
  ['the origin booted anew, nothing there', off(), ABSENT, 'ORIGIN'],
  ['the origin booted anew, it runs there', off(), RUNS, 'DESTINATION'],
  ['the origin booted anew, silence there', off(), AWAY, 'ASK_DESTINATION'],
  ['it came, and the destination booted anew', off('migrated'), off(), 'DESTINATION'],
  ['off, defined on both', off('shutdown'), off(), 'ORIGIN'],
  ['off, gone from the origin', ABSENT, off(), 'DESTINATION'],
  ['nowhere', ABSENT, ABSENT, 'NEITHER'],
  ['a remainder alone', ABSENT, COMING, 'NEITHER'],
  ['on both', RUNS, RUNS, 'BOTH'],
];

describe('whereabouts', () => {
  it.each(CASES)('%s', (_, origin, destination, wanted) => {
    expect(whereabouts(origin, destination)).toBe(wanted);
  });

  it('never takes a copy that is not whole for the VM, nor lets one run that may run elsewhere', () => {
    const all: Seen[] = CASES.flatMap(([, a, b]) => [a, b]);
    for (const origin of all)
      for (const destination of all) {
        const at = whereabouts(origin, destination);
        const incomplete = destination.kind === 'PAUSED' && destination.reason !== 'user';
        if (incomplete || destination.kind === 'UNREACHABLE') expect(at).not.toBe('DESTINATION');
        // What would be started again here must be known not to run there.
        if (at === 'HALTED') expect(['ABSENT', 'OFF', 'PAUSED']).toContain(destination.kind);
        if (origin.kind === 'UNREACHABLE') expect(at).not.toBe('ORIGIN');
      }
  });
});
