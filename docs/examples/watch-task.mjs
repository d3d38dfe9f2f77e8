#!/usr/bin/env node
// Follows a task to its end: watch-task.mjs <url> <api token> <task id>. Needs the packages graphql-ws and ws.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, token, id] = process.argv.slice(2);
if (!id) {
  console.error('usage: watch-task.mjs http://localhost:4000 baadal_… task_…');
  process.exit(2);
}

const client = createClient({
  url: `${url.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { authorization: `Bearer ${token}` },
  retryAttempts: 100, // A restarted server is found again; the first answer is always the present state.
  shouldRetry: ({ code }) => code !== 4403, // Forbidden: the token is wrong or has ended.
});

let last;
const query = `subscription ($id: ID!) {
  taskUpdated(id: $id) { title status progress message error { code message } }
}`;
try {
  for await (const { data, errors } of client.iterate({ query, variables: { id } })) {
    if (errors) throw errors;
    last = data.taskUpdated;
    console.log(`${last.title}: ${last.status} ${last.progress} % ${last.message ?? ''}`);
  }
} catch (fault) {
  const [first] = [fault].flat(); // errors of GraphQL, or how the connection was closed
  console.error(first.message ?? first.reason);
  process.exit(2);
}
await client.dispose();
process.exit(last?.status === 'SUCCEEDED' ? 0 : 1);
