import { describe, expect, it } from 'vitest';
import { FakeDaemon } from '../test/fake-daemon.ts';
import type { Connection } from './connection.ts';
import { openConnection } from './connection.ts';
import {
  AbortedError,
  ConnectionLostError,
  DeadlineError,
  EncodeError,
  LibvirtError,
  OpenError,
  ProtocolError,
} from './errors.ts';
import { Keepalive, MessageStatus, MessageType } from './packet.ts';

const dom = { name: 'a', uuid: '00000000-0000-0000-0000-000000000001', id: 1 };

async function opened(options: Parameters<typeof openConnection>[1] = {}) {
  const daemon = new FakeDaemon();
  const connection = await openConnection(daemon.client, { keepAlive: false, ...options });
  return { daemon, connection };
}

/** What a promise was rejected with. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection');
}

function state(connection: Connection, options?: Parameters<Connection['call']>[2]) {
  return connection.call('domainGetState', { dom, flags: 0 }, options);
}

describe('opening', () => {
  it('fails clearly when the daemon wants SASL', async () => {
    const daemon = new FakeDaemon();
    daemon.auth = [1];
    const error = await failure(openConnection(daemon.client));
    expect(error).toBeInstanceOf(OpenError);
    expect(error).toMatchObject({ code: 'AUTH_UNSUPPORTED' });
    expect(daemon.client.destroyed).toBe(true);
  });

  it('tries polkit when it is offered', async () => {
    const daemon = new FakeDaemon();
    daemon.auth = [2];
    const opening = failure(openConnection(daemon.client));
    daemon.send(daemon.error(await daemon.got('authPolkit'), 45));
    expect(await opening).toMatchObject({ codeName: 'AUTH_FAILED', procedure: 'authPolkit' });
  });

  it('gives up after its deadline, or when aborted', async () => {
    const daemon = new FakeDaemon();
    daemon.silent = true;
    const error = await failure(openConnection(daemon.client, { timeoutMs: 20 }));
    expect(error).toBeInstanceOf(DeadlineError);
    const other = new FakeDaemon();
    other.silent = true;
    const controller = new AbortController();
    const opening = failure(openConnection(other.client, { signal: controller.signal }));
    await other.got('authList');
    controller.abort();
    expect(await opening).toBeInstanceOf(AbortedError);
    expect(other.client.destroyed).toBe(true);
  });

  it('never offers more than four calls', async () => {
    const daemon = new FakeDaemon();
    await expect(openConnection(daemon.client, { maxInFlight: 5 })).rejects.toThrow(RangeError);
  });
});

describe('calls', () => {
  it('puts four on the wire and the rest in order of priority', async () => {
    const { daemon, connection } = await opened();
    const lookup = (name: string, priority: 'low' | 'normal' | 'high' = 'normal') =>
      connection.call('domainLookupByName', { name }, { priority });
    const all = ['1', '2', '3', '4', 'x'].map((name) => lookup(name));
    all.push(lookup('low', 'low'), lookup('y'), lookup('high', 'high'));
    await daemon.got('domainLookupByName', 4);
    expect(connection.load).toEqual({ inFlight: 4, queued: 4 });
    for (let i = 1; i <= all.length; i++) {
      const call = await daemon.got('domainLookupByName', i);
      daemon.send(daemon.reply(call, { dom }));
    }
    await Promise.all(all);
    const order = daemon
      .calls('domainLookupByName')
      .map((p) => p.payload.toString('latin1', 4).replaceAll('\0', ''));
    expect(order).toEqual(['1', '2', '3', '4', 'high', 'x', 'y', 'low']);
  });

  it('gives replies in any order to who asked', async () => {
    const { daemon, connection } = await opened();
    const answers = [1, 2, 3].map(() => state(connection));
    await daemon.got('domainGetState', 3);
    for (const call of daemon.calls('domainGetState').reverse()) {
      daemon.send(daemon.reply(call, { state: call.serial, reason: 0 }));
    }
    const serials = daemon.calls('domainGetState').map((call) => call.serial);
    expect((await Promise.all(answers)).map((a) => a.state)).toEqual(serials);
  });

  it('rejects with what the daemon answers', async () => {
    const { daemon, connection } = await opened();
    const error = failure(state(connection));
    daemon.send(daemon.error(await daemon.got('domainGetState'), 42));
    expect(await error).toBeInstanceOf(LibvirtError);
    const wanted = {
      code: 42,
      codeName: 'NO_DOMAIN',
      domainName: 'QEMU',
      procedure: 'domainGetState',
    };
    expect(await error).toMatchObject(wanted);
  });

  it('knows a code newer than itself as UNKNOWN', async () => {
    const { daemon, connection } = await opened();
    const error = failure(state(connection));
    daemon.send(daemon.error(await daemon.got('domainGetState'), 4711));
    expect(await error).toMatchObject({ code: 4711, codeName: 'UNKNOWN' });
  });

  it('keeps the slot of a call that ran out of time until its late reply, and drops that', async () => {
    const { daemon, connection } = await opened({ maxInFlight: 1 });
    const error = await failure(state(connection, { timeoutMs: 10 }));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error).toMatchObject({ code: 'DEADLINE', sent: true, timeoutMs: 10 });
    const next = state(connection);
    expect(connection.load).toEqual({ inFlight: 1, queued: 1 });
    daemon.send(daemon.reply(await daemon.got('domainGetState'), { state: 1, reason: 1 }));
    daemon.send(daemon.reply(await daemon.got('domainGetState', 2), { state: 2, reason: 2 }));
    expect(await next).toEqual({ state: 2, reason: 2 });
  });

  it('does not send a call that was aborted or late while it waited', async () => {
    const { daemon, connection } = await opened({ maxInFlight: 1 });
    const first = state(connection);
    const controller = new AbortController();
    const aborted = failure(connection.call('domainLookupByName', { name: 'x' }, controller));
    const late = failure(connection.call('domainLookupByName', { name: 'y' }, { timeoutMs: 5 }));
    controller.abort();
    expect(await aborted).toBeInstanceOf(AbortedError);
    expect(await aborted).toMatchObject({ code: 'ABORTED', sent: false });
    expect(await late).toMatchObject({ code: 'DEADLINE', sent: false });
    expect(connection.load.queued).toBe(0);
    daemon.send(daemon.reply(await daemon.got('domainGetState'), { state: 1, reason: 1 }));
    await first;
    expect(daemon.calls('domainLookupByName')).toEqual([]);
  });

  it('detaches an aborted call and swallows its reply', async () => {
    const { daemon, connection } = await opened();
    const controller = new AbortController();
    const aborted = failure(state(connection, controller));
    const call = await daemon.got('domainGetState');
    controller.abort();
    expect(await aborted).toMatchObject({ code: 'ABORTED', sent: true });
    daemon.send(daemon.reply(call, { state: 1, reason: 1 }));
    const next = state(connection);
    daemon.send(daemon.reply(await daemon.got('domainGetState', 2), { state: 5, reason: 1 }));
    expect(await next).toMatchObject({ state: 5 });
    const early = AbortSignal.abort();
    expect(await failure(state(connection, { signal: early }))).toMatchObject({ sent: false });
  });

  it('refuses what cannot be encoded and goes on', async () => {
    const { daemon, connection } = await opened();
    const bad = await failure(connection.call('domainLookupByName', { name: 'g1\0zz' }));
    expect(bad).toBeInstanceOf(EncodeError);
    expect(bad).toMatchObject({ code: 'BAD_VALUE' });
    const shape = await failure(connection.call('domainGetInfo', {} as never));
    expect(shape).toBeInstanceOf(EncodeError);
    const next = state(connection);
    daemon.send(daemon.reply(await daemon.got('domainGetState'), { state: 5, reason: 1 }));
    await next;
    expect(daemon.calls('domainLookupByName')).toEqual([]);
  });
});

describe('the end of a connection', () => {
  it('rejects everything in flight and says what was sent', async () => {
    const { daemon, connection } = await opened({ maxInFlight: 2 });
    const errors = [1, 2, 3].map(() => failure(state(connection)));
    await daemon.got('domainGetState', 2);
    daemon.side.destroy();
    const got = await Promise.all(errors);
    for (const error of got) expect(error).toBeInstanceOf(ConnectionLostError);
    expect(got.map((e) => (e as ConnectionLostError).sent)).toEqual([true, true, false]);
    expect((await connection.closed).kind).toBe('EOF');
    expect(connection.isOpen).toBe(false);
    expect(await failure(state(connection))).toMatchObject({
      code: 'CONNECTION_LOST',
      sent: false,
    });
  });

  it('ends subscriptions and streams too', async () => {
    const { daemon, connection } = await opened();
    const subscribing = connection.domainEvents({ ids: [0] });
    const register = await daemon.got('connectDomainEventCallbackRegisterAny');
    daemon.send(daemon.reply(register, { callbackID: 1 }));
    const events = await subscribing;
    const opening = connection.openStream('domainOpenConsole', { dom, dev_name: null, flags: 0 });
    daemon.send(daemon.reply(await daemon.got('domainOpenConsole')));
    const { stream } = await opening;
    const reading = failure(stream.toArray());
    daemon.side.destroy();
    expect(await failure(events.next())).toBeInstanceOf(ConnectionLostError);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(await reading).toBeInstanceOf(ConnectionLostError);
  });

  it('close() is ours and may be called twice', async () => {
    const { connection } = await opened();
    const error = failure(state(connection));
    await Promise.all([connection.close(), connection.close()]);
    expect(await error).toMatchObject({ reason: 'CLOSED', sent: true });
    expect(await connection.closed).toMatchObject({ kind: 'CLOSED' });
  });

  it.each<[string, (daemon: FakeDaemon, serial: number) => Buffer, string]>([
    [
      'a reply nobody asked for',
      (d, s) =>
        d.packet({ program: 0x20008086, procedure: 212, type: 1, serial: s + 1, status: 0 }),
      'UNKNOWN_SERIAL',
    ],
    [
      'a reply of another procedure',
      (d, s) => d.packet({ program: 0x20008086, procedure: 1, type: 1, serial: s, status: 0 }),
      'UNKNOWN_SERIAL',
    ],
    [
      'a truncated reply',
      (d, s) =>
        d.packet(
          { program: 0x20008086, procedure: 212, type: 1, serial: s, status: 0 },
          Buffer.alloc(4),
        ),
      'UNDECODABLE',
    ],
    [
      'a reply that is too long',
      (d, s) =>
        d.packet(
          { program: 0x20008086, procedure: 212, type: 1, serial: s, status: 0 },
          Buffer.alloc(12),
        ),
      'UNDECODABLE',
    ],
    [
      'a garbled error',
      (d, s) =>
        d.packet(
          { program: 0x20008086, procedure: 212, type: 1, serial: s, status: 1 },
          Buffer.alloc(5),
        ),
      'UNDECODABLE',
    ],
    [
      'descriptors',
      (d, s) => d.packet({ program: 0x20008086, procedure: 212, type: 5, serial: s, status: 0 }),
      'FD_PASSING',
    ],
    [
      'an unknown type',
      (d, s) => d.packet({ program: 0x20008086, procedure: 212, type: 9, serial: s, status: 0 }),
      'BAD_HEADER',
    ],
    ['a length of 0', () => Buffer.alloc(28), 'PACKET_TOO_SMALL'],
    ['HTTP', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'PACKET_TOO_LARGE'],
  ])('%s ends it with a clear error', async (_what, bytes, code) => {
    const { daemon, connection } = await opened();
    const error = failure(state(connection));
    const { serial } = await daemon.got('domainGetState');
    daemon.send(bytes(daemon, serial));
    expect(await error).toMatchObject({ code: 'CONNECTION_LOST', reason: 'PROTOCOL', sent: true });
    const cause = ((await error) as Error).cause;
    expect(cause).toBeInstanceOf(ProtocolError);
    expect(cause).toMatchObject({ code });
  });

  it('survives random bytes: every call ends, nothing is thrown elsewhere', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { daemon, connection } = await opened();
      const error = failure(state(connection));
      const { serial } = await daemon.got('domainGetState');
      const bytes = daemon.packet(
        { program: 0x20008086, procedure: 212, type: seed % 7, serial, status: seed % 3 },
        Buffer.alloc(60),
      );
      let random = seed;
      for (let i = 4; i < bytes.length; i++) {
        random = (Math.imul(random, 1103515245) + 12345) >>> 0;
        if (random % 5 === 0) bytes[i] = random >>> 16;
      }
      daemon.send(bytes);
      daemon.side.end();
      expect(await error).toBeInstanceOf(Error);
      await connection.closed;
    }
  });
});

describe('keepalive', () => {
  it('answers pings', async () => {
    const { daemon } = await opened();
    daemon.send(daemon.keepalive(Keepalive.PING));
    expect(await daemon.got('keepalive')).toMatchObject({ procedure: Keepalive.PONG, serial: 0 });
  });

  it('gives a silent peer up', async () => {
    const { daemon, connection } = await opened({ keepAlive: { intervalMs: 5, count: 3 } });
    const error = failure(state(connection));
    expect(await connection.closed).toMatchObject({ kind: 'KEEPALIVE' });
    expect(await error).toMatchObject({ reason: 'KEEPALIVE', sent: true });
    expect(daemon.calls('keepalive').map((p) => p.procedure)).toEqual([1, 1, 1]);
  });

  it('is content with any packet', async () => {
    const { daemon, connection } = await opened({ keepAlive: { intervalMs: 5, count: 1 } });
    for (let i = 1; i <= 8; i++) {
      expect(await daemon.got('keepalive', i)).toMatchObject({ procedure: Keepalive.PING });
      daemon.send(daemon.keepalive(Keepalive.PONG));
    }
    expect(connection.isOpen).toBe(true);
    await connection.close();
  });
});

describe('events', () => {
  const REGISTER = 'connectDomainEventCallbackRegisterAny';

  it('loses none in the chunk of the registration, before or behind the reply', async () => {
    const { daemon, connection } = await opened();
    const subscribing = connection.domainEvents({ ids: [0] });
    const call = await daemon.got(REGISTER);
    const reply = daemon.reply(call, { callbackID: 7 });
    daemon.send(daemon.lifecycle(8, 0), daemon.lifecycle(7, 4), reply, daemon.lifecycle(7, 2));
    const events = await subscribing;
    expect((await events.next()).value).toMatchObject({ kind: 'lifecycle', event: 'resumed' });
    expect((await events.next()).value).toMatchObject({ kind: 'lifecycle', event: 'started' });
  });

  it('marks where events were dropped for a slow reader', async () => {
    const { daemon, connection } = await opened();
    const subscribing = connection.domainEvents({ ids: [0], capacity: 2 });
    daemon.send(daemon.reply(await daemon.got(REGISTER), { callbackID: 7 }));
    const events = await subscribing;
    const burst = [0, 1, 2, 3, 4].map((event) => daemon.lifecycle(7, event));
    const ping = daemon.keepalive(Keepalive.PING);
    daemon.send(...burst, ping);
    await daemon.got('keepalive');
    const got = [await events.next(), await events.next(), await events.next()];
    expect(got.map((one) => one.value)).toMatchObject([
      { event: 'defined' },
      { event: 'undefined' },
      { kind: 'overflow', dropped: 3 },
    ]);
    daemon.send(daemon.lifecycle(7, 5));
    expect((await events.next()).value).toMatchObject({ event: 'stopped' });
  });

  it('shares a registration and gives it up with the last subscription', async () => {
    const { daemon, connection } = await opened();
    const first = connection.domainEvents({ ids: [0] });
    const second = connection.domainEvents({ ids: [0] });
    daemon.send(daemon.reply(await daemon.got(REGISTER), { callbackID: 7 }));
    const [a, b] = await Promise.all([first, second]);
    daemon.send(daemon.lifecycle(7, 2));
    expect((await a.next()).value).toEqual((await b.next()).value);
    await a.close();
    expect(await a.next()).toMatchObject({ done: true });
    const closing = b.close();
    const deregister = await daemon.got('connectDomainEventCallbackDeregisterAny');
    daemon.send(daemon.reply(deregister));
    await closing;
    expect(daemon.calls(REGISTER)).toHaveLength(1);
  });

  it('tolerates ids the daemon does not know, and says which', async () => {
    const { daemon, connection } = await opened();
    const subscribing = connection.domainEvents({ ids: [0, 27] });
    daemon.send(daemon.reply(await daemon.got(REGISTER, 1), { callbackID: 1 }));
    daemon.send(daemon.error(await daemon.got(REGISTER, 2), 1));
    expect((await subscribing).unsupported).toEqual([27]);
    const none = failure(connection.domainEvents({ ids: [26] }));
    daemon.send(daemon.error(await daemon.got(REGISTER, 3), 1));
    expect(await none).toBeInstanceOf(LibvirtError);
  });

  it('ignores messages newer than itself', async () => {
    const { daemon, connection } = await opened();
    const to = {
      program: 0x20008086,
      procedure: 9999,
      type: MessageType.MESSAGE,
      serial: 0,
      status: MessageStatus.OK,
    };
    daemon.send(daemon.packet(to, Buffer.alloc(8)), daemon.keepalive(Keepalive.PING));
    await daemon.got('keepalive');
    expect(connection.isOpen).toBe(true);
  });
});
