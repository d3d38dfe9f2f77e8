import { describe, expect, it } from 'vitest';
import { bundles, faultText, isRefusedForGood, letterOf, nextAttemptMs } from './mail-rules.ts';

const mail = (id: string, recipient = 'a@b.example', topic = 'alert') => ({
  ...{ id, topic, recipient, subject: `S${id}`, body: `B${id}`, attempts: 0 },
});

describe('nextAttemptMs', () => {
  it('doubles up to an hour, and gives up after about a day', () => {
    expect([1, 2, 3, 7, 20].map(nextAttemptMs)).toEqual([
      ...[60_000, 120_000, 240_000, 3_600_000, 3_600_000],
    ]);
    expect(nextAttemptMs(30)).toBeNull();
    let total = 0;
    for (let n = 1; nextAttemptMs(n) !== null; n++) total += nextAttemptMs(n) ?? 0;
    expect(total / 3_600_000).toBeGreaterThan(20);
  });
});

describe('a bundle', () => {
  it('is what one person is told of one topic', () => {
    const all = [mail('1'), mail('2', 'A@b.example'), mail('3', 'c@b.example')];
    const split = bundles([...all, mail('4', 'a@b.example', 'expiry')]);
    expect(split.map((each) => each.map(({ id }) => id))).toEqual([['1', '2'], ['3'], ['4']]);
  });

  it('is one letter', () => {
    expect(letterOf([mail('1')])).toEqual({ subject: 'S1', text: 'B1' });
    const { subject, text } = letterOf([mail('1'), mail('2')]);
    expect(subject).toBe('S1 (and 1 more)');
    expect(text).toBe('S1\n\nB1\n\n---\n\nS2\n\nB2');
  });
});

it('gives up what is refused for the person, not for the settings', () => {
  expect(isRefusedForGood({ command: 'RCPT TO', responseCode: 550 })).toBe(true);
  expect(isRefusedForGood({ command: 'RCPT TO', responseCode: 451 })).toBe(false);
  expect(isRefusedForGood({ command: 'MAIL FROM', responseCode: 530 })).toBe(false);
  expect(isRefusedForGood({ command: 'AUTH PLAIN', responseCode: 535 })).toBe(false);
  expect(isRefusedForGood(new Error('away'))).toBe(false);
});

it('says a fault in a sentence for an admin', () => {
  expect(faultText(new Error('connect ECONNREFUSED\n 127.0.0.1:25'))).toBe(
    'connect ECONNREFUSED 127.0.0.1:25.',
  );
  const unknown =
    'unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca';
  expect(faultText(new Error(unknown))).toMatch(/^unable .* certificate: the CA .* believes\.$/);
  const plain = Object.assign(new Error('0A:error:x:y'), { reason: 'wrong version number' });
  expect(faultText(plain)).toContain('smtp:// in BAADAL_SMTP_URL');
  expect(faultText(new Error('x'.repeat(300)))).toHaveLength(255);
});
