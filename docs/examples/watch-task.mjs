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
});

let last;
const query = `subscription ($id: ID!) {
  taskUpdated(id: $id) { title status progress message error { code message } }
}`;
for await (const { data, errors } of client.iterate({ query, variables: { id } })) {
  if (errors) {
    console.error(errors[0].message);
    process.exit(2);
  }
  last = data.taskUpdated;
  console.log(`${last.title}: ${last.status} ${last.progress} % ${last.message ?? ''}`);
}
await client.dispose();
process.exit(last?.status === 'SUCCEEDED' ? 0 : 1);
