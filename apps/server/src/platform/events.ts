import { EventEmitter } from 'node:events';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { DatastoreId, HostId, TaskId, TemplateId, UploadId, UserId, VmId } from './ids.ts';

/**
 * What processes tell each other. Events carry ids, not state: whoever cares reads the row, so an
 * event that comes late or twice does no harm.
 */
export type BaadalEvents = {
  /** A VM row, or something shown with it, changed. */
  vm: [{ readonly id: VmId }];
  /** A VM is gone for good; who could see it is told along, since the row is no more. */
  vmRemoved: [
    {
      readonly id: VmId;
      readonly viewerIds: readonly string[];
      /** It is gone for these viewers only. */
      readonly stays?: boolean;
    },
  ];
  /**
   * A person may see less than before, or was signed out somewhere: what is open is looked at again. With `reconnect` the person's
   * sockets are closed, to be opened anew by whoever still may.
   */
  access: [{ readonly userId: UserId; readonly reconnect?: boolean }];
  /** A host row, or something shown with it, changed; with `stays` not where it is and how it is reached. */
  host: [{ readonly id: HostId; readonly stays?: boolean }];
  /** A host is no host any more. */
  hostRemoved: [{ readonly id: HostId }];
  /** A template, or an upload for one, was made, changed or removed; `audience` null: all may know. */
  template: [{ readonly id: TemplateId | UploadId; readonly audience: UserId | null }];
  /** A datastore's row, or what lies on it, changed. */
  datastore: [{ readonly id: DatastoreId }];
  /** Something was measured between hosts, or is going to be. */
  hostNetwork: [Record<string, never>];
  /** What is shut down changed. */
  cloud: [Record<string, never>];
  task: [{ readonly id: TaskId }];
  /** A line was added to a task's log. */
  taskLog: [{ readonly taskId: TaskId }];
  /** There may be a task to claim; `due`: among those that waited, too. */
  work: [{ readonly lane: string; readonly due?: boolean }];
  /** Somebody asked for a running task to end. */
  cancel: [{ readonly taskId: TaskId }];
  /**
   * A task is about to do something to a domain, of which libvirt will tell by these lifecycle events
   * (`started/booted`). It has then written down what came of it, or has given up.
   */
  acting: [
    {
      readonly hostId: HostId;
      readonly uuid: string;
      readonly stage: 'BEGINS' | 'RECORDED' | 'GIVEN_UP';
      readonly lifecycle: readonly string[];
    },
  ];
  /** A host should be compared with the database now. */
  reconcile: [{ readonly hostId: HostId }];
  /** An alert was raised, acknowledged, or is over. */
  alert: [{ readonly id: string }];
  /** A rule for alerts was made, changed or deleted. */
  alertRules: [Record<string, never>];
  /** A file of performance figures was set aside, or deleted after. */
  figuresAside: [Record<string, never>];
  /** A mail was sent, or could not be. */
  mail: [Record<string, never>];
  /** A host was measured; ids of all that newest samples were stored of, its own too. */
  sampled: [{ readonly hostId: HostId; readonly ids: readonly string[] }];
  /** Events of other processes may have been lost: whoever shows state reads it again. */
  resync: [Record<string, never>];
};

/** The names of all events. */
export type Topic = keyof BaadalEvents;

/** Tells events to every process that listens: in memory, or over Redis when there are several. */
export interface EventBus {
  publish<T extends Topic>(topic: T, payload: BaadalEvents[T][0]): void;
  /** Calls `listener` for every event until the returned function is called. */
  on<T extends Topic>(topic: T, listener: (payload: BaadalEvents[T][0]) => void): () => void;
  /** True when events reach the other processes; always true in memory. */
  healthy(): boolean;
  close(): Promise<void>;
}

const CHANNEL = 'baadal:events';

/**
 * Opens the bus.
 *
 * Redis is spoken to directly: the ready-made event targets leave a failed publish as an unhandled
 * rejection, which would end the process whenever Redis restarts.
 * @param redisUrl when given, events go through Redis. While it is away, events still reach this
 *   process; for the others they are lost, which the safety-net polls of workers and collectors
 *   cover. Once it is back, `resync` tells every process.
 */
export function openEventBus(redisUrl?: string): EventBus {
  return new Bus(redisUrl);
}

/** What came over Redis, which others may use, too; null when it is no event. */
function readEvent(text: string): { readonly topic: string; readonly payload: object } | null {
  try {
    return EVENT.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const EVENT = z.object({ topic: z.string(), payload: z.looseObject({}) });

class Bus implements EventBus {
  readonly #local = new EventEmitter().setMaxListeners(0);
  readonly #publisher: Redis | undefined;
  readonly #subscriber: Redis | undefined;

  constructor(redisUrl: string | undefined) {
    if (!redisUrl) return;
    const retryStrategy = (attempt: number) => Math.min(100 * attempt, 2_000);
    this.#publisher = new Redis(redisUrl, { enableOfflineQueue: false, retryStrategy });
    this.#subscriber = new Redis(redisUrl, { retryStrategy, maxRetriesPerRequest: null });
    // The clients redial by themselves; their health shows in /readyz.
    this.#publisher.on('error', () => undefined);
    this.#subscriber.on('error', () => undefined);
    this.#subscriber.on('message', (_channel, text) => {
      const event = readEvent(text);
      // Nobody listens to what is none of ours, nor to a topic of a newer version.
      if (event && this.#local.listenerCount(event.topic) > 0)
        this.#local.emit(event.topic, event.payload);
    });
    this.#subscriber.subscribe(CHANNEL).catch(() => undefined);
    this.#resyncAfterLoss(this.#publisher, this.#subscriber);
  }

  /** What we missed, we read again; what the others missed of us, they do. */
  #resyncAfterLoss(publisher: Redis, subscriber: Redis): void {
    const lost = { publisher: false, subscriber: false };
    publisher.on('close', () => {
      lost.publisher = true;
    });
    subscriber.on('close', () => {
      lost.subscriber = true;
    });
    publisher.on('ready', () => {
      if (!lost.publisher) return;
      lost.publisher = false;
      publisher
        .publish(CHANNEL, JSON.stringify({ topic: 'resync', payload: {} }))
        .catch(() => undefined);
    });
    subscriber.on('ready', () => {
      if (!lost.subscriber) return;
      lost.subscriber = false;
      // Not before we hear again: a change in between would be missed for good.
      subscriber.subscribe(CHANNEL).then(
        () => this.#local.emit('resync', {}),
        () => undefined,
      );
    });
  }

  publish<T extends Topic>(topic: T, payload: BaadalEvents[T][0]): void {
    const deliverHere = () => this.#local.emit(topic, payload);
    if (!this.#publisher || !this.healthy()) {
      deliverHere();
      return;
    }
    // Our own subscription brings the event back to us, in the order all others see.
    this.#publisher.publish(CHANNEL, JSON.stringify({ topic, payload })).catch(deliverHere);
  }

  on<T extends Topic>(topic: T, listener: (payload: BaadalEvents[T][0]) => void): () => void {
    this.#local.on(topic, listener);
    return () => this.#local.off(topic, listener);
  }

  healthy(): boolean {
    if (!this.#publisher || !this.#subscriber) return true;
    return this.#publisher.status === 'ready' && this.#subscriber.status === 'ready';
  }

  async close(): Promise<void> {
    this.#publisher?.disconnect();
    this.#subscriber?.disconnect();
    this.#local.removeAllListeners();
    await Promise.resolve();
  }
}
