// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

import type { XdrReader } from '../xdr-reader.ts';
import type { XdrWriter } from '../xdr-writer.ts';
import { decodeRemoteDomainDiskError, decodeRemoteDomainFsinfo, decodeRemoteDomainInterface, decodeRemoteDomainIothreadInfo, decodeRemoteDomainMemoryStat, decodeRemoteNonnullDomain, decodeRemoteNonnullDomainCheckpoint, decodeRemoteNonnullDomainSnapshot, decodeRemoteTypedParam, decodeRemoteVcpuInfo, encodeRemoteDomainDiskError, encodeRemoteDomainFsinfo, encodeRemoteDomainInterface, encodeRemoteDomainIothreadInfo, encodeRemoteDomainMemoryStat, encodeRemoteNonnullDomain, encodeRemoteNonnullDomainCheckpoint, encodeRemoteNonnullDomainSnapshot, encodeRemoteTypedParam, encodeRemoteVcpuInfo, type RemoteDomainDiskError, type RemoteDomainFsinfo, type RemoteDomainInterface, type RemoteDomainIothreadInfo, type RemoteDomainMemoryStat, type RemoteNonnullDomain, type RemoteNonnullDomainCheckpoint, type RemoteNonnullDomainSnapshot, type RemoteTypedParam, type RemoteVcpuInfo } from './codec-shared.ts';

/** `remote_domain_get_scheduler_type_args` */
export interface RemoteDomainGetSchedulerTypeArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetSchedulerTypeArgs(w: XdrWriter, v: RemoteDomainGetSchedulerTypeArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetSchedulerTypeArgs(r: XdrReader): RemoteDomainGetSchedulerTypeArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_scheduler_type_ret` */
export interface RemoteDomainGetSchedulerTypeRet {
  readonly type: string;
  readonly nparams: number;
}

export function encodeRemoteDomainGetSchedulerTypeRet(w: XdrWriter, v: RemoteDomainGetSchedulerTypeRet): void {
  w.string(v.type, 4194304);
  w.int(v.nparams);
}

export function decodeRemoteDomainGetSchedulerTypeRet(r: XdrReader): RemoteDomainGetSchedulerTypeRet {
  return {
    type: r.string(4194304),
    nparams: r.int(),
  };
}

/** `remote_domain_get_scheduler_parameters_args` */
export interface RemoteDomainGetSchedulerParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly nparams: number;
}

export function encodeRemoteDomainGetSchedulerParametersArgs(w: XdrWriter, v: RemoteDomainGetSchedulerParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.nparams);
}

export function decodeRemoteDomainGetSchedulerParametersArgs(r: XdrReader): RemoteDomainGetSchedulerParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    nparams: r.int(),
  };
}

/** `remote_domain_get_scheduler_parameters_ret` */
export interface RemoteDomainGetSchedulerParametersRet {
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainGetSchedulerParametersRet(w: XdrWriter, v: RemoteDomainGetSchedulerParametersRet): void {
  w.array(v.params, 16, encodeRemoteTypedParam);
}

export function decodeRemoteDomainGetSchedulerParametersRet(r: XdrReader): RemoteDomainGetSchedulerParametersRet {
  return {
    params: r.array(16, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_get_scheduler_parameters_flags_args` */
export interface RemoteDomainGetSchedulerParametersFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetSchedulerParametersFlagsArgs(w: XdrWriter, v: RemoteDomainGetSchedulerParametersFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetSchedulerParametersFlagsArgs(r: XdrReader): RemoteDomainGetSchedulerParametersFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_scheduler_parameters_flags_ret` */
export interface RemoteDomainGetSchedulerParametersFlagsRet {
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainGetSchedulerParametersFlagsRet(w: XdrWriter, v: RemoteDomainGetSchedulerParametersFlagsRet): void {
  w.array(v.params, 16, encodeRemoteTypedParam);
}

export function decodeRemoteDomainGetSchedulerParametersFlagsRet(r: XdrReader): RemoteDomainGetSchedulerParametersFlagsRet {
  return {
    params: r.array(16, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_set_scheduler_parameters_args` */
export interface RemoteDomainSetSchedulerParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainSetSchedulerParametersArgs(w: XdrWriter, v: RemoteDomainSetSchedulerParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 16, encodeRemoteTypedParam);
}

export function decodeRemoteDomainSetSchedulerParametersArgs(r: XdrReader): RemoteDomainSetSchedulerParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(16, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_set_scheduler_parameters_flags_args` */
export interface RemoteDomainSetSchedulerParametersFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetSchedulerParametersFlagsArgs(w: XdrWriter, v: RemoteDomainSetSchedulerParametersFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetSchedulerParametersFlagsArgs(r: XdrReader): RemoteDomainSetSchedulerParametersFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(16, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_set_blkio_parameters_args` */
export interface RemoteDomainSetBlkioParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetBlkioParametersArgs(w: XdrWriter, v: RemoteDomainSetBlkioParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetBlkioParametersArgs(r: XdrReader): RemoteDomainSetBlkioParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(16, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_get_blkio_parameters_args` */
export interface RemoteDomainGetBlkioParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetBlkioParametersArgs(w: XdrWriter, v: RemoteDomainGetBlkioParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetBlkioParametersArgs(r: XdrReader): RemoteDomainGetBlkioParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_blkio_parameters_ret` */
export interface RemoteDomainGetBlkioParametersRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteDomainGetBlkioParametersRet(w: XdrWriter, v: RemoteDomainGetBlkioParametersRet): void {
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteDomainGetBlkioParametersRet(r: XdrReader): RemoteDomainGetBlkioParametersRet {
  return {
    params: r.array(16, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_domain_set_memory_parameters_args` */
export interface RemoteDomainSetMemoryParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetMemoryParametersArgs(w: XdrWriter, v: RemoteDomainSetMemoryParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetMemoryParametersArgs(r: XdrReader): RemoteDomainSetMemoryParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(16, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_get_memory_parameters_args` */
export interface RemoteDomainGetMemoryParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetMemoryParametersArgs(w: XdrWriter, v: RemoteDomainGetMemoryParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetMemoryParametersArgs(r: XdrReader): RemoteDomainGetMemoryParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_memory_parameters_ret` */
export interface RemoteDomainGetMemoryParametersRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteDomainGetMemoryParametersRet(w: XdrWriter, v: RemoteDomainGetMemoryParametersRet): void {
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteDomainGetMemoryParametersRet(r: XdrReader): RemoteDomainGetMemoryParametersRet {
  return {
    params: r.array(16, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_domain_block_resize_args` */
export interface RemoteDomainBlockResizeArgs {
  readonly dom: RemoteNonnullDomain;
  readonly disk: string;
  readonly size: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainBlockResizeArgs(w: XdrWriter, v: RemoteDomainBlockResizeArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.disk, 4194304);
  w.uhyper(v.size);
  w.uint(v.flags);
}

export function decodeRemoteDomainBlockResizeArgs(r: XdrReader): RemoteDomainBlockResizeArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    disk: r.string(4194304),
    size: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_set_numa_parameters_args` */
export interface RemoteDomainSetNumaParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetNumaParametersArgs(w: XdrWriter, v: RemoteDomainSetNumaParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetNumaParametersArgs(r: XdrReader): RemoteDomainSetNumaParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(16, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_get_numa_parameters_args` */
export interface RemoteDomainGetNumaParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetNumaParametersArgs(w: XdrWriter, v: RemoteDomainGetNumaParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetNumaParametersArgs(r: XdrReader): RemoteDomainGetNumaParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_numa_parameters_ret` */
export interface RemoteDomainGetNumaParametersRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteDomainGetNumaParametersRet(w: XdrWriter, v: RemoteDomainGetNumaParametersRet): void {
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteDomainGetNumaParametersRet(r: XdrReader): RemoteDomainGetNumaParametersRet {
  return {
    params: r.array(16, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_domain_set_perf_events_args` */
export interface RemoteDomainSetPerfEventsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetPerfEventsArgs(w: XdrWriter, v: RemoteDomainSetPerfEventsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetPerfEventsArgs(r: XdrReader): RemoteDomainSetPerfEventsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(64, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_get_perf_events_args` */
export interface RemoteDomainGetPerfEventsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetPerfEventsArgs(w: XdrWriter, v: RemoteDomainGetPerfEventsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetPerfEventsArgs(r: XdrReader): RemoteDomainGetPerfEventsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_perf_events_ret` */
export interface RemoteDomainGetPerfEventsRet {
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainGetPerfEventsRet(w: XdrWriter, v: RemoteDomainGetPerfEventsRet): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
}

export function decodeRemoteDomainGetPerfEventsRet(r: XdrReader): RemoteDomainGetPerfEventsRet {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_block_stats_args` */
export interface RemoteDomainBlockStatsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
}

export function encodeRemoteDomainBlockStatsArgs(w: XdrWriter, v: RemoteDomainBlockStatsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
}

export function decodeRemoteDomainBlockStatsArgs(r: XdrReader): RemoteDomainBlockStatsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
  };
}

/** `remote_domain_block_stats_ret` */
export interface RemoteDomainBlockStatsRet {
  readonly rd_req: bigint;
  readonly rd_bytes: bigint;
  readonly wr_req: bigint;
  readonly wr_bytes: bigint;
  readonly errs: bigint;
}

export function encodeRemoteDomainBlockStatsRet(w: XdrWriter, v: RemoteDomainBlockStatsRet): void {
  w.hyper(v.rd_req);
  w.hyper(v.rd_bytes);
  w.hyper(v.wr_req);
  w.hyper(v.wr_bytes);
  w.hyper(v.errs);
}

export function decodeRemoteDomainBlockStatsRet(r: XdrReader): RemoteDomainBlockStatsRet {
  return {
    rd_req: r.hyper(),
    rd_bytes: r.hyper(),
    wr_req: r.hyper(),
    wr_bytes: r.hyper(),
    errs: r.hyper(),
  };
}

/** `remote_domain_block_stats_flags_args` */
export interface RemoteDomainBlockStatsFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteDomainBlockStatsFlagsArgs(w: XdrWriter, v: RemoteDomainBlockStatsFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteDomainBlockStatsFlagsArgs(r: XdrReader): RemoteDomainBlockStatsFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_block_stats_flags_ret` */
export interface RemoteDomainBlockStatsFlagsRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteDomainBlockStatsFlagsRet(w: XdrWriter, v: RemoteDomainBlockStatsFlagsRet): void {
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteDomainBlockStatsFlagsRet(r: XdrReader): RemoteDomainBlockStatsFlagsRet {
  return {
    params: r.array(16, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_domain_interface_stats_args` */
export interface RemoteDomainInterfaceStatsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly device: string;
}

export function encodeRemoteDomainInterfaceStatsArgs(w: XdrWriter, v: RemoteDomainInterfaceStatsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.device, 4194304);
}

export function decodeRemoteDomainInterfaceStatsArgs(r: XdrReader): RemoteDomainInterfaceStatsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    device: r.string(4194304),
  };
}

/** `remote_domain_interface_stats_ret` */
export interface RemoteDomainInterfaceStatsRet {
  readonly rx_bytes: bigint;
  readonly rx_packets: bigint;
  readonly rx_errs: bigint;
  readonly rx_drop: bigint;
  readonly tx_bytes: bigint;
  readonly tx_packets: bigint;
  readonly tx_errs: bigint;
  readonly tx_drop: bigint;
}

export function encodeRemoteDomainInterfaceStatsRet(w: XdrWriter, v: RemoteDomainInterfaceStatsRet): void {
  w.hyper(v.rx_bytes);
  w.hyper(v.rx_packets);
  w.hyper(v.rx_errs);
  w.hyper(v.rx_drop);
  w.hyper(v.tx_bytes);
  w.hyper(v.tx_packets);
  w.hyper(v.tx_errs);
  w.hyper(v.tx_drop);
}

export function decodeRemoteDomainInterfaceStatsRet(r: XdrReader): RemoteDomainInterfaceStatsRet {
  return {
    rx_bytes: r.hyper(),
    rx_packets: r.hyper(),
    rx_errs: r.hyper(),
    rx_drop: r.hyper(),
    tx_bytes: r.hyper(),
    tx_packets: r.hyper(),
    tx_errs: r.hyper(),
    tx_drop: r.hyper(),
  };
}

/** `remote_domain_set_interface_parameters_args` */
export interface RemoteDomainSetInterfaceParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly device: string;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetInterfaceParametersArgs(w: XdrWriter, v: RemoteDomainSetInterfaceParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.device, 4194304);
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetInterfaceParametersArgs(r: XdrReader): RemoteDomainSetInterfaceParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    device: r.string(4194304),
    params: r.array(16, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_get_interface_parameters_args` */
export interface RemoteDomainGetInterfaceParametersArgs {
  readonly dom: RemoteNonnullDomain;
  readonly device: string;
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetInterfaceParametersArgs(w: XdrWriter, v: RemoteDomainGetInterfaceParametersArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.device, 4194304);
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetInterfaceParametersArgs(r: XdrReader): RemoteDomainGetInterfaceParametersArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    device: r.string(4194304),
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_interface_parameters_ret` */
export interface RemoteDomainGetInterfaceParametersRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteDomainGetInterfaceParametersRet(w: XdrWriter, v: RemoteDomainGetInterfaceParametersRet): void {
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteDomainGetInterfaceParametersRet(r: XdrReader): RemoteDomainGetInterfaceParametersRet {
  return {
    params: r.array(16, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_domain_memory_stats_args` */
export interface RemoteDomainMemoryStatsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly maxStats: number;
  readonly flags: number;
}

export function encodeRemoteDomainMemoryStatsArgs(w: XdrWriter, v: RemoteDomainMemoryStatsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.maxStats);
  w.uint(v.flags);
}

export function decodeRemoteDomainMemoryStatsArgs(r: XdrReader): RemoteDomainMemoryStatsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    maxStats: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_memory_stats_ret` */
export interface RemoteDomainMemoryStatsRet {
  readonly stats: readonly RemoteDomainMemoryStat[];
}

export function encodeRemoteDomainMemoryStatsRet(w: XdrWriter, v: RemoteDomainMemoryStatsRet): void {
  w.array(v.stats, 1024, encodeRemoteDomainMemoryStat);
}

export function decodeRemoteDomainMemoryStatsRet(r: XdrReader): RemoteDomainMemoryStatsRet {
  return {
    stats: r.array(1024, 12, decodeRemoteDomainMemoryStat),
  };
}

/** `remote_domain_block_peek_args` */
export interface RemoteDomainBlockPeekArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly offset: bigint;
  readonly size: number;
  readonly flags: number;
}

export function encodeRemoteDomainBlockPeekArgs(w: XdrWriter, v: RemoteDomainBlockPeekArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  w.uhyper(v.offset);
  w.uint(v.size);
  w.uint(v.flags);
}

export function decodeRemoteDomainBlockPeekArgs(r: XdrReader): RemoteDomainBlockPeekArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    offset: r.uhyper(),
    size: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_block_peek_ret` */
export interface RemoteDomainBlockPeekRet {
  readonly buffer: Uint8Array;
}

export function encodeRemoteDomainBlockPeekRet(w: XdrWriter, v: RemoteDomainBlockPeekRet): void {
  w.opaque(v.buffer, 4194304);
}

export function decodeRemoteDomainBlockPeekRet(r: XdrReader): RemoteDomainBlockPeekRet {
  return {
    buffer: r.opaque(4194304),
  };
}

/** `remote_domain_memory_peek_args` */
export interface RemoteDomainMemoryPeekArgs {
  readonly dom: RemoteNonnullDomain;
  readonly offset: bigint;
  readonly size: number;
  readonly flags: number;
}

export function encodeRemoteDomainMemoryPeekArgs(w: XdrWriter, v: RemoteDomainMemoryPeekArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uhyper(v.offset);
  w.uint(v.size);
  w.uint(v.flags);
}

export function decodeRemoteDomainMemoryPeekArgs(r: XdrReader): RemoteDomainMemoryPeekArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    offset: r.uhyper(),
    size: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_memory_peek_ret` */
export interface RemoteDomainMemoryPeekRet {
  readonly buffer: Uint8Array;
}

export function encodeRemoteDomainMemoryPeekRet(w: XdrWriter, v: RemoteDomainMemoryPeekRet): void {
  w.opaque(v.buffer, 4194304);
}

export function decodeRemoteDomainMemoryPeekRet(r: XdrReader): RemoteDomainMemoryPeekRet {
  return {
    buffer: r.opaque(4194304),
  };
}

/** `remote_domain_get_block_info_args` */
export interface RemoteDomainGetBlockInfoArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly flags: number;
}

export function encodeRemoteDomainGetBlockInfoArgs(w: XdrWriter, v: RemoteDomainGetBlockInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetBlockInfoArgs(r: XdrReader): RemoteDomainGetBlockInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_get_block_info_ret` */
export interface RemoteDomainGetBlockInfoRet {
  readonly allocation: bigint;
  readonly capacity: bigint;
  readonly physical: bigint;
}

export function encodeRemoteDomainGetBlockInfoRet(w: XdrWriter, v: RemoteDomainGetBlockInfoRet): void {
  w.uhyper(v.allocation);
  w.uhyper(v.capacity);
  w.uhyper(v.physical);
}

export function decodeRemoteDomainGetBlockInfoRet(r: XdrReader): RemoteDomainGetBlockInfoRet {
  return {
    allocation: r.uhyper(),
    capacity: r.uhyper(),
    physical: r.uhyper(),
  };
}

/** `remote_domain_create_xml_args` */
export interface RemoteDomainCreateXmlArgs {
  readonly xml_desc: string;
  readonly flags: number;
}

export function encodeRemoteDomainCreateXmlArgs(w: XdrWriter, v: RemoteDomainCreateXmlArgs): void {
  w.string(v.xml_desc, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainCreateXmlArgs(r: XdrReader): RemoteDomainCreateXmlArgs {
  return {
    xml_desc: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_create_xml_ret` */
export interface RemoteDomainCreateXmlRet {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainCreateXmlRet(w: XdrWriter, v: RemoteDomainCreateXmlRet): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainCreateXmlRet(r: XdrReader): RemoteDomainCreateXmlRet {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_lookup_by_id_args` */
export interface RemoteDomainLookupByIdArgs {
  readonly id: number;
}

export function encodeRemoteDomainLookupByIdArgs(w: XdrWriter, v: RemoteDomainLookupByIdArgs): void {
  w.int(v.id);
}

export function decodeRemoteDomainLookupByIdArgs(r: XdrReader): RemoteDomainLookupByIdArgs {
  return {
    id: r.int(),
  };
}

/** `remote_domain_lookup_by_id_ret` */
export interface RemoteDomainLookupByIdRet {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainLookupByIdRet(w: XdrWriter, v: RemoteDomainLookupByIdRet): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainLookupByIdRet(r: XdrReader): RemoteDomainLookupByIdRet {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_lookup_by_uuid_args` */
export interface RemoteDomainLookupByUuidArgs {
  readonly uuid: string;
}

export function encodeRemoteDomainLookupByUuidArgs(w: XdrWriter, v: RemoteDomainLookupByUuidArgs): void {
  w.uuid(v.uuid);
}

export function decodeRemoteDomainLookupByUuidArgs(r: XdrReader): RemoteDomainLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

/** `remote_domain_lookup_by_uuid_ret` */
export interface RemoteDomainLookupByUuidRet {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainLookupByUuidRet(w: XdrWriter, v: RemoteDomainLookupByUuidRet): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainLookupByUuidRet(r: XdrReader): RemoteDomainLookupByUuidRet {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_lookup_by_name_args` */
export interface RemoteDomainLookupByNameArgs {
  readonly name: string;
}

export function encodeRemoteDomainLookupByNameArgs(w: XdrWriter, v: RemoteDomainLookupByNameArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteDomainLookupByNameArgs(r: XdrReader): RemoteDomainLookupByNameArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_domain_lookup_by_name_ret` */
export interface RemoteDomainLookupByNameRet {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainLookupByNameRet(w: XdrWriter, v: RemoteDomainLookupByNameRet): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainLookupByNameRet(r: XdrReader): RemoteDomainLookupByNameRet {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_suspend_args` */
export interface RemoteDomainSuspendArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainSuspendArgs(w: XdrWriter, v: RemoteDomainSuspendArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainSuspendArgs(r: XdrReader): RemoteDomainSuspendArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_resume_args` */
export interface RemoteDomainResumeArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainResumeArgs(w: XdrWriter, v: RemoteDomainResumeArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainResumeArgs(r: XdrReader): RemoteDomainResumeArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_pm_suspend_for_duration_args` */
export interface RemoteDomainPmSuspendForDurationArgs {
  readonly dom: RemoteNonnullDomain;
  readonly target: number;
  readonly duration: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainPmSuspendForDurationArgs(w: XdrWriter, v: RemoteDomainPmSuspendForDurationArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.target);
  w.uhyper(v.duration);
  w.uint(v.flags);
}

export function decodeRemoteDomainPmSuspendForDurationArgs(r: XdrReader): RemoteDomainPmSuspendForDurationArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    target: r.uint(),
    duration: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_pm_wakeup_args` */
export interface RemoteDomainPmWakeupArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainPmWakeupArgs(w: XdrWriter, v: RemoteDomainPmWakeupArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainPmWakeupArgs(r: XdrReader): RemoteDomainPmWakeupArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_shutdown_args` */
export interface RemoteDomainShutdownArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainShutdownArgs(w: XdrWriter, v: RemoteDomainShutdownArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainShutdownArgs(r: XdrReader): RemoteDomainShutdownArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_reboot_args` */
export interface RemoteDomainRebootArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainRebootArgs(w: XdrWriter, v: RemoteDomainRebootArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainRebootArgs(r: XdrReader): RemoteDomainRebootArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_reset_args` */
export interface RemoteDomainResetArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainResetArgs(w: XdrWriter, v: RemoteDomainResetArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainResetArgs(r: XdrReader): RemoteDomainResetArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_destroy_args` */
export interface RemoteDomainDestroyArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainDestroyArgs(w: XdrWriter, v: RemoteDomainDestroyArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainDestroyArgs(r: XdrReader): RemoteDomainDestroyArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_destroy_flags_args` */
export interface RemoteDomainDestroyFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainDestroyFlagsArgs(w: XdrWriter, v: RemoteDomainDestroyFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainDestroyFlagsArgs(r: XdrReader): RemoteDomainDestroyFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_os_type_args` */
export interface RemoteDomainGetOsTypeArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetOsTypeArgs(w: XdrWriter, v: RemoteDomainGetOsTypeArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetOsTypeArgs(r: XdrReader): RemoteDomainGetOsTypeArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_os_type_ret` */
export interface RemoteDomainGetOsTypeRet {
  readonly type: string;
}

export function encodeRemoteDomainGetOsTypeRet(w: XdrWriter, v: RemoteDomainGetOsTypeRet): void {
  w.string(v.type, 4194304);
}

export function decodeRemoteDomainGetOsTypeRet(r: XdrReader): RemoteDomainGetOsTypeRet {
  return {
    type: r.string(4194304),
  };
}

/** `remote_domain_get_max_memory_args` */
export interface RemoteDomainGetMaxMemoryArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetMaxMemoryArgs(w: XdrWriter, v: RemoteDomainGetMaxMemoryArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetMaxMemoryArgs(r: XdrReader): RemoteDomainGetMaxMemoryArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_max_memory_ret` */
export interface RemoteDomainGetMaxMemoryRet {
  readonly memory: bigint;
}

export function encodeRemoteDomainGetMaxMemoryRet(w: XdrWriter, v: RemoteDomainGetMaxMemoryRet): void {
  w.uhyper(v.memory);
}

export function decodeRemoteDomainGetMaxMemoryRet(r: XdrReader): RemoteDomainGetMaxMemoryRet {
  return {
    memory: r.uhyper(),
  };
}

/** `remote_domain_set_max_memory_args` */
export interface RemoteDomainSetMaxMemoryArgs {
  readonly dom: RemoteNonnullDomain;
  readonly memory: bigint;
}

export function encodeRemoteDomainSetMaxMemoryArgs(w: XdrWriter, v: RemoteDomainSetMaxMemoryArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uhyper(v.memory);
}

export function decodeRemoteDomainSetMaxMemoryArgs(r: XdrReader): RemoteDomainSetMaxMemoryArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    memory: r.uhyper(),
  };
}

/** `remote_domain_set_memory_args` */
export interface RemoteDomainSetMemoryArgs {
  readonly dom: RemoteNonnullDomain;
  readonly memory: bigint;
}

export function encodeRemoteDomainSetMemoryArgs(w: XdrWriter, v: RemoteDomainSetMemoryArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uhyper(v.memory);
}

export function decodeRemoteDomainSetMemoryArgs(r: XdrReader): RemoteDomainSetMemoryArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    memory: r.uhyper(),
  };
}

/** `remote_domain_set_memory_flags_args` */
export interface RemoteDomainSetMemoryFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly memory: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainSetMemoryFlagsArgs(w: XdrWriter, v: RemoteDomainSetMemoryFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uhyper(v.memory);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetMemoryFlagsArgs(r: XdrReader): RemoteDomainSetMemoryFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    memory: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_set_memory_stats_period_args` */
export interface RemoteDomainSetMemoryStatsPeriodArgs {
  readonly dom: RemoteNonnullDomain;
  readonly period: number;
  readonly flags: number;
}

export function encodeRemoteDomainSetMemoryStatsPeriodArgs(w: XdrWriter, v: RemoteDomainSetMemoryStatsPeriodArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.period);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetMemoryStatsPeriodArgs(r: XdrReader): RemoteDomainSetMemoryStatsPeriodArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    period: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_info_args` */
export interface RemoteDomainGetInfoArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetInfoArgs(w: XdrWriter, v: RemoteDomainGetInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetInfoArgs(r: XdrReader): RemoteDomainGetInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_info_ret` */
export interface RemoteDomainGetInfoRet {
  readonly state: number;
  readonly maxMem: bigint;
  readonly memory: bigint;
  readonly nrVirtCpu: number;
  readonly cpuTime: bigint;
}

export function encodeRemoteDomainGetInfoRet(w: XdrWriter, v: RemoteDomainGetInfoRet): void {
  w.uchar(v.state);
  w.uhyper(v.maxMem);
  w.uhyper(v.memory);
  w.ushort(v.nrVirtCpu);
  w.uhyper(v.cpuTime);
}

export function decodeRemoteDomainGetInfoRet(r: XdrReader): RemoteDomainGetInfoRet {
  return {
    state: r.uchar(),
    maxMem: r.uhyper(),
    memory: r.uhyper(),
    nrVirtCpu: r.ushort(),
    cpuTime: r.uhyper(),
  };
}

/** `remote_domain_save_args` */
export interface RemoteDomainSaveArgs {
  readonly dom: RemoteNonnullDomain;
  readonly to: string;
}

export function encodeRemoteDomainSaveArgs(w: XdrWriter, v: RemoteDomainSaveArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.to, 4194304);
}

export function decodeRemoteDomainSaveArgs(r: XdrReader): RemoteDomainSaveArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    to: r.string(4194304),
  };
}

/** `remote_domain_save_flags_args` */
export interface RemoteDomainSaveFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly to: string;
  readonly dxml: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainSaveFlagsArgs(w: XdrWriter, v: RemoteDomainSaveFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.to, 4194304);
  if (v.dxml === null) w.uint(0); else { w.uint(1); w.string(v.dxml, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainSaveFlagsArgs(r: XdrReader): RemoteDomainSaveFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    to: r.string(4194304),
    dxml: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_save_params_args` */
export interface RemoteDomainSaveParamsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSaveParamsArgs(w: XdrWriter, v: RemoteDomainSaveParamsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSaveParamsArgs(r: XdrReader): RemoteDomainSaveParamsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(64, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_restore_args` */
export interface RemoteDomainRestoreArgs {
  readonly from: string;
}

export function encodeRemoteDomainRestoreArgs(w: XdrWriter, v: RemoteDomainRestoreArgs): void {
  w.string(v.from, 4194304);
}

export function decodeRemoteDomainRestoreArgs(r: XdrReader): RemoteDomainRestoreArgs {
  return {
    from: r.string(4194304),
  };
}

/** `remote_domain_restore_flags_args` */
export interface RemoteDomainRestoreFlagsArgs {
  readonly from: string;
  readonly dxml: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainRestoreFlagsArgs(w: XdrWriter, v: RemoteDomainRestoreFlagsArgs): void {
  w.string(v.from, 4194304);
  if (v.dxml === null) w.uint(0); else { w.uint(1); w.string(v.dxml, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainRestoreFlagsArgs(r: XdrReader): RemoteDomainRestoreFlagsArgs {
  return {
    from: r.string(4194304),
    dxml: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_restore_params_args` */
export interface RemoteDomainRestoreParamsArgs {
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainRestoreParamsArgs(w: XdrWriter, v: RemoteDomainRestoreParamsArgs): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainRestoreParamsArgs(r: XdrReader): RemoteDomainRestoreParamsArgs {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_save_image_get_xml_desc_args` */
export interface RemoteDomainSaveImageGetXmlDescArgs {
  readonly file: string;
  readonly flags: number;
}

export function encodeRemoteDomainSaveImageGetXmlDescArgs(w: XdrWriter, v: RemoteDomainSaveImageGetXmlDescArgs): void {
  w.string(v.file, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainSaveImageGetXmlDescArgs(r: XdrReader): RemoteDomainSaveImageGetXmlDescArgs {
  return {
    file: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_save_image_get_xml_desc_ret` */
export interface RemoteDomainSaveImageGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteDomainSaveImageGetXmlDescRet(w: XdrWriter, v: RemoteDomainSaveImageGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainSaveImageGetXmlDescRet(r: XdrReader): RemoteDomainSaveImageGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_domain_save_image_define_xml_args` */
export interface RemoteDomainSaveImageDefineXmlArgs {
  readonly file: string;
  readonly dxml: string;
  readonly flags: number;
}

export function encodeRemoteDomainSaveImageDefineXmlArgs(w: XdrWriter, v: RemoteDomainSaveImageDefineXmlArgs): void {
  w.string(v.file, 4194304);
  w.string(v.dxml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainSaveImageDefineXmlArgs(r: XdrReader): RemoteDomainSaveImageDefineXmlArgs {
  return {
    file: r.string(4194304),
    dxml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_core_dump_args` */
export interface RemoteDomainCoreDumpArgs {
  readonly dom: RemoteNonnullDomain;
  readonly to: string;
  readonly flags: number;
}

export function encodeRemoteDomainCoreDumpArgs(w: XdrWriter, v: RemoteDomainCoreDumpArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.to, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainCoreDumpArgs(r: XdrReader): RemoteDomainCoreDumpArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    to: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_core_dump_with_format_args` */
export interface RemoteDomainCoreDumpWithFormatArgs {
  readonly dom: RemoteNonnullDomain;
  readonly to: string;
  readonly dumpformat: number;
  readonly flags: number;
}

export function encodeRemoteDomainCoreDumpWithFormatArgs(w: XdrWriter, v: RemoteDomainCoreDumpWithFormatArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.to, 4194304);
  w.uint(v.dumpformat);
  w.uint(v.flags);
}

export function decodeRemoteDomainCoreDumpWithFormatArgs(r: XdrReader): RemoteDomainCoreDumpWithFormatArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    to: r.string(4194304),
    dumpformat: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_screenshot_args` */
export interface RemoteDomainScreenshotArgs {
  readonly dom: RemoteNonnullDomain;
  readonly screen: number;
  readonly flags: number;
}

export function encodeRemoteDomainScreenshotArgs(w: XdrWriter, v: RemoteDomainScreenshotArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.screen);
  w.uint(v.flags);
}

export function decodeRemoteDomainScreenshotArgs(r: XdrReader): RemoteDomainScreenshotArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    screen: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_screenshot_ret` */
export interface RemoteDomainScreenshotRet {
  readonly mime: string | null;
}

export function encodeRemoteDomainScreenshotRet(w: XdrWriter, v: RemoteDomainScreenshotRet): void {
  if (v.mime === null) w.uint(0); else { w.uint(1); w.string(v.mime, 4194304); }
}

export function decodeRemoteDomainScreenshotRet(r: XdrReader): RemoteDomainScreenshotRet {
  return {
    mime: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_domain_get_xml_desc_args` */
export interface RemoteDomainGetXmlDescArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetXmlDescArgs(w: XdrWriter, v: RemoteDomainGetXmlDescArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetXmlDescArgs(r: XdrReader): RemoteDomainGetXmlDescArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_xml_desc_ret` */
export interface RemoteDomainGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteDomainGetXmlDescRet(w: XdrWriter, v: RemoteDomainGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainGetXmlDescRet(r: XdrReader): RemoteDomainGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_domain_migrate_prepare_args` */
export interface RemoteDomainMigratePrepareArgs {
  readonly uri_in: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
}

export function encodeRemoteDomainMigratePrepareArgs(w: XdrWriter, v: RemoteDomainMigratePrepareArgs): void {
  if (v.uri_in === null) w.uint(0); else { w.uint(1); w.string(v.uri_in, 4194304); }
  w.uhyper(v.flags);
  if (v.dname === null) w.uint(0); else { w.uint(1); w.string(v.dname, 4194304); }
  w.uhyper(v.resource);
}

export function decodeRemoteDomainMigratePrepareArgs(r: XdrReader): RemoteDomainMigratePrepareArgs {
  return {
    uri_in: r.bool() ? r.string(4194304) : null,
    flags: r.uhyper(),
    dname: r.bool() ? r.string(4194304) : null,
    resource: r.uhyper(),
  };
}

/** `remote_domain_migrate_prepare_ret` */
export interface RemoteDomainMigratePrepareRet {
  readonly cookie: Uint8Array;
  readonly uri_out: string | null;
}

export function encodeRemoteDomainMigratePrepareRet(w: XdrWriter, v: RemoteDomainMigratePrepareRet): void {
  w.opaque(v.cookie, 4194304);
  if (v.uri_out === null) w.uint(0); else { w.uint(1); w.string(v.uri_out, 4194304); }
}

export function decodeRemoteDomainMigratePrepareRet(r: XdrReader): RemoteDomainMigratePrepareRet {
  return {
    cookie: r.opaque(4194304),
    uri_out: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_domain_migrate_perform_args` */
export interface RemoteDomainMigratePerformArgs {
  readonly dom: RemoteNonnullDomain;
  readonly cookie: Uint8Array;
  readonly uri: string;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
}

export function encodeRemoteDomainMigratePerformArgs(w: XdrWriter, v: RemoteDomainMigratePerformArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.opaque(v.cookie, 4194304);
  w.string(v.uri, 4194304);
  w.uhyper(v.flags);
  if (v.dname === null) w.uint(0); else { w.uint(1); w.string(v.dname, 4194304); }
  w.uhyper(v.resource);
}

export function decodeRemoteDomainMigratePerformArgs(r: XdrReader): RemoteDomainMigratePerformArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cookie: r.opaque(4194304),
    uri: r.string(4194304),
    flags: r.uhyper(),
    dname: r.bool() ? r.string(4194304) : null,
    resource: r.uhyper(),
  };
}

/** `remote_domain_migrate_finish_args` */
export interface RemoteDomainMigrateFinishArgs {
  readonly dname: string;
  readonly cookie: Uint8Array;
  readonly uri: string;
  readonly flags: bigint;
}

export function encodeRemoteDomainMigrateFinishArgs(w: XdrWriter, v: RemoteDomainMigrateFinishArgs): void {
  w.string(v.dname, 4194304);
  w.opaque(v.cookie, 4194304);
  w.string(v.uri, 4194304);
  w.uhyper(v.flags);
}

export function decodeRemoteDomainMigrateFinishArgs(r: XdrReader): RemoteDomainMigrateFinishArgs {
  return {
    dname: r.string(4194304),
    cookie: r.opaque(4194304),
    uri: r.string(4194304),
    flags: r.uhyper(),
  };
}

/** `remote_domain_migrate_finish_ret` */
export interface RemoteDomainMigrateFinishRet {
  readonly ddom: RemoteNonnullDomain;
}

export function encodeRemoteDomainMigrateFinishRet(w: XdrWriter, v: RemoteDomainMigrateFinishRet): void {
  encodeRemoteNonnullDomain(w, v.ddom);
}

export function decodeRemoteDomainMigrateFinishRet(r: XdrReader): RemoteDomainMigrateFinishRet {
  return {
    ddom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_migrate_prepare2_args` */
export interface RemoteDomainMigratePrepare2Args {
  readonly uri_in: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
  readonly dom_xml: string;
}

export function encodeRemoteDomainMigratePrepare2Args(w: XdrWriter, v: RemoteDomainMigratePrepare2Args): void {
  if (v.uri_in === null) w.uint(0); else { w.uint(1); w.string(v.uri_in, 4194304); }
  w.uhyper(v.flags);
  if (v.dname === null) w.uint(0); else { w.uint(1); w.string(v.dname, 4194304); }
  w.uhyper(v.resource);
  w.string(v.dom_xml, 4194304);
}

export function decodeRemoteDomainMigratePrepare2Args(r: XdrReader): RemoteDomainMigratePrepare2Args {
  return {
    uri_in: r.bool() ? r.string(4194304) : null,
    flags: r.uhyper(),
    dname: r.bool() ? r.string(4194304) : null,
    resource: r.uhyper(),
    dom_xml: r.string(4194304),
  };
}

/** `remote_domain_migrate_prepare2_ret` */
export interface RemoteDomainMigratePrepare2Ret {
  readonly cookie: Uint8Array;
  readonly uri_out: string | null;
}

export function encodeRemoteDomainMigratePrepare2Ret(w: XdrWriter, v: RemoteDomainMigratePrepare2Ret): void {
  w.opaque(v.cookie, 4194304);
  if (v.uri_out === null) w.uint(0); else { w.uint(1); w.string(v.uri_out, 4194304); }
}

export function decodeRemoteDomainMigratePrepare2Ret(r: XdrReader): RemoteDomainMigratePrepare2Ret {
  return {
    cookie: r.opaque(4194304),
    uri_out: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_domain_migrate_finish2_args` */
export interface RemoteDomainMigrateFinish2Args {
  readonly dname: string;
  readonly cookie: Uint8Array;
  readonly uri: string;
  readonly flags: bigint;
  readonly retcode: number;
}

export function encodeRemoteDomainMigrateFinish2Args(w: XdrWriter, v: RemoteDomainMigrateFinish2Args): void {
  w.string(v.dname, 4194304);
  w.opaque(v.cookie, 4194304);
  w.string(v.uri, 4194304);
  w.uhyper(v.flags);
  w.int(v.retcode);
}

export function decodeRemoteDomainMigrateFinish2Args(r: XdrReader): RemoteDomainMigrateFinish2Args {
  return {
    dname: r.string(4194304),
    cookie: r.opaque(4194304),
    uri: r.string(4194304),
    flags: r.uhyper(),
    retcode: r.int(),
  };
}

/** `remote_domain_migrate_finish2_ret` */
export interface RemoteDomainMigrateFinish2Ret {
  readonly ddom: RemoteNonnullDomain;
}

export function encodeRemoteDomainMigrateFinish2Ret(w: XdrWriter, v: RemoteDomainMigrateFinish2Ret): void {
  encodeRemoteNonnullDomain(w, v.ddom);
}

export function decodeRemoteDomainMigrateFinish2Ret(r: XdrReader): RemoteDomainMigrateFinish2Ret {
  return {
    ddom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_create_args` */
export interface RemoteDomainCreateArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainCreateArgs(w: XdrWriter, v: RemoteDomainCreateArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainCreateArgs(r: XdrReader): RemoteDomainCreateArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_create_with_flags_args` */
export interface RemoteDomainCreateWithFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainCreateWithFlagsArgs(w: XdrWriter, v: RemoteDomainCreateWithFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainCreateWithFlagsArgs(r: XdrReader): RemoteDomainCreateWithFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_create_with_flags_ret` */
export interface RemoteDomainCreateWithFlagsRet {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainCreateWithFlagsRet(w: XdrWriter, v: RemoteDomainCreateWithFlagsRet): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainCreateWithFlagsRet(r: XdrReader): RemoteDomainCreateWithFlagsRet {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_define_xml_args` */
export interface RemoteDomainDefineXmlArgs {
  readonly xml: string;
}

export function encodeRemoteDomainDefineXmlArgs(w: XdrWriter, v: RemoteDomainDefineXmlArgs): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainDefineXmlArgs(r: XdrReader): RemoteDomainDefineXmlArgs {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_domain_define_xml_ret` */
export interface RemoteDomainDefineXmlRet {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainDefineXmlRet(w: XdrWriter, v: RemoteDomainDefineXmlRet): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainDefineXmlRet(r: XdrReader): RemoteDomainDefineXmlRet {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_define_xml_flags_args` */
export interface RemoteDomainDefineXmlFlagsArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteDomainDefineXmlFlagsArgs(w: XdrWriter, v: RemoteDomainDefineXmlFlagsArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainDefineXmlFlagsArgs(r: XdrReader): RemoteDomainDefineXmlFlagsArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_define_xml_flags_ret` */
export interface RemoteDomainDefineXmlFlagsRet {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainDefineXmlFlagsRet(w: XdrWriter, v: RemoteDomainDefineXmlFlagsRet): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainDefineXmlFlagsRet(r: XdrReader): RemoteDomainDefineXmlFlagsRet {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_undefine_args` */
export interface RemoteDomainUndefineArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainUndefineArgs(w: XdrWriter, v: RemoteDomainUndefineArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainUndefineArgs(r: XdrReader): RemoteDomainUndefineArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_undefine_flags_args` */
export interface RemoteDomainUndefineFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainUndefineFlagsArgs(w: XdrWriter, v: RemoteDomainUndefineFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainUndefineFlagsArgs(r: XdrReader): RemoteDomainUndefineFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_inject_nmi_args` */
export interface RemoteDomainInjectNmiArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainInjectNmiArgs(w: XdrWriter, v: RemoteDomainInjectNmiArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainInjectNmiArgs(r: XdrReader): RemoteDomainInjectNmiArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_send_key_args` */
export interface RemoteDomainSendKeyArgs {
  readonly dom: RemoteNonnullDomain;
  readonly codeset: number;
  readonly holdtime: number;
  readonly keycodes: readonly number[];
  readonly flags: number;
}

export function encodeRemoteDomainSendKeyArgs(w: XdrWriter, v: RemoteDomainSendKeyArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.codeset);
  w.uint(v.holdtime);
  w.array(v.keycodes, 16, (w, v) => { w.uint(v); });
  w.uint(v.flags);
}

export function decodeRemoteDomainSendKeyArgs(r: XdrReader): RemoteDomainSendKeyArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    codeset: r.uint(),
    holdtime: r.uint(),
    keycodes: r.array(16, 4, (r) => r.uint()),
    flags: r.uint(),
  };
}

/** `remote_domain_send_process_signal_args` */
export interface RemoteDomainSendProcessSignalArgs {
  readonly dom: RemoteNonnullDomain;
  readonly pid_value: bigint;
  readonly signum: number;
  readonly flags: number;
}

export function encodeRemoteDomainSendProcessSignalArgs(w: XdrWriter, v: RemoteDomainSendProcessSignalArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.hyper(v.pid_value);
  w.uint(v.signum);
  w.uint(v.flags);
}

export function decodeRemoteDomainSendProcessSignalArgs(r: XdrReader): RemoteDomainSendProcessSignalArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    pid_value: r.hyper(),
    signum: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_set_vcpus_args` */
export interface RemoteDomainSetVcpusArgs {
  readonly dom: RemoteNonnullDomain;
  readonly nvcpus: number;
}

export function encodeRemoteDomainSetVcpusArgs(w: XdrWriter, v: RemoteDomainSetVcpusArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.nvcpus);
}

export function decodeRemoteDomainSetVcpusArgs(r: XdrReader): RemoteDomainSetVcpusArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    nvcpus: r.uint(),
  };
}

/** `remote_domain_set_vcpus_flags_args` */
export interface RemoteDomainSetVcpusFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly nvcpus: number;
  readonly flags: number;
}

export function encodeRemoteDomainSetVcpusFlagsArgs(w: XdrWriter, v: RemoteDomainSetVcpusFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.nvcpus);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetVcpusFlagsArgs(r: XdrReader): RemoteDomainSetVcpusFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    nvcpus: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_vcpus_flags_args` */
export interface RemoteDomainGetVcpusFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetVcpusFlagsArgs(w: XdrWriter, v: RemoteDomainGetVcpusFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetVcpusFlagsArgs(r: XdrReader): RemoteDomainGetVcpusFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_vcpus_flags_ret` */
export interface RemoteDomainGetVcpusFlagsRet {
  readonly num: number;
}

export function encodeRemoteDomainGetVcpusFlagsRet(w: XdrWriter, v: RemoteDomainGetVcpusFlagsRet): void {
  w.int(v.num);
}

export function decodeRemoteDomainGetVcpusFlagsRet(r: XdrReader): RemoteDomainGetVcpusFlagsRet {
  return {
    num: r.int(),
  };
}

/** `remote_domain_pin_vcpu_args` */
export interface RemoteDomainPinVcpuArgs {
  readonly dom: RemoteNonnullDomain;
  readonly vcpu: number;
  readonly cpumap: Uint8Array;
}

export function encodeRemoteDomainPinVcpuArgs(w: XdrWriter, v: RemoteDomainPinVcpuArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.vcpu);
  w.opaque(v.cpumap, 2048);
}

export function decodeRemoteDomainPinVcpuArgs(r: XdrReader): RemoteDomainPinVcpuArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    vcpu: r.uint(),
    cpumap: r.opaque(2048),
  };
}

/** `remote_domain_pin_vcpu_flags_args` */
export interface RemoteDomainPinVcpuFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly vcpu: number;
  readonly cpumap: Uint8Array;
  readonly flags: number;
}

export function encodeRemoteDomainPinVcpuFlagsArgs(w: XdrWriter, v: RemoteDomainPinVcpuFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.vcpu);
  w.opaque(v.cpumap, 2048);
  w.uint(v.flags);
}

export function decodeRemoteDomainPinVcpuFlagsArgs(r: XdrReader): RemoteDomainPinVcpuFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    vcpu: r.uint(),
    cpumap: r.opaque(2048),
    flags: r.uint(),
  };
}

/** `remote_domain_get_vcpu_pin_info_args` */
export interface RemoteDomainGetVcpuPinInfoArgs {
  readonly dom: RemoteNonnullDomain;
  readonly ncpumaps: number;
  readonly maplen: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetVcpuPinInfoArgs(w: XdrWriter, v: RemoteDomainGetVcpuPinInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.ncpumaps);
  w.int(v.maplen);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetVcpuPinInfoArgs(r: XdrReader): RemoteDomainGetVcpuPinInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    ncpumaps: r.int(),
    maplen: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_vcpu_pin_info_ret` */
export interface RemoteDomainGetVcpuPinInfoRet {
  readonly cpumaps: Uint8Array;
  readonly num: number;
}

export function encodeRemoteDomainGetVcpuPinInfoRet(w: XdrWriter, v: RemoteDomainGetVcpuPinInfoRet): void {
  w.opaque(v.cpumaps, 8388608);
  w.int(v.num);
}

export function decodeRemoteDomainGetVcpuPinInfoRet(r: XdrReader): RemoteDomainGetVcpuPinInfoRet {
  return {
    cpumaps: r.opaque(8388608),
    num: r.int(),
  };
}

/** `remote_domain_pin_emulator_args` */
export interface RemoteDomainPinEmulatorArgs {
  readonly dom: RemoteNonnullDomain;
  readonly cpumap: Uint8Array;
  readonly flags: number;
}

export function encodeRemoteDomainPinEmulatorArgs(w: XdrWriter, v: RemoteDomainPinEmulatorArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.opaque(v.cpumap, 2048);
  w.uint(v.flags);
}

export function decodeRemoteDomainPinEmulatorArgs(r: XdrReader): RemoteDomainPinEmulatorArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cpumap: r.opaque(2048),
    flags: r.uint(),
  };
}

/** `remote_domain_get_emulator_pin_info_args` */
export interface RemoteDomainGetEmulatorPinInfoArgs {
  readonly dom: RemoteNonnullDomain;
  readonly maplen: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetEmulatorPinInfoArgs(w: XdrWriter, v: RemoteDomainGetEmulatorPinInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.maplen);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetEmulatorPinInfoArgs(r: XdrReader): RemoteDomainGetEmulatorPinInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    maplen: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_emulator_pin_info_ret` */
export interface RemoteDomainGetEmulatorPinInfoRet {
  readonly cpumaps: Uint8Array;
  readonly ret: number;
}

export function encodeRemoteDomainGetEmulatorPinInfoRet(w: XdrWriter, v: RemoteDomainGetEmulatorPinInfoRet): void {
  w.opaque(v.cpumaps, 8388608);
  w.int(v.ret);
}

export function decodeRemoteDomainGetEmulatorPinInfoRet(r: XdrReader): RemoteDomainGetEmulatorPinInfoRet {
  return {
    cpumaps: r.opaque(8388608),
    ret: r.int(),
  };
}

/** `remote_domain_get_vcpus_args` */
export interface RemoteDomainGetVcpusArgs {
  readonly dom: RemoteNonnullDomain;
  readonly maxinfo: number;
  readonly maplen: number;
}

export function encodeRemoteDomainGetVcpusArgs(w: XdrWriter, v: RemoteDomainGetVcpusArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.maxinfo);
  w.int(v.maplen);
}

export function decodeRemoteDomainGetVcpusArgs(r: XdrReader): RemoteDomainGetVcpusArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    maxinfo: r.int(),
    maplen: r.int(),
  };
}

/** `remote_domain_get_vcpus_ret` */
export interface RemoteDomainGetVcpusRet {
  readonly info: readonly RemoteVcpuInfo[];
  readonly cpumaps: Uint8Array;
}

export function encodeRemoteDomainGetVcpusRet(w: XdrWriter, v: RemoteDomainGetVcpusRet): void {
  w.array(v.info, 16384, encodeRemoteVcpuInfo);
  w.opaque(v.cpumaps, 8388608);
}

export function decodeRemoteDomainGetVcpusRet(r: XdrReader): RemoteDomainGetVcpusRet {
  return {
    info: r.array(16384, 20, decodeRemoteVcpuInfo),
    cpumaps: r.opaque(8388608),
  };
}

/** `remote_domain_get_max_vcpus_args` */
export interface RemoteDomainGetMaxVcpusArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetMaxVcpusArgs(w: XdrWriter, v: RemoteDomainGetMaxVcpusArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetMaxVcpusArgs(r: XdrReader): RemoteDomainGetMaxVcpusArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_max_vcpus_ret` */
export interface RemoteDomainGetMaxVcpusRet {
  readonly num: number;
}

export function encodeRemoteDomainGetMaxVcpusRet(w: XdrWriter, v: RemoteDomainGetMaxVcpusRet): void {
  w.int(v.num);
}

export function decodeRemoteDomainGetMaxVcpusRet(r: XdrReader): RemoteDomainGetMaxVcpusRet {
  return {
    num: r.int(),
  };
}

/** `remote_domain_get_iothread_info_args` */
export interface RemoteDomainGetIothreadInfoArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetIothreadInfoArgs(w: XdrWriter, v: RemoteDomainGetIothreadInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetIothreadInfoArgs(r: XdrReader): RemoteDomainGetIothreadInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_iothread_info_ret` */
export interface RemoteDomainGetIothreadInfoRet {
  readonly info: readonly RemoteDomainIothreadInfo[];
  readonly ret: number;
}

export function encodeRemoteDomainGetIothreadInfoRet(w: XdrWriter, v: RemoteDomainGetIothreadInfoRet): void {
  w.array(v.info, 16384, encodeRemoteDomainIothreadInfo);
  w.uint(v.ret);
}

export function decodeRemoteDomainGetIothreadInfoRet(r: XdrReader): RemoteDomainGetIothreadInfoRet {
  return {
    info: r.array(16384, 8, decodeRemoteDomainIothreadInfo),
    ret: r.uint(),
  };
}

/** `remote_domain_pin_iothread_args` */
export interface RemoteDomainPinIothreadArgs {
  readonly dom: RemoteNonnullDomain;
  readonly iothreads_id: number;
  readonly cpumap: Uint8Array;
  readonly flags: number;
}

export function encodeRemoteDomainPinIothreadArgs(w: XdrWriter, v: RemoteDomainPinIothreadArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.iothreads_id);
  w.opaque(v.cpumap, 2048);
  w.uint(v.flags);
}

export function decodeRemoteDomainPinIothreadArgs(r: XdrReader): RemoteDomainPinIothreadArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    iothreads_id: r.uint(),
    cpumap: r.opaque(2048),
    flags: r.uint(),
  };
}

/** `remote_domain_add_iothread_args` */
export interface RemoteDomainAddIothreadArgs {
  readonly dom: RemoteNonnullDomain;
  readonly iothread_id: number;
  readonly flags: number;
}

export function encodeRemoteDomainAddIothreadArgs(w: XdrWriter, v: RemoteDomainAddIothreadArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.iothread_id);
  w.uint(v.flags);
}

export function decodeRemoteDomainAddIothreadArgs(r: XdrReader): RemoteDomainAddIothreadArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    iothread_id: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_del_iothread_args` */
export interface RemoteDomainDelIothreadArgs {
  readonly dom: RemoteNonnullDomain;
  readonly iothread_id: number;
  readonly flags: number;
}

export function encodeRemoteDomainDelIothreadArgs(w: XdrWriter, v: RemoteDomainDelIothreadArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.iothread_id);
  w.uint(v.flags);
}

export function decodeRemoteDomainDelIothreadArgs(r: XdrReader): RemoteDomainDelIothreadArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    iothread_id: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_set_iothread_params_args` */
export interface RemoteDomainSetIothreadParamsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly iothread_id: number;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetIothreadParamsArgs(w: XdrWriter, v: RemoteDomainSetIothreadParamsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.iothread_id);
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetIothreadParamsArgs(r: XdrReader): RemoteDomainSetIothreadParamsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    iothread_id: r.uint(),
    params: r.array(64, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_get_security_label_args` */
export interface RemoteDomainGetSecurityLabelArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetSecurityLabelArgs(w: XdrWriter, v: RemoteDomainGetSecurityLabelArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetSecurityLabelArgs(r: XdrReader): RemoteDomainGetSecurityLabelArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_security_label_ret` */
export interface RemoteDomainGetSecurityLabelRet {
  readonly label: Uint8Array;
  readonly enforcing: number;
}

export function encodeRemoteDomainGetSecurityLabelRet(w: XdrWriter, v: RemoteDomainGetSecurityLabelRet): void {
  w.chars(v.label, 4097);
  w.int(v.enforcing);
}

export function decodeRemoteDomainGetSecurityLabelRet(r: XdrReader): RemoteDomainGetSecurityLabelRet {
  return {
    label: r.chars(4097),
    enforcing: r.int(),
  };
}

/** `remote_domain_get_security_label_list_args` */
export interface RemoteDomainGetSecurityLabelListArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetSecurityLabelListArgs(w: XdrWriter, v: RemoteDomainGetSecurityLabelListArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetSecurityLabelListArgs(r: XdrReader): RemoteDomainGetSecurityLabelListArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_security_label_list_ret` */
export interface RemoteDomainGetSecurityLabelListRet {
  readonly labels: readonly RemoteDomainGetSecurityLabelRet[];
  readonly ret: number;
}

export function encodeRemoteDomainGetSecurityLabelListRet(w: XdrWriter, v: RemoteDomainGetSecurityLabelListRet): void {
  w.array(v.labels, 64, encodeRemoteDomainGetSecurityLabelRet);
  w.int(v.ret);
}

export function decodeRemoteDomainGetSecurityLabelListRet(r: XdrReader): RemoteDomainGetSecurityLabelListRet {
  return {
    labels: r.array(64, 8, decodeRemoteDomainGetSecurityLabelRet),
    ret: r.int(),
  };
}

/** `remote_domain_attach_device_args` */
export interface RemoteDomainAttachDeviceArgs {
  readonly dom: RemoteNonnullDomain;
  readonly xml: string;
}

export function encodeRemoteDomainAttachDeviceArgs(w: XdrWriter, v: RemoteDomainAttachDeviceArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainAttachDeviceArgs(r: XdrReader): RemoteDomainAttachDeviceArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    xml: r.string(4194304),
  };
}

/** `remote_domain_attach_device_flags_args` */
export interface RemoteDomainAttachDeviceFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteDomainAttachDeviceFlagsArgs(w: XdrWriter, v: RemoteDomainAttachDeviceFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainAttachDeviceFlagsArgs(r: XdrReader): RemoteDomainAttachDeviceFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_detach_device_args` */
export interface RemoteDomainDetachDeviceArgs {
  readonly dom: RemoteNonnullDomain;
  readonly xml: string;
}

export function encodeRemoteDomainDetachDeviceArgs(w: XdrWriter, v: RemoteDomainDetachDeviceArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainDetachDeviceArgs(r: XdrReader): RemoteDomainDetachDeviceArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    xml: r.string(4194304),
  };
}

/** `remote_domain_detach_device_flags_args` */
export interface RemoteDomainDetachDeviceFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteDomainDetachDeviceFlagsArgs(w: XdrWriter, v: RemoteDomainDetachDeviceFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainDetachDeviceFlagsArgs(r: XdrReader): RemoteDomainDetachDeviceFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_update_device_flags_args` */
export interface RemoteDomainUpdateDeviceFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteDomainUpdateDeviceFlagsArgs(w: XdrWriter, v: RemoteDomainUpdateDeviceFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainUpdateDeviceFlagsArgs(r: XdrReader): RemoteDomainUpdateDeviceFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_detach_device_alias_args` */
export interface RemoteDomainDetachDeviceAliasArgs {
  readonly dom: RemoteNonnullDomain;
  readonly alias: string;
  readonly flags: number;
}

export function encodeRemoteDomainDetachDeviceAliasArgs(w: XdrWriter, v: RemoteDomainDetachDeviceAliasArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.alias, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainDetachDeviceAliasArgs(r: XdrReader): RemoteDomainDetachDeviceAliasArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    alias: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_get_autostart_args` */
export interface RemoteDomainGetAutostartArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetAutostartArgs(w: XdrWriter, v: RemoteDomainGetAutostartArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetAutostartArgs(r: XdrReader): RemoteDomainGetAutostartArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_autostart_ret` */
export interface RemoteDomainGetAutostartRet {
  readonly autostart: number;
}

export function encodeRemoteDomainGetAutostartRet(w: XdrWriter, v: RemoteDomainGetAutostartRet): void {
  w.int(v.autostart);
}

export function decodeRemoteDomainGetAutostartRet(r: XdrReader): RemoteDomainGetAutostartRet {
  return {
    autostart: r.int(),
  };
}

/** `remote_domain_set_autostart_args` */
export interface RemoteDomainSetAutostartArgs {
  readonly dom: RemoteNonnullDomain;
  readonly autostart: number;
}

export function encodeRemoteDomainSetAutostartArgs(w: XdrWriter, v: RemoteDomainSetAutostartArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.autostart);
}

export function decodeRemoteDomainSetAutostartArgs(r: XdrReader): RemoteDomainSetAutostartArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    autostart: r.int(),
  };
}

/** `remote_domain_set_metadata_args` */
export interface RemoteDomainSetMetadataArgs {
  readonly dom: RemoteNonnullDomain;
  readonly type: number;
  readonly metadata: string | null;
  readonly key: string | null;
  readonly uri: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainSetMetadataArgs(w: XdrWriter, v: RemoteDomainSetMetadataArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.type);
  if (v.metadata === null) w.uint(0); else { w.uint(1); w.string(v.metadata, 4194304); }
  if (v.key === null) w.uint(0); else { w.uint(1); w.string(v.key, 4194304); }
  if (v.uri === null) w.uint(0); else { w.uint(1); w.string(v.uri, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainSetMetadataArgs(r: XdrReader): RemoteDomainSetMetadataArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    type: r.int(),
    metadata: r.bool() ? r.string(4194304) : null,
    key: r.bool() ? r.string(4194304) : null,
    uri: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_get_metadata_args` */
export interface RemoteDomainGetMetadataArgs {
  readonly dom: RemoteNonnullDomain;
  readonly type: number;
  readonly uri: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainGetMetadataArgs(w: XdrWriter, v: RemoteDomainGetMetadataArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.type);
  if (v.uri === null) w.uint(0); else { w.uint(1); w.string(v.uri, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainGetMetadataArgs(r: XdrReader): RemoteDomainGetMetadataArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    type: r.int(),
    uri: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_get_metadata_ret` */
export interface RemoteDomainGetMetadataRet {
  readonly metadata: string;
}

export function encodeRemoteDomainGetMetadataRet(w: XdrWriter, v: RemoteDomainGetMetadataRet): void {
  w.string(v.metadata, 4194304);
}

export function decodeRemoteDomainGetMetadataRet(r: XdrReader): RemoteDomainGetMetadataRet {
  return {
    metadata: r.string(4194304),
  };
}

/** `remote_domain_block_job_abort_args` */
export interface RemoteDomainBlockJobAbortArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly flags: number;
}

export function encodeRemoteDomainBlockJobAbortArgs(w: XdrWriter, v: RemoteDomainBlockJobAbortArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainBlockJobAbortArgs(r: XdrReader): RemoteDomainBlockJobAbortArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_get_block_job_info_args` */
export interface RemoteDomainGetBlockJobInfoArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly flags: number;
}

export function encodeRemoteDomainGetBlockJobInfoArgs(w: XdrWriter, v: RemoteDomainGetBlockJobInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetBlockJobInfoArgs(r: XdrReader): RemoteDomainGetBlockJobInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_get_block_job_info_ret` */
export interface RemoteDomainGetBlockJobInfoRet {
  readonly found: number;
  readonly type: number;
  readonly bandwidth: bigint;
  readonly cur: bigint;
  readonly end: bigint;
}

export function encodeRemoteDomainGetBlockJobInfoRet(w: XdrWriter, v: RemoteDomainGetBlockJobInfoRet): void {
  w.int(v.found);
  w.int(v.type);
  w.uhyper(v.bandwidth);
  w.uhyper(v.cur);
  w.uhyper(v.end);
}

export function decodeRemoteDomainGetBlockJobInfoRet(r: XdrReader): RemoteDomainGetBlockJobInfoRet {
  return {
    found: r.int(),
    type: r.int(),
    bandwidth: r.uhyper(),
    cur: r.uhyper(),
    end: r.uhyper(),
  };
}

/** `remote_domain_block_job_set_speed_args` */
export interface RemoteDomainBlockJobSetSpeedArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainBlockJobSetSpeedArgs(w: XdrWriter, v: RemoteDomainBlockJobSetSpeedArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  w.uhyper(v.bandwidth);
  w.uint(v.flags);
}

export function decodeRemoteDomainBlockJobSetSpeedArgs(r: XdrReader): RemoteDomainBlockJobSetSpeedArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_block_pull_args` */
export interface RemoteDomainBlockPullArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainBlockPullArgs(w: XdrWriter, v: RemoteDomainBlockPullArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  w.uhyper(v.bandwidth);
  w.uint(v.flags);
}

export function decodeRemoteDomainBlockPullArgs(r: XdrReader): RemoteDomainBlockPullArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_block_rebase_args` */
export interface RemoteDomainBlockRebaseArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly base: string | null;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainBlockRebaseArgs(w: XdrWriter, v: RemoteDomainBlockRebaseArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  if (v.base === null) w.uint(0); else { w.uint(1); w.string(v.base, 4194304); }
  w.uhyper(v.bandwidth);
  w.uint(v.flags);
}

export function decodeRemoteDomainBlockRebaseArgs(r: XdrReader): RemoteDomainBlockRebaseArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    base: r.bool() ? r.string(4194304) : null,
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_block_copy_args` */
export interface RemoteDomainBlockCopyArgs {
  readonly dom: RemoteNonnullDomain;
  readonly path: string;
  readonly destxml: string;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainBlockCopyArgs(w: XdrWriter, v: RemoteDomainBlockCopyArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.path, 4194304);
  w.string(v.destxml, 4194304);
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainBlockCopyArgs(r: XdrReader): RemoteDomainBlockCopyArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    path: r.string(4194304),
    destxml: r.string(4194304),
    params: r.array(16, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_block_commit_args` */
export interface RemoteDomainBlockCommitArgs {
  readonly dom: RemoteNonnullDomain;
  readonly disk: string;
  readonly base: string | null;
  readonly top: string | null;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainBlockCommitArgs(w: XdrWriter, v: RemoteDomainBlockCommitArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.disk, 4194304);
  if (v.base === null) w.uint(0); else { w.uint(1); w.string(v.base, 4194304); }
  if (v.top === null) w.uint(0); else { w.uint(1); w.string(v.top, 4194304); }
  w.uhyper(v.bandwidth);
  w.uint(v.flags);
}

export function decodeRemoteDomainBlockCommitArgs(r: XdrReader): RemoteDomainBlockCommitArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    disk: r.string(4194304),
    base: r.bool() ? r.string(4194304) : null,
    top: r.bool() ? r.string(4194304) : null,
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_set_block_io_tune_args` */
export interface RemoteDomainSetBlockIoTuneArgs {
  readonly dom: RemoteNonnullDomain;
  readonly disk: string;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetBlockIoTuneArgs(w: XdrWriter, v: RemoteDomainSetBlockIoTuneArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.disk, 4194304);
  w.array(v.params, 32, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetBlockIoTuneArgs(r: XdrReader): RemoteDomainSetBlockIoTuneArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    disk: r.string(4194304),
    params: r.array(32, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_get_block_io_tune_args` */
export interface RemoteDomainGetBlockIoTuneArgs {
  readonly dom: RemoteNonnullDomain;
  readonly disk: string | null;
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetBlockIoTuneArgs(w: XdrWriter, v: RemoteDomainGetBlockIoTuneArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.disk === null) w.uint(0); else { w.uint(1); w.string(v.disk, 4194304); }
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetBlockIoTuneArgs(r: XdrReader): RemoteDomainGetBlockIoTuneArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    disk: r.bool() ? r.string(4194304) : null,
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_block_io_tune_ret` */
export interface RemoteDomainGetBlockIoTuneRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteDomainGetBlockIoTuneRet(w: XdrWriter, v: RemoteDomainGetBlockIoTuneRet): void {
  w.array(v.params, 32, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteDomainGetBlockIoTuneRet(r: XdrReader): RemoteDomainGetBlockIoTuneRet {
  return {
    params: r.array(32, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_domain_set_throttle_group_args` */
export interface RemoteDomainSetThrottleGroupArgs {
  readonly dom: RemoteNonnullDomain;
  readonly group: string;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetThrottleGroupArgs(w: XdrWriter, v: RemoteDomainSetThrottleGroupArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.group, 4194304);
  w.array(v.params, 32, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetThrottleGroupArgs(r: XdrReader): RemoteDomainSetThrottleGroupArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    group: r.string(4194304),
    params: r.array(32, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_del_throttle_group_args` */
export interface RemoteDomainDelThrottleGroupArgs {
  readonly dom: RemoteNonnullDomain;
  readonly group: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainDelThrottleGroupArgs(w: XdrWriter, v: RemoteDomainDelThrottleGroupArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.group === null) w.uint(0); else { w.uint(1); w.string(v.group, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainDelThrottleGroupArgs(r: XdrReader): RemoteDomainDelThrottleGroupArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    group: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_get_cpu_stats_args` */
export interface RemoteDomainGetCpuStatsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly nparams: number;
  readonly start_cpu: number;
  readonly ncpus: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetCpuStatsArgs(w: XdrWriter, v: RemoteDomainGetCpuStatsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.nparams);
  w.int(v.start_cpu);
  w.uint(v.ncpus);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetCpuStatsArgs(r: XdrReader): RemoteDomainGetCpuStatsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    nparams: r.uint(),
    start_cpu: r.int(),
    ncpus: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_cpu_stats_ret` */
export interface RemoteDomainGetCpuStatsRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteDomainGetCpuStatsRet(w: XdrWriter, v: RemoteDomainGetCpuStatsRet): void {
  w.array(v.params, 2048, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteDomainGetCpuStatsRet(r: XdrReader): RemoteDomainGetCpuStatsRet {
  return {
    params: r.array(2048, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_domain_get_hostname_args` */
export interface RemoteDomainGetHostnameArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetHostnameArgs(w: XdrWriter, v: RemoteDomainGetHostnameArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetHostnameArgs(r: XdrReader): RemoteDomainGetHostnameArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_hostname_ret` */
export interface RemoteDomainGetHostnameRet {
  readonly hostname: string;
}

export function encodeRemoteDomainGetHostnameRet(w: XdrWriter, v: RemoteDomainGetHostnameRet): void {
  w.string(v.hostname, 4194304);
}

export function decodeRemoteDomainGetHostnameRet(r: XdrReader): RemoteDomainGetHostnameRet {
  return {
    hostname: r.string(4194304),
  };
}

/** `remote_domain_migrate_prepare_tunnel_args` */
export interface RemoteDomainMigratePrepareTunnelArgs {
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
  readonly dom_xml: string;
}

export function encodeRemoteDomainMigratePrepareTunnelArgs(w: XdrWriter, v: RemoteDomainMigratePrepareTunnelArgs): void {
  w.uhyper(v.flags);
  if (v.dname === null) w.uint(0); else { w.uint(1); w.string(v.dname, 4194304); }
  w.uhyper(v.resource);
  w.string(v.dom_xml, 4194304);
}

export function decodeRemoteDomainMigratePrepareTunnelArgs(r: XdrReader): RemoteDomainMigratePrepareTunnelArgs {
  return {
    flags: r.uhyper(),
    dname: r.bool() ? r.string(4194304) : null,
    resource: r.uhyper(),
    dom_xml: r.string(4194304),
  };
}

/** `remote_domain_is_active_args` */
export interface RemoteDomainIsActiveArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainIsActiveArgs(w: XdrWriter, v: RemoteDomainIsActiveArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainIsActiveArgs(r: XdrReader): RemoteDomainIsActiveArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_is_active_ret` */
export interface RemoteDomainIsActiveRet {
  readonly active: number;
}

export function encodeRemoteDomainIsActiveRet(w: XdrWriter, v: RemoteDomainIsActiveRet): void {
  w.int(v.active);
}

export function decodeRemoteDomainIsActiveRet(r: XdrReader): RemoteDomainIsActiveRet {
  return {
    active: r.int(),
  };
}

/** `remote_domain_is_persistent_args` */
export interface RemoteDomainIsPersistentArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainIsPersistentArgs(w: XdrWriter, v: RemoteDomainIsPersistentArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainIsPersistentArgs(r: XdrReader): RemoteDomainIsPersistentArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_is_persistent_ret` */
export interface RemoteDomainIsPersistentRet {
  readonly persistent: number;
}

export function encodeRemoteDomainIsPersistentRet(w: XdrWriter, v: RemoteDomainIsPersistentRet): void {
  w.int(v.persistent);
}

export function decodeRemoteDomainIsPersistentRet(r: XdrReader): RemoteDomainIsPersistentRet {
  return {
    persistent: r.int(),
  };
}

/** `remote_domain_is_updated_args` */
export interface RemoteDomainIsUpdatedArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainIsUpdatedArgs(w: XdrWriter, v: RemoteDomainIsUpdatedArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainIsUpdatedArgs(r: XdrReader): RemoteDomainIsUpdatedArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_is_updated_ret` */
export interface RemoteDomainIsUpdatedRet {
  readonly updated: number;
}

export function encodeRemoteDomainIsUpdatedRet(w: XdrWriter, v: RemoteDomainIsUpdatedRet): void {
  w.int(v.updated);
}

export function decodeRemoteDomainIsUpdatedRet(r: XdrReader): RemoteDomainIsUpdatedRet {
  return {
    updated: r.int(),
  };
}

/** `remote_domain_get_job_info_args` */
export interface RemoteDomainGetJobInfoArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetJobInfoArgs(w: XdrWriter, v: RemoteDomainGetJobInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetJobInfoArgs(r: XdrReader): RemoteDomainGetJobInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_job_info_ret` */
export interface RemoteDomainGetJobInfoRet {
  readonly type: number;
  readonly timeElapsed: bigint;
  readonly timeRemaining: bigint;
  readonly dataTotal: bigint;
  readonly dataProcessed: bigint;
  readonly dataRemaining: bigint;
  readonly memTotal: bigint;
  readonly memProcessed: bigint;
  readonly memRemaining: bigint;
  readonly fileTotal: bigint;
  readonly fileProcessed: bigint;
  readonly fileRemaining: bigint;
}

export function encodeRemoteDomainGetJobInfoRet(w: XdrWriter, v: RemoteDomainGetJobInfoRet): void {
  w.int(v.type);
  w.uhyper(v.timeElapsed);
  w.uhyper(v.timeRemaining);
  w.uhyper(v.dataTotal);
  w.uhyper(v.dataProcessed);
  w.uhyper(v.dataRemaining);
  w.uhyper(v.memTotal);
  w.uhyper(v.memProcessed);
  w.uhyper(v.memRemaining);
  w.uhyper(v.fileTotal);
  w.uhyper(v.fileProcessed);
  w.uhyper(v.fileRemaining);
}

export function decodeRemoteDomainGetJobInfoRet(r: XdrReader): RemoteDomainGetJobInfoRet {
  return {
    type: r.int(),
    timeElapsed: r.uhyper(),
    timeRemaining: r.uhyper(),
    dataTotal: r.uhyper(),
    dataProcessed: r.uhyper(),
    dataRemaining: r.uhyper(),
    memTotal: r.uhyper(),
    memProcessed: r.uhyper(),
    memRemaining: r.uhyper(),
    fileTotal: r.uhyper(),
    fileProcessed: r.uhyper(),
    fileRemaining: r.uhyper(),
  };
}

/** `remote_domain_get_job_stats_args` */
export interface RemoteDomainGetJobStatsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetJobStatsArgs(w: XdrWriter, v: RemoteDomainGetJobStatsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetJobStatsArgs(r: XdrReader): RemoteDomainGetJobStatsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_job_stats_ret` */
export interface RemoteDomainGetJobStatsRet {
  readonly type: number;
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainGetJobStatsRet(w: XdrWriter, v: RemoteDomainGetJobStatsRet): void {
  w.int(v.type);
  w.array(v.params, 64, encodeRemoteTypedParam);
}

export function decodeRemoteDomainGetJobStatsRet(r: XdrReader): RemoteDomainGetJobStatsRet {
  return {
    type: r.int(),
    params: r.array(64, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_abort_job_args` */
export interface RemoteDomainAbortJobArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainAbortJobArgs(w: XdrWriter, v: RemoteDomainAbortJobArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainAbortJobArgs(r: XdrReader): RemoteDomainAbortJobArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_abort_job_flags_args` */
export interface RemoteDomainAbortJobFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainAbortJobFlagsArgs(w: XdrWriter, v: RemoteDomainAbortJobFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainAbortJobFlagsArgs(r: XdrReader): RemoteDomainAbortJobFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_get_max_downtime_args` */
export interface RemoteDomainMigrateGetMaxDowntimeArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainMigrateGetMaxDowntimeArgs(w: XdrWriter, v: RemoteDomainMigrateGetMaxDowntimeArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigrateGetMaxDowntimeArgs(r: XdrReader): RemoteDomainMigrateGetMaxDowntimeArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_get_max_downtime_ret` */
export interface RemoteDomainMigrateGetMaxDowntimeRet {
  readonly downtime: bigint;
}

export function encodeRemoteDomainMigrateGetMaxDowntimeRet(w: XdrWriter, v: RemoteDomainMigrateGetMaxDowntimeRet): void {
  w.uhyper(v.downtime);
}

export function decodeRemoteDomainMigrateGetMaxDowntimeRet(r: XdrReader): RemoteDomainMigrateGetMaxDowntimeRet {
  return {
    downtime: r.uhyper(),
  };
}

/** `remote_domain_migrate_set_max_downtime_args` */
export interface RemoteDomainMigrateSetMaxDowntimeArgs {
  readonly dom: RemoteNonnullDomain;
  readonly downtime: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainMigrateSetMaxDowntimeArgs(w: XdrWriter, v: RemoteDomainMigrateSetMaxDowntimeArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uhyper(v.downtime);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigrateSetMaxDowntimeArgs(r: XdrReader): RemoteDomainMigrateSetMaxDowntimeArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    downtime: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_get_compression_cache_args` */
export interface RemoteDomainMigrateGetCompressionCacheArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainMigrateGetCompressionCacheArgs(w: XdrWriter, v: RemoteDomainMigrateGetCompressionCacheArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigrateGetCompressionCacheArgs(r: XdrReader): RemoteDomainMigrateGetCompressionCacheArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_get_compression_cache_ret` */
export interface RemoteDomainMigrateGetCompressionCacheRet {
  readonly cacheSize: bigint;
}

export function encodeRemoteDomainMigrateGetCompressionCacheRet(w: XdrWriter, v: RemoteDomainMigrateGetCompressionCacheRet): void {
  w.uhyper(v.cacheSize);
}

export function decodeRemoteDomainMigrateGetCompressionCacheRet(r: XdrReader): RemoteDomainMigrateGetCompressionCacheRet {
  return {
    cacheSize: r.uhyper(),
  };
}

/** `remote_domain_migrate_set_compression_cache_args` */
export interface RemoteDomainMigrateSetCompressionCacheArgs {
  readonly dom: RemoteNonnullDomain;
  readonly cacheSize: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainMigrateSetCompressionCacheArgs(w: XdrWriter, v: RemoteDomainMigrateSetCompressionCacheArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uhyper(v.cacheSize);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigrateSetCompressionCacheArgs(r: XdrReader): RemoteDomainMigrateSetCompressionCacheArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cacheSize: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_set_max_speed_args` */
export interface RemoteDomainMigrateSetMaxSpeedArgs {
  readonly dom: RemoteNonnullDomain;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainMigrateSetMaxSpeedArgs(w: XdrWriter, v: RemoteDomainMigrateSetMaxSpeedArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uhyper(v.bandwidth);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigrateSetMaxSpeedArgs(r: XdrReader): RemoteDomainMigrateSetMaxSpeedArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_get_max_speed_args` */
export interface RemoteDomainMigrateGetMaxSpeedArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainMigrateGetMaxSpeedArgs(w: XdrWriter, v: RemoteDomainMigrateGetMaxSpeedArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigrateGetMaxSpeedArgs(r: XdrReader): RemoteDomainMigrateGetMaxSpeedArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_get_max_speed_ret` */
export interface RemoteDomainMigrateGetMaxSpeedRet {
  readonly bandwidth: bigint;
}

export function encodeRemoteDomainMigrateGetMaxSpeedRet(w: XdrWriter, v: RemoteDomainMigrateGetMaxSpeedRet): void {
  w.uhyper(v.bandwidth);
}

export function decodeRemoteDomainMigrateGetMaxSpeedRet(r: XdrReader): RemoteDomainMigrateGetMaxSpeedRet {
  return {
    bandwidth: r.uhyper(),
  };
}

/** `remote_domain_managed_save_args` */
export interface RemoteDomainManagedSaveArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainManagedSaveArgs(w: XdrWriter, v: RemoteDomainManagedSaveArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainManagedSaveArgs(r: XdrReader): RemoteDomainManagedSaveArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_has_managed_save_image_args` */
export interface RemoteDomainHasManagedSaveImageArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainHasManagedSaveImageArgs(w: XdrWriter, v: RemoteDomainHasManagedSaveImageArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainHasManagedSaveImageArgs(r: XdrReader): RemoteDomainHasManagedSaveImageArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_has_managed_save_image_ret` */
export interface RemoteDomainHasManagedSaveImageRet {
  readonly result: number;
}

export function encodeRemoteDomainHasManagedSaveImageRet(w: XdrWriter, v: RemoteDomainHasManagedSaveImageRet): void {
  w.int(v.result);
}

export function decodeRemoteDomainHasManagedSaveImageRet(r: XdrReader): RemoteDomainHasManagedSaveImageRet {
  return {
    result: r.int(),
  };
}

/** `remote_domain_managed_save_remove_args` */
export interface RemoteDomainManagedSaveRemoveArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainManagedSaveRemoveArgs(w: XdrWriter, v: RemoteDomainManagedSaveRemoveArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainManagedSaveRemoveArgs(r: XdrReader): RemoteDomainManagedSaveRemoveArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_managed_save_get_xml_desc_args` */
export interface RemoteDomainManagedSaveGetXmlDescArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainManagedSaveGetXmlDescArgs(w: XdrWriter, v: RemoteDomainManagedSaveGetXmlDescArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainManagedSaveGetXmlDescArgs(r: XdrReader): RemoteDomainManagedSaveGetXmlDescArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_managed_save_get_xml_desc_ret` */
export interface RemoteDomainManagedSaveGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteDomainManagedSaveGetXmlDescRet(w: XdrWriter, v: RemoteDomainManagedSaveGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainManagedSaveGetXmlDescRet(r: XdrReader): RemoteDomainManagedSaveGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_domain_managed_save_define_xml_args` */
export interface RemoteDomainManagedSaveDefineXmlArgs {
  readonly dom: RemoteNonnullDomain;
  readonly dxml: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainManagedSaveDefineXmlArgs(w: XdrWriter, v: RemoteDomainManagedSaveDefineXmlArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.dxml === null) w.uint(0); else { w.uint(1); w.string(v.dxml, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainManagedSaveDefineXmlArgs(r: XdrReader): RemoteDomainManagedSaveDefineXmlArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    dxml: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_create_xml_args` */
export interface RemoteDomainSnapshotCreateXmlArgs {
  readonly dom: RemoteNonnullDomain;
  readonly xml_desc: string;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotCreateXmlArgs(w: XdrWriter, v: RemoteDomainSnapshotCreateXmlArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.xml_desc, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotCreateXmlArgs(r: XdrReader): RemoteDomainSnapshotCreateXmlArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    xml_desc: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_create_xml_ret` */
export interface RemoteDomainSnapshotCreateXmlRet {
  readonly snap: RemoteNonnullDomainSnapshot;
}

export function encodeRemoteDomainSnapshotCreateXmlRet(w: XdrWriter, v: RemoteDomainSnapshotCreateXmlRet): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
}

export function decodeRemoteDomainSnapshotCreateXmlRet(r: XdrReader): RemoteDomainSnapshotCreateXmlRet {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
  };
}

/** `remote_domain_snapshot_get_xml_desc_args` */
export interface RemoteDomainSnapshotGetXmlDescArgs {
  readonly snap: RemoteNonnullDomainSnapshot;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotGetXmlDescArgs(w: XdrWriter, v: RemoteDomainSnapshotGetXmlDescArgs): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotGetXmlDescArgs(r: XdrReader): RemoteDomainSnapshotGetXmlDescArgs {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_get_xml_desc_ret` */
export interface RemoteDomainSnapshotGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteDomainSnapshotGetXmlDescRet(w: XdrWriter, v: RemoteDomainSnapshotGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainSnapshotGetXmlDescRet(r: XdrReader): RemoteDomainSnapshotGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_domain_snapshot_num_args` */
export interface RemoteDomainSnapshotNumArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotNumArgs(w: XdrWriter, v: RemoteDomainSnapshotNumArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotNumArgs(r: XdrReader): RemoteDomainSnapshotNumArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_num_ret` */
export interface RemoteDomainSnapshotNumRet {
  readonly num: number;
}

export function encodeRemoteDomainSnapshotNumRet(w: XdrWriter, v: RemoteDomainSnapshotNumRet): void {
  w.int(v.num);
}

export function decodeRemoteDomainSnapshotNumRet(r: XdrReader): RemoteDomainSnapshotNumRet {
  return {
    num: r.int(),
  };
}

/** `remote_domain_snapshot_list_names_args` */
export interface RemoteDomainSnapshotListNamesArgs {
  readonly dom: RemoteNonnullDomain;
  readonly maxnames: number;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotListNamesArgs(w: XdrWriter, v: RemoteDomainSnapshotListNamesArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.maxnames);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotListNamesArgs(r: XdrReader): RemoteDomainSnapshotListNamesArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    maxnames: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_list_names_ret` */
export interface RemoteDomainSnapshotListNamesRet {
  readonly names: readonly string[];
}

export function encodeRemoteDomainSnapshotListNamesRet(w: XdrWriter, v: RemoteDomainSnapshotListNamesRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteDomainSnapshotListNamesRet(r: XdrReader): RemoteDomainSnapshotListNamesRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_domain_list_all_snapshots_args` */
export interface RemoteDomainListAllSnapshotsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteDomainListAllSnapshotsArgs(w: XdrWriter, v: RemoteDomainListAllSnapshotsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteDomainListAllSnapshotsArgs(r: XdrReader): RemoteDomainListAllSnapshotsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_list_all_snapshots_ret` */
export interface RemoteDomainListAllSnapshotsRet {
  readonly snapshots: readonly RemoteNonnullDomainSnapshot[];
  readonly ret: number;
}

export function encodeRemoteDomainListAllSnapshotsRet(w: XdrWriter, v: RemoteDomainListAllSnapshotsRet): void {
  w.array(v.snapshots, 16384, encodeRemoteNonnullDomainSnapshot);
  w.int(v.ret);
}

export function decodeRemoteDomainListAllSnapshotsRet(r: XdrReader): RemoteDomainListAllSnapshotsRet {
  return {
    snapshots: r.array(16384, 28, decodeRemoteNonnullDomainSnapshot),
    ret: r.int(),
  };
}

/** `remote_domain_snapshot_num_children_args` */
export interface RemoteDomainSnapshotNumChildrenArgs {
  readonly snap: RemoteNonnullDomainSnapshot;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotNumChildrenArgs(w: XdrWriter, v: RemoteDomainSnapshotNumChildrenArgs): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotNumChildrenArgs(r: XdrReader): RemoteDomainSnapshotNumChildrenArgs {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_num_children_ret` */
export interface RemoteDomainSnapshotNumChildrenRet {
  readonly num: number;
}

export function encodeRemoteDomainSnapshotNumChildrenRet(w: XdrWriter, v: RemoteDomainSnapshotNumChildrenRet): void {
  w.int(v.num);
}

export function decodeRemoteDomainSnapshotNumChildrenRet(r: XdrReader): RemoteDomainSnapshotNumChildrenRet {
  return {
    num: r.int(),
  };
}

/** `remote_domain_snapshot_list_children_names_args` */
export interface RemoteDomainSnapshotListChildrenNamesArgs {
  readonly snap: RemoteNonnullDomainSnapshot;
  readonly maxnames: number;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotListChildrenNamesArgs(w: XdrWriter, v: RemoteDomainSnapshotListChildrenNamesArgs): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
  w.int(v.maxnames);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotListChildrenNamesArgs(r: XdrReader): RemoteDomainSnapshotListChildrenNamesArgs {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
    maxnames: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_list_children_names_ret` */
export interface RemoteDomainSnapshotListChildrenNamesRet {
  readonly names: readonly string[];
}

export function encodeRemoteDomainSnapshotListChildrenNamesRet(w: XdrWriter, v: RemoteDomainSnapshotListChildrenNamesRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteDomainSnapshotListChildrenNamesRet(r: XdrReader): RemoteDomainSnapshotListChildrenNamesRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_domain_snapshot_list_all_children_args` */
export interface RemoteDomainSnapshotListAllChildrenArgs {
  readonly snapshot: RemoteNonnullDomainSnapshot;
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotListAllChildrenArgs(w: XdrWriter, v: RemoteDomainSnapshotListAllChildrenArgs): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snapshot);
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotListAllChildrenArgs(r: XdrReader): RemoteDomainSnapshotListAllChildrenArgs {
  return {
    snapshot: decodeRemoteNonnullDomainSnapshot(r),
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_list_all_children_ret` */
export interface RemoteDomainSnapshotListAllChildrenRet {
  readonly snapshots: readonly RemoteNonnullDomainSnapshot[];
  readonly ret: number;
}

export function encodeRemoteDomainSnapshotListAllChildrenRet(w: XdrWriter, v: RemoteDomainSnapshotListAllChildrenRet): void {
  w.array(v.snapshots, 16384, encodeRemoteNonnullDomainSnapshot);
  w.int(v.ret);
}

export function decodeRemoteDomainSnapshotListAllChildrenRet(r: XdrReader): RemoteDomainSnapshotListAllChildrenRet {
  return {
    snapshots: r.array(16384, 28, decodeRemoteNonnullDomainSnapshot),
    ret: r.int(),
  };
}

/** `remote_domain_snapshot_lookup_by_name_args` */
export interface RemoteDomainSnapshotLookupByNameArgs {
  readonly dom: RemoteNonnullDomain;
  readonly name: string;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotLookupByNameArgs(w: XdrWriter, v: RemoteDomainSnapshotLookupByNameArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.name, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotLookupByNameArgs(r: XdrReader): RemoteDomainSnapshotLookupByNameArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    name: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_lookup_by_name_ret` */
export interface RemoteDomainSnapshotLookupByNameRet {
  readonly snap: RemoteNonnullDomainSnapshot;
}

export function encodeRemoteDomainSnapshotLookupByNameRet(w: XdrWriter, v: RemoteDomainSnapshotLookupByNameRet): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
}

export function decodeRemoteDomainSnapshotLookupByNameRet(r: XdrReader): RemoteDomainSnapshotLookupByNameRet {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
  };
}

/** `remote_domain_has_current_snapshot_args` */
export interface RemoteDomainHasCurrentSnapshotArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainHasCurrentSnapshotArgs(w: XdrWriter, v: RemoteDomainHasCurrentSnapshotArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainHasCurrentSnapshotArgs(r: XdrReader): RemoteDomainHasCurrentSnapshotArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_has_current_snapshot_ret` */
export interface RemoteDomainHasCurrentSnapshotRet {
  readonly result: number;
}

export function encodeRemoteDomainHasCurrentSnapshotRet(w: XdrWriter, v: RemoteDomainHasCurrentSnapshotRet): void {
  w.int(v.result);
}

export function decodeRemoteDomainHasCurrentSnapshotRet(r: XdrReader): RemoteDomainHasCurrentSnapshotRet {
  return {
    result: r.int(),
  };
}

/** `remote_domain_snapshot_get_parent_args` */
export interface RemoteDomainSnapshotGetParentArgs {
  readonly snap: RemoteNonnullDomainSnapshot;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotGetParentArgs(w: XdrWriter, v: RemoteDomainSnapshotGetParentArgs): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotGetParentArgs(r: XdrReader): RemoteDomainSnapshotGetParentArgs {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_get_parent_ret` */
export interface RemoteDomainSnapshotGetParentRet {
  readonly snap: RemoteNonnullDomainSnapshot;
}

export function encodeRemoteDomainSnapshotGetParentRet(w: XdrWriter, v: RemoteDomainSnapshotGetParentRet): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
}

export function decodeRemoteDomainSnapshotGetParentRet(r: XdrReader): RemoteDomainSnapshotGetParentRet {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
  };
}

/** `remote_domain_snapshot_current_args` */
export interface RemoteDomainSnapshotCurrentArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotCurrentArgs(w: XdrWriter, v: RemoteDomainSnapshotCurrentArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotCurrentArgs(r: XdrReader): RemoteDomainSnapshotCurrentArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_current_ret` */
export interface RemoteDomainSnapshotCurrentRet {
  readonly snap: RemoteNonnullDomainSnapshot;
}

export function encodeRemoteDomainSnapshotCurrentRet(w: XdrWriter, v: RemoteDomainSnapshotCurrentRet): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
}

export function decodeRemoteDomainSnapshotCurrentRet(r: XdrReader): RemoteDomainSnapshotCurrentRet {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
  };
}

/** `remote_domain_snapshot_is_current_args` */
export interface RemoteDomainSnapshotIsCurrentArgs {
  readonly snap: RemoteNonnullDomainSnapshot;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotIsCurrentArgs(w: XdrWriter, v: RemoteDomainSnapshotIsCurrentArgs): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotIsCurrentArgs(r: XdrReader): RemoteDomainSnapshotIsCurrentArgs {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_is_current_ret` */
export interface RemoteDomainSnapshotIsCurrentRet {
  readonly current: number;
}

export function encodeRemoteDomainSnapshotIsCurrentRet(w: XdrWriter, v: RemoteDomainSnapshotIsCurrentRet): void {
  w.int(v.current);
}

export function decodeRemoteDomainSnapshotIsCurrentRet(r: XdrReader): RemoteDomainSnapshotIsCurrentRet {
  return {
    current: r.int(),
  };
}

/** `remote_domain_snapshot_has_metadata_args` */
export interface RemoteDomainSnapshotHasMetadataArgs {
  readonly snap: RemoteNonnullDomainSnapshot;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotHasMetadataArgs(w: XdrWriter, v: RemoteDomainSnapshotHasMetadataArgs): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotHasMetadataArgs(r: XdrReader): RemoteDomainSnapshotHasMetadataArgs {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_has_metadata_ret` */
export interface RemoteDomainSnapshotHasMetadataRet {
  readonly metadata: number;
}

export function encodeRemoteDomainSnapshotHasMetadataRet(w: XdrWriter, v: RemoteDomainSnapshotHasMetadataRet): void {
  w.int(v.metadata);
}

export function decodeRemoteDomainSnapshotHasMetadataRet(r: XdrReader): RemoteDomainSnapshotHasMetadataRet {
  return {
    metadata: r.int(),
  };
}

/** `remote_domain_revert_to_snapshot_args` */
export interface RemoteDomainRevertToSnapshotArgs {
  readonly snap: RemoteNonnullDomainSnapshot;
  readonly flags: number;
}

export function encodeRemoteDomainRevertToSnapshotArgs(w: XdrWriter, v: RemoteDomainRevertToSnapshotArgs): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
  w.uint(v.flags);
}

export function decodeRemoteDomainRevertToSnapshotArgs(r: XdrReader): RemoteDomainRevertToSnapshotArgs {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
    flags: r.uint(),
  };
}

/** `remote_domain_snapshot_delete_args` */
export interface RemoteDomainSnapshotDeleteArgs {
  readonly snap: RemoteNonnullDomainSnapshot;
  readonly flags: number;
}

export function encodeRemoteDomainSnapshotDeleteArgs(w: XdrWriter, v: RemoteDomainSnapshotDeleteArgs): void {
  encodeRemoteNonnullDomainSnapshot(w, v.snap);
  w.uint(v.flags);
}

export function decodeRemoteDomainSnapshotDeleteArgs(r: XdrReader): RemoteDomainSnapshotDeleteArgs {
  return {
    snap: decodeRemoteNonnullDomainSnapshot(r),
    flags: r.uint(),
  };
}

/** `remote_domain_open_console_args` */
export interface RemoteDomainOpenConsoleArgs {
  readonly dom: RemoteNonnullDomain;
  readonly dev_name: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainOpenConsoleArgs(w: XdrWriter, v: RemoteDomainOpenConsoleArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.dev_name === null) w.uint(0); else { w.uint(1); w.string(v.dev_name, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainOpenConsoleArgs(r: XdrReader): RemoteDomainOpenConsoleArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    dev_name: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_open_channel_args` */
export interface RemoteDomainOpenChannelArgs {
  readonly dom: RemoteNonnullDomain;
  readonly name: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainOpenChannelArgs(w: XdrWriter, v: RemoteDomainOpenChannelArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.name === null) w.uint(0); else { w.uint(1); w.string(v.name, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainOpenChannelArgs(r: XdrReader): RemoteDomainOpenChannelArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    name: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_get_state_args` */
export interface RemoteDomainGetStateArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetStateArgs(w: XdrWriter, v: RemoteDomainGetStateArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetStateArgs(r: XdrReader): RemoteDomainGetStateArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_state_ret` */
export interface RemoteDomainGetStateRet {
  readonly state: number;
  readonly reason: number;
}

export function encodeRemoteDomainGetStateRet(w: XdrWriter, v: RemoteDomainGetStateRet): void {
  w.int(v.state);
  w.int(v.reason);
}

export function decodeRemoteDomainGetStateRet(r: XdrReader): RemoteDomainGetStateRet {
  return {
    state: r.int(),
    reason: r.int(),
  };
}

/** `remote_domain_migrate_begin3_args` */
export interface RemoteDomainMigrateBegin3Args {
  readonly dom: RemoteNonnullDomain;
  readonly xmlin: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
}

export function encodeRemoteDomainMigrateBegin3Args(w: XdrWriter, v: RemoteDomainMigrateBegin3Args): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.xmlin === null) w.uint(0); else { w.uint(1); w.string(v.xmlin, 4194304); }
  w.uhyper(v.flags);
  if (v.dname === null) w.uint(0); else { w.uint(1); w.string(v.dname, 4194304); }
  w.uhyper(v.resource);
}

export function decodeRemoteDomainMigrateBegin3Args(r: XdrReader): RemoteDomainMigrateBegin3Args {
  return {
    dom: decodeRemoteNonnullDomain(r),
    xmlin: r.bool() ? r.string(4194304) : null,
    flags: r.uhyper(),
    dname: r.bool() ? r.string(4194304) : null,
    resource: r.uhyper(),
  };
}

/** `remote_domain_migrate_begin3_ret` */
export interface RemoteDomainMigrateBegin3Ret {
  readonly cookie_out: Uint8Array;
  readonly xml: string;
}

export function encodeRemoteDomainMigrateBegin3Ret(w: XdrWriter, v: RemoteDomainMigrateBegin3Ret): void {
  w.opaque(v.cookie_out, 4194304);
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainMigrateBegin3Ret(r: XdrReader): RemoteDomainMigrateBegin3Ret {
  return {
    cookie_out: r.opaque(4194304),
    xml: r.string(4194304),
  };
}

/** `remote_domain_migrate_prepare3_args` */
export interface RemoteDomainMigratePrepare3Args {
  readonly cookie_in: Uint8Array;
  readonly uri_in: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
  readonly dom_xml: string;
}

export function encodeRemoteDomainMigratePrepare3Args(w: XdrWriter, v: RemoteDomainMigratePrepare3Args): void {
  w.opaque(v.cookie_in, 4194304);
  if (v.uri_in === null) w.uint(0); else { w.uint(1); w.string(v.uri_in, 4194304); }
  w.uhyper(v.flags);
  if (v.dname === null) w.uint(0); else { w.uint(1); w.string(v.dname, 4194304); }
  w.uhyper(v.resource);
  w.string(v.dom_xml, 4194304);
}

export function decodeRemoteDomainMigratePrepare3Args(r: XdrReader): RemoteDomainMigratePrepare3Args {
  return {
    cookie_in: r.opaque(4194304),
    uri_in: r.bool() ? r.string(4194304) : null,
    flags: r.uhyper(),
    dname: r.bool() ? r.string(4194304) : null,
    resource: r.uhyper(),
    dom_xml: r.string(4194304),
  };
}

/** `remote_domain_migrate_prepare3_ret` */
export interface RemoteDomainMigratePrepare3Ret {
  readonly cookie_out: Uint8Array;
  readonly uri_out: string | null;
}

export function encodeRemoteDomainMigratePrepare3Ret(w: XdrWriter, v: RemoteDomainMigratePrepare3Ret): void {
  w.opaque(v.cookie_out, 4194304);
  if (v.uri_out === null) w.uint(0); else { w.uint(1); w.string(v.uri_out, 4194304); }
}

export function decodeRemoteDomainMigratePrepare3Ret(r: XdrReader): RemoteDomainMigratePrepare3Ret {
  return {
    cookie_out: r.opaque(4194304),
    uri_out: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_domain_migrate_prepare_tunnel3_args` */
export interface RemoteDomainMigratePrepareTunnel3Args {
  readonly cookie_in: Uint8Array;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
  readonly dom_xml: string;
}

export function encodeRemoteDomainMigratePrepareTunnel3Args(w: XdrWriter, v: RemoteDomainMigratePrepareTunnel3Args): void {
  w.opaque(v.cookie_in, 4194304);
  w.uhyper(v.flags);
  if (v.dname === null) w.uint(0); else { w.uint(1); w.string(v.dname, 4194304); }
  w.uhyper(v.resource);
  w.string(v.dom_xml, 4194304);
}

export function decodeRemoteDomainMigratePrepareTunnel3Args(r: XdrReader): RemoteDomainMigratePrepareTunnel3Args {
  return {
    cookie_in: r.opaque(4194304),
    flags: r.uhyper(),
    dname: r.bool() ? r.string(4194304) : null,
    resource: r.uhyper(),
    dom_xml: r.string(4194304),
  };
}

/** `remote_domain_migrate_prepare_tunnel3_ret` */
export interface RemoteDomainMigratePrepareTunnel3Ret {
  readonly cookie_out: Uint8Array;
}

export function encodeRemoteDomainMigratePrepareTunnel3Ret(w: XdrWriter, v: RemoteDomainMigratePrepareTunnel3Ret): void {
  w.opaque(v.cookie_out, 4194304);
}

export function decodeRemoteDomainMigratePrepareTunnel3Ret(r: XdrReader): RemoteDomainMigratePrepareTunnel3Ret {
  return {
    cookie_out: r.opaque(4194304),
  };
}

/** `remote_domain_migrate_perform3_args` */
export interface RemoteDomainMigratePerform3Args {
  readonly dom: RemoteNonnullDomain;
  readonly xmlin: string | null;
  readonly cookie_in: Uint8Array;
  readonly dconnuri: string | null;
  readonly uri: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
}

export function encodeRemoteDomainMigratePerform3Args(w: XdrWriter, v: RemoteDomainMigratePerform3Args): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.xmlin === null) w.uint(0); else { w.uint(1); w.string(v.xmlin, 4194304); }
  w.opaque(v.cookie_in, 4194304);
  if (v.dconnuri === null) w.uint(0); else { w.uint(1); w.string(v.dconnuri, 4194304); }
  if (v.uri === null) w.uint(0); else { w.uint(1); w.string(v.uri, 4194304); }
  w.uhyper(v.flags);
  if (v.dname === null) w.uint(0); else { w.uint(1); w.string(v.dname, 4194304); }
  w.uhyper(v.resource);
}

export function decodeRemoteDomainMigratePerform3Args(r: XdrReader): RemoteDomainMigratePerform3Args {
  return {
    dom: decodeRemoteNonnullDomain(r),
    xmlin: r.bool() ? r.string(4194304) : null,
    cookie_in: r.opaque(4194304),
    dconnuri: r.bool() ? r.string(4194304) : null,
    uri: r.bool() ? r.string(4194304) : null,
    flags: r.uhyper(),
    dname: r.bool() ? r.string(4194304) : null,
    resource: r.uhyper(),
  };
}

/** `remote_domain_migrate_perform3_ret` */
export interface RemoteDomainMigratePerform3Ret {
  readonly cookie_out: Uint8Array;
}

export function encodeRemoteDomainMigratePerform3Ret(w: XdrWriter, v: RemoteDomainMigratePerform3Ret): void {
  w.opaque(v.cookie_out, 4194304);
}

export function decodeRemoteDomainMigratePerform3Ret(r: XdrReader): RemoteDomainMigratePerform3Ret {
  return {
    cookie_out: r.opaque(4194304),
  };
}

/** `remote_domain_migrate_finish3_args` */
export interface RemoteDomainMigrateFinish3Args {
  readonly dname: string;
  readonly cookie_in: Uint8Array;
  readonly dconnuri: string | null;
  readonly uri: string | null;
  readonly flags: bigint;
  readonly cancelled: number;
}

export function encodeRemoteDomainMigrateFinish3Args(w: XdrWriter, v: RemoteDomainMigrateFinish3Args): void {
  w.string(v.dname, 4194304);
  w.opaque(v.cookie_in, 4194304);
  if (v.dconnuri === null) w.uint(0); else { w.uint(1); w.string(v.dconnuri, 4194304); }
  if (v.uri === null) w.uint(0); else { w.uint(1); w.string(v.uri, 4194304); }
  w.uhyper(v.flags);
  w.int(v.cancelled);
}

export function decodeRemoteDomainMigrateFinish3Args(r: XdrReader): RemoteDomainMigrateFinish3Args {
  return {
    dname: r.string(4194304),
    cookie_in: r.opaque(4194304),
    dconnuri: r.bool() ? r.string(4194304) : null,
    uri: r.bool() ? r.string(4194304) : null,
    flags: r.uhyper(),
    cancelled: r.int(),
  };
}

/** `remote_domain_migrate_finish3_ret` */
export interface RemoteDomainMigrateFinish3Ret {
  readonly dom: RemoteNonnullDomain;
  readonly cookie_out: Uint8Array;
}

export function encodeRemoteDomainMigrateFinish3Ret(w: XdrWriter, v: RemoteDomainMigrateFinish3Ret): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.opaque(v.cookie_out, 4194304);
}

export function decodeRemoteDomainMigrateFinish3Ret(r: XdrReader): RemoteDomainMigrateFinish3Ret {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cookie_out: r.opaque(4194304),
  };
}

/** `remote_domain_migrate_confirm3_args` */
export interface RemoteDomainMigrateConfirm3Args {
  readonly dom: RemoteNonnullDomain;
  readonly cookie_in: Uint8Array;
  readonly flags: bigint;
  readonly cancelled: number;
}

export function encodeRemoteDomainMigrateConfirm3Args(w: XdrWriter, v: RemoteDomainMigrateConfirm3Args): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.opaque(v.cookie_in, 4194304);
  w.uhyper(v.flags);
  w.int(v.cancelled);
}

export function decodeRemoteDomainMigrateConfirm3Args(r: XdrReader): RemoteDomainMigrateConfirm3Args {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cookie_in: r.opaque(4194304),
    flags: r.uhyper(),
    cancelled: r.int(),
  };
}

/** `remote_domain_get_control_info_args` */
export interface RemoteDomainGetControlInfoArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetControlInfoArgs(w: XdrWriter, v: RemoteDomainGetControlInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetControlInfoArgs(r: XdrReader): RemoteDomainGetControlInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_control_info_ret` */
export interface RemoteDomainGetControlInfoRet {
  readonly state: number;
  readonly details: number;
  readonly stateTime: bigint;
}

export function encodeRemoteDomainGetControlInfoRet(w: XdrWriter, v: RemoteDomainGetControlInfoRet): void {
  w.uint(v.state);
  w.uint(v.details);
  w.uhyper(v.stateTime);
}

export function decodeRemoteDomainGetControlInfoRet(r: XdrReader): RemoteDomainGetControlInfoRet {
  return {
    state: r.uint(),
    details: r.uint(),
    stateTime: r.uhyper(),
  };
}

/** `remote_domain_shutdown_flags_args` */
export interface RemoteDomainShutdownFlagsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainShutdownFlagsArgs(w: XdrWriter, v: RemoteDomainShutdownFlagsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainShutdownFlagsArgs(r: XdrReader): RemoteDomainShutdownFlagsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_disk_errors_args` */
export interface RemoteDomainGetDiskErrorsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly maxerrors: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetDiskErrorsArgs(w: XdrWriter, v: RemoteDomainGetDiskErrorsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.maxerrors);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetDiskErrorsArgs(r: XdrReader): RemoteDomainGetDiskErrorsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    maxerrors: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_disk_errors_ret` */
export interface RemoteDomainGetDiskErrorsRet {
  readonly errors: readonly RemoteDomainDiskError[];
  readonly nerrors: number;
}

export function encodeRemoteDomainGetDiskErrorsRet(w: XdrWriter, v: RemoteDomainGetDiskErrorsRet): void {
  w.array(v.errors, 256, encodeRemoteDomainDiskError);
  w.int(v.nerrors);
}

export function decodeRemoteDomainGetDiskErrorsRet(r: XdrReader): RemoteDomainGetDiskErrorsRet {
  return {
    errors: r.array(256, 8, decodeRemoteDomainDiskError),
    nerrors: r.int(),
  };
}

/** `remote_domain_fstrim_args` */
export interface RemoteDomainFstrimArgs {
  readonly dom: RemoteNonnullDomain;
  readonly mountPoint: string | null;
  readonly minimum: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainFstrimArgs(w: XdrWriter, v: RemoteDomainFstrimArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.mountPoint === null) w.uint(0); else { w.uint(1); w.string(v.mountPoint, 4194304); }
  w.uhyper(v.minimum);
  w.uint(v.flags);
}

export function decodeRemoteDomainFstrimArgs(r: XdrReader): RemoteDomainFstrimArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    mountPoint: r.bool() ? r.string(4194304) : null,
    minimum: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_time_args` */
export interface RemoteDomainGetTimeArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetTimeArgs(w: XdrWriter, v: RemoteDomainGetTimeArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetTimeArgs(r: XdrReader): RemoteDomainGetTimeArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_time_ret` */
export interface RemoteDomainGetTimeRet {
  readonly seconds: bigint;
  readonly nseconds: number;
}

export function encodeRemoteDomainGetTimeRet(w: XdrWriter, v: RemoteDomainGetTimeRet): void {
  w.hyper(v.seconds);
  w.uint(v.nseconds);
}

export function decodeRemoteDomainGetTimeRet(r: XdrReader): RemoteDomainGetTimeRet {
  return {
    seconds: r.hyper(),
    nseconds: r.uint(),
  };
}

/** `remote_domain_set_time_args` */
export interface RemoteDomainSetTimeArgs {
  readonly dom: RemoteNonnullDomain;
  readonly seconds: bigint;
  readonly nseconds: number;
  readonly flags: number;
}

export function encodeRemoteDomainSetTimeArgs(w: XdrWriter, v: RemoteDomainSetTimeArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.hyper(v.seconds);
  w.uint(v.nseconds);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetTimeArgs(r: XdrReader): RemoteDomainSetTimeArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    seconds: r.hyper(),
    nseconds: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_begin3_params_args` */
export interface RemoteDomainMigrateBegin3ParamsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainMigrateBegin3ParamsArgs(w: XdrWriter, v: RemoteDomainMigrateBegin3ParamsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigrateBegin3ParamsArgs(r: XdrReader): RemoteDomainMigrateBegin3ParamsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(64, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_begin3_params_ret` */
export interface RemoteDomainMigrateBegin3ParamsRet {
  readonly cookie_out: Uint8Array;
  readonly xml: string;
}

export function encodeRemoteDomainMigrateBegin3ParamsRet(w: XdrWriter, v: RemoteDomainMigrateBegin3ParamsRet): void {
  w.opaque(v.cookie_out, 4194304);
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainMigrateBegin3ParamsRet(r: XdrReader): RemoteDomainMigrateBegin3ParamsRet {
  return {
    cookie_out: r.opaque(4194304),
    xml: r.string(4194304),
  };
}

/** `remote_domain_migrate_prepare3_params_args` */
export interface RemoteDomainMigratePrepare3ParamsArgs {
  readonly params: readonly RemoteTypedParam[];
  readonly cookie_in: Uint8Array;
  readonly flags: number;
}

export function encodeRemoteDomainMigratePrepare3ParamsArgs(w: XdrWriter, v: RemoteDomainMigratePrepare3ParamsArgs): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.opaque(v.cookie_in, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigratePrepare3ParamsArgs(r: XdrReader): RemoteDomainMigratePrepare3ParamsArgs {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
    cookie_in: r.opaque(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_prepare3_params_ret` */
export interface RemoteDomainMigratePrepare3ParamsRet {
  readonly cookie_out: Uint8Array;
  readonly uri_out: string | null;
}

export function encodeRemoteDomainMigratePrepare3ParamsRet(w: XdrWriter, v: RemoteDomainMigratePrepare3ParamsRet): void {
  w.opaque(v.cookie_out, 4194304);
  if (v.uri_out === null) w.uint(0); else { w.uint(1); w.string(v.uri_out, 4194304); }
}

export function decodeRemoteDomainMigratePrepare3ParamsRet(r: XdrReader): RemoteDomainMigratePrepare3ParamsRet {
  return {
    cookie_out: r.opaque(4194304),
    uri_out: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_domain_migrate_prepare_tunnel3_params_args` */
export interface RemoteDomainMigratePrepareTunnel3ParamsArgs {
  readonly params: readonly RemoteTypedParam[];
  readonly cookie_in: Uint8Array;
  readonly flags: number;
}

export function encodeRemoteDomainMigratePrepareTunnel3ParamsArgs(w: XdrWriter, v: RemoteDomainMigratePrepareTunnel3ParamsArgs): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.opaque(v.cookie_in, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigratePrepareTunnel3ParamsArgs(r: XdrReader): RemoteDomainMigratePrepareTunnel3ParamsArgs {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
    cookie_in: r.opaque(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_prepare_tunnel3_params_ret` */
export interface RemoteDomainMigratePrepareTunnel3ParamsRet {
  readonly cookie_out: Uint8Array;
}

export function encodeRemoteDomainMigratePrepareTunnel3ParamsRet(w: XdrWriter, v: RemoteDomainMigratePrepareTunnel3ParamsRet): void {
  w.opaque(v.cookie_out, 4194304);
}

export function decodeRemoteDomainMigratePrepareTunnel3ParamsRet(r: XdrReader): RemoteDomainMigratePrepareTunnel3ParamsRet {
  return {
    cookie_out: r.opaque(4194304),
  };
}

/** `remote_domain_migrate_perform3_params_args` */
export interface RemoteDomainMigratePerform3ParamsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly dconnuri: string | null;
  readonly params: readonly RemoteTypedParam[];
  readonly cookie_in: Uint8Array;
  readonly flags: number;
}

export function encodeRemoteDomainMigratePerform3ParamsArgs(w: XdrWriter, v: RemoteDomainMigratePerform3ParamsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.dconnuri === null) w.uint(0); else { w.uint(1); w.string(v.dconnuri, 4194304); }
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.opaque(v.cookie_in, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigratePerform3ParamsArgs(r: XdrReader): RemoteDomainMigratePerform3ParamsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    dconnuri: r.bool() ? r.string(4194304) : null,
    params: r.array(64, 12, decodeRemoteTypedParam),
    cookie_in: r.opaque(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_migrate_perform3_params_ret` */
export interface RemoteDomainMigratePerform3ParamsRet {
  readonly cookie_out: Uint8Array;
}

export function encodeRemoteDomainMigratePerform3ParamsRet(w: XdrWriter, v: RemoteDomainMigratePerform3ParamsRet): void {
  w.opaque(v.cookie_out, 4194304);
}

export function decodeRemoteDomainMigratePerform3ParamsRet(r: XdrReader): RemoteDomainMigratePerform3ParamsRet {
  return {
    cookie_out: r.opaque(4194304),
  };
}

/** `remote_domain_migrate_finish3_params_args` */
export interface RemoteDomainMigrateFinish3ParamsArgs {
  readonly params: readonly RemoteTypedParam[];
  readonly cookie_in: Uint8Array;
  readonly flags: number;
  readonly cancelled: number;
}

export function encodeRemoteDomainMigrateFinish3ParamsArgs(w: XdrWriter, v: RemoteDomainMigrateFinish3ParamsArgs): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.opaque(v.cookie_in, 4194304);
  w.uint(v.flags);
  w.int(v.cancelled);
}

export function decodeRemoteDomainMigrateFinish3ParamsArgs(r: XdrReader): RemoteDomainMigrateFinish3ParamsArgs {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
    cookie_in: r.opaque(4194304),
    flags: r.uint(),
    cancelled: r.int(),
  };
}

/** `remote_domain_migrate_finish3_params_ret` */
export interface RemoteDomainMigrateFinish3ParamsRet {
  readonly dom: RemoteNonnullDomain;
  readonly cookie_out: Uint8Array;
}

export function encodeRemoteDomainMigrateFinish3ParamsRet(w: XdrWriter, v: RemoteDomainMigrateFinish3ParamsRet): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.opaque(v.cookie_out, 4194304);
}

export function decodeRemoteDomainMigrateFinish3ParamsRet(r: XdrReader): RemoteDomainMigrateFinish3ParamsRet {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cookie_out: r.opaque(4194304),
  };
}

/** `remote_domain_migrate_confirm3_params_args` */
export interface RemoteDomainMigrateConfirm3ParamsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
  readonly cookie_in: Uint8Array;
  readonly flags: number;
  readonly cancelled: number;
}

export function encodeRemoteDomainMigrateConfirm3ParamsArgs(w: XdrWriter, v: RemoteDomainMigrateConfirm3ParamsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.opaque(v.cookie_in, 4194304);
  w.uint(v.flags);
  w.int(v.cancelled);
}

export function decodeRemoteDomainMigrateConfirm3ParamsArgs(r: XdrReader): RemoteDomainMigrateConfirm3ParamsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(64, 12, decodeRemoteTypedParam),
    cookie_in: r.opaque(4194304),
    flags: r.uint(),
    cancelled: r.int(),
  };
}

/** `remote_domain_fsfreeze_args` */
export interface RemoteDomainFsfreezeArgs {
  readonly dom: RemoteNonnullDomain;
  readonly mountpoints: readonly string[];
  readonly flags: number;
}

export function encodeRemoteDomainFsfreezeArgs(w: XdrWriter, v: RemoteDomainFsfreezeArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.mountpoints, 256, (w, v) => { w.string(v, 4194304); });
  w.uint(v.flags);
}

export function decodeRemoteDomainFsfreezeArgs(r: XdrReader): RemoteDomainFsfreezeArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    mountpoints: r.array(256, 4, (r) => r.string(4194304)),
    flags: r.uint(),
  };
}

/** `remote_domain_fsfreeze_ret` */
export interface RemoteDomainFsfreezeRet {
  readonly filesystems: number;
}

export function encodeRemoteDomainFsfreezeRet(w: XdrWriter, v: RemoteDomainFsfreezeRet): void {
  w.int(v.filesystems);
}

export function decodeRemoteDomainFsfreezeRet(r: XdrReader): RemoteDomainFsfreezeRet {
  return {
    filesystems: r.int(),
  };
}

/** `remote_domain_fsthaw_args` */
export interface RemoteDomainFsthawArgs {
  readonly dom: RemoteNonnullDomain;
  readonly mountpoints: readonly string[];
  readonly flags: number;
}

export function encodeRemoteDomainFsthawArgs(w: XdrWriter, v: RemoteDomainFsthawArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.mountpoints, 256, (w, v) => { w.string(v, 4194304); });
  w.uint(v.flags);
}

export function decodeRemoteDomainFsthawArgs(r: XdrReader): RemoteDomainFsthawArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    mountpoints: r.array(256, 4, (r) => r.string(4194304)),
    flags: r.uint(),
  };
}

/** `remote_domain_fsthaw_ret` */
export interface RemoteDomainFsthawRet {
  readonly filesystems: number;
}

export function encodeRemoteDomainFsthawRet(w: XdrWriter, v: RemoteDomainFsthawRet): void {
  w.int(v.filesystems);
}

export function decodeRemoteDomainFsthawRet(r: XdrReader): RemoteDomainFsthawRet {
  return {
    filesystems: r.int(),
  };
}

/** `remote_domain_get_fsinfo_args` */
export interface RemoteDomainGetFsinfoArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetFsinfoArgs(w: XdrWriter, v: RemoteDomainGetFsinfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetFsinfoArgs(r: XdrReader): RemoteDomainGetFsinfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_fsinfo_ret` */
export interface RemoteDomainGetFsinfoRet {
  readonly info: readonly RemoteDomainFsinfo[];
  readonly ret: number;
}

export function encodeRemoteDomainGetFsinfoRet(w: XdrWriter, v: RemoteDomainGetFsinfoRet): void {
  w.array(v.info, 256, encodeRemoteDomainFsinfo);
  w.uint(v.ret);
}

export function decodeRemoteDomainGetFsinfoRet(r: XdrReader): RemoteDomainGetFsinfoRet {
  return {
    info: r.array(256, 16, decodeRemoteDomainFsinfo),
    ret: r.uint(),
  };
}

/** `remote_domain_interface_addresses_args` */
export interface RemoteDomainInterfaceAddressesArgs {
  readonly dom: RemoteNonnullDomain;
  readonly source: number;
  readonly flags: number;
}

export function encodeRemoteDomainInterfaceAddressesArgs(w: XdrWriter, v: RemoteDomainInterfaceAddressesArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.source);
  w.uint(v.flags);
}

export function decodeRemoteDomainInterfaceAddressesArgs(r: XdrReader): RemoteDomainInterfaceAddressesArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    source: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_interface_addresses_ret` */
export interface RemoteDomainInterfaceAddressesRet {
  readonly ifaces: readonly RemoteDomainInterface[];
}

export function encodeRemoteDomainInterfaceAddressesRet(w: XdrWriter, v: RemoteDomainInterfaceAddressesRet): void {
  w.array(v.ifaces, 2048, encodeRemoteDomainInterface);
}

export function decodeRemoteDomainInterfaceAddressesRet(r: XdrReader): RemoteDomainInterfaceAddressesRet {
  return {
    ifaces: r.array(2048, 12, decodeRemoteDomainInterface),
  };
}

/** `remote_domain_set_user_password_args` */
export interface RemoteDomainSetUserPasswordArgs {
  readonly dom: RemoteNonnullDomain;
  readonly user: string | null;
  readonly password: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainSetUserPasswordArgs(w: XdrWriter, v: RemoteDomainSetUserPasswordArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.user === null) w.uint(0); else { w.uint(1); w.string(v.user, 4194304); }
  if (v.password === null) w.uint(0); else { w.uint(1); w.string(v.password, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainSetUserPasswordArgs(r: XdrReader): RemoteDomainSetUserPasswordArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    user: r.bool() ? r.string(4194304) : null,
    password: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_rename_args` */
export interface RemoteDomainRenameArgs {
  readonly dom: RemoteNonnullDomain;
  readonly new_name: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainRenameArgs(w: XdrWriter, v: RemoteDomainRenameArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  if (v.new_name === null) w.uint(0); else { w.uint(1); w.string(v.new_name, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainRenameArgs(r: XdrReader): RemoteDomainRenameArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    new_name: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_rename_ret` */
export interface RemoteDomainRenameRet {
  readonly retcode: number;
}

export function encodeRemoteDomainRenameRet(w: XdrWriter, v: RemoteDomainRenameRet): void {
  w.int(v.retcode);
}

export function decodeRemoteDomainRenameRet(r: XdrReader): RemoteDomainRenameRet {
  return {
    retcode: r.int(),
  };
}

/** `remote_domain_migrate_start_post_copy_args` */
export interface RemoteDomainMigrateStartPostCopyArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainMigrateStartPostCopyArgs(w: XdrWriter, v: RemoteDomainMigrateStartPostCopyArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainMigrateStartPostCopyArgs(r: XdrReader): RemoteDomainMigrateStartPostCopyArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_guest_vcpus_args` */
export interface RemoteDomainGetGuestVcpusArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetGuestVcpusArgs(w: XdrWriter, v: RemoteDomainGetGuestVcpusArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetGuestVcpusArgs(r: XdrReader): RemoteDomainGetGuestVcpusArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_guest_vcpus_ret` */
export interface RemoteDomainGetGuestVcpusRet {
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainGetGuestVcpusRet(w: XdrWriter, v: RemoteDomainGetGuestVcpusRet): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
}

export function decodeRemoteDomainGetGuestVcpusRet(r: XdrReader): RemoteDomainGetGuestVcpusRet {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_set_guest_vcpus_args` */
export interface RemoteDomainSetGuestVcpusArgs {
  readonly dom: RemoteNonnullDomain;
  readonly cpumap: string;
  readonly state: number;
  readonly flags: number;
}

export function encodeRemoteDomainSetGuestVcpusArgs(w: XdrWriter, v: RemoteDomainSetGuestVcpusArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.cpumap, 4194304);
  w.int(v.state);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetGuestVcpusArgs(r: XdrReader): RemoteDomainSetGuestVcpusArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cpumap: r.string(4194304),
    state: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_set_vcpu_args` */
export interface RemoteDomainSetVcpuArgs {
  readonly dom: RemoteNonnullDomain;
  readonly cpumap: string;
  readonly state: number;
  readonly flags: number;
}

export function encodeRemoteDomainSetVcpuArgs(w: XdrWriter, v: RemoteDomainSetVcpuArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.cpumap, 4194304);
  w.int(v.state);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetVcpuArgs(r: XdrReader): RemoteDomainSetVcpuArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    cpumap: r.string(4194304),
    state: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_set_block_threshold_args` */
export interface RemoteDomainSetBlockThresholdArgs {
  readonly dom: RemoteNonnullDomain;
  readonly dev: string;
  readonly threshold: bigint;
  readonly flags: number;
}

export function encodeRemoteDomainSetBlockThresholdArgs(w: XdrWriter, v: RemoteDomainSetBlockThresholdArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.dev, 4194304);
  w.uhyper(v.threshold);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetBlockThresholdArgs(r: XdrReader): RemoteDomainSetBlockThresholdArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    dev: r.string(4194304),
    threshold: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_domain_set_lifecycle_action_args` */
export interface RemoteDomainSetLifecycleActionArgs {
  readonly dom: RemoteNonnullDomain;
  readonly type: number;
  readonly action: number;
  readonly flags: number;
}

export function encodeRemoteDomainSetLifecycleActionArgs(w: XdrWriter, v: RemoteDomainSetLifecycleActionArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.type);
  w.uint(v.action);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetLifecycleActionArgs(r: XdrReader): RemoteDomainSetLifecycleActionArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    type: r.uint(),
    action: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_launch_security_info_args` */
export interface RemoteDomainGetLaunchSecurityInfoArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetLaunchSecurityInfoArgs(w: XdrWriter, v: RemoteDomainGetLaunchSecurityInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetLaunchSecurityInfoArgs(r: XdrReader): RemoteDomainGetLaunchSecurityInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_launch_security_info_ret` */
export interface RemoteDomainGetLaunchSecurityInfoRet {
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainGetLaunchSecurityInfoRet(w: XdrWriter, v: RemoteDomainGetLaunchSecurityInfoRet): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
}

export function decodeRemoteDomainGetLaunchSecurityInfoRet(r: XdrReader): RemoteDomainGetLaunchSecurityInfoRet {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_set_launch_security_state_args` */
export interface RemoteDomainSetLaunchSecurityStateArgs {
  readonly dom: RemoteNonnullDomain;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteDomainSetLaunchSecurityStateArgs(w: XdrWriter, v: RemoteDomainSetLaunchSecurityStateArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteDomainSetLaunchSecurityStateArgs(r: XdrReader): RemoteDomainSetLaunchSecurityStateArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    params: r.array(64, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_domain_checkpoint_create_xml_args` */
export interface RemoteDomainCheckpointCreateXmlArgs {
  readonly dom: RemoteNonnullDomain;
  readonly xml_desc: string;
  readonly flags: number;
}

export function encodeRemoteDomainCheckpointCreateXmlArgs(w: XdrWriter, v: RemoteDomainCheckpointCreateXmlArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.xml_desc, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainCheckpointCreateXmlArgs(r: XdrReader): RemoteDomainCheckpointCreateXmlArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    xml_desc: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_checkpoint_create_xml_ret` */
export interface RemoteDomainCheckpointCreateXmlRet {
  readonly checkpoint: RemoteNonnullDomainCheckpoint;
}

export function encodeRemoteDomainCheckpointCreateXmlRet(w: XdrWriter, v: RemoteDomainCheckpointCreateXmlRet): void {
  encodeRemoteNonnullDomainCheckpoint(w, v.checkpoint);
}

export function decodeRemoteDomainCheckpointCreateXmlRet(r: XdrReader): RemoteDomainCheckpointCreateXmlRet {
  return {
    checkpoint: decodeRemoteNonnullDomainCheckpoint(r),
  };
}

/** `remote_domain_checkpoint_get_xml_desc_args` */
export interface RemoteDomainCheckpointGetXmlDescArgs {
  readonly checkpoint: RemoteNonnullDomainCheckpoint;
  readonly flags: number;
}

export function encodeRemoteDomainCheckpointGetXmlDescArgs(w: XdrWriter, v: RemoteDomainCheckpointGetXmlDescArgs): void {
  encodeRemoteNonnullDomainCheckpoint(w, v.checkpoint);
  w.uint(v.flags);
}

export function decodeRemoteDomainCheckpointGetXmlDescArgs(r: XdrReader): RemoteDomainCheckpointGetXmlDescArgs {
  return {
    checkpoint: decodeRemoteNonnullDomainCheckpoint(r),
    flags: r.uint(),
  };
}

/** `remote_domain_checkpoint_get_xml_desc_ret` */
export interface RemoteDomainCheckpointGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteDomainCheckpointGetXmlDescRet(w: XdrWriter, v: RemoteDomainCheckpointGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainCheckpointGetXmlDescRet(r: XdrReader): RemoteDomainCheckpointGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_domain_list_all_checkpoints_args` */
export interface RemoteDomainListAllCheckpointsArgs {
  readonly dom: RemoteNonnullDomain;
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteDomainListAllCheckpointsArgs(w: XdrWriter, v: RemoteDomainListAllCheckpointsArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteDomainListAllCheckpointsArgs(r: XdrReader): RemoteDomainListAllCheckpointsArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_list_all_checkpoints_ret` */
export interface RemoteDomainListAllCheckpointsRet {
  readonly checkpoints: readonly RemoteNonnullDomainCheckpoint[];
  readonly ret: number;
}

export function encodeRemoteDomainListAllCheckpointsRet(w: XdrWriter, v: RemoteDomainListAllCheckpointsRet): void {
  w.array(v.checkpoints, 16384, encodeRemoteNonnullDomainCheckpoint);
  w.int(v.ret);
}

export function decodeRemoteDomainListAllCheckpointsRet(r: XdrReader): RemoteDomainListAllCheckpointsRet {
  return {
    checkpoints: r.array(16384, 28, decodeRemoteNonnullDomainCheckpoint),
    ret: r.int(),
  };
}

/** `remote_domain_checkpoint_list_all_children_args` */
export interface RemoteDomainCheckpointListAllChildrenArgs {
  readonly checkpoint: RemoteNonnullDomainCheckpoint;
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteDomainCheckpointListAllChildrenArgs(w: XdrWriter, v: RemoteDomainCheckpointListAllChildrenArgs): void {
  encodeRemoteNonnullDomainCheckpoint(w, v.checkpoint);
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteDomainCheckpointListAllChildrenArgs(r: XdrReader): RemoteDomainCheckpointListAllChildrenArgs {
  return {
    checkpoint: decodeRemoteNonnullDomainCheckpoint(r),
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_checkpoint_list_all_children_ret` */
export interface RemoteDomainCheckpointListAllChildrenRet {
  readonly checkpoints: readonly RemoteNonnullDomainCheckpoint[];
  readonly ret: number;
}

export function encodeRemoteDomainCheckpointListAllChildrenRet(w: XdrWriter, v: RemoteDomainCheckpointListAllChildrenRet): void {
  w.array(v.checkpoints, 16384, encodeRemoteNonnullDomainCheckpoint);
  w.int(v.ret);
}

export function decodeRemoteDomainCheckpointListAllChildrenRet(r: XdrReader): RemoteDomainCheckpointListAllChildrenRet {
  return {
    checkpoints: r.array(16384, 28, decodeRemoteNonnullDomainCheckpoint),
    ret: r.int(),
  };
}

/** `remote_domain_checkpoint_lookup_by_name_args` */
export interface RemoteDomainCheckpointLookupByNameArgs {
  readonly dom: RemoteNonnullDomain;
  readonly name: string;
  readonly flags: number;
}

export function encodeRemoteDomainCheckpointLookupByNameArgs(w: XdrWriter, v: RemoteDomainCheckpointLookupByNameArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.name, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainCheckpointLookupByNameArgs(r: XdrReader): RemoteDomainCheckpointLookupByNameArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    name: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_checkpoint_lookup_by_name_ret` */
export interface RemoteDomainCheckpointLookupByNameRet {
  readonly checkpoint: RemoteNonnullDomainCheckpoint;
}

export function encodeRemoteDomainCheckpointLookupByNameRet(w: XdrWriter, v: RemoteDomainCheckpointLookupByNameRet): void {
  encodeRemoteNonnullDomainCheckpoint(w, v.checkpoint);
}

export function decodeRemoteDomainCheckpointLookupByNameRet(r: XdrReader): RemoteDomainCheckpointLookupByNameRet {
  return {
    checkpoint: decodeRemoteNonnullDomainCheckpoint(r),
  };
}

/** `remote_domain_checkpoint_get_parent_args` */
export interface RemoteDomainCheckpointGetParentArgs {
  readonly checkpoint: RemoteNonnullDomainCheckpoint;
  readonly flags: number;
}

export function encodeRemoteDomainCheckpointGetParentArgs(w: XdrWriter, v: RemoteDomainCheckpointGetParentArgs): void {
  encodeRemoteNonnullDomainCheckpoint(w, v.checkpoint);
  w.uint(v.flags);
}

export function decodeRemoteDomainCheckpointGetParentArgs(r: XdrReader): RemoteDomainCheckpointGetParentArgs {
  return {
    checkpoint: decodeRemoteNonnullDomainCheckpoint(r),
    flags: r.uint(),
  };
}

/** `remote_domain_checkpoint_get_parent_ret` */
export interface RemoteDomainCheckpointGetParentRet {
  readonly parent: RemoteNonnullDomainCheckpoint;
}

export function encodeRemoteDomainCheckpointGetParentRet(w: XdrWriter, v: RemoteDomainCheckpointGetParentRet): void {
  encodeRemoteNonnullDomainCheckpoint(w, v.parent);
}

export function decodeRemoteDomainCheckpointGetParentRet(r: XdrReader): RemoteDomainCheckpointGetParentRet {
  return {
    parent: decodeRemoteNonnullDomainCheckpoint(r),
  };
}

/** `remote_domain_checkpoint_delete_args` */
export interface RemoteDomainCheckpointDeleteArgs {
  readonly checkpoint: RemoteNonnullDomainCheckpoint;
  readonly flags: number;
}

export function encodeRemoteDomainCheckpointDeleteArgs(w: XdrWriter, v: RemoteDomainCheckpointDeleteArgs): void {
  encodeRemoteNonnullDomainCheckpoint(w, v.checkpoint);
  w.uint(v.flags);
}

export function decodeRemoteDomainCheckpointDeleteArgs(r: XdrReader): RemoteDomainCheckpointDeleteArgs {
  return {
    checkpoint: decodeRemoteNonnullDomainCheckpoint(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_guest_info_args` */
export interface RemoteDomainGetGuestInfoArgs {
  readonly dom: RemoteNonnullDomain;
  readonly types: number;
  readonly flags: number;
}

export function encodeRemoteDomainGetGuestInfoArgs(w: XdrWriter, v: RemoteDomainGetGuestInfoArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.types);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetGuestInfoArgs(r: XdrReader): RemoteDomainGetGuestInfoArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    types: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_guest_info_ret` */
export interface RemoteDomainGetGuestInfoRet {
  readonly params: readonly RemoteTypedParam[];
}

export function encodeRemoteDomainGetGuestInfoRet(w: XdrWriter, v: RemoteDomainGetGuestInfoRet): void {
  w.array(v.params, 2048, encodeRemoteTypedParam);
}

export function decodeRemoteDomainGetGuestInfoRet(r: XdrReader): RemoteDomainGetGuestInfoRet {
  return {
    params: r.array(2048, 12, decodeRemoteTypedParam),
  };
}

/** `remote_domain_agent_set_response_timeout_args` */
export interface RemoteDomainAgentSetResponseTimeoutArgs {
  readonly dom: RemoteNonnullDomain;
  readonly timeout: number;
  readonly flags: number;
}

export function encodeRemoteDomainAgentSetResponseTimeoutArgs(w: XdrWriter, v: RemoteDomainAgentSetResponseTimeoutArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.timeout);
  w.uint(v.flags);
}

export function decodeRemoteDomainAgentSetResponseTimeoutArgs(r: XdrReader): RemoteDomainAgentSetResponseTimeoutArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    timeout: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_agent_set_response_timeout_ret` */
export interface RemoteDomainAgentSetResponseTimeoutRet {
  readonly result: number;
}

export function encodeRemoteDomainAgentSetResponseTimeoutRet(w: XdrWriter, v: RemoteDomainAgentSetResponseTimeoutRet): void {
  w.int(v.result);
}

export function decodeRemoteDomainAgentSetResponseTimeoutRet(r: XdrReader): RemoteDomainAgentSetResponseTimeoutRet {
  return {
    result: r.int(),
  };
}

/** `remote_domain_backup_begin_args` */
export interface RemoteDomainBackupBeginArgs {
  readonly dom: RemoteNonnullDomain;
  readonly backup_xml: string;
  readonly checkpoint_xml: string | null;
  readonly flags: number;
}

export function encodeRemoteDomainBackupBeginArgs(w: XdrWriter, v: RemoteDomainBackupBeginArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.backup_xml, 4194304);
  if (v.checkpoint_xml === null) w.uint(0); else { w.uint(1); w.string(v.checkpoint_xml, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteDomainBackupBeginArgs(r: XdrReader): RemoteDomainBackupBeginArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    backup_xml: r.string(4194304),
    checkpoint_xml: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_domain_backup_get_xml_desc_args` */
export interface RemoteDomainBackupGetXmlDescArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainBackupGetXmlDescArgs(w: XdrWriter, v: RemoteDomainBackupGetXmlDescArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainBackupGetXmlDescArgs(r: XdrReader): RemoteDomainBackupGetXmlDescArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_backup_get_xml_desc_ret` */
export interface RemoteDomainBackupGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteDomainBackupGetXmlDescRet(w: XdrWriter, v: RemoteDomainBackupGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteDomainBackupGetXmlDescRet(r: XdrReader): RemoteDomainBackupGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_domain_authorized_ssh_keys_get_args` */
export interface RemoteDomainAuthorizedSshKeysGetArgs {
  readonly dom: RemoteNonnullDomain;
  readonly user: string;
  readonly flags: number;
}

export function encodeRemoteDomainAuthorizedSshKeysGetArgs(w: XdrWriter, v: RemoteDomainAuthorizedSshKeysGetArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.user, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteDomainAuthorizedSshKeysGetArgs(r: XdrReader): RemoteDomainAuthorizedSshKeysGetArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    user: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_domain_authorized_ssh_keys_get_ret` */
export interface RemoteDomainAuthorizedSshKeysGetRet {
  readonly keys: readonly string[];
}

export function encodeRemoteDomainAuthorizedSshKeysGetRet(w: XdrWriter, v: RemoteDomainAuthorizedSshKeysGetRet): void {
  w.array(v.keys, 2048, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteDomainAuthorizedSshKeysGetRet(r: XdrReader): RemoteDomainAuthorizedSshKeysGetRet {
  return {
    keys: r.array(2048, 4, (r) => r.string(4194304)),
  };
}

/** `remote_domain_authorized_ssh_keys_set_args` */
export interface RemoteDomainAuthorizedSshKeysSetArgs {
  readonly dom: RemoteNonnullDomain;
  readonly user: string;
  readonly keys: readonly string[];
  readonly flags: number;
}

export function encodeRemoteDomainAuthorizedSshKeysSetArgs(w: XdrWriter, v: RemoteDomainAuthorizedSshKeysSetArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.string(v.user, 4194304);
  w.array(v.keys, 2048, (w, v) => { w.string(v, 4194304); });
  w.uint(v.flags);
}

export function decodeRemoteDomainAuthorizedSshKeysSetArgs(r: XdrReader): RemoteDomainAuthorizedSshKeysSetArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    user: r.string(4194304),
    keys: r.array(2048, 4, (r) => r.string(4194304)),
    flags: r.uint(),
  };
}

/** `remote_domain_get_messages_args` */
export interface RemoteDomainGetMessagesArgs {
  readonly dom: RemoteNonnullDomain;
  readonly flags: number;
}

export function encodeRemoteDomainGetMessagesArgs(w: XdrWriter, v: RemoteDomainGetMessagesArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.flags);
}

export function decodeRemoteDomainGetMessagesArgs(r: XdrReader): RemoteDomainGetMessagesArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    flags: r.uint(),
  };
}

/** `remote_domain_get_messages_ret` */
export interface RemoteDomainGetMessagesRet {
  readonly msgs: readonly string[];
}

export function encodeRemoteDomainGetMessagesRet(w: XdrWriter, v: RemoteDomainGetMessagesRet): void {
  w.array(v.msgs, 2048, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteDomainGetMessagesRet(r: XdrReader): RemoteDomainGetMessagesRet {
  return {
    msgs: r.array(2048, 4, (r) => r.string(4194304)),
  };
}

/** `remote_domain_start_dirty_rate_calc_args` */
export interface RemoteDomainStartDirtyRateCalcArgs {
  readonly dom: RemoteNonnullDomain;
  readonly seconds: number;
  readonly flags: number;
}

export function encodeRemoteDomainStartDirtyRateCalcArgs(w: XdrWriter, v: RemoteDomainStartDirtyRateCalcArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.seconds);
  w.uint(v.flags);
}

export function decodeRemoteDomainStartDirtyRateCalcArgs(r: XdrReader): RemoteDomainStartDirtyRateCalcArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    seconds: r.int(),
    flags: r.uint(),
  };
}

/** `remote_domain_graphics_reload_args` */
export interface RemoteDomainGraphicsReloadArgs {
  readonly dom: RemoteNonnullDomain;
  readonly type: number;
  readonly flags: number;
}

export function encodeRemoteDomainGraphicsReloadArgs(w: XdrWriter, v: RemoteDomainGraphicsReloadArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.uint(v.type);
  w.uint(v.flags);
}

export function decodeRemoteDomainGraphicsReloadArgs(r: XdrReader): RemoteDomainGraphicsReloadArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    type: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_domain_get_autostart_once_args` */
export interface RemoteDomainGetAutostartOnceArgs {
  readonly dom: RemoteNonnullDomain;
}

export function encodeRemoteDomainGetAutostartOnceArgs(w: XdrWriter, v: RemoteDomainGetAutostartOnceArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
}

export function decodeRemoteDomainGetAutostartOnceArgs(r: XdrReader): RemoteDomainGetAutostartOnceArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
  };
}

/** `remote_domain_get_autostart_once_ret` */
export interface RemoteDomainGetAutostartOnceRet {
  readonly autostart: number;
}

export function encodeRemoteDomainGetAutostartOnceRet(w: XdrWriter, v: RemoteDomainGetAutostartOnceRet): void {
  w.int(v.autostart);
}

export function decodeRemoteDomainGetAutostartOnceRet(r: XdrReader): RemoteDomainGetAutostartOnceRet {
  return {
    autostart: r.int(),
  };
}

/** `remote_domain_set_autostart_once_args` */
export interface RemoteDomainSetAutostartOnceArgs {
  readonly dom: RemoteNonnullDomain;
  readonly autostart: number;
}

export function encodeRemoteDomainSetAutostartOnceArgs(w: XdrWriter, v: RemoteDomainSetAutostartOnceArgs): void {
  encodeRemoteNonnullDomain(w, v.dom);
  w.int(v.autostart);
}

export function decodeRemoteDomainSetAutostartOnceArgs(r: XdrReader): RemoteDomainSetAutostartOnceArgs {
  return {
    dom: decodeRemoteNonnullDomain(r),
    autostart: r.int(),
  };
}
