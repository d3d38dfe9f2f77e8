import { setTimeout as delay } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** Any JSON of an answer; tests read what they asked for. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is in the query beside each use.
type Json = any;

/** An answer of the API, errors included. */
export interface Answer {
  readonly httpStatus: number;
  readonly data: Json;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Record<string, Json>;
  }[];
}

/** One client of the API: signed out, a browser session, or a script with a token. */
export class GraphqlClient implements AsyncDisposable {
  readonly url: string;
  /** Its wait before it opens a lost socket again, five times; twice as long each time unless told. */
  comeBackMs: number | undefined;
  #cookie: string | undefined;
  readonly #token: string | undefined;
  #socket: Client | undefined;

  constructor(url: string, token?: string) {
    this.url = url;
    this.#token = token;
  }

  get headers(): Record<string, string> {
    return {
      'content-type': 'application/json',
      ...(this.#cookie && { cookie: this.#cookie }),
      ...(this.#token && { authorization: `Bearer ${this.#token}` }),
    };
  }

  /** Sends an operation and returns whatever comes, errors too. */
  async send(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: this.headers,
      body: JSON.stringify({ query, variables }),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie) this.#cookie = cookie;
    const body = (await response.json()) as Partial<Answer>;
    return { httpStatus: response.status, data: body.data, errors: body.errors ?? [] };
  }

  /** Sends an operation that must succeed. @throws {Error} with the first error */
  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Json> {
    const { data, errors, httpStatus } = await this.send(query, variables);
    if (errors.length > 0 || httpStatus !== 200)
      throw new Error(`${httpStatus} ${JSON.stringify(errors)}`);
    return data;
  }

  /** Sends an operation that must be refused. @returns its error's code and extensions */
  async refused(query: string, variables: Record<string, unknown> = {}) {
    const { errors } = await this.send(query, variables);
    const [error] = errors;
    if (!error) throw new Error('the operation was not refused');
    return {
      code: error.extensions['code'] as string,
      message: error.message,
      ...error.extensions,
    };
  }

  async login(username: string, password: string): Promise<this> {
    await this.ask('mutation ($i: LoginInput!) { login(input: $i) { id } }', {
      i: { username, password },
    });
    return this;
  }

  /** Follows a subscription; the iterator's `return` ends it. */
  subscribe(query: string, variables: Record<string, unknown> = {}): AsyncIterableIterator<Json> {
    const headers = this.headers;
    this.#socket ??= createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      lazy: true,
      connectionParams: { authorization: headers['authorization'] },
      ...(this.comeBackMs !== undefined && { retryWait: () => delay(this.comeBackMs) }),
      webSocketImpl: class extends WebSocket {
        constructor(address: string, protocols: string | string[]) {
          super(address, protocols, { headers });
        }
      },
    });
    return this.#socket.iterate({ query, variables });
  }

  /** Waits for a task's end by subscription. @returns the task in its last state */
  async finish(taskId: string): Promise<Json> {
    const query = `subscription ($id: ID!) { taskUpdated(id: $id) {
      id status message progress leftovers error { code message } steps { name status } vm { id } } }`;
    let last: Json;
    for await (const { data, errors } of this.subscribe(query, { id: taskId })) {
      if (errors) throw new Error(JSON.stringify(errors));
      last = data.taskUpdated;
    }
    return last;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#socket?.dispose();
  }
}
