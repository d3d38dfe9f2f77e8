import type { ConnectionLostError } from './errors.ts';
import {
  type EventHub,
  type EventRequest,
  type EventSink,
  isUnsupportedEvent,
  type SubscribableKind,
} from './event-hub.ts';
import { EventQueue, type OverflowMarker } from './event-queue.ts';
import type { CallOptions } from './pending-call.ts';

/** Events a subscription keeps for a slow reader by default. */
export const DEFAULT_EVENT_CAPACITY = 4096;

/** What {@link subscribe} needs. */
export interface SubscribeRequest<T> {
  readonly kind: SubscribableKind;
  readonly requests: readonly EventRequest[];
  readonly capacity: number;
  /** The public shape of an event message; undefined to leave it out. */
  readonly convert: (name: string, payload: unknown) => T | undefined;
  readonly options: CallOptions;
}

/**
 * Events as an async iterable, for one reader.
 *
 * The connection never waits for the reader: events beyond the capacity are dropped, and a marker
 * `{kind: 'overflow', dropped}` stands where they were. When the connection is lost the iteration
 * throws {@link ConnectionLostError} after what had come; there is no replay on a new connection.
 */
export class EventSubscription<T>
  implements AsyncIterableIterator<T | OverflowMarker>, AsyncDisposable
{
  readonly #queue: EventQueue<T>;
  readonly #leave: () => Promise<void>;
  /** Event ids the daemon does not know. */
  readonly unsupported: readonly number[];

  /** Made by `Connection.domainEvents` and its like. */
  constructor(queue: EventQueue<T>, leave: () => Promise<void>, unsupported: readonly number[]) {
    this.#queue = queue;
    this.#leave = leave;
    this.unsupported = unsupported;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next event. @throws {ConnectionLostError} once, when the connection was lost */
  next(): Promise<IteratorResult<T | OverflowMarker, undefined>> {
    return this.#queue.next();
  }

  /** Ends the subscription; called by leaving a `for await` loop. */
  async return(): Promise<IteratorResult<T | OverflowMarker, undefined>> {
    await this.close();
    return { done: true, value: undefined };
  }

  /** Ends the subscription. Events that wait are still delivered. */
  async close(): Promise<void> {
    this.#queue.close();
    await this.#leave();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Registers for events one by one and tolerates ids the daemon does not know. */
export async function subscribe<T>(
  hub: EventHub,
  request: SubscribeRequest<T>,
): Promise<EventSubscription<T>> {
  const queue = new EventQueue<T>(request.capacity);
  const sink: EventSink = {
    event: (name, payload) => {
      const event = request.convert(name, payload);
      if (event !== undefined) queue.push(event);
    },
    closed: (error: ConnectionLostError) => queue.close(error),
  };
  const outcomes = await Promise.allSettled(
    request.requests.map((one) => hub.add(request.kind, one, sink, request.options)),
  );
  const unsupported: number[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') continue;
    const allRefused = outcomes.every((o) => o.status === 'rejected');
    if (allRefused || !isUnsupportedEvent(outcome.reason)) {
      await hub.remove(sink);
      throw outcome.reason;
    }
    unsupported.push(request.requests[index]?.eventId ?? -1);
  }
  return new EventSubscription(queue, () => hub.remove(sink), unsupported);
}
