import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './playground.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { examples } from './examples.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

/** The viewer's session cookie goes along by itself, to both transports. */
const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  headers: { 'apollo-require-preflight': 'true' },
  wsClient: createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    keepAlive: 10_000,
  }),
});

createRoot(root).render(
  <StrictMode>
    <GraphiQL
      fetcher={fetcher}
      defaultTabs={examples.map((example) => ({
        query: example.query,
        variables: example.variables ?? null,
      }))}
    >
      <GraphiQL.Logo>
        <a className="playground-home" href="/">
          Baadal
        </a>
      </GraphiQL.Logo>
    </GraphiQL>
  </StrictMode>,
);
