import { EventEmitter, on, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { newId } from '../ids.ts';
import { MAX_OPERATIONS, serveGraphqlWs } from './ws.ts';

afterEach(() => vi.useRealTimers());

const PERSON = newId('user');

async function serve() {
  const http = createServer().listen(0, 'localhost');
  await once(http, 'listening');
  const unwell = new Set<unknown>();
  const signedOut = new Set<unknown>();
  const schema = buildSchema('type Query { a: Int } type Subscription { b: Int }');
  const begun: unknown[] = [];
  Object.assign(schema.getSubscriptionType()?.getFields()['b'] ?? {}, {
    subscribe: () => {
      const feed = on(new EventEmitter(), 'never');
      begun.push(feed);
      return feed;
    },
  });
  const served = serveGraphqlWs({
    schema,
    server: new WebSocketServer({ server: http, maxPayload: 10_000 }),
    log: pino({ enabled: false }),
    contextOf: async (_request, params) => {
      if (unwell.has(params?.['name'])) throw new Error('Lock wait timeout exceeded');
      return { requestId: 'x' };
    },
    admits: async (_request, params) => {
      if (unwell.has(params?.['name'])) throw new Error('Lock wait timeout exceeded');
      return signedOut.has(params?.['name']) ? null : { userId: PERSON };
    },
  });
  const knock = async (name: string) => {
    const { port } = http.address() as AddressInfo;
    const socket = new WebSocket(`ws://localhost:${port}`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { name } }));
    return socket;
  };
  const open = async (name: string) => {
    const socket = await knock(name);
    await once(socket, 'message');
    return socket;
  };
  const close = async () => {
    await served.dispose();
    http.close();
  };
  return { ...{ served, unwell, signedOut, begun, knock, open }, [Symbol.asyncDispose]: close };
}

it('closes at once the sockets whose session has ended', async () => {
  await using server = await serve();
  const stays = await server.open('stays');
  const ends = await server.open('ends');
  server.signedOut.add('ends');
  const closed = once(ends, 'close');
  server.served.accessChanged({ userId: PERSON });
  expect((await closed)[0]).toBe(4403);
  expect(stays.readyState).toBe(WebSocket.OPEN);
});

it('goes on to judge sockets when one could not be judged', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await using server = await serve();
  const { unwell, signedOut, open } = server;
  const first = await open('first');
  const second = await open('second');
  unwell.add('first');
  signedOut.add('second');
  const closed = once(second, 'close');
  vi.advanceTimersByTime(60_000);
  expect((await closed)[0]).toBe(4403);
  expect(first.readyState).toBe(WebSocket.OPEN);
});

async function ask(socket: WebSocket, query: string) {
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  for await (const [message] of on(socket, 'message')) {
    const { type, payload } = JSON.parse(String(message));
    if (type === 'error' || type === 'next') return payload;
  }
}

it('answers what it refuses on the socket, which stays, and writes nothing to the console', async () => {
  const written = vi.spyOn(console, 'error');
  await using server = await serve();
  const socket = await server.open('person');
  const codeOf = async (query: string) => (await ask(socket, query))[0].extensions.code;
  expect(await codeOf('{ a')).toBe('BAD_USER_INPUT');
  expect(await codeOf(`{ ${'a '.repeat(4_000)} }`)).toBe('QUERY_TOO_COMPLEX');
  server.unwell.add('person');
  expect(await codeOf('{ a }')).toBe('INTERNAL');
  server.unwell.clear();
  expect(await ask(socket, '{ a }')).toEqual({ data: { a: null } });
  expect(written).not.toHaveBeenCalled();
});

it('closes what sends too much or cannot be judged, and writes nothing to the console', async () => {
  const written = vi.spyOn(console, 'error');
  await using server = await serve();
  const socket = await server.open('person');
  const closed = once(socket, 'close');
  socket.send('x'.repeat(20_000));
  expect((await closed)[0]).toBe(1009);
  server.unwell.add('other');
  expect((await once(await server.knock('other'), 'close'))[0]).toBe(1013);
  expect(written).not.toHaveBeenCalled();
});

it('lets one person have so many subscriptions and no more, over all sockets', async () => {
  await using server = await serve();
  const [first, second] = [await server.open('first'), await server.open('second')];
  const subscribe = (socket: WebSocket, id: string) =>
    socket.send(
      JSON.stringify({ id, type: 'subscribe', payload: { query: 'subscription { b }' } }),
    );
  for (let i = 0; i < MAX_OPERATIONS; i++) subscribe(i % 2 === 0 ? first : second, `s${i}`);
  await vi.waitFor(() => expect(server.begun).toHaveLength(MAX_OPERATIONS), 20_000);
  const [refused] = await ask(second, '{ a }');
  expect(refused.extensions.code).toBe('QUOTA_EXCEEDED');
  expect(refused.message).toContain('You have 2000 subscriptions open');
  first.send(JSON.stringify({ id: 's0', type: 'complete' }));
  await vi.waitFor(async () => expect(await ask(second, '{ a }')).toEqual({ data: { a: null } }));
});
