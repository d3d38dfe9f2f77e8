import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { requestErrors } from './request-errors.ts';

it('says of a malformed address something else than of a malformed body', async () => {
  const app = express();
  app.use('/graphql', express.json());
  app.get('/things/:id', (_request, response) => void response.end());
  app.use(requestErrors(pino({ enabled: false })));
  const server = app.listen(0, 'localhost');
  await once(server, 'listening');
  const answerOf = async (path: string, init?: RequestInit) => {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://localhost:${port}${path}`, init);
    const answer = (await response.json()) as { errors: { message: string }[] };
    return [response.status, answer.errors[0]?.message];
  };
  expect(await answerOf('/things/%E0%A4%A')).toEqual([
    400,
    'The address of the request is malformed.',
  ]);
  const headers = { 'Content-Type': 'application/json' };
  expect(await answerOf('/graphql', { method: 'POST', headers, body: '{' })).toEqual([
    400,
    'The body of the request is not valid JSON.',
  ]);
  server.close();
});
