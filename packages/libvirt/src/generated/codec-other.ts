// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

import type { XdrReader } from '../xdr-reader.ts';
import type { XdrWriter } from '../xdr-writer.ts';
import { decodeRemoteNodeGetCpuStats, decodeRemoteNodeGetMemoryStats, decodeRemoteNonnullInterface, decodeRemoteNonnullNodeDevice, decodeRemoteNonnullNwfilter, decodeRemoteNonnullNwfilterBinding, decodeRemoteNonnullSecret, decodeRemoteTypedParam, encodeRemoteNodeGetCpuStats, encodeRemoteNodeGetMemoryStats, encodeRemoteNonnullInterface, encodeRemoteNonnullNodeDevice, encodeRemoteNonnullNwfilter, encodeRemoteNonnullNwfilterBinding, encodeRemoteNonnullSecret, encodeRemoteTypedParam, type RemoteNodeGetCpuStats, type RemoteNodeGetMemoryStats, type RemoteNonnullInterface, type RemoteNonnullNodeDevice, type RemoteNonnullNwfilter, type RemoteNonnullNwfilterBinding, type RemoteNonnullSecret, type RemoteTypedParam } from './codec-shared.ts';

/** `remote_node_get_info_ret` */
export interface RemoteNodeGetInfoRet {
  readonly model: Uint8Array;
  readonly memory: bigint;
  readonly cpus: number;
  readonly mhz: number;
  readonly nodes: number;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

export function encodeRemoteNodeGetInfoRet(w: XdrWriter, v: RemoteNodeGetInfoRet): void {
  w.charsFixed(v.model, 32);
  w.uhyper(v.memory);
  w.int(v.cpus);
  w.int(v.mhz);
  w.int(v.nodes);
  w.int(v.sockets);
  w.int(v.cores);
  w.int(v.threads);
}

export function decodeRemoteNodeGetInfoRet(r: XdrReader): RemoteNodeGetInfoRet {
  return {
    model: r.charsFixed(32),
    memory: r.uhyper(),
    cpus: r.int(),
    mhz: r.int(),
    nodes: r.int(),
    sockets: r.int(),
    cores: r.int(),
    threads: r.int(),
  };
}

/** `remote_node_get_cpu_stats_args` */
export interface RemoteNodeGetCpuStatsArgs {
  readonly cpuNum: number;
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteNodeGetCpuStatsArgs(w: XdrWriter, v: RemoteNodeGetCpuStatsArgs): void {
  w.int(v.cpuNum);
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteNodeGetCpuStatsArgs(r: XdrReader): RemoteNodeGetCpuStatsArgs {
  return {
    cpuNum: r.int(),
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_node_get_cpu_stats_ret` */
export interface RemoteNodeGetCpuStatsRet {
  readonly params: readonly RemoteNodeGetCpuStats[];
  readonly nparams: number;
}

export function encodeRemoteNodeGetCpuStatsRet(w: XdrWriter, v: RemoteNodeGetCpuStatsRet): void {
  w.array(v.params, 16, encodeRemoteNodeGetCpuStats);
  w.int(v.nparams);
}

export function decodeRemoteNodeGetCpuStatsRet(r: XdrReader): RemoteNodeGetCpuStatsRet {
  return {
    params: r.array(16, 12, decodeRemoteNodeGetCpuStats),
    nparams: r.int(),
  };
}

/** `remote_node_get_memory_stats_args` */
export interface RemoteNodeGetMemoryStatsArgs {
  readonly nparams: number;
  readonly cellNum: number;
  readonly flags: number;
}

export function encodeRemoteNodeGetMemoryStatsArgs(w: XdrWriter, v: RemoteNodeGetMemoryStatsArgs): void {
  w.int(v.nparams);
  w.int(v.cellNum);
  w.uint(v.flags);
}

export function decodeRemoteNodeGetMemoryStatsArgs(r: XdrReader): RemoteNodeGetMemoryStatsArgs {
  return {
    nparams: r.int(),
    cellNum: r.int(),
    flags: r.uint(),
  };
}

/** `remote_node_get_memory_stats_ret` */
export interface RemoteNodeGetMemoryStatsRet {
  readonly params: readonly RemoteNodeGetMemoryStats[];
  readonly nparams: number;
}

export function encodeRemoteNodeGetMemoryStatsRet(w: XdrWriter, v: RemoteNodeGetMemoryStatsRet): void {
  w.array(v.params, 16, encodeRemoteNodeGetMemoryStats);
  w.int(v.nparams);
}

export function decodeRemoteNodeGetMemoryStatsRet(r: XdrReader): RemoteNodeGetMemoryStatsRet {
  return {
    params: r.array(16, 12, decodeRemoteNodeGetMemoryStats),
    nparams: r.int(),
  };
}

/** `remote_node_get_cells_free_memory_args` */
export interface RemoteNodeGetCellsFreeMemoryArgs {
  readonly startCell: number;
  readonly maxcells: number;
}

export function encodeRemoteNodeGetCellsFreeMemoryArgs(w: XdrWriter, v: RemoteNodeGetCellsFreeMemoryArgs): void {
  w.int(v.startCell);
  w.int(v.maxcells);
}

export function decodeRemoteNodeGetCellsFreeMemoryArgs(r: XdrReader): RemoteNodeGetCellsFreeMemoryArgs {
  return {
    startCell: r.int(),
    maxcells: r.int(),
  };
}

/** `remote_node_get_cells_free_memory_ret` */
export interface RemoteNodeGetCellsFreeMemoryRet {
  readonly cells: readonly bigint[];
}

export function encodeRemoteNodeGetCellsFreeMemoryRet(w: XdrWriter, v: RemoteNodeGetCellsFreeMemoryRet): void {
  w.array(v.cells, 1024, (w, v) => { w.uhyper(v); });
}

export function decodeRemoteNodeGetCellsFreeMemoryRet(r: XdrReader): RemoteNodeGetCellsFreeMemoryRet {
  return {
    cells: r.array(1024, 8, (r) => r.uhyper()),
  };
}

/** `remote_node_get_free_memory_ret` */
export interface RemoteNodeGetFreeMemoryRet {
  readonly freeMem: bigint;
}

export function encodeRemoteNodeGetFreeMemoryRet(w: XdrWriter, v: RemoteNodeGetFreeMemoryRet): void {
  w.uhyper(v.freeMem);
}

export function decodeRemoteNodeGetFreeMemoryRet(r: XdrReader): RemoteNodeGetFreeMemoryRet {
  return {
    freeMem: r.uhyper(),
  };
}

/** `remote_node_get_security_model_ret` */
export interface RemoteNodeGetSecurityModelRet {
  readonly model: Uint8Array;
  readonly doi: Uint8Array;
}

export function encodeRemoteNodeGetSecurityModelRet(w: XdrWriter, v: RemoteNodeGetSecurityModelRet): void {
  w.chars(v.model, 257);
  w.chars(v.doi, 257);
}

export function decodeRemoteNodeGetSecurityModelRet(r: XdrReader): RemoteNodeGetSecurityModelRet {
  return {
    model: r.chars(257),
    doi: r.chars(257),
  };
}

/** `remote_nwfilter_lookup_by_uuid_args` */
export interface RemoteNwfilterLookupByUuidArgs {
  readonly uuid: string;
}

export function encodeRemoteNwfilterLookupByUuidArgs(w: XdrWriter, v: RemoteNwfilterLookupByUuidArgs): void {
  w.uuid(v.uuid);
}

export function decodeRemoteNwfilterLookupByUuidArgs(r: XdrReader): RemoteNwfilterLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

/** `remote_nwfilter_lookup_by_uuid_ret` */
export interface RemoteNwfilterLookupByUuidRet {
  readonly nwfilter: RemoteNonnullNwfilter;
}

export function encodeRemoteNwfilterLookupByUuidRet(w: XdrWriter, v: RemoteNwfilterLookupByUuidRet): void {
  encodeRemoteNonnullNwfilter(w, v.nwfilter);
}

export function decodeRemoteNwfilterLookupByUuidRet(r: XdrReader): RemoteNwfilterLookupByUuidRet {
  return {
    nwfilter: decodeRemoteNonnullNwfilter(r),
  };
}

/** `remote_nwfilter_lookup_by_name_args` */
export interface RemoteNwfilterLookupByNameArgs {
  readonly name: string;
}

export function encodeRemoteNwfilterLookupByNameArgs(w: XdrWriter, v: RemoteNwfilterLookupByNameArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNwfilterLookupByNameArgs(r: XdrReader): RemoteNwfilterLookupByNameArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_nwfilter_lookup_by_name_ret` */
export interface RemoteNwfilterLookupByNameRet {
  readonly nwfilter: RemoteNonnullNwfilter;
}

export function encodeRemoteNwfilterLookupByNameRet(w: XdrWriter, v: RemoteNwfilterLookupByNameRet): void {
  encodeRemoteNonnullNwfilter(w, v.nwfilter);
}

export function decodeRemoteNwfilterLookupByNameRet(r: XdrReader): RemoteNwfilterLookupByNameRet {
  return {
    nwfilter: decodeRemoteNonnullNwfilter(r),
  };
}

/** `remote_nwfilter_define_xml_args` */
export interface RemoteNwfilterDefineXmlArgs {
  readonly xml: string;
}

export function encodeRemoteNwfilterDefineXmlArgs(w: XdrWriter, v: RemoteNwfilterDefineXmlArgs): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteNwfilterDefineXmlArgs(r: XdrReader): RemoteNwfilterDefineXmlArgs {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_nwfilter_define_xml_ret` */
export interface RemoteNwfilterDefineXmlRet {
  readonly nwfilter: RemoteNonnullNwfilter;
}

export function encodeRemoteNwfilterDefineXmlRet(w: XdrWriter, v: RemoteNwfilterDefineXmlRet): void {
  encodeRemoteNonnullNwfilter(w, v.nwfilter);
}

export function decodeRemoteNwfilterDefineXmlRet(r: XdrReader): RemoteNwfilterDefineXmlRet {
  return {
    nwfilter: decodeRemoteNonnullNwfilter(r),
  };
}

/** `remote_nwfilter_define_xml_flags_args` */
export interface RemoteNwfilterDefineXmlFlagsArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteNwfilterDefineXmlFlagsArgs(w: XdrWriter, v: RemoteNwfilterDefineXmlFlagsArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNwfilterDefineXmlFlagsArgs(r: XdrReader): RemoteNwfilterDefineXmlFlagsArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_nwfilter_define_xml_flags_ret` */
export interface RemoteNwfilterDefineXmlFlagsRet {
  readonly nwfilter: RemoteNonnullNwfilter;
}

export function encodeRemoteNwfilterDefineXmlFlagsRet(w: XdrWriter, v: RemoteNwfilterDefineXmlFlagsRet): void {
  encodeRemoteNonnullNwfilter(w, v.nwfilter);
}

export function decodeRemoteNwfilterDefineXmlFlagsRet(r: XdrReader): RemoteNwfilterDefineXmlFlagsRet {
  return {
    nwfilter: decodeRemoteNonnullNwfilter(r),
  };
}

/** `remote_nwfilter_undefine_args` */
export interface RemoteNwfilterUndefineArgs {
  readonly nwfilter: RemoteNonnullNwfilter;
}

export function encodeRemoteNwfilterUndefineArgs(w: XdrWriter, v: RemoteNwfilterUndefineArgs): void {
  encodeRemoteNonnullNwfilter(w, v.nwfilter);
}

export function decodeRemoteNwfilterUndefineArgs(r: XdrReader): RemoteNwfilterUndefineArgs {
  return {
    nwfilter: decodeRemoteNonnullNwfilter(r),
  };
}

/** `remote_nwfilter_get_xml_desc_args` */
export interface RemoteNwfilterGetXmlDescArgs {
  readonly nwfilter: RemoteNonnullNwfilter;
  readonly flags: number;
}

export function encodeRemoteNwfilterGetXmlDescArgs(w: XdrWriter, v: RemoteNwfilterGetXmlDescArgs): void {
  encodeRemoteNonnullNwfilter(w, v.nwfilter);
  w.uint(v.flags);
}

export function decodeRemoteNwfilterGetXmlDescArgs(r: XdrReader): RemoteNwfilterGetXmlDescArgs {
  return {
    nwfilter: decodeRemoteNonnullNwfilter(r),
    flags: r.uint(),
  };
}

/** `remote_nwfilter_get_xml_desc_ret` */
export interface RemoteNwfilterGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteNwfilterGetXmlDescRet(w: XdrWriter, v: RemoteNwfilterGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteNwfilterGetXmlDescRet(r: XdrReader): RemoteNwfilterGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_interface_lookup_by_name_args` */
export interface RemoteInterfaceLookupByNameArgs {
  readonly name: string;
}

export function encodeRemoteInterfaceLookupByNameArgs(w: XdrWriter, v: RemoteInterfaceLookupByNameArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteInterfaceLookupByNameArgs(r: XdrReader): RemoteInterfaceLookupByNameArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_interface_lookup_by_name_ret` */
export interface RemoteInterfaceLookupByNameRet {
  readonly iface: RemoteNonnullInterface;
}

export function encodeRemoteInterfaceLookupByNameRet(w: XdrWriter, v: RemoteInterfaceLookupByNameRet): void {
  encodeRemoteNonnullInterface(w, v.iface);
}

export function decodeRemoteInterfaceLookupByNameRet(r: XdrReader): RemoteInterfaceLookupByNameRet {
  return {
    iface: decodeRemoteNonnullInterface(r),
  };
}

/** `remote_interface_lookup_by_mac_string_args` */
export interface RemoteInterfaceLookupByMacStringArgs {
  readonly mac: string;
}

export function encodeRemoteInterfaceLookupByMacStringArgs(w: XdrWriter, v: RemoteInterfaceLookupByMacStringArgs): void {
  w.string(v.mac, 4194304);
}

export function decodeRemoteInterfaceLookupByMacStringArgs(r: XdrReader): RemoteInterfaceLookupByMacStringArgs {
  return {
    mac: r.string(4194304),
  };
}

/** `remote_interface_lookup_by_mac_string_ret` */
export interface RemoteInterfaceLookupByMacStringRet {
  readonly iface: RemoteNonnullInterface;
}

export function encodeRemoteInterfaceLookupByMacStringRet(w: XdrWriter, v: RemoteInterfaceLookupByMacStringRet): void {
  encodeRemoteNonnullInterface(w, v.iface);
}

export function decodeRemoteInterfaceLookupByMacStringRet(r: XdrReader): RemoteInterfaceLookupByMacStringRet {
  return {
    iface: decodeRemoteNonnullInterface(r),
  };
}

/** `remote_interface_get_xml_desc_args` */
export interface RemoteInterfaceGetXmlDescArgs {
  readonly iface: RemoteNonnullInterface;
  readonly flags: number;
}

export function encodeRemoteInterfaceGetXmlDescArgs(w: XdrWriter, v: RemoteInterfaceGetXmlDescArgs): void {
  encodeRemoteNonnullInterface(w, v.iface);
  w.uint(v.flags);
}

export function decodeRemoteInterfaceGetXmlDescArgs(r: XdrReader): RemoteInterfaceGetXmlDescArgs {
  return {
    iface: decodeRemoteNonnullInterface(r),
    flags: r.uint(),
  };
}

/** `remote_interface_get_xml_desc_ret` */
export interface RemoteInterfaceGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteInterfaceGetXmlDescRet(w: XdrWriter, v: RemoteInterfaceGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteInterfaceGetXmlDescRet(r: XdrReader): RemoteInterfaceGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_interface_define_xml_args` */
export interface RemoteInterfaceDefineXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteInterfaceDefineXmlArgs(w: XdrWriter, v: RemoteInterfaceDefineXmlArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteInterfaceDefineXmlArgs(r: XdrReader): RemoteInterfaceDefineXmlArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_interface_define_xml_ret` */
export interface RemoteInterfaceDefineXmlRet {
  readonly iface: RemoteNonnullInterface;
}

export function encodeRemoteInterfaceDefineXmlRet(w: XdrWriter, v: RemoteInterfaceDefineXmlRet): void {
  encodeRemoteNonnullInterface(w, v.iface);
}

export function decodeRemoteInterfaceDefineXmlRet(r: XdrReader): RemoteInterfaceDefineXmlRet {
  return {
    iface: decodeRemoteNonnullInterface(r),
  };
}

/** `remote_interface_undefine_args` */
export interface RemoteInterfaceUndefineArgs {
  readonly iface: RemoteNonnullInterface;
}

export function encodeRemoteInterfaceUndefineArgs(w: XdrWriter, v: RemoteInterfaceUndefineArgs): void {
  encodeRemoteNonnullInterface(w, v.iface);
}

export function decodeRemoteInterfaceUndefineArgs(r: XdrReader): RemoteInterfaceUndefineArgs {
  return {
    iface: decodeRemoteNonnullInterface(r),
  };
}

/** `remote_interface_create_args` */
export interface RemoteInterfaceCreateArgs {
  readonly iface: RemoteNonnullInterface;
  readonly flags: number;
}

export function encodeRemoteInterfaceCreateArgs(w: XdrWriter, v: RemoteInterfaceCreateArgs): void {
  encodeRemoteNonnullInterface(w, v.iface);
  w.uint(v.flags);
}

export function decodeRemoteInterfaceCreateArgs(r: XdrReader): RemoteInterfaceCreateArgs {
  return {
    iface: decodeRemoteNonnullInterface(r),
    flags: r.uint(),
  };
}

/** `remote_interface_destroy_args` */
export interface RemoteInterfaceDestroyArgs {
  readonly iface: RemoteNonnullInterface;
  readonly flags: number;
}

export function encodeRemoteInterfaceDestroyArgs(w: XdrWriter, v: RemoteInterfaceDestroyArgs): void {
  encodeRemoteNonnullInterface(w, v.iface);
  w.uint(v.flags);
}

export function decodeRemoteInterfaceDestroyArgs(r: XdrReader): RemoteInterfaceDestroyArgs {
  return {
    iface: decodeRemoteNonnullInterface(r),
    flags: r.uint(),
  };
}

/** `remote_interface_change_begin_args` */
export interface RemoteInterfaceChangeBeginArgs {
  readonly flags: number;
}

export function encodeRemoteInterfaceChangeBeginArgs(w: XdrWriter, v: RemoteInterfaceChangeBeginArgs): void {
  w.uint(v.flags);
}

export function decodeRemoteInterfaceChangeBeginArgs(r: XdrReader): RemoteInterfaceChangeBeginArgs {
  return {
    flags: r.uint(),
  };
}

/** `remote_interface_change_commit_args` */
export interface RemoteInterfaceChangeCommitArgs {
  readonly flags: number;
}

export function encodeRemoteInterfaceChangeCommitArgs(w: XdrWriter, v: RemoteInterfaceChangeCommitArgs): void {
  w.uint(v.flags);
}

export function decodeRemoteInterfaceChangeCommitArgs(r: XdrReader): RemoteInterfaceChangeCommitArgs {
  return {
    flags: r.uint(),
  };
}

/** `remote_interface_change_rollback_args` */
export interface RemoteInterfaceChangeRollbackArgs {
  readonly flags: number;
}

export function encodeRemoteInterfaceChangeRollbackArgs(w: XdrWriter, v: RemoteInterfaceChangeRollbackArgs): void {
  w.uint(v.flags);
}

export function decodeRemoteInterfaceChangeRollbackArgs(r: XdrReader): RemoteInterfaceChangeRollbackArgs {
  return {
    flags: r.uint(),
  };
}

/** `remote_node_num_of_devices_args` */
export interface RemoteNodeNumOfDevicesArgs {
  readonly cap: string | null;
  readonly flags: number;
}

export function encodeRemoteNodeNumOfDevicesArgs(w: XdrWriter, v: RemoteNodeNumOfDevicesArgs): void {
  if (v.cap === null) w.uint(0); else { w.uint(1); w.string(v.cap, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteNodeNumOfDevicesArgs(r: XdrReader): RemoteNodeNumOfDevicesArgs {
  return {
    cap: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_node_num_of_devices_ret` */
export interface RemoteNodeNumOfDevicesRet {
  readonly num: number;
}

export function encodeRemoteNodeNumOfDevicesRet(w: XdrWriter, v: RemoteNodeNumOfDevicesRet): void {
  w.int(v.num);
}

export function decodeRemoteNodeNumOfDevicesRet(r: XdrReader): RemoteNodeNumOfDevicesRet {
  return {
    num: r.int(),
  };
}

/** `remote_node_list_devices_args` */
export interface RemoteNodeListDevicesArgs {
  readonly cap: string | null;
  readonly maxnames: number;
  readonly flags: number;
}

export function encodeRemoteNodeListDevicesArgs(w: XdrWriter, v: RemoteNodeListDevicesArgs): void {
  if (v.cap === null) w.uint(0); else { w.uint(1); w.string(v.cap, 4194304); }
  w.int(v.maxnames);
  w.uint(v.flags);
}

export function decodeRemoteNodeListDevicesArgs(r: XdrReader): RemoteNodeListDevicesArgs {
  return {
    cap: r.bool() ? r.string(4194304) : null,
    maxnames: r.int(),
    flags: r.uint(),
  };
}

/** `remote_node_list_devices_ret` */
export interface RemoteNodeListDevicesRet {
  readonly names: readonly string[];
}

export function encodeRemoteNodeListDevicesRet(w: XdrWriter, v: RemoteNodeListDevicesRet): void {
  w.array(v.names, 65536, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteNodeListDevicesRet(r: XdrReader): RemoteNodeListDevicesRet {
  return {
    names: r.array(65536, 4, (r) => r.string(4194304)),
  };
}

/** `remote_node_device_lookup_by_name_args` */
export interface RemoteNodeDeviceLookupByNameArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceLookupByNameArgs(w: XdrWriter, v: RemoteNodeDeviceLookupByNameArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceLookupByNameArgs(r: XdrReader): RemoteNodeDeviceLookupByNameArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_lookup_by_name_ret` */
export interface RemoteNodeDeviceLookupByNameRet {
  readonly dev: RemoteNonnullNodeDevice;
}

export function encodeRemoteNodeDeviceLookupByNameRet(w: XdrWriter, v: RemoteNodeDeviceLookupByNameRet): void {
  encodeRemoteNonnullNodeDevice(w, v.dev);
}

export function decodeRemoteNodeDeviceLookupByNameRet(r: XdrReader): RemoteNodeDeviceLookupByNameRet {
  return {
    dev: decodeRemoteNonnullNodeDevice(r),
  };
}

/** `remote_node_device_lookup_scsi_host_by_wwn_args` */
export interface RemoteNodeDeviceLookupScsiHostByWwnArgs {
  readonly wwnn: string;
  readonly wwpn: string;
  readonly flags: number;
}

export function encodeRemoteNodeDeviceLookupScsiHostByWwnArgs(w: XdrWriter, v: RemoteNodeDeviceLookupScsiHostByWwnArgs): void {
  w.string(v.wwnn, 4194304);
  w.string(v.wwpn, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNodeDeviceLookupScsiHostByWwnArgs(r: XdrReader): RemoteNodeDeviceLookupScsiHostByWwnArgs {
  return {
    wwnn: r.string(4194304),
    wwpn: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_node_device_lookup_scsi_host_by_wwn_ret` */
export interface RemoteNodeDeviceLookupScsiHostByWwnRet {
  readonly dev: RemoteNonnullNodeDevice;
}

export function encodeRemoteNodeDeviceLookupScsiHostByWwnRet(w: XdrWriter, v: RemoteNodeDeviceLookupScsiHostByWwnRet): void {
  encodeRemoteNonnullNodeDevice(w, v.dev);
}

export function decodeRemoteNodeDeviceLookupScsiHostByWwnRet(r: XdrReader): RemoteNodeDeviceLookupScsiHostByWwnRet {
  return {
    dev: decodeRemoteNonnullNodeDevice(r),
  };
}

/** `remote_node_device_get_xml_desc_args` */
export interface RemoteNodeDeviceGetXmlDescArgs {
  readonly name: string;
  readonly flags: number;
}

export function encodeRemoteNodeDeviceGetXmlDescArgs(w: XdrWriter, v: RemoteNodeDeviceGetXmlDescArgs): void {
  w.string(v.name, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNodeDeviceGetXmlDescArgs(r: XdrReader): RemoteNodeDeviceGetXmlDescArgs {
  return {
    name: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_node_device_get_xml_desc_ret` */
export interface RemoteNodeDeviceGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteNodeDeviceGetXmlDescRet(w: XdrWriter, v: RemoteNodeDeviceGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteNodeDeviceGetXmlDescRet(r: XdrReader): RemoteNodeDeviceGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_node_device_get_parent_args` */
export interface RemoteNodeDeviceGetParentArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceGetParentArgs(w: XdrWriter, v: RemoteNodeDeviceGetParentArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceGetParentArgs(r: XdrReader): RemoteNodeDeviceGetParentArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_get_parent_ret` */
export interface RemoteNodeDeviceGetParentRet {
  readonly parentName: string | null;
}

export function encodeRemoteNodeDeviceGetParentRet(w: XdrWriter, v: RemoteNodeDeviceGetParentRet): void {
  if (v.parentName === null) w.uint(0); else { w.uint(1); w.string(v.parentName, 4194304); }
}

export function decodeRemoteNodeDeviceGetParentRet(r: XdrReader): RemoteNodeDeviceGetParentRet {
  return {
    parentName: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_node_device_num_of_caps_args` */
export interface RemoteNodeDeviceNumOfCapsArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceNumOfCapsArgs(w: XdrWriter, v: RemoteNodeDeviceNumOfCapsArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceNumOfCapsArgs(r: XdrReader): RemoteNodeDeviceNumOfCapsArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_num_of_caps_ret` */
export interface RemoteNodeDeviceNumOfCapsRet {
  readonly num: number;
}

export function encodeRemoteNodeDeviceNumOfCapsRet(w: XdrWriter, v: RemoteNodeDeviceNumOfCapsRet): void {
  w.int(v.num);
}

export function decodeRemoteNodeDeviceNumOfCapsRet(r: XdrReader): RemoteNodeDeviceNumOfCapsRet {
  return {
    num: r.int(),
  };
}

/** `remote_node_device_list_caps_args` */
export interface RemoteNodeDeviceListCapsArgs {
  readonly name: string;
  readonly maxnames: number;
}

export function encodeRemoteNodeDeviceListCapsArgs(w: XdrWriter, v: RemoteNodeDeviceListCapsArgs): void {
  w.string(v.name, 4194304);
  w.int(v.maxnames);
}

export function decodeRemoteNodeDeviceListCapsArgs(r: XdrReader): RemoteNodeDeviceListCapsArgs {
  return {
    name: r.string(4194304),
    maxnames: r.int(),
  };
}

/** `remote_node_device_list_caps_ret` */
export interface RemoteNodeDeviceListCapsRet {
  readonly names: readonly string[];
}

export function encodeRemoteNodeDeviceListCapsRet(w: XdrWriter, v: RemoteNodeDeviceListCapsRet): void {
  w.array(v.names, 65536, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteNodeDeviceListCapsRet(r: XdrReader): RemoteNodeDeviceListCapsRet {
  return {
    names: r.array(65536, 4, (r) => r.string(4194304)),
  };
}

/** `remote_node_device_dettach_args` */
export interface RemoteNodeDeviceDettachArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceDettachArgs(w: XdrWriter, v: RemoteNodeDeviceDettachArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceDettachArgs(r: XdrReader): RemoteNodeDeviceDettachArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_detach_flags_args` */
export interface RemoteNodeDeviceDetachFlagsArgs {
  readonly name: string;
  readonly driverName: string | null;
  readonly flags: number;
}

export function encodeRemoteNodeDeviceDetachFlagsArgs(w: XdrWriter, v: RemoteNodeDeviceDetachFlagsArgs): void {
  w.string(v.name, 4194304);
  if (v.driverName === null) w.uint(0); else { w.uint(1); w.string(v.driverName, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteNodeDeviceDetachFlagsArgs(r: XdrReader): RemoteNodeDeviceDetachFlagsArgs {
  return {
    name: r.string(4194304),
    driverName: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_node_device_re_attach_args` */
export interface RemoteNodeDeviceReAttachArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceReAttachArgs(w: XdrWriter, v: RemoteNodeDeviceReAttachArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceReAttachArgs(r: XdrReader): RemoteNodeDeviceReAttachArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_reset_args` */
export interface RemoteNodeDeviceResetArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceResetArgs(w: XdrWriter, v: RemoteNodeDeviceResetArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceResetArgs(r: XdrReader): RemoteNodeDeviceResetArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_create_xml_args` */
export interface RemoteNodeDeviceCreateXmlArgs {
  readonly xml_desc: string;
  readonly flags: number;
}

export function encodeRemoteNodeDeviceCreateXmlArgs(w: XdrWriter, v: RemoteNodeDeviceCreateXmlArgs): void {
  w.string(v.xml_desc, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNodeDeviceCreateXmlArgs(r: XdrReader): RemoteNodeDeviceCreateXmlArgs {
  return {
    xml_desc: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_node_device_create_xml_ret` */
export interface RemoteNodeDeviceCreateXmlRet {
  readonly dev: RemoteNonnullNodeDevice;
}

export function encodeRemoteNodeDeviceCreateXmlRet(w: XdrWriter, v: RemoteNodeDeviceCreateXmlRet): void {
  encodeRemoteNonnullNodeDevice(w, v.dev);
}

export function decodeRemoteNodeDeviceCreateXmlRet(r: XdrReader): RemoteNodeDeviceCreateXmlRet {
  return {
    dev: decodeRemoteNonnullNodeDevice(r),
  };
}

/** `remote_node_device_destroy_args` */
export interface RemoteNodeDeviceDestroyArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceDestroyArgs(w: XdrWriter, v: RemoteNodeDeviceDestroyArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceDestroyArgs(r: XdrReader): RemoteNodeDeviceDestroyArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_define_xml_args` */
export interface RemoteNodeDeviceDefineXmlArgs {
  readonly xml_desc: string;
  readonly flags: number;
}

export function encodeRemoteNodeDeviceDefineXmlArgs(w: XdrWriter, v: RemoteNodeDeviceDefineXmlArgs): void {
  w.string(v.xml_desc, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNodeDeviceDefineXmlArgs(r: XdrReader): RemoteNodeDeviceDefineXmlArgs {
  return {
    xml_desc: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_node_device_define_xml_ret` */
export interface RemoteNodeDeviceDefineXmlRet {
  readonly dev: RemoteNonnullNodeDevice;
}

export function encodeRemoteNodeDeviceDefineXmlRet(w: XdrWriter, v: RemoteNodeDeviceDefineXmlRet): void {
  encodeRemoteNonnullNodeDevice(w, v.dev);
}

export function decodeRemoteNodeDeviceDefineXmlRet(r: XdrReader): RemoteNodeDeviceDefineXmlRet {
  return {
    dev: decodeRemoteNonnullNodeDevice(r),
  };
}

/** `remote_node_device_undefine_args` */
export interface RemoteNodeDeviceUndefineArgs {
  readonly name: string;
  readonly flags: number;
}

export function encodeRemoteNodeDeviceUndefineArgs(w: XdrWriter, v: RemoteNodeDeviceUndefineArgs): void {
  w.string(v.name, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNodeDeviceUndefineArgs(r: XdrReader): RemoteNodeDeviceUndefineArgs {
  return {
    name: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_node_device_create_args` */
export interface RemoteNodeDeviceCreateArgs {
  readonly name: string;
  readonly flags: number;
}

export function encodeRemoteNodeDeviceCreateArgs(w: XdrWriter, v: RemoteNodeDeviceCreateArgs): void {
  w.string(v.name, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNodeDeviceCreateArgs(r: XdrReader): RemoteNodeDeviceCreateArgs {
  return {
    name: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_node_device_get_autostart_args` */
export interface RemoteNodeDeviceGetAutostartArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceGetAutostartArgs(w: XdrWriter, v: RemoteNodeDeviceGetAutostartArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceGetAutostartArgs(r: XdrReader): RemoteNodeDeviceGetAutostartArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_get_autostart_ret` */
export interface RemoteNodeDeviceGetAutostartRet {
  readonly autostart: number;
}

export function encodeRemoteNodeDeviceGetAutostartRet(w: XdrWriter, v: RemoteNodeDeviceGetAutostartRet): void {
  w.int(v.autostart);
}

export function decodeRemoteNodeDeviceGetAutostartRet(r: XdrReader): RemoteNodeDeviceGetAutostartRet {
  return {
    autostart: r.int(),
  };
}

/** `remote_node_device_set_autostart_args` */
export interface RemoteNodeDeviceSetAutostartArgs {
  readonly name: string;
  readonly autostart: number;
}

export function encodeRemoteNodeDeviceSetAutostartArgs(w: XdrWriter, v: RemoteNodeDeviceSetAutostartArgs): void {
  w.string(v.name, 4194304);
  w.int(v.autostart);
}

export function decodeRemoteNodeDeviceSetAutostartArgs(r: XdrReader): RemoteNodeDeviceSetAutostartArgs {
  return {
    name: r.string(4194304),
    autostart: r.int(),
  };
}

/** `remote_node_device_is_persistent_args` */
export interface RemoteNodeDeviceIsPersistentArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceIsPersistentArgs(w: XdrWriter, v: RemoteNodeDeviceIsPersistentArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceIsPersistentArgs(r: XdrReader): RemoteNodeDeviceIsPersistentArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_is_persistent_ret` */
export interface RemoteNodeDeviceIsPersistentRet {
  readonly persistent: number;
}

export function encodeRemoteNodeDeviceIsPersistentRet(w: XdrWriter, v: RemoteNodeDeviceIsPersistentRet): void {
  w.int(v.persistent);
}

export function decodeRemoteNodeDeviceIsPersistentRet(r: XdrReader): RemoteNodeDeviceIsPersistentRet {
  return {
    persistent: r.int(),
  };
}

/** `remote_node_device_is_active_args` */
export interface RemoteNodeDeviceIsActiveArgs {
  readonly name: string;
}

export function encodeRemoteNodeDeviceIsActiveArgs(w: XdrWriter, v: RemoteNodeDeviceIsActiveArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNodeDeviceIsActiveArgs(r: XdrReader): RemoteNodeDeviceIsActiveArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_node_device_is_active_ret` */
export interface RemoteNodeDeviceIsActiveRet {
  readonly active: number;
}

export function encodeRemoteNodeDeviceIsActiveRet(w: XdrWriter, v: RemoteNodeDeviceIsActiveRet): void {
  w.int(v.active);
}

export function decodeRemoteNodeDeviceIsActiveRet(r: XdrReader): RemoteNodeDeviceIsActiveRet {
  return {
    active: r.int(),
  };
}

/** `remote_node_device_update_args` */
export interface RemoteNodeDeviceUpdateArgs {
  readonly name: string;
  readonly xml_desc: string;
  readonly flags: number;
}

export function encodeRemoteNodeDeviceUpdateArgs(w: XdrWriter, v: RemoteNodeDeviceUpdateArgs): void {
  w.string(v.name, 4194304);
  w.string(v.xml_desc, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNodeDeviceUpdateArgs(r: XdrReader): RemoteNodeDeviceUpdateArgs {
  return {
    name: r.string(4194304),
    xml_desc: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_secret_lookup_by_uuid_args` */
export interface RemoteSecretLookupByUuidArgs {
  readonly uuid: string;
}

export function encodeRemoteSecretLookupByUuidArgs(w: XdrWriter, v: RemoteSecretLookupByUuidArgs): void {
  w.uuid(v.uuid);
}

export function decodeRemoteSecretLookupByUuidArgs(r: XdrReader): RemoteSecretLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

/** `remote_secret_lookup_by_uuid_ret` */
export interface RemoteSecretLookupByUuidRet {
  readonly secret: RemoteNonnullSecret;
}

export function encodeRemoteSecretLookupByUuidRet(w: XdrWriter, v: RemoteSecretLookupByUuidRet): void {
  encodeRemoteNonnullSecret(w, v.secret);
}

export function decodeRemoteSecretLookupByUuidRet(r: XdrReader): RemoteSecretLookupByUuidRet {
  return {
    secret: decodeRemoteNonnullSecret(r),
  };
}

/** `remote_secret_define_xml_args` */
export interface RemoteSecretDefineXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteSecretDefineXmlArgs(w: XdrWriter, v: RemoteSecretDefineXmlArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteSecretDefineXmlArgs(r: XdrReader): RemoteSecretDefineXmlArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_secret_define_xml_ret` */
export interface RemoteSecretDefineXmlRet {
  readonly secret: RemoteNonnullSecret;
}

export function encodeRemoteSecretDefineXmlRet(w: XdrWriter, v: RemoteSecretDefineXmlRet): void {
  encodeRemoteNonnullSecret(w, v.secret);
}

export function decodeRemoteSecretDefineXmlRet(r: XdrReader): RemoteSecretDefineXmlRet {
  return {
    secret: decodeRemoteNonnullSecret(r),
  };
}

/** `remote_secret_get_xml_desc_args` */
export interface RemoteSecretGetXmlDescArgs {
  readonly secret: RemoteNonnullSecret;
  readonly flags: number;
}

export function encodeRemoteSecretGetXmlDescArgs(w: XdrWriter, v: RemoteSecretGetXmlDescArgs): void {
  encodeRemoteNonnullSecret(w, v.secret);
  w.uint(v.flags);
}

export function decodeRemoteSecretGetXmlDescArgs(r: XdrReader): RemoteSecretGetXmlDescArgs {
  return {
    secret: decodeRemoteNonnullSecret(r),
    flags: r.uint(),
  };
}

/** `remote_secret_get_xml_desc_ret` */
export interface RemoteSecretGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteSecretGetXmlDescRet(w: XdrWriter, v: RemoteSecretGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteSecretGetXmlDescRet(r: XdrReader): RemoteSecretGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_secret_set_value_args` */
export interface RemoteSecretSetValueArgs {
  readonly secret: RemoteNonnullSecret;
  readonly value: Uint8Array;
  readonly flags: number;
}

export function encodeRemoteSecretSetValueArgs(w: XdrWriter, v: RemoteSecretSetValueArgs): void {
  encodeRemoteNonnullSecret(w, v.secret);
  w.opaque(v.value, 65536);
  w.uint(v.flags);
}

export function decodeRemoteSecretSetValueArgs(r: XdrReader): RemoteSecretSetValueArgs {
  return {
    secret: decodeRemoteNonnullSecret(r),
    value: r.opaque(65536),
    flags: r.uint(),
  };
}

/** `remote_secret_get_value_args` */
export interface RemoteSecretGetValueArgs {
  readonly secret: RemoteNonnullSecret;
  readonly flags: number;
}

export function encodeRemoteSecretGetValueArgs(w: XdrWriter, v: RemoteSecretGetValueArgs): void {
  encodeRemoteNonnullSecret(w, v.secret);
  w.uint(v.flags);
}

export function decodeRemoteSecretGetValueArgs(r: XdrReader): RemoteSecretGetValueArgs {
  return {
    secret: decodeRemoteNonnullSecret(r),
    flags: r.uint(),
  };
}

/** `remote_secret_get_value_ret` */
export interface RemoteSecretGetValueRet {
  readonly value: Uint8Array;
}

export function encodeRemoteSecretGetValueRet(w: XdrWriter, v: RemoteSecretGetValueRet): void {
  w.opaque(v.value, 65536);
}

export function decodeRemoteSecretGetValueRet(r: XdrReader): RemoteSecretGetValueRet {
  return {
    value: r.opaque(65536),
  };
}

/** `remote_secret_undefine_args` */
export interface RemoteSecretUndefineArgs {
  readonly secret: RemoteNonnullSecret;
}

export function encodeRemoteSecretUndefineArgs(w: XdrWriter, v: RemoteSecretUndefineArgs): void {
  encodeRemoteNonnullSecret(w, v.secret);
}

export function decodeRemoteSecretUndefineArgs(r: XdrReader): RemoteSecretUndefineArgs {
  return {
    secret: decodeRemoteNonnullSecret(r),
  };
}

/** `remote_secret_lookup_by_usage_args` */
export interface RemoteSecretLookupByUsageArgs {
  readonly usageType: number;
  readonly usageID: string;
}

export function encodeRemoteSecretLookupByUsageArgs(w: XdrWriter, v: RemoteSecretLookupByUsageArgs): void {
  w.int(v.usageType);
  w.string(v.usageID, 4194304);
}

export function decodeRemoteSecretLookupByUsageArgs(r: XdrReader): RemoteSecretLookupByUsageArgs {
  return {
    usageType: r.int(),
    usageID: r.string(4194304),
  };
}

/** `remote_secret_lookup_by_usage_ret` */
export interface RemoteSecretLookupByUsageRet {
  readonly secret: RemoteNonnullSecret;
}

export function encodeRemoteSecretLookupByUsageRet(w: XdrWriter, v: RemoteSecretLookupByUsageRet): void {
  encodeRemoteNonnullSecret(w, v.secret);
}

export function decodeRemoteSecretLookupByUsageRet(r: XdrReader): RemoteSecretLookupByUsageRet {
  return {
    secret: decodeRemoteNonnullSecret(r),
  };
}

/** `remote_interface_is_active_args` */
export interface RemoteInterfaceIsActiveArgs {
  readonly iface: RemoteNonnullInterface;
}

export function encodeRemoteInterfaceIsActiveArgs(w: XdrWriter, v: RemoteInterfaceIsActiveArgs): void {
  encodeRemoteNonnullInterface(w, v.iface);
}

export function decodeRemoteInterfaceIsActiveArgs(r: XdrReader): RemoteInterfaceIsActiveArgs {
  return {
    iface: decodeRemoteNonnullInterface(r),
  };
}

/** `remote_interface_is_active_ret` */
export interface RemoteInterfaceIsActiveRet {
  readonly active: number;
}

export function encodeRemoteInterfaceIsActiveRet(w: XdrWriter, v: RemoteInterfaceIsActiveRet): void {
  w.int(v.active);
}

export function decodeRemoteInterfaceIsActiveRet(r: XdrReader): RemoteInterfaceIsActiveRet {
  return {
    active: r.int(),
  };
}

/** `remote_node_suspend_for_duration_args` */
export interface RemoteNodeSuspendForDurationArgs {
  readonly target: number;
  readonly duration: bigint;
  readonly flags: number;
}

export function encodeRemoteNodeSuspendForDurationArgs(w: XdrWriter, v: RemoteNodeSuspendForDurationArgs): void {
  w.uint(v.target);
  w.uhyper(v.duration);
  w.uint(v.flags);
}

export function decodeRemoteNodeSuspendForDurationArgs(r: XdrReader): RemoteNodeSuspendForDurationArgs {
  return {
    target: r.uint(),
    duration: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_node_set_memory_parameters_args` */
export interface RemoteNodeSetMemoryParametersArgs {
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteNodeSetMemoryParametersArgs(w: XdrWriter, v: RemoteNodeSetMemoryParametersArgs): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteNodeSetMemoryParametersArgs(r: XdrReader): RemoteNodeSetMemoryParametersArgs {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_node_get_memory_parameters_args` */
export interface RemoteNodeGetMemoryParametersArgs {
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteNodeGetMemoryParametersArgs(w: XdrWriter, v: RemoteNodeGetMemoryParametersArgs): void {
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteNodeGetMemoryParametersArgs(r: XdrReader): RemoteNodeGetMemoryParametersArgs {
  return {
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_node_get_memory_parameters_ret` */
export interface RemoteNodeGetMemoryParametersRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteNodeGetMemoryParametersRet(w: XdrWriter, v: RemoteNodeGetMemoryParametersRet): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteNodeGetMemoryParametersRet(r: XdrReader): RemoteNodeGetMemoryParametersRet {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_node_get_cpu_map_args` */
export interface RemoteNodeGetCpuMapArgs {
  readonly need_map: number;
  readonly need_online: number;
  readonly flags: number;
}

export function encodeRemoteNodeGetCpuMapArgs(w: XdrWriter, v: RemoteNodeGetCpuMapArgs): void {
  w.int(v.need_map);
  w.int(v.need_online);
  w.uint(v.flags);
}

export function decodeRemoteNodeGetCpuMapArgs(r: XdrReader): RemoteNodeGetCpuMapArgs {
  return {
    need_map: r.int(),
    need_online: r.int(),
    flags: r.uint(),
  };
}

/** `remote_node_get_cpu_map_ret` */
export interface RemoteNodeGetCpuMapRet {
  readonly cpumap: Uint8Array;
  readonly online: number;
  readonly ret: number;
}

export function encodeRemoteNodeGetCpuMapRet(w: XdrWriter, v: RemoteNodeGetCpuMapRet): void {
  w.opaque(v.cpumap, 2048);
  w.uint(v.online);
  w.int(v.ret);
}

export function decodeRemoteNodeGetCpuMapRet(r: XdrReader): RemoteNodeGetCpuMapRet {
  return {
    cpumap: r.opaque(2048),
    online: r.uint(),
    ret: r.int(),
  };
}

/** `remote_node_get_free_pages_args` */
export interface RemoteNodeGetFreePagesArgs {
  readonly pages: readonly number[];
  readonly startCell: number;
  readonly cellCount: number;
  readonly flags: number;
}

export function encodeRemoteNodeGetFreePagesArgs(w: XdrWriter, v: RemoteNodeGetFreePagesArgs): void {
  w.array(v.pages, 1024, (w, v) => { w.uint(v); });
  w.int(v.startCell);
  w.uint(v.cellCount);
  w.uint(v.flags);
}

export function decodeRemoteNodeGetFreePagesArgs(r: XdrReader): RemoteNodeGetFreePagesArgs {
  return {
    pages: r.array(1024, 4, (r) => r.uint()),
    startCell: r.int(),
    cellCount: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_node_get_free_pages_ret` */
export interface RemoteNodeGetFreePagesRet {
  readonly counts: readonly bigint[];
}

export function encodeRemoteNodeGetFreePagesRet(w: XdrWriter, v: RemoteNodeGetFreePagesRet): void {
  w.array(v.counts, 1024, (w, v) => { w.uhyper(v); });
}

export function decodeRemoteNodeGetFreePagesRet(r: XdrReader): RemoteNodeGetFreePagesRet {
  return {
    counts: r.array(1024, 8, (r) => r.uhyper()),
  };
}

/** `remote_node_alloc_pages_args` */
export interface RemoteNodeAllocPagesArgs {
  readonly pageSizes: readonly number[];
  readonly pageCounts: readonly bigint[];
  readonly startCell: number;
  readonly cellCount: number;
  readonly flags: number;
}

export function encodeRemoteNodeAllocPagesArgs(w: XdrWriter, v: RemoteNodeAllocPagesArgs): void {
  w.array(v.pageSizes, 1024, (w, v) => { w.uint(v); });
  w.array(v.pageCounts, 1024, (w, v) => { w.uhyper(v); });
  w.int(v.startCell);
  w.uint(v.cellCount);
  w.uint(v.flags);
}

export function decodeRemoteNodeAllocPagesArgs(r: XdrReader): RemoteNodeAllocPagesArgs {
  return {
    pageSizes: r.array(1024, 4, (r) => r.uint()),
    pageCounts: r.array(1024, 8, (r) => r.uhyper()),
    startCell: r.int(),
    cellCount: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_node_alloc_pages_ret` */
export interface RemoteNodeAllocPagesRet {
  readonly ret: number;
}

export function encodeRemoteNodeAllocPagesRet(w: XdrWriter, v: RemoteNodeAllocPagesRet): void {
  w.int(v.ret);
}

export function decodeRemoteNodeAllocPagesRet(r: XdrReader): RemoteNodeAllocPagesRet {
  return {
    ret: r.int(),
  };
}

/** `remote_node_get_sev_info_args` */
export interface RemoteNodeGetSevInfoArgs {
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteNodeGetSevInfoArgs(w: XdrWriter, v: RemoteNodeGetSevInfoArgs): void {
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteNodeGetSevInfoArgs(r: XdrReader): RemoteNodeGetSevInfoArgs {
  return {
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_node_get_sev_info_ret` */
export interface RemoteNodeGetSevInfoRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteNodeGetSevInfoRet(w: XdrWriter, v: RemoteNodeGetSevInfoRet): void {
  w.array(v.params, 64, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteNodeGetSevInfoRet(r: XdrReader): RemoteNodeGetSevInfoRet {
  return {
    params: r.array(64, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_nwfilter_binding_lookup_by_port_dev_args` */
export interface RemoteNwfilterBindingLookupByPortDevArgs {
  readonly name: string;
}

export function encodeRemoteNwfilterBindingLookupByPortDevArgs(w: XdrWriter, v: RemoteNwfilterBindingLookupByPortDevArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNwfilterBindingLookupByPortDevArgs(r: XdrReader): RemoteNwfilterBindingLookupByPortDevArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_nwfilter_binding_lookup_by_port_dev_ret` */
export interface RemoteNwfilterBindingLookupByPortDevRet {
  readonly nwfilter: RemoteNonnullNwfilterBinding;
}

export function encodeRemoteNwfilterBindingLookupByPortDevRet(w: XdrWriter, v: RemoteNwfilterBindingLookupByPortDevRet): void {
  encodeRemoteNonnullNwfilterBinding(w, v.nwfilter);
}

export function decodeRemoteNwfilterBindingLookupByPortDevRet(r: XdrReader): RemoteNwfilterBindingLookupByPortDevRet {
  return {
    nwfilter: decodeRemoteNonnullNwfilterBinding(r),
  };
}

/** `remote_nwfilter_binding_create_xml_args` */
export interface RemoteNwfilterBindingCreateXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteNwfilterBindingCreateXmlArgs(w: XdrWriter, v: RemoteNwfilterBindingCreateXmlArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNwfilterBindingCreateXmlArgs(r: XdrReader): RemoteNwfilterBindingCreateXmlArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_nwfilter_binding_create_xml_ret` */
export interface RemoteNwfilterBindingCreateXmlRet {
  readonly nwfilter: RemoteNonnullNwfilterBinding;
}

export function encodeRemoteNwfilterBindingCreateXmlRet(w: XdrWriter, v: RemoteNwfilterBindingCreateXmlRet): void {
  encodeRemoteNonnullNwfilterBinding(w, v.nwfilter);
}

export function decodeRemoteNwfilterBindingCreateXmlRet(r: XdrReader): RemoteNwfilterBindingCreateXmlRet {
  return {
    nwfilter: decodeRemoteNonnullNwfilterBinding(r),
  };
}

/** `remote_nwfilter_binding_delete_args` */
export interface RemoteNwfilterBindingDeleteArgs {
  readonly nwfilter: RemoteNonnullNwfilterBinding;
}

export function encodeRemoteNwfilterBindingDeleteArgs(w: XdrWriter, v: RemoteNwfilterBindingDeleteArgs): void {
  encodeRemoteNonnullNwfilterBinding(w, v.nwfilter);
}

export function decodeRemoteNwfilterBindingDeleteArgs(r: XdrReader): RemoteNwfilterBindingDeleteArgs {
  return {
    nwfilter: decodeRemoteNonnullNwfilterBinding(r),
  };
}

/** `remote_nwfilter_binding_get_xml_desc_args` */
export interface RemoteNwfilterBindingGetXmlDescArgs {
  readonly nwfilter: RemoteNonnullNwfilterBinding;
  readonly flags: number;
}

export function encodeRemoteNwfilterBindingGetXmlDescArgs(w: XdrWriter, v: RemoteNwfilterBindingGetXmlDescArgs): void {
  encodeRemoteNonnullNwfilterBinding(w, v.nwfilter);
  w.uint(v.flags);
}

export function decodeRemoteNwfilterBindingGetXmlDescArgs(r: XdrReader): RemoteNwfilterBindingGetXmlDescArgs {
  return {
    nwfilter: decodeRemoteNonnullNwfilterBinding(r),
    flags: r.uint(),
  };
}

/** `remote_nwfilter_binding_get_xml_desc_ret` */
export interface RemoteNwfilterBindingGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteNwfilterBindingGetXmlDescRet(w: XdrWriter, v: RemoteNwfilterBindingGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteNwfilterBindingGetXmlDescRet(r: XdrReader): RemoteNwfilterBindingGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}
