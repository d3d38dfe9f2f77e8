import * as enums from './generated/enums.ts';
import type { EventMessageMap } from './generated/event-messages.ts';

/** A network as events and lists name it. */
export interface ObjectRef {
  readonly name: string;
  readonly uuid: string;
}

function nameOf(values: Readonly<Record<string, number>>, code: number): string {
  const found = Object.entries(values).find(([, value]) => value === code);
  return found ? found[0].toLowerCase().replaceAll('_', '-') : 'unknown';
}

/** What happened to a network. */
export type NetworkEvent =
  | {
      readonly kind: 'lifecycle';
      readonly network: ObjectRef;
      /** `defined`, `undefined`, `started`, `stopped`. */
      readonly event: string;
      readonly eventCode: number;
    }
  | {
      readonly kind: 'metadataChange';
      readonly network: ObjectRef;
      readonly type: number;
      readonly nsuri: string | null;
    };

/** What happened to a storage pool. */
export type StoragePoolEvent =
  | {
      readonly kind: 'lifecycle';
      readonly pool: ObjectRef;
      /** `defined`, `undefined`, `started`, `stopped`, `created`, `deleted`. */
      readonly event: string;
      readonly eventCode: number;
    }
  | { readonly kind: 'refresh'; readonly pool: ObjectRef };

/** The public shape of a network event message. */
export function toNetworkEvent(name: string, payload: unknown): NetworkEvent | undefined {
  if (name === 'networkEventLifecycle') {
    const { net, event } = payload as EventMessageMap['networkEventLifecycle'];
    const text = nameOf(enums.NetworkEventLifecycleType, event);
    return { kind: 'lifecycle', network: net, event: text, eventCode: event };
  }
  if (name === 'networkEventCallbackMetadataChange') {
    const m = payload as EventMessageMap['networkEventCallbackMetadataChange'];
    return { kind: 'metadataChange', network: m.net, type: m.type, nsuri: m.nsuri };
  }
  return undefined;
}

/** The public shape of a storage pool event message. */
export function toStoragePoolEvent(name: string, payload: unknown): StoragePoolEvent | undefined {
  if (name === 'storagePoolEventLifecycle') {
    const { pool, event } = payload as EventMessageMap['storagePoolEventLifecycle'];
    const text = nameOf(enums.StoragePoolEventLifecycleType, event);
    return { kind: 'lifecycle', pool, event: text, eventCode: event };
  }
  if (name === 'storagePoolEventRefresh') {
    return {
      kind: 'refresh',
      pool: (payload as EventMessageMap['storagePoolEventRefresh']).pool,
    };
  }
  return undefined;
}
