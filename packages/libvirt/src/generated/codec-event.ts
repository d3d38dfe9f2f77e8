// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

import type { XdrReader } from '../xdr-reader.ts';
import type { XdrWriter } from '../xdr-writer.ts';
import { decodeRemoteNonnullDomain, decodeRemoteNonnullNetwork, decodeRemoteNonnullNodeDevice, decodeRemoteNonnullSecret, decodeRemoteNonnullStoragePool, decodeRemoteTypedParam, encodeRemoteNonnullDomain, encodeRemoteNonnullNetwork, encodeRemoteNonnullNodeDevice, encodeRemoteNonnullSecret, encodeRemoteNonnullStoragePool, encodeRemoteTypedParam, type RemoteNonnullDomain, type RemoteNonnullNetwork, type RemoteNonnullNodeDevice, type RemoteNonnullSecret, type RemoteNonnullStoragePool, type RemoteTypedParam } from './codec-shared.ts';

/** `remote_domain_event_lifecycle_msg` */
export interface RemoteDomainEventLifecycleMsg {
  readonly dom: RemoteNonnullDomain;
  readonly event: number;
  readonly detail: number;
}

export function encodeRemoteDomainEventLifecycleMsg(w: XdrWriter, v: RemoteDomainEventLifecycleMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.event);
  w.int(v.detail);
}

export function decodeRemoteDomainEventLifecycleMsg(r: XdrReader): RemoteDomainEventLifecycleMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    event: r.int(),
    detail: r.int(),
  };
}

/** `remote_domain_event_callback_lifecycle_msg` */
export interface RemoteDomainEventCallbackLifecycleMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventLifecycleMsg;
}

export function encodeRemoteDomainEventCallbackLifecycleMsg(w: XdrWriter, v: RemoteDomainEventCallbackLifecycleMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventLifecycleMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackLifecycleMsg(r: XdrReader): RemoteDomainEventCallbackLifecycleMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventLifecycleMsg(r),
  };
}

/** `remote_domain_event_reboot_msg` */
export interface RemoteDomainEventRebootMsg {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainEventRebootMsg(w: XdrWriter, v: RemoteDomainEventRebootMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainEventRebootMsg(r: XdrReader): RemoteDomainEventRebootMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_event_callback_reboot_msg` */
export interface RemoteDomainEventCallbackRebootMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventRebootMsg;
}

export function encodeRemoteDomainEventCallbackRebootMsg(w: XdrWriter, v: RemoteDomainEventCallbackRebootMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventRebootMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackRebootMsg(r: XdrReader): RemoteDomainEventCallbackRebootMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventRebootMsg(r),
  };
}

/** `remote_domain_event_rtc_change_msg` */
export interface RemoteDomainEventRtcChangeMsg {
  readonly dom: RemoteNonnullDomain;
  readonly offset: bigint;
}

export function encodeRemoteDomainEventRtcChangeMsg(w: XdrWriter, v: RemoteDomainEventRtcChangeMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.hyper(v.offset);
}

export function decodeRemoteDomainEventRtcChangeMsg(r: XdrReader): RemoteDomainEventRtcChangeMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    offset: r.hyper(),
  };
}

/** `remote_domain_event_callback_rtc_change_msg` */
export interface RemoteDomainEventCallbackRtcChangeMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventRtcChangeMsg;
}

export function encodeRemoteDomainEventCallbackRtcChangeMsg(w: XdrWriter, v: RemoteDomainEventCallbackRtcChangeMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventRtcChangeMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackRtcChangeMsg(r: XdrReader): RemoteDomainEventCallbackRtcChangeMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventRtcChangeMsg(r),
  };
}

/** `remote_domain_event_watchdog_msg` */
export interface RemoteDomainEventWatchdogMsg {
  readonly dom: RemoteNonnullDomain;
  readonly action: number;
}

export function encodeRemoteDomainEventWatchdogMsg(w: XdrWriter, v: RemoteDomainEventWatchdogMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.action);
}

export function decodeRemoteDomainEventWatchdogMsg(r: XdrReader): RemoteDomainEventWatchdogMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    action: r.int(),
  };
}

/** `remote_domain_event_callback_watchdog_msg` */
export interface RemoteDomainEventCallbackWatchdogMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventWatchdogMsg;
}

export function encodeRemoteDomainEventCallbackWatchdogMsg(w: XdrWriter, v: RemoteDomainEventCallbackWatchdogMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventWatchdogMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackWatchdogMsg(r: XdrReader): RemoteDomainEventCallbackWatchdogMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventWatchdogMsg(r),
  };
}

/** `remote_domain_event_io_error_msg` */
export interface RemoteDomainEventIoErrorMsg {
  readonly dom: RemoteNonnullDomain;
  readonly srcPath: string;
  readonly devAlias: string;
  readonly action: number;
}

export function encodeRemoteDomainEventIoErrorMsg(w: XdrWriter, v: RemoteDomainEventIoErrorMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.srcPath, 4194304);
  w.string(v.devAlias, 4194304);
  w.int(v.action);
}

export function decodeRemoteDomainEventIoErrorMsg(r: XdrReader): RemoteDomainEventIoErrorMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    srcPath: r.string(4194304),
    devAlias: r.string(4194304),
    action: r.int(),
  };
}

/** `remote_domain_event_callback_io_error_msg` */
export interface RemoteDomainEventCallbackIoErrorMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventIoErrorMsg;
}

export function encodeRemoteDomainEventCallbackIoErrorMsg(w: XdrWriter, v: RemoteDomainEventCallbackIoErrorMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventIoErrorMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackIoErrorMsg(r: XdrReader): RemoteDomainEventCallbackIoErrorMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventIoErrorMsg(r),
  };
}

/** `remote_domain_event_io_error_reason_msg` */
export interface RemoteDomainEventIoErrorReasonMsg {
  readonly dom: RemoteNonnullDomain;
  readonly srcPath: string;
  readonly devAlias: string;
  readonly action: number;
  readonly reason: string;
}

export function encodeRemoteDomainEventIoErrorReasonMsg(w: XdrWriter, v: RemoteDomainEventIoErrorReasonMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.srcPath, 4194304);
  w.string(v.devAlias, 4194304);
  w.int(v.action);
  w.string(v.reason, 4194304);
}

export function decodeRemoteDomainEventIoErrorReasonMsg(r: XdrReader): RemoteDomainEventIoErrorReasonMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    srcPath: r.string(4194304),
    devAlias: r.string(4194304),
    action: r.int(),
    reason: r.string(4194304),
  };
}

/** `remote_domain_event_callback_io_error_reason_msg` */
export interface RemoteDomainEventCallbackIoErrorReasonMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventIoErrorReasonMsg;
}

export function encodeRemoteDomainEventCallbackIoErrorReasonMsg(w: XdrWriter, v: RemoteDomainEventCallbackIoErrorReasonMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventIoErrorReasonMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackIoErrorReasonMsg(r: XdrReader): RemoteDomainEventCallbackIoErrorReasonMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventIoErrorReasonMsg(r),
  };
}

/** `remote_domain_event_graphics_address` */
export interface RemoteDomainEventGraphicsAddress {
  readonly family: number;
  readonly node: string;
  readonly service: string;
}

export function encodeRemoteDomainEventGraphicsAddress(w: XdrWriter, v: RemoteDomainEventGraphicsAddress): void {
  w.int(v.family);
  w.string(v.node, 4194304);
  w.string(v.service, 4194304);
}

export function decodeRemoteDomainEventGraphicsAddress(r: XdrReader): RemoteDomainEventGraphicsAddress {
  return {
    family: r.int(),
    node: r.string(4194304),
    service: r.string(4194304),
  };
}

/** `remote_domain_event_graphics_identity` */
export interface RemoteDomainEventGraphicsIdentity {
  readonly type: string;
  readonly name: string;
}

export function encodeRemoteDomainEventGraphicsIdentity(w: XdrWriter, v: RemoteDomainEventGraphicsIdentity): void {
  w.string(v.type, 4194304);
  w.string(v.name, 4194304);
}

export function decodeRemoteDomainEventGraphicsIdentity(r: XdrReader): RemoteDomainEventGraphicsIdentity {
  return {
    type: r.string(4194304),
    name: r.string(4194304),
  };
}

/** `remote_domain_event_graphics_msg` */
export interface RemoteDomainEventGraphicsMsg {
  readonly dom: RemoteNonnullDomain;
  readonly phase: number;
  readonly local: RemoteDomainEventGraphicsAddress;
  readonly remote: RemoteDomainEventGraphicsAddress;
  readonly authScheme: string;
  readonly subject: readonly RemoteDomainEventGraphicsIdentity[];
}

export function encodeRemoteDomainEventGraphicsMsg(w: XdrWriter, v: RemoteDomainEventGraphicsMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.phase);
  encodeRemoteDomainEventGraphicsAddress(w, v.local);
  encodeRemoteDomainEventGraphicsAddress(w, v.remote);
  w.string(v.authScheme, 4194304);
  w.array(v.subject, 20, encodeRemoteDomainEventGraphicsIdentity);
}

export function decodeRemoteDomainEventGraphicsMsg(r: XdrReader): RemoteDomainEventGraphicsMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    phase: r.int(),
    local: decodeRemoteDomainEventGraphicsAddress(r),
    remote: decodeRemoteDomainEventGraphicsAddress(r),
    authScheme: r.string(4194304),
    subject: r.array(20, 8, decodeRemoteDomainEventGraphicsIdentity),
  };
}

/** `remote_domain_event_callback_graphics_msg` */
export interface RemoteDomainEventCallbackGraphicsMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventGraphicsMsg;
}

export function encodeRemoteDomainEventCallbackGraphicsMsg(w: XdrWriter, v: RemoteDomainEventCallbackGraphicsMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventGraphicsMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackGraphicsMsg(r: XdrReader): RemoteDomainEventCallbackGraphicsMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventGraphicsMsg(r),
  };
}

/** `remote_domain_event_block_job_msg` */
export interface RemoteDomainEventBlockJobMsg {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly type: number;
  readonly status: number;
}

export function encodeRemoteDomainEventBlockJobMsg(w: XdrWriter, v: RemoteDomainEventBlockJobMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  w.int(v.type);
  w.int(v.status);
}

export function decodeRemoteDomainEventBlockJobMsg(r: XdrReader): RemoteDomainEventBlockJobMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    type: r.int(),
    status: r.int(),
  };
}

/** `remote_domain_event_callback_block_job_msg` */
export interface RemoteDomainEventCallbackBlockJobMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventBlockJobMsg;
}

export function encodeRemoteDomainEventCallbackBlockJobMsg(w: XdrWriter, v: RemoteDomainEventCallbackBlockJobMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventBlockJobMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackBlockJobMsg(r: XdrReader): RemoteDomainEventCallbackBlockJobMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventBlockJobMsg(r),
  };
}

/** `remote_domain_event_disk_change_msg` */
export interface RemoteDomainEventDiskChangeMsg {
  readonly dom: RemoteNonnullDomain;
  readonly oldSrcPath: string | null;
  readonly newSrcPath: string | null;
  readonly devAlias: string;
  readonly reason: number;
}

export function encodeRemoteDomainEventDiskChangeMsg(w: XdrWriter, v: RemoteDomainEventDiskChangeMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.oldSrcPath === null) w.uint(0); else { w.uint(1); w.string(v.oldSrcPath, 4194304); }
  if (v.newSrcPath === null) w.uint(0); else { w.uint(1); w.string(v.newSrcPath, 4194304); }
  w.string(v.devAlias, 4194304);
  w.int(v.reason);
}

export function decodeRemoteDomainEventDiskChangeMsg(r: XdrReader): RemoteDomainEventDiskChangeMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    oldSrcPath: r.bool() ? r.string(4194304) : null,
    newSrcPath: r.bool() ? r.string(4194304) : null,
    devAlias: r.string(4194304),
    reason: r.int(),
  };
}

/** `remote_domain_event_callback_disk_change_msg` */
export interface RemoteDomainEventCallbackDiskChangeMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventDiskChangeMsg;
}

export function encodeRemoteDomainEventCallbackDiskChangeMsg(w: XdrWriter, v: RemoteDomainEventCallbackDiskChangeMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventDiskChangeMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackDiskChangeMsg(r: XdrReader): RemoteDomainEventCallbackDiskChangeMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventDiskChangeMsg(r),
  };
}

/** `remote_domain_event_tray_change_msg` */
export interface RemoteDomainEventTrayChangeMsg {
  readonly dom: RemoteNonnullDomain;
  readonly devAlias: string;
  readonly reason: number;
}

export function encodeRemoteDomainEventTrayChangeMsg(w: XdrWriter, v: RemoteDomainEventTrayChangeMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.devAlias, 4194304);
  w.int(v.reason);
}

export function decodeRemoteDomainEventTrayChangeMsg(r: XdrReader): RemoteDomainEventTrayChangeMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    devAlias: r.string(4194304),
    reason: r.int(),
  };
}

/** `remote_domain_event_callback_tray_change_msg` */
export interface RemoteDomainEventCallbackTrayChangeMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventTrayChangeMsg;
}

export function encodeRemoteDomainEventCallbackTrayChangeMsg(w: XdrWriter, v: RemoteDomainEventCallbackTrayChangeMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventTrayChangeMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackTrayChangeMsg(r: XdrReader): RemoteDomainEventCallbackTrayChangeMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventTrayChangeMsg(r),
  };
}

/** `remote_domain_event_pmwakeup_msg` */
export interface RemoteDomainEventPmwakeupMsg {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainEventPmwakeupMsg(w: XdrWriter, v: RemoteDomainEventPmwakeupMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainEventPmwakeupMsg(r: XdrReader): RemoteDomainEventPmwakeupMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_event_callback_pmwakeup_msg` */
export interface RemoteDomainEventCallbackPmwakeupMsg {
  readonly callbackID: number;
  readonly reason: number;
  readonly msg: RemoteDomainEventPmwakeupMsg;
}

export function encodeRemoteDomainEventCallbackPmwakeupMsg(w: XdrWriter, v: RemoteDomainEventCallbackPmwakeupMsg): void {
  w.int(v.callbackID);
  w.int(v.reason);
  encodeRemoteDomainEventPmwakeupMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackPmwakeupMsg(r: XdrReader): RemoteDomainEventCallbackPmwakeupMsg {
  return {
    callbackID: r.int(),
    reason: r.int(),
    msg: decodeRemoteDomainEventPmwakeupMsg(r),
  };
}

/** `remote_domain_event_pmsuspend_msg` */
export interface RemoteDomainEventPmsuspendMsg {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainEventPmsuspendMsg(w: XdrWriter, v: RemoteDomainEventPmsuspendMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainEventPmsuspendMsg(r: XdrReader): RemoteDomainEventPmsuspendMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_event_callback_pmsuspend_msg` */
export interface RemoteDomainEventCallbackPmsuspendMsg {
  readonly callbackID: number;
  readonly reason: number;
  readonly msg: RemoteDomainEventPmsuspendMsg;
}

export function encodeRemoteDomainEventCallbackPmsuspendMsg(w: XdrWriter, v: RemoteDomainEventCallbackPmsuspendMsg): void {
  w.int(v.callbackID);
  w.int(v.reason);
  encodeRemoteDomainEventPmsuspendMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackPmsuspendMsg(r: XdrReader): RemoteDomainEventCallbackPmsuspendMsg {
  return {
    callbackID: r.int(),
    reason: r.int(),
    msg: decodeRemoteDomainEventPmsuspendMsg(r),
  };
}

/** `remote_domain_event_balloon_change_msg` */
export interface RemoteDomainEventBalloonChangeMsg {
  readonly dom: RemoteNonnullDomain;
  readonly actual: bigint;
}

export function encodeRemoteDomainEventBalloonChangeMsg(w: XdrWriter, v: RemoteDomainEventBalloonChangeMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uhyper(v.actual);
}

export function decodeRemoteDomainEventBalloonChangeMsg(r: XdrReader): RemoteDomainEventBalloonChangeMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    actual: r.uhyper(),
  };
}

/** `remote_domain_event_callback_balloon_change_msg` */
export interface RemoteDomainEventCallbackBalloonChangeMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventBalloonChangeMsg;
}

export function encodeRemoteDomainEventCallbackBalloonChangeMsg(w: XdrWriter, v: RemoteDomainEventCallbackBalloonChangeMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventBalloonChangeMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackBalloonChangeMsg(r: XdrReader): RemoteDomainEventCallbackBalloonChangeMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventBalloonChangeMsg(r),
  };
}

/** `remote_domain_event_pmsuspend_disk_msg` */
export interface RemoteDomainEventPmsuspendDiskMsg {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainEventPmsuspendDiskMsg(w: XdrWriter, v: RemoteDomainEventPmsuspendDiskMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainEventPmsuspendDiskMsg(r: XdrReader): RemoteDomainEventPmsuspendDiskMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_event_callback_pmsuspend_disk_msg` */
export interface RemoteDomainEventCallbackPmsuspendDiskMsg {
  readonly callbackID: number;
  readonly reason: number;
  readonly msg: RemoteDomainEventPmsuspendDiskMsg;
}

export function encodeRemoteDomainEventCallbackPmsuspendDiskMsg(w: XdrWriter, v: RemoteDomainEventCallbackPmsuspendDiskMsg): void {
  w.int(v.callbackID);
  w.int(v.reason);
  encodeRemoteDomainEventPmsuspendDiskMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackPmsuspendDiskMsg(r: XdrReader): RemoteDomainEventCallbackPmsuspendDiskMsg {
  return {
    callbackID: r.int(),
    reason: r.int(),
    msg: decodeRemoteDomainEventPmsuspendDiskMsg(r),
  };
}

/** `remote_domain_event_control_error_msg` */
export interface RemoteDomainEventControlErrorMsg {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainEventControlErrorMsg(w: XdrWriter, v: RemoteDomainEventControlErrorMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainEventControlErrorMsg(r: XdrReader): RemoteDomainEventControlErrorMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_event_callback_control_error_msg` */
export interface RemoteDomainEventCallbackControlErrorMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventControlErrorMsg;
}

export function encodeRemoteDomainEventCallbackControlErrorMsg(w: XdrWriter, v: RemoteDomainEventCallbackControlErrorMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventControlErrorMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackControlErrorMsg(r: XdrReader): RemoteDomainEventCallbackControlErrorMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventControlErrorMsg(r),
  };
}

/** `remote_domain_event_device_removed_msg` */
export interface RemoteDomainEventDeviceRemovedMsg {
  readonly dom: RemoteNonnullDomain;
  readonly devAlias: string;
}

export function encodeRemoteDomainEventDeviceRemovedMsg(w: XdrWriter, v: RemoteDomainEventDeviceRemovedMsg): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.devAlias, 4194304);
}

export function decodeRemoteDomainEventDeviceRemovedMsg(r: XdrReader): RemoteDomainEventDeviceRemovedMsg {
  return {
    dom: decodeRemoteNonnullDomain(r),
    devAlias: r.string(4194304),
  };
}

/** `remote_domain_event_callback_device_removed_msg` */
export interface RemoteDomainEventCallbackDeviceRemovedMsg {
  readonly callbackID: number;
  readonly msg: RemoteDomainEventDeviceRemovedMsg;
}

export function encodeRemoteDomainEventCallbackDeviceRemovedMsg(w: XdrWriter, v: RemoteDomainEventCallbackDeviceRemovedMsg): void {
  w.int(v.callbackID);
  encodeRemoteDomainEventDeviceRemovedMsg(w, v.msg);
}

export function decodeRemoteDomainEventCallbackDeviceRemovedMsg(r: XdrReader): RemoteDomainEventCallbackDeviceRemovedMsg {
  return {
    callbackID: r.int(),
    msg: decodeRemoteDomainEventDeviceRemovedMsg(r),
  };
}

/** `remote_domain_event_block_job_2_msg` */
export interface RemoteDomainEventBlockJob2Msg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly dst: string;
  readonly type: number;
  readonly status: number;
}

export function encodeRemoteDomainEventBlockJob2Msg(w: XdrWriter, v: RemoteDomainEventBlockJob2Msg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.dst, 4194304);
  w.int(v.type);
  w.int(v.status);
}

export function decodeRemoteDomainEventBlockJob2Msg(r: XdrReader): RemoteDomainEventBlockJob2Msg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    dst: r.string(4194304),
    type: r.int(),
    status: r.int(),
  };
}

/** `remote_domain_event_block_threshold_msg` */
export interface RemoteDomainEventBlockThresholdMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly dev: string;
  readonly path: string | null;
  readonly threshold: bigint;
  readonly excess: bigint;
}

export function encodeRemoteDomainEventBlockThresholdMsg(w: XdrWriter, v: RemoteDomainEventBlockThresholdMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.dev, 4194304);
  if (v.path === null) w.uint(0); else { w.uint(1); w.string(v.path, 4194304); }
  w.uhyper(v.threshold);
  w.uhyper(v.excess);
}

export function decodeRemoteDomainEventBlockThresholdMsg(r: XdrReader): RemoteDomainEventBlockThresholdMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    dev: r.string(4194304),
    path: r.bool() ? r.string(4194304) : null,
    threshold: r.uhyper(),
    excess: r.uhyper(),
  };
}

/** `remote_domain_event_callback_tunable_msg` */
export interface RemoteDomainEventCallbackTunableMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainEventCallbackTunableMsg(w: XdrWriter, v: RemoteDomainEventCallbackTunableMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 2048, encodeRemoteTypedParam);
}

export function decodeRemoteDomainEventCallbackTunableMsg(r: XdrReader): RemoteDomainEventCallbackTunableMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(2048, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_event_callback_device_added_msg` */
export interface RemoteDomainEventCallbackDeviceAddedMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly devAlias: string;
}

export function encodeRemoteDomainEventCallbackDeviceAddedMsg(w: XdrWriter, v: RemoteDomainEventCallbackDeviceAddedMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.devAlias, 4194304);
}

export function decodeRemoteDomainEventCallbackDeviceAddedMsg(r: XdrReader): RemoteDomainEventCallbackDeviceAddedMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    devAlias: r.string(4194304),
  };
}

/** `remote_connect_event_connection_closed_msg` */
export interface RemoteConnectEventConnectionClosedMsg {
  readonly reason: number;
}

export function encodeRemoteConnectEventConnectionClosedMsg(w: XdrWriter, v: RemoteConnectEventConnectionClosedMsg): void {
  w.int(v.reason);
}

export function decodeRemoteConnectEventConnectionClosedMsg(r: XdrReader): RemoteConnectEventConnectionClosedMsg {
  return {
    reason: r.int(),
  };
}

/** `remote_network_event_lifecycle_msg` */
export interface RemoteNetworkEventLifecycleMsg {
  readonly callbackID: number;
  readonly net: RemoteNonnullNetwork;
  readonly event: number;
  readonly detail: number;
}

export function encodeRemoteNetworkEventLifecycleMsg(w: XdrWriter, v: RemoteNetworkEventLifecycleMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullNetwork(w, v.net);
  w.int(v.event);
  w.int(v.detail);
}

export function decodeRemoteNetworkEventLifecycleMsg(r: XdrReader): RemoteNetworkEventLifecycleMsg {
  return {
    callbackID: r.int(),
    net: decodeRemoteNonnullNetwork(r),
    event: r.int(),
    detail: r.int(),
  };
}

/** `remote_network_event_callback_metadata_change_msg` */
export interface RemoteNetworkEventCallbackMetadataChangeMsg {
  readonly callbackID: number;
  readonly net: RemoteNonnullNetwork;
  readonly type: number;
  readonly nsuri: string | null;
}

export function encodeRemoteNetworkEventCallbackMetadataChangeMsg(w: XdrWriter, v: RemoteNetworkEventCallbackMetadataChangeMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullNetwork(w, v.net);
  w.int(v.type);
  if (v.nsuri === null) w.uint(0); else { w.uint(1); w.string(v.nsuri, 4194304); }
}

export function decodeRemoteNetworkEventCallbackMetadataChangeMsg(r: XdrReader): RemoteNetworkEventCallbackMetadataChangeMsg {
  return {
    callbackID: r.int(),
    net: decodeRemoteNonnullNetwork(r),
    type: r.int(),
    nsuri: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_storage_pool_event_lifecycle_msg` */
export interface RemoteStoragePoolEventLifecycleMsg {
  readonly callbackID: number;
  readonly pool: RemoteNonnullStoragePool;
  readonly event: number;
  readonly detail: number;
}

export function encodeRemoteStoragePoolEventLifecycleMsg(w: XdrWriter, v: RemoteStoragePoolEventLifecycleMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.int(v.event);
  w.int(v.detail);
}

export function decodeRemoteStoragePoolEventLifecycleMsg(r: XdrReader): RemoteStoragePoolEventLifecycleMsg {
  return {
    callbackID: r.int(),
    pool: decodeRemoteNonnullStoragePool(r),
    event: r.int(),
    detail: r.int(),
  };
}

/** `remote_storage_pool_event_refresh_msg` */
export interface RemoteStoragePoolEventRefreshMsg {
  readonly callbackID: number;
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolEventRefreshMsg(w: XdrWriter, v: RemoteStoragePoolEventRefreshMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolEventRefreshMsg(r: XdrReader): RemoteStoragePoolEventRefreshMsg {
  return {
    callbackID: r.int(),
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_node_device_event_lifecycle_msg` */
export interface RemoteNodeDeviceEventLifecycleMsg {
  readonly callbackID: number;
  readonly dev: RemoteNonnullNodeDevice;
  readonly event: number;
  readonly detail: number;
}

export function encodeRemoteNodeDeviceEventLifecycleMsg(w: XdrWriter, v: RemoteNodeDeviceEventLifecycleMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullNodeDevice(w, v.dev);
  w.int(v.event);
  w.int(v.detail);
}

export function decodeRemoteNodeDeviceEventLifecycleMsg(r: XdrReader): RemoteNodeDeviceEventLifecycleMsg {
  return {
    callbackID: r.int(),
    dev: decodeRemoteNonnullNodeDevice(r),
    event: r.int(),
    detail: r.int(),
  };
}

/** `remote_node_device_event_update_msg` */
export interface RemoteNodeDeviceEventUpdateMsg {
  readonly callbackID: number;
  readonly dev: RemoteNonnullNodeDevice;
}

export function encodeRemoteNodeDeviceEventUpdateMsg(w: XdrWriter, v: RemoteNodeDeviceEventUpdateMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullNodeDevice(w, v.dev);
}

export function decodeRemoteNodeDeviceEventUpdateMsg(r: XdrReader): RemoteNodeDeviceEventUpdateMsg {
  return {
    callbackID: r.int(),
    dev: decodeRemoteNonnullNodeDevice(r),
  };
}

/** `remote_domain_event_callback_agent_lifecycle_msg` */
export interface RemoteDomainEventCallbackAgentLifecycleMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly state: number;
  readonly reason: number;
}

export function encodeRemoteDomainEventCallbackAgentLifecycleMsg(w: XdrWriter, v: RemoteDomainEventCallbackAgentLifecycleMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.state);
  w.int(v.reason);
}

export function decodeRemoteDomainEventCallbackAgentLifecycleMsg(r: XdrReader): RemoteDomainEventCallbackAgentLifecycleMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    state: r.int(),
    reason: r.int(),
  };
}

/** `remote_domain_event_callback_migration_iteration_msg` */
export interface RemoteDomainEventCallbackMigrationIterationMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly iteration: number;
}

export function encodeRemoteDomainEventCallbackMigrationIterationMsg(w: XdrWriter, v: RemoteDomainEventCallbackMigrationIterationMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.iteration);
}

export function decodeRemoteDomainEventCallbackMigrationIterationMsg(r: XdrReader): RemoteDomainEventCallbackMigrationIterationMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    iteration: r.int(),
  };
}

/** `remote_domain_event_callback_job_completed_msg` */
export interface RemoteDomainEventCallbackJobCompletedMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainEventCallbackJobCompletedMsg(w: XdrWriter, v: RemoteDomainEventCallbackJobCompletedMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 64, encodeRemoteTypedParam);
}

export function decodeRemoteDomainEventCallbackJobCompletedMsg(r: XdrReader): RemoteDomainEventCallbackJobCompletedMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(64, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_event_callback_device_removal_failed_msg` */
export interface RemoteDomainEventCallbackDeviceRemovalFailedMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly devAlias: string;
}

export function encodeRemoteDomainEventCallbackDeviceRemovalFailedMsg(w: XdrWriter, v: RemoteDomainEventCallbackDeviceRemovalFailedMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.devAlias, 4194304);
}

export function decodeRemoteDomainEventCallbackDeviceRemovalFailedMsg(r: XdrReader): RemoteDomainEventCallbackDeviceRemovalFailedMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    devAlias: r.string(4194304),
  };
}

/** `remote_domain_event_callback_metadata_change_msg` */
export interface RemoteDomainEventCallbackMetadataChangeMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly type: number;
  readonly nsuri: string | null;
}

export function encodeRemoteDomainEventCallbackMetadataChangeMsg(w: XdrWriter, v: RemoteDomainEventCallbackMetadataChangeMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.type);
  if (v.nsuri === null) w.uint(0); else { w.uint(1); w.string(v.nsuri, 4194304); }
}

export function decodeRemoteDomainEventCallbackMetadataChangeMsg(r: XdrReader): RemoteDomainEventCallbackMetadataChangeMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    type: r.int(),
    nsuri: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_domain_event_memory_failure_msg` */
export interface RemoteDomainEventMemoryFailureMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly recipient: number;
  readonly action: number;
  readonly flags: number;
}

export function encodeRemoteDomainEventMemoryFailureMsg(w: XdrWriter, v: RemoteDomainEventMemoryFailureMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.recipient);
  w.int(v.action);
  w.uint(v.flags);
}

export function decodeRemoteDomainEventMemoryFailureMsg(r: XdrReader): RemoteDomainEventMemoryFailureMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    recipient: r.int(),
    action: r.int(),
    flags: r.uint(),
  };
}

/** `remote_secret_event_lifecycle_msg` */
export interface RemoteSecretEventLifecycleMsg {
  readonly callbackID: number;
  readonly secret: RemoteNonnullSecret;
  readonly event: number;
  readonly detail: number;
}

export function encodeRemoteSecretEventLifecycleMsg(w: XdrWriter, v: RemoteSecretEventLifecycleMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullSecret(w, v.secret);
  w.int(v.event);
  w.int(v.detail);
}

export function decodeRemoteSecretEventLifecycleMsg(r: XdrReader): RemoteSecretEventLifecycleMsg {
  return {
    callbackID: r.int(),
    secret: decodeRemoteNonnullSecret(r),
    event: r.int(),
    detail: r.int(),
  };
}

/** `remote_secret_event_value_changed_msg` */
export interface RemoteSecretEventValueChangedMsg {
  readonly callbackID: number;
  readonly secret: RemoteNonnullSecret;
}

export function encodeRemoteSecretEventValueChangedMsg(w: XdrWriter, v: RemoteSecretEventValueChangedMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullSecret(w, v.secret);
}

export function decodeRemoteSecretEventValueChangedMsg(r: XdrReader): RemoteSecretEventValueChangedMsg {
  return {
    callbackID: r.int(),
    secret: decodeRemoteNonnullSecret(r),
  };
}

/** `remote_domain_event_memory_device_size_change_msg` */
export interface RemoteDomainEventMemoryDeviceSizeChangeMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly alias: string;
  readonly size: bigint;
}

export function encodeRemoteDomainEventMemoryDeviceSizeChangeMsg(w: XdrWriter, v: RemoteDomainEventMemoryDeviceSizeChangeMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.alias, 4194304);
  w.uhyper(v.size);
}

export function decodeRemoteDomainEventMemoryDeviceSizeChangeMsg(r: XdrReader): RemoteDomainEventMemoryDeviceSizeChangeMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    alias: r.string(4194304),
    size: r.uhyper(),
  };
}

/** `remote_domain_event_nic_mac_change_msg` */
export interface RemoteDomainEventNicMacChangeMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly alias: string;
  readonly oldMAC: string;
  readonly newMAC: string;
}

export function encodeRemoteDomainEventNicMacChangeMsg(w: XdrWriter, v: RemoteDomainEventNicMacChangeMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.alias, 4194304);
  w.string(v.oldMAC, 4194304);
  w.string(v.newMAC, 4194304);
}

export function decodeRemoteDomainEventNicMacChangeMsg(r: XdrReader): RemoteDomainEventNicMacChangeMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    alias: r.string(4194304),
    oldMAC: r.string(4194304),
    newMAC: r.string(4194304),
  };
}
