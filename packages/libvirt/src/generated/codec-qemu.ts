// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

import type { XdrReader } from '../xdr-reader.ts';
import type { XdrWriter } from '../xdr-writer.ts';
import { decodeRemoteNonnullDomain, encodeRemoteNonnullDomain, type RemoteNonnullDomain } from './codec-shared.ts';

/** `qemu_domain_monitor_command_args` */
export interface QemuDomainMonitorCommandArgs {
  readonly dom: RemoteNonnullDomain;
  readonly cmd: string;
  readonly flags: number;
}

export function encodeQemuDomainMonitorCommandArgs(w: XdrWriter, v: QemuDomainMonitorCommandArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.cmd, 4194304);
  w.uint(v.flags);
}

export function decodeQemuDomainMonitorCommandArgs(r: XdrReader): QemuDomainMonitorCommandArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cmd: r.string(4194304),
    flags: r.uint(),
  };
}

/** `qemu_domain_monitor_command_ret` */
export interface QemuDomainMonitorCommandRet {
  readonly result: string;
}

export function encodeQemuDomainMonitorCommandRet(w: XdrWriter, v: QemuDomainMonitorCommandRet): void {
  w.string(v.result, 4194304);
}

export function decodeQemuDomainMonitorCommandRet(r: XdrReader): QemuDomainMonitorCommandRet {
  return {
    result: r.string(4194304),
  };
}

/** `qemu_domain_attach_args` */
export interface QemuDomainAttachArgs {
  readonly pid_value: number;
  readonly flags: number;
}

export function encodeQemuDomainAttachArgs(w: XdrWriter, v: QemuDomainAttachArgs): void {
  w.uint(v.pid_value);
  w.uint(v.flags);
}

export function decodeQemuDomainAttachArgs(r: XdrReader): QemuDomainAttachArgs {
  return {
    pid_value: r.uint(),
    flags: r.uint(),
  };
}

/** `qemu_domain_attach_ret` */
export interface QemuDomainAttachRet {
  readonly dom: RemoteNonnullDomain;
}

export function encodeQemuDomainAttachRet(w: XdrWriter, v: QemuDomainAttachRet): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeQemuDomainAttachRet(r: XdrReader): QemuDomainAttachRet {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `qemu_domain_agent_command_args` */
export interface QemuDomainAgentCommandArgs {
  readonly dom: RemoteNonnullDomain;
  readonly cmd: string;
  readonly timeout: number;
  readonly flags: number;
}

export function encodeQemuDomainAgentCommandArgs(w: XdrWriter, v: QemuDomainAgentCommandArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.cmd, 4194304);
  w.int(v.timeout);
  w.uint(v.flags);
}

export function decodeQemuDomainAgentCommandArgs(r: XdrReader): QemuDomainAgentCommandArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cmd: r.string(4194304),
    timeout: r.int(),
    flags: r.uint(),
  };
}

/** `qemu_domain_agent_command_ret` */
export interface QemuDomainAgentCommandRet {
  readonly result: string | null;
}

export function encodeQemuDomainAgentCommandRet(w: XdrWriter, v: QemuDomainAgentCommandRet): void {
  if (v.result === null) w.uint(0); else { w.uint(1); w.string(v.result, 4194304); }
}

export function decodeQemuDomainAgentCommandRet(r: XdrReader): QemuDomainAgentCommandRet {
  return {
    result: r.bool() ? r.string(4194304) : null,
  };
}

/** `qemu_connect_domain_monitor_event_register_args` */
export interface QemuConnectDomainMonitorEventRegisterArgs {
  readonly dom: RemoteNonnullDomain | null;
  readonly event: string | null;
  readonly flags: number;
}

export function encodeQemuConnectDomainMonitorEventRegisterArgs(w: XdrWriter, v: QemuConnectDomainMonitorEventRegisterArgs): void {
  if (v.dom === null) w.uint(0); else { w.uint(1); encodeRemoteNonnullDomain(w, v.dom); }
  if (v.event === null) w.uint(0); else { w.uint(1); w.string(v.event, 4194304); }
  w.uint(v.flags);
}

export function decodeQemuConnectDomainMonitorEventRegisterArgs(r: XdrReader): QemuConnectDomainMonitorEventRegisterArgs {
  return {
    dom: r.bool() ? decodeRemoteNonnullDomain(r) : null,
    event: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `qemu_connect_domain_monitor_event_register_ret` */
export interface QemuConnectDomainMonitorEventRegisterRet {
  readonly callbackID: number;
}

export function encodeQemuConnectDomainMonitorEventRegisterRet(w: XdrWriter, v: QemuConnectDomainMonitorEventRegisterRet): void {
  w.int(v.callbackID);
}

export function decodeQemuConnectDomainMonitorEventRegisterRet(r: XdrReader): QemuConnectDomainMonitorEventRegisterRet {
  return {
    callbackID: r.int(),
  };
}

/** `qemu_connect_domain_monitor_event_deregister_args` */
export interface QemuConnectDomainMonitorEventDeregisterArgs {
  readonly callbackID: number;
}

export function encodeQemuConnectDomainMonitorEventDeregisterArgs(w: XdrWriter, v: QemuConnectDomainMonitorEventDeregisterArgs): void {
  w.int(v.callbackID);
}

export function decodeQemuConnectDomainMonitorEventDeregisterArgs(r: XdrReader): QemuConnectDomainMonitorEventDeregisterArgs {
  return {
    callbackID: r.int(),
  };
}

/** `qemu_domain_monitor_event_msg` */
export interface QemuDomainMonitorEventMsg {
  readonly callbackID: number;
  readonly dom: RemoteNonnullDomain;
  readonly event: string;
  readonly seconds: bigint;
  readonly micros: number;
  readonly details: string | null;
}

export function encodeQemuDomainMonitorEventMsg(w: XdrWriter, v: QemuDomainMonitorEventMsg): void {
  w.int(v.callbackID);
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.event, 4194304);
  w.hyper(v.seconds);
  w.uint(v.micros);
  if (v.details === null) w.uint(0); else { w.uint(1); w.string(v.details, 4194304); }
}

export function decodeQemuDomainMonitorEventMsg(r: XdrReader): QemuDomainMonitorEventMsg {
  return {
    callbackID: r.int(),
    dom: decodeRemoteNonnullDomain(r),
    event: r.string(4194304),
    seconds: r.hyper(),
    micros: r.uint(),
    details: r.bool() ? r.string(4194304) : null,
  };
}
