import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { ErrorLink } from '@apollo/client/link/error';
import { HttpLink } from '@apollo/client/link/http';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { askAgain } from './ask-again.ts';
import { setConnection } from './connection.ts';
import { ViewerDocument } from './generated/graphql.ts';
import { inOrder } from './in-order.ts';
import { keepNewest } from './overtaken.ts';

const longestRetryMs = 5_000;

/** One socket for all subscriptions; it comes back by itself for as long as the page lives. */
const socket = createClient({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  keepAlive: 10_000,
  lazyCloseTimeout: 3_000,
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: (tries) => {
    const wait = Math.min(longestRetryMs, 250 * 2 ** tries) * (0.75 + Math.random() / 2);
    return new Promise((resolve) => setTimeout(resolve, wait));
  },
  on: {
    connected: () => {
      afterSubscriptions(catchUp);
      setConnection('online');
    },
    closed: (event) => {
      // 1000 is our own closing, when nothing is subscribed or after a sign-out.
      const clean = event instanceof CloseEvent && event.code === 1000;
      if (!clean) setConnection('away');
    },
    ping: (received) => {
      // No pong within five seconds: the path is dead although the socket looks open.
      if (!received) pongDeadline = setTimeout(() => socket.terminate(), 5_000);
    },
    pong: (received) => {
      if (received) clearTimeout(pongDeadline);
    },
  },
});

let pongDeadline: ReturnType<typeof setTimeout> | undefined;

const watchFaults = new ErrorLink(({ error, operation }) => {
  if (CombinedGraphQLErrors.is(error)) {
    const signedOut = error.errors.some((e) => e.extensions?.['code'] === 'UNAUTHENTICATED');
    // A refused sign-in is no lost session.
    if (signedOut && operation.operationName !== 'Login') forgetViewer();
    return;
  }
  if (error.name === 'AbortError') return;
  if (!ServerError.is(error) || error.statusCode >= 500) setConnection('away');
});

const http = new HttpLink({
  uri: '/graphql',
  credentials: 'same-origin',
  headers: { 'apollo-require-preflight': 'true' },
});

const cache = new InMemoryCache({
  typePolicies: {
    Host: { fields: { used: { merge: true }, health: { merge: true } } },
    HostHealth: { merge: true },
    HealthSign: { merge: true },
    Constant: { keyFields: ['name'] },
    Capacity: { keyFields: [] },
  },
});

/** The page's one Apollo client; server data lives in its cache and nowhere else. */
export const client = new ApolloClient({
  link: ApolloLink.from([
    watchFaults,
    askAgain(),
    keepNewest(cache),
    inOrder(),
    ApolloLink.split(
      ({ operationType }) => operationType === 'subscription',
      new GraphQLWsLink(socket),
      http,
    ),
  ]),
  cache,
  defaultOptions: {
    watchQuery: {
      fetchPolicy: 'cache-and-network',
      nextFetchPolicy: 'cache-first',
      // Asked again because of a change, a question never shares an answer on its way since before.
      context: { queryDeduplication: false },
    },
  },
});

/**
 * Acts when the server has taken up what is subscribed on a socket that has just been connected,
 * for the first time or anew, which is sent before this question: what a page was told earlier may
 * have missed a change in between.
 */
function afterSubscriptions(act: () => void): void {
  setTimeout(() => {
    socket.subscribe(
      { query: '{ viewer { id } }' },
      { next: () => undefined, error: act, complete: act },
    );
  }, 0);
}

function catchUp(): void {
  // What fails is shown by the page that asked.
  client.refetchObservableQueries().catch(() => undefined);
}

function forgetViewer(): void {
  client.writeQuery({ query: ViewerDocument, data: { viewer: null } });
}

/**
 * Starts over after a sign-in: nothing of an old session stays in the cache, what is shown is
 * asked for again, and the socket is authenticated anew.
 */
export async function resetSession(): Promise<void> {
  socket.terminate();
  await client.resetStore();
}

/** Asks the server once whether it answers again; used by the banner's button. */
export async function tryNow(): Promise<void> {
  const { error } = await client.query({
    query: ViewerDocument,
    fetchPolicy: 'network-only',
    errorPolicy: 'all',
  });
  if (!error) {
    setConnection('online');
    catchUp();
  }
}
