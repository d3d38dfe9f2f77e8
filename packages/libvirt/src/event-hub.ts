import { type ConnectionLostError, LibvirtError } from './errors.ts';
import { eventMessages } from './generated/event-messages.ts';
import { type ProcedureMap, procedures } from './generated/procedures.ts';
import type { CallOptions } from './pending-call.ts';
import type { EventMessage, EventObjectKind } from './procedure.ts';
import type { RpcChannel } from './rpc.ts';
import type { XdrReader } from './xdr-reader.ts';

/** Objects whose events can be registered for. */
export type SubscribableKind = Extract<EventObjectKind, 'domain' | 'network' | 'storagePool'>;

/** Who gets the events of a subscription. */
export interface EventSink {
  event(name: string, payload: unknown): void;
  closed(error: ConnectionLostError): void;
}

/** One event id, of all objects or of one. */
export interface EventRequest {
  readonly eventId: number;
  /** Wire form of the object and its identity, for one object only. */
  readonly object?: { readonly identity: string; readonly wire: unknown } | undefined;
}

/** How events of each kind of object are registered. */
const REGISTRATION: Readonly<
  Record<
    SubscribableKind,
    {
      readonly register: keyof ProcedureMap;
      readonly deregister: keyof ProcedureMap;
      readonly field: string;
    }
  >
> = {
  domain: {
    register: 'connectDomainEventCallbackRegisterAny',
    deregister: 'connectDomainEventCallbackDeregisterAny',
    field: 'dom',
  },
  network: {
    register: 'connectNetworkEventRegisterAny',
    deregister: 'connectNetworkEventDeregisterAny',
    field: 'net',
  },
  storagePool: {
    register: 'connectStoragePoolEventRegisterAny',
    deregister: 'connectStoragePoolEventDeregisterAny',
    field: 'pool',
  },
};

const messages: ReadonlyMap<string, EventMessage> = new Map(
  Object.values(eventMessages).map((m) => [`${m.program}:${m.number}`, m as EventMessage]),
);

/** Events that may wait for the reply that tells whose they are. */
const MAX_EARLY = 1024;

interface Registration {
  readonly kind: SubscribableKind;
  readonly key: string;
  readonly sinks: Set<EventSink>;
  callbackId: number;
  ready: Promise<void>;
  closing: Promise<void> | null;
}

interface EarlyEvent {
  readonly route: string;
  readonly name: string;
  readonly payload: unknown;
}

/**
 * Routes event messages to subscriptions.
 *
 * The daemon refuses the same event with the same filter twice on one connection, so subscriptions
 * share registrations. Callback ids are counted per kind of object.
 */
export class EventHub {
  readonly #rpc: RpcChannel;
  readonly #byKey = new Map<string, Registration>();
  readonly #byRoute = new Map<string, Registration>();
  #registering = 0;
  #early: EarlyEvent[] = [];

  constructor(rpc: RpcChannel) {
    this.#rpc = rpc;
  }

  /** Takes one message packet. Messages we do not know, e.g. of newer daemons, are ignored. */
  message(program: number, procedure: number, reader: XdrReader): void {
    const message = messages.get(`${program}:${procedure}`);
    if (!message) return;
    const payload = message.decode(reader) as { readonly callbackID: number };
    reader.finish();
    const route = `${message.kind}:${payload.callbackID}`;
    const registration = this.#byRoute.get(route);
    if (registration) deliver(registration, message.name, payload);
    else if (this.#registering > 0 && this.#early.length < MAX_EARLY) {
      this.#early.push({ route, name: message.name, payload });
    }
  }

  /** The connection ended. */
  closed(error: ConnectionLostError): void {
    const sinks = new Set([...this.#byKey.values()].flatMap((r) => [...r.sinks]));
    this.#byKey.clear();
    this.#byRoute.clear();
    for (const sink of sinks) sink.closed(error);
  }

  /** Adds a sink to one event. @throws {LibvirtError} when the daemon does not know the event */
  async add(
    kind: SubscribableKind,
    request: EventRequest,
    sink: EventSink,
    options: CallOptions,
  ): Promise<void> {
    const key = `${kind}:${request.eventId}:${request.object?.identity ?? '*'}`;
    let registration = this.#byKey.get(key);
    while (registration?.closing) {
      await registration.closing;
      registration = this.#byKey.get(key);
    }
    if (!registration) {
      registration = this.#register(kind, key, request, options);
    }
    registration.sinks.add(sink);
    await registration.ready;
  }

  #register(
    kind: SubscribableKind,
    key: string,
    request: EventRequest,
    options: CallOptions,
  ): Registration {
    const registration: Registration = {
      kind,
      key,
      sinks: new Set(),
      callbackId: -1,
      ready: Promise.resolve(),
      closing: null,
    };
    const { register, field } = REGISTRATION[kind];
    const args = { eventID: request.eventId, [field]: request.object?.wire ?? null };
    this.#byKey.set(key, registration);
    this.#registering++;
    const call = this.#rpc.call(procedures[register], args, options, {
      onReply: (ret) => this.#registered(registration, (ret as { callbackID: number }).callbackID),
    });
    registration.ready = this.#settle(registration, call);
    return registration;
  }

  async #settle(registration: Registration, call: Promise<unknown>): Promise<void> {
    try {
      await call;
      if (registration.sinks.size === 0) await this.#drop(registration);
    } catch (error) {
      // given up before the answer: when it comes, #registered takes the registration back
      if (registration.callbackId < 0) this.#byKey.delete(registration.key);
      throw error;
    } finally {
      this.#registering--;
      if (this.#registering === 0) this.#early = [];
    }
  }

  /** Runs while the reply is parsed: the next packet may already be an event of it. */
  #registered(registration: Registration, callbackId: number): void {
    registration.callbackId = callbackId;
    if (this.#byKey.get(registration.key) !== registration) {
      void this.#deregister(registration);
      return;
    }
    const route = `${registration.kind}:${callbackId}`;
    this.#byRoute.set(route, registration);
    const mine = this.#early.filter((event) => event.route === route);
    this.#early = this.#early.filter((event) => event.route !== route);
    for (const event of mine) deliver(registration, event.name, event.payload);
  }

  /** Removes a sink from everything; what nobody listens to any more is deregistered. */
  async remove(sink: EventSink): Promise<void> {
    const left: Promise<void>[] = [];
    for (const registration of [...this.#byKey.values()]) {
      if (!registration.sinks.delete(sink) || registration.sinks.size > 0) continue;
      if (registration.callbackId >= 0) left.push(this.#drop(registration));
    }
    await Promise.all(left);
  }

  #drop(registration: Registration): Promise<void> {
    this.#byRoute.delete(`${registration.kind}:${registration.callbackId}`);
    registration.closing = this.#deregister(registration).finally(() => {
      if (this.#byKey.get(registration.key) === registration) this.#byKey.delete(registration.key);
    });
    return registration.closing;
  }

  async #deregister({ kind, callbackId }: Registration): Promise<void> {
    if (!this.#rpc.isOpen) return;
    try {
      await this.#rpc.call(procedures[REGISTRATION[kind].deregister], { callbackID: callbackId });
    } catch {
      // The subscription is over either way: its events are ignored from now on, and the daemon
      // forgets it with the connection.
    }
  }
}

function deliver(registration: Registration, name: string, payload: unknown): void {
  for (const sink of registration.sinks) sink.event(name, payload);
}

/** Whether the daemon refused an event id because it does not know it. */
export function isUnsupportedEvent(error: unknown): boolean {
  return (
    error instanceof LibvirtError &&
    error.is('INTERNAL_ERROR', 'NO_SUPPORT', 'INVALID_ARG', 'ARGUMENT_UNSUPPORTED')
  );
}
