import WebSocket from 'ws';
import type { ApiClient } from './api-client.ts';

/** A message that carries a result, as it came, and when. */
export interface Arrival {
  readonly text: string;
  /** As `performance.now()`, ms. */
  readonly at: number;
}

/** One `graphql-transport-ws` subscription on a socket of its own; does no more than it must. */
export class Subscriber {
  readonly #socket: WebSocket;
  onArrival: (arrival: Arrival) => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Connects and subscribes. The server may need a moment more before it sends changes. */
  static async open(client: Pick<ApiClient, 'url' | 'token'>, query: string): Promise<Subscriber> {
    const url = `${client.url.replace('http', 'ws')}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
    const subscriber = new Subscriber(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the server closed the socket')));
      socket.once('open', () => {
        const authorization = client.token && `Bearer ${client.token}`;
        socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
      });
      socket.on('message', (data: Buffer) => {
        const at = performance.now();
        const text = data.toString('utf8');
        if (text.includes('"type":"next"')) subscriber.onArrival({ text, at });
        else if (text.includes('"type":"connection_ack"')) {
          socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
          resolve();
        } else if (text.includes('"type":"ping"')) socket.send('{"type":"pong"}');
        else reject(new Error(text));
      });
    });
    return subscriber;
  }

  /** When the first message that `wanted` holds for arrives. @throws {Error} after 30 s */
  arrival(what: string, wanted: (text: string) => boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`never arrived: ${what}`)), 30_000);
      this.onArrival = ({ text, at }) => {
        if (!wanted(text)) return;
        clearTimeout(timer);
        this.onArrival = () => undefined;
        resolve(at);
      };
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}

/** Many subscribers of one server, asked for together. */
export class Audience {
  readonly #subscribers: readonly Subscriber[];

  private constructor(subscribers: readonly Subscriber[]) {
    this.#subscribers = subscribers;
  }

  static async open(
    client: Pick<ApiClient, 'url' | 'token'>,
    query: string,
    size: number,
  ): Promise<Audience> {
    const subscribers: Subscriber[] = [];
    // Not all at once: a server takes only so many new connections at a time.
    while (subscribers.length < size) {
      const batch = Array.from({ length: Math.min(50, size - subscribers.length) }, () =>
        Subscriber.open(client, query),
      );
      subscribers.push(...(await Promise.all(batch)));
    }
    return new Audience(subscribers);
  }

  /** When each was told, first to last. @throws {Error} when one is not told within 30 s */
  async told(what: string, wanted: (text: string) => boolean): Promise<number[]> {
    const arrivals = await Promise.all(this.#subscribers.map((s) => s.arrival(what, wanted)));
    return arrivals.toSorted((a, b) => a - b);
  }

  close(): void {
    for (const subscriber of this.#subscribers) subscriber.close();
  }
}
