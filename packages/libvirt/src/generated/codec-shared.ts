// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

import type { XdrReader } from '../xdr-reader.ts';
import type { XdrWriter } from '../xdr-writer.ts';

/** `remote_typed_param_value`; `type` is a value of `TypedParameterType`. */
export type RemoteTypedParamValue =
  | { readonly type: 1; readonly value: number }
  | { readonly type: 2; readonly value: number }
  | { readonly type: 3; readonly value: bigint }
  | { readonly type: 4; readonly value: bigint }
  | { readonly type: 5; readonly value: number }
  | { readonly type: 6; readonly value: number }
  | { readonly type: 7; readonly value: string }
;

export function encodeRemoteTypedParamValue(w: XdrWriter, v: RemoteTypedParamValue): void {
  w.int(v.type);
  switch (v.type) {
    case 1: w.int(v.value); break;
    case 2: w.uint(v.value); break;
    case 3: w.hyper(v.value); break;
    case 4: w.uhyper(v.value); break;
    case 5: w.double(v.value); break;
    case 6: w.int(v.value); break;
    case 7: w.string(v.value, 4194304); break;
    default: w.badDiscriminant((v as { readonly type: unknown }).type);
  }
}

export function decodeRemoteTypedParamValue(r: XdrReader): RemoteTypedParamValue {
  const type = r.int();
  switch (type) {
    case 1: return { type, value: r.int() };
    case 2: return { type, value: r.uint() };
    case 3: return { type, value: r.hyper() };
    case 4: return { type, value: r.uhyper() };
    case 5: return { type, value: r.double() };
    case 6: return { type, value: r.int() };
    case 7: return { type, value: r.string(4194304) };
    default: return r.badDiscriminant(type);
  }
}

/** `remote_nonnull_domain` */
export interface RemoteNonnullDomain {
  readonly name: string;
  readonly uuid: string;
  readonly id: number;
}

export function encodeRemoteNonnullDomain(w: XdrWriter, v: RemoteNonnullDomain): void {
  w.string(v.name, 4194304);
  w.uuid(v.uuid);
  w.int(v.id);
}

export function decodeRemoteNonnullDomain(r: XdrReader): RemoteNonnullDomain {
  return {
    name: r.string(4194304),
    uuid: r.uuid(),
    id: r.int(),
  };
}

/** `remote_nonnull_network` */
export interface RemoteNonnullNetwork {
  readonly name: string;
  readonly uuid: string;
}

export function encodeRemoteNonnullNetwork(w: XdrWriter, v: RemoteNonnullNetwork): void {
  w.string(v.name, 4194304);
  w.uuid(v.uuid);
}

export function decodeRemoteNonnullNetwork(r: XdrReader): RemoteNonnullNetwork {
  return {
    name: r.string(4194304),
    uuid: r.uuid(),
  };
}

/** `remote_nonnull_network_port` */
export interface RemoteNonnullNetworkPort {
  readonly net: RemoteNonnullNetwork;
  readonly uuid: string;
}

export function encodeRemoteNonnullNetworkPort(w: XdrWriter, v: RemoteNonnullNetworkPort): void {
  encodeRemoteNonnullNetwork(w, v.net);
  w.uuid(v.uuid);
}

export function decodeRemoteNonnullNetworkPort(r: XdrReader): RemoteNonnullNetworkPort {
  return {
    net: decodeRemoteNonnullNetwork(r),
    uuid: r.uuid(),
  };
}

/** `remote_nonnull_nwfilter` */
export interface RemoteNonnullNwfilter {
  readonly name: string;
  readonly uuid: string;
}

export function encodeRemoteNonnullNwfilter(w: XdrWriter, v: RemoteNonnullNwfilter): void {
  w.string(v.name, 4194304);
  w.uuid(v.uuid);
}

export function decodeRemoteNonnullNwfilter(r: XdrReader): RemoteNonnullNwfilter {
  return {
    name: r.string(4194304),
    uuid: r.uuid(),
  };
}

/** `remote_nonnull_nwfilter_binding` */
export interface RemoteNonnullNwfilterBinding {
  readonly portdev: string;
  readonly filtername: string;
}

export function encodeRemoteNonnullNwfilterBinding(w: XdrWriter, v: RemoteNonnullNwfilterBinding): void {
  w.string(v.portdev, 4194304);
  w.string(v.filtername, 4194304);
}

export function decodeRemoteNonnullNwfilterBinding(r: XdrReader): RemoteNonnullNwfilterBinding {
  return {
    portdev: r.string(4194304),
    filtername: r.string(4194304),
  };
}

/** `remote_nonnull_interface` */
export interface RemoteNonnullInterface {
  readonly name: string;
  readonly mac: string;
}

export function encodeRemoteNonnullInterface(w: XdrWriter, v: RemoteNonnullInterface): void {
  w.string(v.name, 4194304);
  w.string(v.mac, 4194304);
}

export function decodeRemoteNonnullInterface(r: XdrReader): RemoteNonnullInterface {
  return {
    name: r.string(4194304),
    mac: r.string(4194304),
  };
}

/** `remote_nonnull_storage_pool` */
export interface RemoteNonnullStoragePool {
  readonly name: string;
  readonly uuid: string;
}

export function encodeRemoteNonnullStoragePool(w: XdrWriter, v: RemoteNonnullStoragePool): void {
  w.string(v.name, 4194304);
  w.uuid(v.uuid);
}

export function decodeRemoteNonnullStoragePool(r: XdrReader): RemoteNonnullStoragePool {
  return {
    name: r.string(4194304),
    uuid: r.uuid(),
  };
}

/** `remote_nonnull_storage_vol` */
export interface RemoteNonnullStorageVol {
  readonly pool: string;
  readonly name: string;
  readonly key: string;
}

export function encodeRemoteNonnullStorageVol(w: XdrWriter, v: RemoteNonnullStorageVol): void {
  w.string(v.pool, 4194304);
  w.string(v.name, 4194304);
  w.string(v.key, 4194304);
}

export function decodeRemoteNonnullStorageVol(r: XdrReader): RemoteNonnullStorageVol {
  return {
    pool: r.string(4194304),
    name: r.string(4194304),
    key: r.string(4194304),
  };
}

/** `remote_nonnull_node_device` */
export interface RemoteNonnullNodeDevice {
  readonly name: string;
}

export function encodeRemoteNonnullNodeDevice(w: XdrWriter, v: RemoteNonnullNodeDevice): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNonnullNodeDevice(r: XdrReader): RemoteNonnullNodeDevice {
  return {
    name: r.string(4194304),
  };
}

/** `remote_nonnull_secret` */
export interface RemoteNonnullSecret {
  readonly uuid: string;
  readonly usageType: number;
  readonly usageID: string;
}

export function encodeRemoteNonnullSecret(w: XdrWriter, v: RemoteNonnullSecret): void {
  w.uuid(v.uuid);
  w.int(v.usageType);
  w.string(v.usageID, 4194304);
}

export function decodeRemoteNonnullSecret(r: XdrReader): RemoteNonnullSecret {
  return {
    uuid: r.uuid(),
    usageType: r.int(),
    usageID: r.string(4194304),
  };
}

/** `remote_nonnull_domain_checkpoint` */
export interface RemoteNonnullDomainCheckpoint {
  readonly name: string;
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteNonnullDomainCheckpoint(w: XdrWriter, v: RemoteNonnullDomainCheckpoint): void {
  w.string(v.name, 4194304);
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteNonnullDomainCheckpoint(r: XdrReader): RemoteNonnullDomainCheckpoint {
  return {
    name: r.string(4194304),
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_nonnull_domain_snapshot` */
export interface RemoteNonnullDomainSnapshot {
  readonly name: string;
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteNonnullDomainSnapshot(w: XdrWriter, v: RemoteNonnullDomainSnapshot): void {
  w.string(v.name, 4194304);
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteNonnullDomainSnapshot(r: XdrReader): RemoteNonnullDomainSnapshot {
  return {
    name: r.string(4194304),
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_error` */
export interface RemoteError {
  readonly code: number;
  readonly domain: number;
  readonly message: string | null;
  readonly level: number;
  readonly dom: RemoteNonnullDomain | null;
  readonly str1: string | null;
  readonly str2: string | null;
  readonly str3: string | null;
  readonly int1: number;
  readonly int2: number;
  readonly net: RemoteNonnullNetwork | null;
}

export function encodeRemoteError(w: XdrWriter, v: RemoteError): void {
  w.int(v.code);
  w.int(v.domain);
  if (v.message === null) w.uint(0); else { w.uint(1); w.string(v.message, 4194304); }
  w.int(v.level);
  if (v.dom === null) w.uint(0); else { w.uint(1); encodeRemoteNonnullDomain(w, v.dom); }
  if (v.str1 === null) w.uint(0); else { w.uint(1); w.string(v.str1, 4194304); }
  if (v.str2 === null) w.uint(0); else { w.uint(1); w.string(v.str2, 4194304); }
  if (v.str3 === null) w.uint(0); else { w.uint(1); w.string(v.str3, 4194304); }
  w.int(v.int1);
  w.int(v.int2);
  if (v.net === null) w.uint(0); else { w.uint(1); encodeRemoteNonnullNetwork(w, v.net); }
}

export function decodeRemoteError(r: XdrReader): RemoteError {
  return {
    code: r.int(),
    domain: r.int(),
    message: r.bool() ? r.string(4194304) : null,
    level: r.int(),
    dom: r.bool() ? decodeRemoteNonnullDomain(r) : null,
    str1: r.bool() ? r.string(4194304) : null,
    str2: r.bool() ? r.string(4194304) : null,
    str3: r.bool() ? r.string(4194304) : null,
    int1: r.int(),
    int2: r.int(),
    net: r.bool() ? decodeRemoteNonnullNetwork(r) : null,
  };
}

/** `remote_vcpu_info` */
export interface RemoteVcpuInfo {
  readonly number: number;
  readonly state: number;
  readonly cpu_time: bigint;
  readonly cpu: number;
}

export function encodeRemoteVcpuInfo(w: XdrWriter, v: RemoteVcpuInfo): void {
  w.uint(v.number);
  w.int(v.state);
  w.uhyper(v.cpu_time);
  w.int(v.cpu);
}

export function decodeRemoteVcpuInfo(r: XdrReader): RemoteVcpuInfo {
  return {
    number: r.uint(),
    state: r.int(),
    cpu_time: r.uhyper(),
    cpu: r.int(),
  };
}

/** `remote_typed_param` */
export interface RemoteTypedParam {
  readonly field: string;
  readonly value: RemoteTypedParamValue;
}

export function encodeRemoteTypedParam(w: XdrWriter, v: RemoteTypedParam): void {
  w.string(v.field, 4194304);
  encodeRemoteTypedParamValue(w, v.value);
}

export function decodeRemoteTypedParam(r: XdrReader): RemoteTypedParam {
  return {
    field: r.string(4194304),
    value: decodeRemoteTypedParamValue(r),
  };
}

/** `remote_node_get_cpu_stats` */
export interface RemoteNodeGetCpuStats {
  readonly field: string;
  readonly value: bigint;
}

export function encodeRemoteNodeGetCpuStats(w: XdrWriter, v: RemoteNodeGetCpuStats): void {
  w.string(v.field, 4194304);
  w.uhyper(v.value);
}

export function decodeRemoteNodeGetCpuStats(r: XdrReader): RemoteNodeGetCpuStats {
  return {
    field: r.string(4194304),
    value: r.uhyper(),
  };
}

/** `remote_node_get_memory_stats` */
export interface RemoteNodeGetMemoryStats {
  readonly field: string;
  readonly value: bigint;
}

export function encodeRemoteNodeGetMemoryStats(w: XdrWriter, v: RemoteNodeGetMemoryStats): void {
  w.string(v.field, 4194304);
  w.uhyper(v.value);
}

export function decodeRemoteNodeGetMemoryStats(r: XdrReader): RemoteNodeGetMemoryStats {
  return {
    field: r.string(4194304),
    value: r.uhyper(),
  };
}

/** `remote_domain_disk_error` */
export interface RemoteDomainDiskError {
  readonly disk: string;
  readonly error: number;
}

export function encodeRemoteDomainDiskError(w: XdrWriter, v: RemoteDomainDiskError): void {
  w.string(v.disk, 4194304);
  w.int(v.error);
}

export function decodeRemoteDomainDiskError(r: XdrReader): RemoteDomainDiskError {
  return {
    disk: r.string(4194304),
    error: r.int(),
  };
}

/** `remote_domain_memory_stat` */
export interface RemoteDomainMemoryStat {
  readonly tag: number;
  readonly val: bigint;
}

export function encodeRemoteDomainMemoryStat(w: XdrWriter, v: RemoteDomainMemoryStat): void {
  w.int(v.tag);
  w.uhyper(v.val);
}

export function decodeRemoteDomainMemoryStat(r: XdrReader): RemoteDomainMemoryStat {
  return {
    tag: r.int(),
    val: r.uhyper(),
  };
}

/** `remote_domain_iothread_info` */
export interface RemoteDomainIothreadInfo {
  readonly iothread_id: number;
  readonly cpumap: Uint8Array;
}

export function encodeRemoteDomainIothreadInfo(w: XdrWriter, v: RemoteDomainIothreadInfo): void {
  w.uint(v.iothread_id);
  w.opaque(v.cpumap, 2048);
}

export function decodeRemoteDomainIothreadInfo(r: XdrReader): RemoteDomainIothreadInfo {
  return {
    iothread_id: r.uint(),
    cpumap: r.opaque(2048),
  };
}

/** `remote_network_dhcp_lease` */
export interface RemoteNetworkDhcpLease {
  readonly iface: string;
  readonly expirytime: bigint;
  readonly type: number;
  readonly mac: string | null;
  readonly iaid: string | null;
  readonly ipaddr: string;
  readonly prefix: number;
  readonly hostname: string | null;
  readonly clientid: string | null;
}

export function encodeRemoteNetworkDhcpLease(w: XdrWriter, v: RemoteNetworkDhcpLease): void {
  w.string(v.iface, 4194304);
  w.hyper(v.expirytime);
  w.int(v.type);
  if (v.mac === null) w.uint(0); else { w.uint(1); w.string(v.mac, 4194304); }
  if (v.iaid === null) w.uint(0); else { w.uint(1); w.string(v.iaid, 4194304); }
  w.string(v.ipaddr, 4194304);
  w.uint(v.prefix);
  if (v.hostname === null) w.uint(0); else { w.uint(1); w.string(v.hostname, 4194304); }
  if (v.clientid === null) w.uint(0); else { w.uint(1); w.string(v.clientid, 4194304); }
}

export function decodeRemoteNetworkDhcpLease(r: XdrReader): RemoteNetworkDhcpLease {
  return {
    iface: r.string(4194304),
    expirytime: r.hyper(),
    type: r.int(),
    mac: r.bool() ? r.string(4194304) : null,
    iaid: r.bool() ? r.string(4194304) : null,
    ipaddr: r.string(4194304),
    prefix: r.uint(),
    hostname: r.bool() ? r.string(4194304) : null,
    clientid: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_domain_stats_record` */
export interface RemoteDomainStatsRecord {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainStatsRecord(w: XdrWriter, v: RemoteDomainStatsRecord): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 262144, encodeRemoteTypedParam);
}

export function decodeRemoteDomainStatsRecord(r: XdrReader): RemoteDomainStatsRecord {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(262144, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_fsinfo` */
export interface RemoteDomainFsinfo {
  readonly mountpoint: string;
  readonly name: string;
  readonly fstype: string;
  readonly dev_aliases: readonly string[];
}

export function encodeRemoteDomainFsinfo(w: XdrWriter, v: RemoteDomainFsinfo): void {
  w.string(v.mountpoint, 4194304);
  w.string(v.name, 4194304);
  w.string(v.fstype, 4194304);
  w.array(v.dev_aliases, 256, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteDomainFsinfo(r: XdrReader): RemoteDomainFsinfo {
  return {
    mountpoint: r.string(4194304),
    name: r.string(4194304),
    fstype: r.string(4194304),
    dev_aliases: r.array(256, 4, (r) => r.string(4194304)),
  };
}

/** `remote_domain_ip_addr` */
export interface RemoteDomainIpAddr {
  readonly type: number;
  readonly addr: string;
  readonly prefix: number;
}

export function encodeRemoteDomainIpAddr(w: XdrWriter, v: RemoteDomainIpAddr): void {
  w.int(v.type);
  w.string(v.addr, 4194304);
  w.uint(v.prefix);
}

export function decodeRemoteDomainIpAddr(r: XdrReader): RemoteDomainIpAddr {
  return {
    type: r.int(),
    addr: r.string(4194304),
    prefix: r.uint(),
  };
}

/** `remote_domain_interface` */
export interface RemoteDomainInterface {
  readonly name: string;
  readonly hwaddr: string | null;
  readonly addrs: readonly RemoteDomainIpAddr[];
}

export function encodeRemoteDomainInterface(w: XdrWriter, v: RemoteDomainInterface): void {
  w.string(v.name, 4194304);
  if (v.hwaddr === null) w.uint(0); else { w.uint(1); w.string(v.hwaddr, 4194304); }
  w.array(v.addrs, 2048, encodeRemoteDomainIpAddr);
}

export function decodeRemoteDomainInterface(r: XdrReader): RemoteDomainInterface {
  return {
    name: r.string(4194304),
    hwaddr: r.bool() ? r.string(4194304) : null,
    addrs: r.array(2048, 12, decodeRemoteDomainIpAddr),
  };
}
