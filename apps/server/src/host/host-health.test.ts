import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeLost, type LostSigns, looksDifferent, withSeen } from './host-health.ts';

const dead: LostSigns = {
  ping: false,
  neighbour: false,
  locks: false,
  disks: 2,
  witness: 'other',
  silentMs: 20_000,
  limitMs: 15_000,
};

describe('judgeLost', () => {
  it('calls a host down that is silent to all and locks nothing', () => {
    expect(judgeLost(dead).status).toBe('DOWN');
    expect(judgeLost({ ...dead, ping: null }).status).toBe('DOWN');
  });

  it.each([
    [{ ping: true }, /answers pings/],
    [{ neighbour: true }, /other reaches it/],
    [{ locks: true }, /locks/],
    [{ neighbour: null }, /no other host/],
    [{ locks: null }, /no other host/],
    [{ silentMs: 14_000 }, /silent for 14 s/],
  ])('does not when %j', (more, reason) => {
    expect(judgeLost({ ...dead, ...more })).toMatchObject({ status: 'UNREACHABLE' });
    expect(judgeLost({ ...dead, ...more }).reason).toMatch(reason);
  });

  it('never goes by fewer than two signs', () => {
    const sign = fc.constantFrom(true, false, null);
    fc.assert(
      fc.property(sign, sign, sign, fc.nat(60_000), (ping, neighbour, locks, silentMs) => {
        const { status } = judgeLost({ ...dead, ping, neighbour, locks, silentMs });
        if (status === 'DOWN')
          expect([ping, neighbour, locks, silentMs >= 15_000]).toEqual([
            ping && null,
            false,
            false,
            true,
          ]);
      }),
    );
  });
});

describe('withSeen', () => {
  const at = (seconds: number) => new Date(seconds * 1000);

  it('keeps since when and when last', () => {
    const first = withSeen({}, { ping: { ok: true, message: null } }, at(1));
    const second = withSeen(first, { ping: { ok: true, message: null } }, at(2));
    expect(second.ping).toMatchObject({ since: at(1).toISOString(), seenAt: at(2).toISOString() });
    const third = withSeen(second, { ping: { ok: false, message: 'x' } }, at(3));
    expect(third.ping).toEqual({
      ok: false,
      since: at(3).toISOString(),
      seenAt: at(2).toISOString(),
      message: 'x',
    });
    expect(looksDifferent(first, second)).toBe(false);
    expect(looksDifferent(second, third)).toBe(true);
  });
});
