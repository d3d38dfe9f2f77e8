import * as enums from './generated/enums.ts';
import type { EventMessageMap } from './generated/event-messages.ts';
import { type ParamRecord, paramsToRecord } from './typed-params.ts';

/** The domain an event is about. `id` is -1 when it is not running. */
export interface DomainRef {
  readonly name: string;
  /** Canonical lower-case text. */
  readonly uuid: string;
  readonly id: number;
}

type Kebab<S extends string> = S extends `${infer A}_${infer B}`
  ? `${Lowercase<A>}-${Kebab<B>}`
  : Lowercase<S>;

/** What happened in a lifecycle event: `defined`, `started`, `stopped` … */
export type LifecycleEventName = Kebab<keyof typeof enums.DomainEventType>;
/** Status in a block job event; `ready` means it can be pivoted. */
export type BlockJobStatusName = Kebab<keyof typeof enums.ConnectDomainEventBlockJobStatus>;
/** Kind of a block job. */
export type BlockJobTypeName = Kebab<keyof typeof enums.DomainBlockJobType>;

/** Payload of each kind of domain event. */
export interface DomainEventPayloads {
  /** Started, stopped, …; `event` and `detail` are names, the codes those of the headers. */
  lifecycle: {
    readonly event: LifecycleEventName | 'unknown';
    /** E.g. `booted`, `migrated`, `from-snapshot`, `destroyed`; `unknown` when newer than us. */
    readonly detail: string;
    readonly eventCode: number;
    readonly detailCode: number;
  };
  /** The guest rebooted; a reset gives several. */
  reboot: object;
  rtcChange: { readonly offsetSeconds: bigint };
  watchdog: { readonly action: number };
  ioError: {
    readonly srcPath: string;
    readonly devAlias: string;
    readonly action: number;
    readonly reason: string;
  };
  graphics: {
    readonly phase: number;
    readonly local: { readonly family: number; readonly node: string; readonly service: string };
    readonly remote: { readonly family: number; readonly node: string; readonly service: string };
    readonly authScheme: string;
    readonly subject: readonly { readonly type: string; readonly name: string }[];
  };
  controlError: object;
  /** `target` is e.g. `vda`; for the older event by path it is the path. */
  blockJob: {
    readonly target: string;
    readonly type: BlockJobTypeName | 'unknown';
    readonly status: BlockJobStatusName | 'unknown';
    readonly typeCode: number;
    readonly statusCode: number;
  };
  diskChange: {
    readonly oldSrcPath: string | null;
    readonly newSrcPath: string | null;
    readonly devAlias: string;
    readonly reason: number;
  };
  trayChange: { readonly devAlias: string; readonly reason: number };
  pmWakeup: { readonly reason: number };
  pmSuspend: { readonly reason: number };
  pmSuspendDisk: { readonly reason: number };
  balloonChange: { readonly actualKiB: bigint };
  deviceAdded: { readonly devAlias: string };
  deviceRemoved: { readonly devAlias: string };
  deviceRemovalFailed: { readonly devAlias: string };
  tunable: { readonly params: ParamRecord };
  agentLifecycle: { readonly connected: boolean; readonly state: number; readonly reason: number };
  migrationIteration: { readonly iteration: number };
  jobCompleted: { readonly params: ParamRecord };
  metadataChange: { readonly type: number; readonly nsuri: string | null };
  blockThreshold: {
    readonly device: string;
    readonly path: string | null;
    readonly threshold: bigint;
    readonly excess: bigint;
  };
  memoryFailure: { readonly recipient: number; readonly action: number; readonly flags: number };
  memoryDeviceSizeChange: { readonly alias: string; readonly sizeKiB: bigint };
  nicMacChange: { readonly alias: string; readonly oldMac: string; readonly newMac: string };
}

/** Kinds of domain events. */
export type DomainEventKind = keyof DomainEventPayloads;

/** One domain event; switch on `kind`. */
export type DomainEvent = {
  [K in DomainEventKind]: {
    readonly kind: K;
    readonly domain: DomainRef;
  } & DomainEventPayloads[K];
}[DomainEventKind];

/** Which events a subscription asks for when it names none: all, each thing once. */
export const DEFAULT_DOMAIN_EVENT_IDS: readonly enums.DomainEventId[] = Object.values(
  enums.DomainEventId,
).filter((id) => {
  // by path; the same comes by target as BLOCK_JOB_2. IO_ERROR comes with its reason as well.
  return id !== enums.DomainEventId.BLOCK_JOB && id !== enums.DomainEventId.IO_ERROR;
});

function kebab(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function namesOf(values: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(values).map(([name, value]) => [value, kebab(name)]));
}

const lifecycleNames = namesOf(enums.DomainEventType);
const detailNames: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
  [enums.DomainEventType.DEFINED, namesOf(enums.DomainEventDefinedDetailType)],
  [enums.DomainEventType.UNDEFINED, namesOf(enums.DomainEventUndefinedDetailType)],
  [enums.DomainEventType.STARTED, namesOf(enums.DomainEventStartedDetailType)],
  [enums.DomainEventType.SUSPENDED, namesOf(enums.DomainEventSuspendedDetailType)],
  [enums.DomainEventType.RESUMED, namesOf(enums.DomainEventResumedDetailType)],
  [enums.DomainEventType.STOPPED, namesOf(enums.DomainEventStoppedDetailType)],
  [enums.DomainEventType.SHUTDOWN, namesOf(enums.DomainEventShutdownDetailType)],
  [enums.DomainEventType.PMSUSPENDED, namesOf(enums.DomainEventPMSuspendedDetailType)],
  [enums.DomainEventType.CRASHED, namesOf(enums.DomainEventCrashedDetailType)],
]);
const blockJobStatusNames = namesOf(enums.ConnectDomainEventBlockJobStatus);
const blockJobTypeNames = namesOf(enums.DomainBlockJobType);

function lifecycle(event: number, detail: number): DomainEventPayloads['lifecycle'] {
  return {
    event: (lifecycleNames.get(event) ?? 'unknown') as LifecycleEventName | 'unknown',
    detail: detailNames.get(event)?.get(detail) ?? 'unknown',
    eventCode: event,
    detailCode: detail,
  };
}

function blockJob(target: string, type: number, status: number): DomainEventPayloads['blockJob'] {
  return {
    target,
    type: (blockJobTypeNames.get(type) ?? 'unknown') as BlockJobTypeName | 'unknown',
    status: (blockJobStatusNames.get(status) ?? 'unknown') as BlockJobStatusName | 'unknown',
    typeCode: type,
    statusCode: status,
  };
}

type Converters = {
  readonly [N in keyof EventMessageMap]?: (m: EventMessageMap[N]) => DomainEvent;
};

/** From each event message to its public shape. */
const converters: Converters = {
  domainEventCallbackLifecycle: ({ msg }) => ({
    kind: 'lifecycle',
    domain: msg.dom,
    ...lifecycle(msg.event, msg.detail),
  }),
  domainEventCallbackReboot: ({ msg }) => ({ kind: 'reboot', domain: msg.dom }),
  domainEventCallbackRtcChange: ({ msg }) => ({
    kind: 'rtcChange',
    domain: msg.dom,
    offsetSeconds: msg.offset,
  }),
  domainEventCallbackWatchdog: ({ msg }) => ({
    kind: 'watchdog',
    domain: msg.dom,
    action: msg.action,
  }),
  domainEventCallbackIoError: ({ msg: { dom, ...rest } }) => ({
    kind: 'ioError',
    domain: dom,
    ...rest,
    reason: '',
  }),
  domainEventCallbackIoErrorReason: ({ msg: { dom, ...rest } }) => ({
    kind: 'ioError',
    domain: dom,
    ...rest,
  }),
  domainEventCallbackGraphics: ({ msg: { dom, ...rest } }) => ({
    kind: 'graphics',
    domain: dom,
    ...rest,
  }),
  domainEventCallbackControlError: ({ msg }) => ({ kind: 'controlError', domain: msg.dom }),
  domainEventCallbackBlockJob: ({ msg }) => ({
    kind: 'blockJob',
    domain: msg.dom,
    ...blockJob(msg.path, msg.type, msg.status),
  }),
  domainEventBlockJob2: (m) => ({
    kind: 'blockJob',
    domain: m.dom,
    ...blockJob(m.dst, m.type, m.status),
  }),
  domainEventCallbackDiskChange: ({ msg: { dom, ...rest } }) => ({
    kind: 'diskChange',
    domain: dom,
    ...rest,
  }),
  domainEventCallbackTrayChange: ({ msg: { dom, ...rest } }) => ({
    kind: 'trayChange',
    domain: dom,
    ...rest,
  }),
  domainEventCallbackPmwakeup: (m) => ({
    kind: 'pmWakeup',
    domain: m.msg.dom,
    reason: m.reason,
  }),
  domainEventCallbackPmsuspend: (m) => ({
    kind: 'pmSuspend',
    domain: m.msg.dom,
    reason: m.reason,
  }),
  domainEventCallbackPmsuspendDisk: (m) => ({
    kind: 'pmSuspendDisk',
    domain: m.msg.dom,
    reason: m.reason,
  }),
  domainEventCallbackBalloonChange: ({ msg }) => ({
    kind: 'balloonChange',
    domain: msg.dom,
    actualKiB: msg.actual,
  }),
  domainEventCallbackDeviceAdded: (m) => ({
    kind: 'deviceAdded',
    domain: m.dom,
    devAlias: m.devAlias,
  }),
  domainEventCallbackDeviceRemoved: ({ msg }) => ({
    kind: 'deviceRemoved',
    domain: msg.dom,
    devAlias: msg.devAlias,
  }),
  domainEventCallbackDeviceRemovalFailed: (m) => ({
    kind: 'deviceRemovalFailed',
    domain: m.dom,
    devAlias: m.devAlias,
  }),
  domainEventCallbackTunable: (m) => ({
    kind: 'tunable',
    domain: m.dom,
    params: paramsToRecord(m.params),
  }),
  domainEventCallbackAgentLifecycle: (m) => ({
    kind: 'agentLifecycle',
    domain: m.dom,
    connected: m.state === enums.ConnectDomainEventAgentLifecycleState.CONNECTED,
    state: m.state,
    reason: m.reason,
  }),
  domainEventCallbackMigrationIteration: (m) => ({
    kind: 'migrationIteration',
    domain: m.dom,
    iteration: m.iteration,
  }),
  domainEventCallbackJobCompleted: (m) => ({
    kind: 'jobCompleted',
    domain: m.dom,
    params: paramsToRecord(m.params),
  }),
  domainEventCallbackMetadataChange: (m) => ({
    kind: 'metadataChange',
    domain: m.dom,
    type: m.type,
    nsuri: m.nsuri,
  }),
  domainEventBlockThreshold: (m) => ({
    kind: 'blockThreshold',
    domain: m.dom,
    device: m.dev,
    path: m.path,
    threshold: m.threshold,
    excess: m.excess,
  }),
  domainEventMemoryFailure: (m) => ({
    kind: 'memoryFailure',
    domain: m.dom,
    recipient: m.recipient,
    action: m.action,
    flags: m.flags,
  }),
  domainEventMemoryDeviceSizeChange: (m) => ({
    kind: 'memoryDeviceSizeChange',
    domain: m.dom,
    alias: m.alias,
    sizeKiB: m.size,
  }),
  domainEventNicMacChange: (m) => ({
    kind: 'nicMacChange',
    domain: m.dom,
    alias: m.alias,
    oldMac: m.oldMAC,
    newMac: m.newMAC,
  }),
};

/** The public shape of a domain event message; undefined for one we do not know. */
export function toDomainEvent(name: string, payload: unknown): DomainEvent | undefined {
  const convert = converters[name as keyof EventMessageMap];
  return convert ? (convert as (payload: unknown) => DomainEvent)(payload) : undefined;
}
