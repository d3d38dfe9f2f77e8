import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { newId } from '../ids.ts';
import { serveGraphqlWs } from './ws.ts';

afterEach(() => vi.useRealTimers());

const PERSON = newId('user');

async function serve() {
  const http = createServer().listen(0, 'localhost');
  await once(http, 'listening');
  const unwell = new Set<unknown>();
  const signedOut = new Set<unknown>();
  const served = serveGraphqlWs({
    schema: buildSchema('type Query { a: Int }'),
    server: new WebSocketServer({ server: http }),
    log: pino({ enabled: false }),
    contextOf: async () => ({ requestId: 'x' }),
    admits: async (_request, params) => {
      if (unwell.has(params?.['name'])) throw new Error('Lock wait timeout exceeded');
      return signedOut.has(params?.['name']) ? null : { userId: PERSON };
    },
  });
  const open = async (name: string) => {
    const { port } = http.address() as AddressInfo;
    const socket = new WebSocket(`ws://localhost:${port}`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { name } }));
    await once(socket, 'message');
    return socket;
  };
  const close = async () => {
    await served.dispose();
    http.close();
  };
  return { ...{ served, unwell, signedOut, open }, [Symbol.asyncDispose]: close };
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
