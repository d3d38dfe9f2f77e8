import type { XdrReader } from './xdr-reader.ts';
import type { XdrWriter } from './xdr-writer.ts';

/** Which way a stream goes, seen from us: a download is `read`, a console `both`. */
export type StreamDirection = 'read' | 'write' | 'both';

/** One remote procedure: what the packet header and the codecs need. */
export interface Procedure<
  T extends { readonly args: unknown; readonly ret: unknown } = {
    readonly args: never;
    readonly ret: unknown;
  },
> {
  readonly name: string;
  readonly program: number;
  readonly number: number;
  /** Runs also on the daemon's priority workers, hence even while guests hang. */
  readonly highPriority: boolean;
  /** Direction of the stream that follows the reply, seen from us. */
  readonly stream: StreamDirection | null;
  readonly encode: ((w: XdrWriter, args: T['args']) => void) | null;
  readonly decode: ((r: XdrReader) => T['ret']) | null;
}

/** Kinds of objects whose events have callback-id counters of their own. */
export type EventObjectKind =
  | 'domain'
  | 'network'
  | 'storagePool'
  | 'nodeDevice'
  | 'secret'
  | 'qemuMonitor'
  | 'connect';

/** One event message. */
export interface EventMessage<K extends string = string, T = unknown> {
  readonly name: K;
  readonly kind: EventObjectKind;
  readonly program: number;
  readonly number: number;
  /** Value of `DomainEventId`, or -1. */
  readonly eventId: number;
  readonly decode: (r: XdrReader) => T;
}
