import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { clientAddress } from './client-address.ts';

const headers = { 'X-Forwarded-For': '198.51.100.7, 192.0.2.1' };

it.each([
  [0, '127.0.0.1'],
  [1, '192.0.2.1'],
  [2, '198.51.100.7'],
])('tells the client of %i proxies over WebSocket as over HTTP', async (proxies, expected) => {
  const app = express().set('trust proxy', proxies);
  app.get('/', (request, response) => void response.send(request.ip));
  const http = createServer(app).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const at = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  new WebSocketServer({ server: http }).on('connection', (socket, request) =>
    socket.send(clientAddress(app, request)),
  );
  const socket = new WebSocket(`ws://${at}`, { headers });
  expect(String((await once(socket, 'message'))[0])).toBe(expected);
  socket.terminate();
  expect(await (await fetch(`http://${at}`, { headers })).text()).toBe(expected);
  http.close();
});
