import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** Any JSON of an answer; benches read what they asked for. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is in the query beside each use.
type Json = any;

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A client on kept-alive connections, as light as can be: its own time is in every figure. */
export class ApiClient {
  readonly url: string;
  readonly token: string | undefined;
  cookie: string | undefined;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string, token?: string) {
    this.url = url;
    this.token = token;
  }

  /** Sends an operation that must succeed. */
  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Json> {
    const { status, headers, body } = await this.#post(JSON.stringify({ query, variables }));
    this.cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? this.cookie;
    const answer = JSON.parse(body.toString('utf8'));
    if (status !== 200 || answer.errors)
      throw new Error(`${status} ${JSON.stringify(answer.errors)}`);
    return answer.data;
  }

  /** Sends an operation `count` times, one after the other. @returns how long each took, in ms */
  async time(
    count: number,
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<number[]> {
    const text = JSON.stringify({ query, variables });
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const begin = performance.now();
      const { status, body } = await this.#post(text);
      times.push(performance.now() - begin);
      if (status !== 200 || body.includes('"errors"')) throw new Error(body.toString('utf8'));
    }
    return times;
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(text: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.url}/graphql`, {
        method: 'POST',
        agent: this.#agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...(this.token && { authorization: `Bearer ${this.token}` }),
          ...(this.cookie && { cookie: this.cookie }),
        },
      });
      outgoing.once('error', reject);
      outgoing.once('response', (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.once('error', reject);
        incoming.once('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(parts),
          }),
        );
      });
      outgoing.end(text);
    });
  }
}
