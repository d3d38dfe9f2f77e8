import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type ApiFault, CliError, EXIT, fromApiFaults, unreachable } from '../cli-error.ts';

const PING_INTERVAL_MS = 10_000;
const PONG_WAIT_MS = 8_000;
/** graphql-transport-ws: Unauthorized and Forbidden. */
const AUTH_CLOSE_CODES: readonly unknown[] = [4401, 4403];

/** The connection broke: what was followed goes on, and can be followed again. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/**
 * Subscriptions over one WebSocket. It does not repair itself: a broken or silent connection
 * (a ping unanswered for 8 s) fails every subscription with {@link ConnectionLostError}, so that the caller can resume from
 * where it was instead of from the start.
 */
export class SubscriptionSession implements Disposable {
  readonly #url: string;
  readonly #client: Client;

  constructor(url: string, token: string | null) {
    this.#url = url;
    const socketUrl = new URL('/graphql', url);
    socketUrl.protocol = socketUrl.protocol.replace('http', 'ws');
    let socket: WebSocket | null = null;
    let pongTimer: NodeJS.Timeout | undefined;
    this.#client = createClient({
      url: socketUrl.href,
      webSocketImpl: WebSocket,
      connectionParams: token === null ? {} : { authorization: `Bearer ${token}` },
      retryAttempts: 0,
      keepAlive: PING_INTERVAL_MS,
      on: {
        opened: (opened) => {
          socket = opened as WebSocket;
        },
        ping: (received) => {
          if (!received) pongTimer = setTimeout(() => socket?.terminate(), PONG_WAIT_MS);
        },
        pong: (received) => {
          if (received) clearTimeout(pongTimer);
        },
        closed: () => clearTimeout(pongTimer),
      },
    });
  }

  /**
   * Follows one subscription; resolves when the server completes it.
   *
   * @throws {CliError} what the API answers
   * @throws {ConnectionLostError} the connection could not be made, or broke
   */
  subscribe<Result, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
    onNext: (data: Result) => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.subscribe<Result>(
        { query: print(document), variables },
        {
          next: ({ data, errors }) => {
            if (errors?.length) reject(fromApiFaults(errors));
            else if (data) onNext(data);
          },
          error: (error) => reject(this.#failure(error)),
          complete: resolve,
        },
      );
    });
  }

  [Symbol.dispose](): void {
    void this.#client.dispose();
    this.#client.terminate();
  }

  #failure(error: unknown): Error {
    if (Array.isArray(error)) return fromApiFaults(error as ApiFault[]);
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    if (AUTH_CLOSE_CODES.includes(code)) {
      return new CliError('UNAUTHENTICATED', `${this.#url} refuses the token`, {
        exitCode: EXIT.auth,
        remedy: 'Sign in with: baadal login',
      });
    }
    const cause = unreachable(this.#url, describe(error), error);
    return new ConnectionLostError(cause.message, { cause });
  }
}

function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('reason' in error && typeof error.reason === 'string' && error.reason) return error.reason;
  if ('message' in error && typeof error.message === 'string') return error.message;
  return 'the connection closed';
}
