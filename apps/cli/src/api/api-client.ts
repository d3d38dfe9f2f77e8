import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { type ApiFault, CliError, EXIT, fromApiFaults, unreachable } from '../cli-error.ts';
import { SubscriptionSession } from './subscription-session.ts';

const REQUEST_TIMEOUT_MS = 30_000;

/** Where Baadal is and who asks. */
export interface Access {
  /** Base address, for example `http://localhost:4000`. */
  readonly url: string;
  readonly token: string | null;
}

/** How one request differs from the others. */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Sent as `Cookie`, for the moments of signing in when there is no token yet. */
  readonly cookie?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

/** An answer with the cookies that came along. */
export interface Answer<Result> {
  readonly data: Result;
  readonly cookies: readonly string[];
}

interface Body<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly ApiFault[];
}

/** Baadal's GraphQL API over HTTP; subscriptions over one WebSocket a session. */
export class ApiClient {
  readonly url: string;
  readonly #token: string | null;

  constructor(access: Access) {
    this.url = access.url;
    this.#token = access.token;
  }

  /** Runs one query or mutation. @throws {CliError} with the API's code, or `UNREACHABLE` */
  async request<Result, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
    options: RequestOptions = {},
  ): Promise<Result> {
    return (await this.requestWithCookies(document, variables, options)).data;
  }

  /** As {@link request}, with the cookies the server set. */
  async requestWithCookies<Result, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
    options: RequestOptions = {},
  ): Promise<Answer<Result>> {
    const response = await this.#post({ query: print(document), variables }, options);
    const body = await this.#read<Result>(response);
    if (body.errors?.length) throw fromApiFaults(body.errors);
    if (body.data === null || body.data === undefined) {
      throw unreachable(this.url, `it answered ${response.status} without data`);
    }
    return { data: body.data, cookies: response.headers.getSetCookie() };
  }

  /** A connection for subscriptions; close it when done. */
  openSubscriptions(): SubscriptionSession {
    return new SubscriptionSession(this.url, this.#token);
  }

  /** The address of a WebSocket from a path or an address the API gave. */
  webSocketUrl(pathOrUrl: string): string {
    const url = new URL(pathOrUrl, this.url);
    url.protocol = url.protocol.replace('http', 'ws');
    return url.href;
  }

  /**
   * Sends bytes to an address that the API gave, or asks for it without (HEAD).
   * @throws {CliError} with the API's code, or `UNREACHABLE`
   */
  async send(
    path: string,
    piece: { readonly method: 'PATCH' | 'HEAD'; readonly offset?: number; readonly body?: Buffer },
  ): Promise<Headers> {
    const headers: Record<string, string> = {};
    if (this.#token !== null) headers['authorization'] = `Bearer ${this.#token}`;
    if (piece.offset !== undefined) headers['upload-offset'] = String(piece.offset);
    const body = piece.body && new Uint8Array(piece.body);
    const response = await fetch(new URL(path, this.url), {
      method: piece.method,
      headers,
      ...(body && { body }),
    }).catch((error: unknown) => {
      throw unreachable(this.url, reasonOf(error), error);
    });
    if (response.ok) return response.headers;
    const said = (await response.json().catch(() => ({}))) as Body<never>;
    if (said.errors?.length) throw fromApiFaults(said.errors);
    throw unreachable(this.url, `it answered ${response.status}`);
  }

  async #post(payload: unknown, options: RequestOptions): Promise<Response> {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/json',
    };
    if (options.cookie !== undefined) headers['cookie'] = options.cookie;
    else if (this.#token !== null) headers['authorization'] = `Bearer ${this.#token}`;
    const timeout = AbortSignal.timeout(options.timeoutMs ?? REQUEST_TIMEOUT_MS);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    try {
      const url = new URL('/graphql', this.url);
      return await fetch(url, { method: 'POST', headers, body: JSON.stringify(payload), signal });
    } catch (error) {
      if (options.signal?.aborted) throw new CliError('ABORTED', 'Interrupted', { cause: error });
      throw unreachable(this.url, reasonOf(error), error);
    }
  }

  async #read<Result>(response: Response): Promise<Body<Result>> {
    const text = await response.text().catch((error: unknown) => {
      throw unreachable(this.url, reasonOf(error), error);
    });
    try {
      const body: unknown = JSON.parse(text);
      if (typeof body === 'object' && body !== null) return body as Body<Result>;
    } catch {
      // Falls through: a proxy's page, or no Baadal at all.
    }
    if (response.status === 401 || response.status === 403) {
      throw new CliError('UNAUTHENTICATED', `${this.url} answered ${response.status}`, {
        exitCode: EXIT.auth,
        remedy: 'Sign in with: baadal login',
      });
    }
    throw unreachable(this.url, `it answered ${response.status}, and no GraphQL`);
  }
}

/** Why a fetch failed, in the words of the cause: `ECONNREFUSED`, `getaddrinfo ENOTFOUND x` … */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message || code || error.message;
}
