import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogging } from './logging.ts';
import { REDACTED, redactLine } from './redaction.ts';

const KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----\n';

test('no secret reaches the file, wherever it stands', () => {
  const dir = mkdtempSync(join(tmpdir(), 'baadal-redact-'));
  const { log, close } = createLogging({ dir, level: 'debug' });
  const failure = Object.assign(new Error('login with password=hunter2 failed'), {
    config: { headers: { authorization: 'Bearer hunter2hunter2' } },
    cause: new Error('connect mysql://baadal:hunter2@db/baadal'),
  });
  const child = log.child({ requestId: 'r1', session: { cookie: 'sid=hunter2' } });
  child.info({ password: 'hunter2', user: { name: 'ann', vncPassword: 'hunter2' } }, 'a');
  child.info({ deep: [{ a: { b: { 'set-cookie': ['hunter2'], API_KEY: 'hunter2' } } }] }, 'b');
  child.error({ err: failure, again: { privateKey: KEY }, accessToken: 'hunter2' }, 'c');
  child.info({ url: '/console/vnc/hunter2hunter2', key: KEY, body: '{"password":"hunter2"}' }, 'd');
  child.info({ start: `password: hunter2 ${'x'.repeat(300_000)}` }, 'too long');
  close();
  const text = readFileSync(join(dir, 'baadal.log'), 'utf8');
  rmSync(dir, { recursive: true });
  expect(text).not.toContain('hunter2');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatchObject({ requestId: 'r1', user: { name: 'ann', vncPassword: REDACTED } });
  expect(lines[2].err).toMatchObject({ type: 'Error', stack: expect.stringContaining('.ts') });
  expect(lines[4]).toMatchObject({ msg: 'too long', truncatedChars: expect.any(Number) });
});

test('what only looks like a secret stays', () => {
  const line = JSON.stringify({
    msg: 'token created',
    hostKeyFingerprint: 'SHA256:abc',
    tokenId: 'tok_1',
    ticketKind: 'VNC',
    mustChangePassword: true,
    url: 'http://localhost:4000/vms',
  });
  expect(redactLine(line)).toBe(line);
});
