/** libvirt's RPC protocol in pure TypeScript. Start with {@link openConnection}. */

export type { Priority } from './call-queue.ts';
export type {
  ArgsOf,
  Caller,
  CallParameters,
  OpenedStream,
  ProcedureName,
  RetOf,
} from './caller.ts';
export {
  Connection,
  type DomainEventOptions,
  type EventOptions,
  openConnection,
  type Version,
} from './connection.ts';
export {
  type BlockJobInfo,
  type ConsoleOptions,
  Domain,
  type DomainControlInfo,
  type DomainInfo,
  type DomainJobStats,
  type DomainStats,
  type Screenshot,
} from './domain.ts';
export {
  DEFAULT_DOMAIN_EVENT_IDS,
  type DomainEvent,
  type DomainEventKind,
  type DomainEventPayloads,
  type DomainRef,
} from './domain-events.ts';
export {
  freezeFileSystems,
  type MonitorCommand,
  MonitorError,
  monitorCommand,
  setGuestTime,
  thawFileSystems,
} from './domain-monitor.ts';
export {
  type DomainStateInfo,
  type DomainStateName,
  domainState,
  domainStateName,
} from './domain-state.ts';
export {
  AbortedError,
  type CloseReasonKind,
  ConnectError,
  ConnectionLostError,
  DeadlineError,
  EncodeError,
  isLibvirtError,
  LibvirtClientError,
  LibvirtError,
  OpenError,
  ProtocolError,
  StreamError,
} from './errors.ts';
export type { OverflowMarker } from './event-queue.ts';
export { EventSubscription } from './events.ts';
export { DriverFeature } from './generated/constants.ts';
export * from './generated/enums.ts';
export type { ErrorCodeName, ErrorDomainName } from './generated/errors.ts';
export type { ProcedureMap, StreamProcedureName } from './generated/procedures.ts';
export { ParamName } from './generated/typed-param-names.ts';
export { defineManagedSave, managedSaveXml } from './managed-save.ts';
export { Network } from './network.ts';
export type { NodeInfo } from './node.ts';
export type { NetworkEvent, StoragePoolEvent } from './object-events.ts';
export type { KeepaliveOptions, OpenOptions } from './open.ts';
export type { CallOptions, StreamOptions } from './pending-call.ts';
export { type CloseReason, DEFAULT_TIMEOUT_MS, MAX_IN_FLIGHT } from './rpc.ts';
export { Snapshot } from './snapshot.ts';
export {
  StoragePool,
  type StoragePoolInfo,
  StorageVolume,
  type StorageVolumeInfo,
  type VolumeRange,
} from './storage.ts';
export { type StreamSegment, VirStream } from './stream.ts';
export { type ConnectUnixOptions, connectUnix, DEFAULT_SOCKET } from './transport.ts';
export {
  type ParamInput,
  type ParamRecord,
  type ParamValue,
  paramsFromRecord,
  paramsToRecord,
} from './typed-params.ts';
