import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSshd, type TestSshd, waitFor } from '../test/sshd.ts';
import { fetchHostKey, type SshMachineState, SshPool } from './index.ts';

let sshd: TestSshd;

beforeEach(async () => {
  sshd = await startSshd();
});

afterEach(() => sshd.stop());

async function listen(onSocket: Parameters<typeof createServer>[1]): Promise<[Server, number]> {
  const server = createServer(onSocket ?? (() => undefined)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return [server, (server.address() as { port: number }).port];
}

describe('host keys', () => {
  test('the offered key is read without authenticating, and then accepted', async () => {
    const key = await fetchHostKey('127.0.0.1', sshd.port);
    expect(key).toEqual({ fingerprint: sshd.target.hostKeyFingerprint, type: 'ssh-ed25519' });
    await using pool = new SshPool();
    await pool.machine({ ...sshd.target, hostKeyFingerprint: key.fingerprint }).connect();
  });

  test('an unknown key is refused, showing it', async () => {
    await using pool = new SshPool();
    const machine = pool.machine({ ...sshd.target, hostKeyFingerprint: null });
    const error = await machine.connect().catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'HOST_KEY_UNKNOWN',
      fingerprint: sshd.target.hostKeyFingerprint,
      message: expect.stringContaining(sshd.target.hostKeyFingerprint ?? '?'),
    });
  });

  test('a changed key is refused on re-connect; the new pin is taken over by the same handle', async () => {
    await using pool = new SshPool();
    const machine = pool.machine(sshd.target);
    await machine.connect();
    sshd.signalAll('SIGKILL');
    sshd.replaceHostKey();
    await sshd.restart();
    await waitFor('loss noticed', () => !machine.connected);
    const error = await machine.connect().catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'HOST_KEY_CHANGED', fingerprint: expect.any(String) });
    const { fingerprint } = await fetchHostKey('127.0.0.1', sshd.port);
    expect(error).toMatchObject({ fingerprint });
    expect(pool.machine({ ...sshd.target, hostKeyFingerprint: fingerprint })).toBe(machine);
    expect(await machine.run(['echo', 'back'])).toBe('back\n');
  });
});

describe('failures to connect', () => {
  test('a key the machine does not know: AUTH_FAILED', async () => {
    await using pool = new SshPool();
    const privateKey = readFileSync(join(sshd.dir, 'host_key'));
    await expect(pool.machine({ ...sshd.target, privateKey }).connect()).rejects.toMatchObject({
      code: 'AUTH_FAILED',
    });
  });

  test('a key that is none: PRIVATE_KEY_INVALID', async () => {
    await using pool = new SshPool();
    const privateKey = 'not a key';
    await expect(pool.machine({ ...sshd.target, privateKey }).connect()).rejects.toMatchObject({
      code: 'PRIVATE_KEY_INVALID',
    });
  });

  test('nobody there: CONNECT_FAILED; silent, or hanging up: an error in time', async () => {
    await using pool = new SshPool({ connectTimeoutMs: 300 });
    await using patient = new SshPool();
    await expect(patient.machine({ ...sshd.target, port: 1 }).connect()).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
    });
    const [silent, silentPort] = await listen(() => undefined);
    const [rude, rudePort] = await listen((socket) => socket.end('220 smtp here\r\n'));
    await expect(
      pool.machine({ ...sshd.target, port: silentPort }).connect(),
    ).rejects.toMatchObject({
      code: 'CONNECT_TIMEOUT',
    });
    await expect(fetchHostKey('127.0.0.1', silentPort, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'CONNECT_TIMEOUT',
    });
    await expect(
      patient.machine({ ...sshd.target, port: rudePort }).connect(),
    ).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
    silent.close();
    rude.close();
  });

  test('an impatient caller leaves, the others get the connection', async () => {
    await using pool = new SshPool();
    const machine = pool.machine(sshd.target);
    const controller = new AbortController();
    const impatient = machine.connect({ signal: controller.signal });
    const patient = machine.run(['echo', 'here']);
    controller.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await patient).toBe('here\n');
  });
});

describe('loss', () => {
  test('sshd killed: everything in flight is rejected at once, the next use connects anew', async () => {
    const states: SshMachineState[] = [];
    await using pool = new SshPool({ onState: (_key, state) => states.push(state) });
    const machine = pool.machine(sshd.target);
    await machine.run(['true']);
    const closed: string[] = [];
    machine.onClose((error) => closed.push(error.code));
    const [server, port] = await listen((socket) => socket.pipe(socket));
    const forward = await machine.forwardTcp('127.0.0.1', port);
    const forwardClosed = new Promise((resolve) => forward.once('error', resolve));
    const calls = Array.from({ length: 20 }, () => machine.exec(['sleep', '100']));
    const outcomes = Promise.allSettled(calls);
    sshd.signalAll('SIGKILL');
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'CONNECTION_LOST' } });
    }
    expect(await forwardClosed).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(forward.destroyed).toBe(true);
    expect(closed).toEqual(['CONNECTION_LOST']);
    await expect(machine.exec(['true'])).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
    await sshd.restart();
    expect(await machine.run(['echo', 'again'])).toBe('again\n');
    expect(states).toEqual([
      'connecting',
      'connected',
      'disconnected',
      'connecting',
      'disconnected',
      'connecting',
      'connected',
    ]);
    server.close();
  });

  test('a frozen sshd is found by the keepalive', async () => {
    await using pool = new SshPool({ keepaliveIntervalMs: 500, keepaliveCount: 3 });
    const machine = pool.machine(sshd.target);
    await machine.connect();
    const call = machine.exec(['sleep', '100']);
    sshd.signalAll('SIGSTOP');
    await expect(call).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    sshd.signalAll('SIGCONT');
    expect(await machine.run(['echo', 'thawed'])).toBe('thawed\n');
  });

  test('a frozen sshd costs a call no more than its deadline, connecting included', async () => {
    await using pool = new SshPool({ connectTimeoutMs: 3_000 });
    const machine = pool.machine(sshd.target);
    await machine.connect();
    sshd.signalAll('SIGSTOP');
    await expect(machine.exec(['true'], { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'COMMAND_TIMEOUT',
    });
    await expect(machine.forwardUnix('/x', { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'COMMAND_TIMEOUT',
    });
    await expect(machine.writeFile('/tmp/x', '', { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'COMMAND_TIMEOUT',
    });
    machine.reset();
    await expect(machine.connect()).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
    sshd.signalAll('SIGCONT');
    expect(await machine.run(['echo', 'thawed'])).toBe('thawed\n');
  });

  test('a reset while connecting fails those who wait, not those who come after', async () => {
    await using pool = new SshPool();
    const machine = pool.machine(sshd.target);
    const waiting = machine.connect();
    const rejected = expect(waiting).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    machine.reset();
    expect(await machine.run(['echo', 'new'])).toBe('new\n');
    await rejected;
  });

  test('a closed pool rejects what is in flight and what comes later', async () => {
    const pool = new SshPool();
    const machine = pool.machine(sshd.target);
    await machine.connect();
    const call = machine.exec(['sleep', '100']);
    pool.close();
    await expect(call).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(machine.connect()).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

test('a machine that allows one session gives CHANNEL_REFUSED, not a hang', async () => {
  const strict = await startSshd(['MaxSessions 1']);
  await using pool = new SshPool();
  const machine = pool.machine(strict.target);
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => machine.exec(['sleep', '0.3'])));
  const codes = outcomes.map((o) => (o.status === 'fulfilled' ? 'ok' : o.reason.code));
  expect(codes).toContain('CHANNEL_REFUSED');
  await waitFor('a free session', () => machine.run(['echo', 'ok']).catch(() => undefined));
  strict.stop();
});

test('session keys are exchanged anew under way, with nothing lost', async () => {
  const often = await startSshd(['RekeyLimit 1M', 'LogLevel DEBUG']);
  await using pool = new SshPool();
  const machine = pool.machine(often.target);
  const stdin = Buffer.alloc(5_000_000, 'baadal ');
  const echo = await machine.exec(['cat'], { stdin, maxOutputBytes: stdin.length });
  expect(echo.stdout === stdin.toString('latin1')).toBe(true);
  expect(await machine.run(['echo', 'ok'])).toBe('ok\n');
  const log = readFileSync(join(often.dir, 'sshd.log'), 'utf8');
  expect(log.match(/rekey out after/g)?.length).toBeGreaterThan(3);
  often.stop();
});
