// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

import type { XdrReader } from '../xdr-reader.ts';
import type { XdrWriter } from '../xdr-writer.ts';
import { decodeRemoteNetworkDhcpLease, decodeRemoteNonnullNetwork, decodeRemoteNonnullNetworkPort, decodeRemoteNonnullStoragePool, decodeRemoteNonnullStorageVol, decodeRemoteTypedParam, encodeRemoteNetworkDhcpLease, encodeRemoteNonnullNetwork, encodeRemoteNonnullNetworkPort, encodeRemoteNonnullStoragePool, encodeRemoteNonnullStorageVol, encodeRemoteTypedParam, type RemoteNetworkDhcpLease, type RemoteNonnullNetwork, type RemoteNonnullNetworkPort, type RemoteNonnullStoragePool, type RemoteNonnullStorageVol, type RemoteTypedParam } from './codec-shared.ts';

/** `remote_network_lookup_by_uuid_args` */
export interface RemoteNetworkLookupByUuidArgs {
  readonly uuid: string;
}

export function encodeRemoteNetworkLookupByUuidArgs(w: XdrWriter, v: RemoteNetworkLookupByUuidArgs): void {
  w.uuid(v.uuid);
}

export function decodeRemoteNetworkLookupByUuidArgs(r: XdrReader): RemoteNetworkLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

/** `remote_network_lookup_by_uuid_ret` */
export interface RemoteNetworkLookupByUuidRet {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkLookupByUuidRet(w: XdrWriter, v: RemoteNetworkLookupByUuidRet): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkLookupByUuidRet(r: XdrReader): RemoteNetworkLookupByUuidRet {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_lookup_by_name_args` */
export interface RemoteNetworkLookupByNameArgs {
  readonly name: string;
}

export function encodeRemoteNetworkLookupByNameArgs(w: XdrWriter, v: RemoteNetworkLookupByNameArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNetworkLookupByNameArgs(r: XdrReader): RemoteNetworkLookupByNameArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_network_lookup_by_name_ret` */
export interface RemoteNetworkLookupByNameRet {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkLookupByNameRet(w: XdrWriter, v: RemoteNetworkLookupByNameRet): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkLookupByNameRet(r: XdrReader): RemoteNetworkLookupByNameRet {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_create_xml_args` */
export interface RemoteNetworkCreateXmlArgs {
  readonly xml: string;
}

export function encodeRemoteNetworkCreateXmlArgs(w: XdrWriter, v: RemoteNetworkCreateXmlArgs): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteNetworkCreateXmlArgs(r: XdrReader): RemoteNetworkCreateXmlArgs {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_network_create_xml_ret` */
export interface RemoteNetworkCreateXmlRet {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkCreateXmlRet(w: XdrWriter, v: RemoteNetworkCreateXmlRet): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkCreateXmlRet(r: XdrReader): RemoteNetworkCreateXmlRet {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_create_xml_flags_args` */
export interface RemoteNetworkCreateXmlFlagsArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteNetworkCreateXmlFlagsArgs(w: XdrWriter, v: RemoteNetworkCreateXmlFlagsArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNetworkCreateXmlFlagsArgs(r: XdrReader): RemoteNetworkCreateXmlFlagsArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_network_create_xml_flags_ret` */
export interface RemoteNetworkCreateXmlFlagsRet {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkCreateXmlFlagsRet(w: XdrWriter, v: RemoteNetworkCreateXmlFlagsRet): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkCreateXmlFlagsRet(r: XdrReader): RemoteNetworkCreateXmlFlagsRet {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_define_xml_args` */
export interface RemoteNetworkDefineXmlArgs {
  readonly xml: string;
}

export function encodeRemoteNetworkDefineXmlArgs(w: XdrWriter, v: RemoteNetworkDefineXmlArgs): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteNetworkDefineXmlArgs(r: XdrReader): RemoteNetworkDefineXmlArgs {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_network_define_xml_ret` */
export interface RemoteNetworkDefineXmlRet {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkDefineXmlRet(w: XdrWriter, v: RemoteNetworkDefineXmlRet): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkDefineXmlRet(r: XdrReader): RemoteNetworkDefineXmlRet {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_define_xml_flags_args` */
export interface RemoteNetworkDefineXmlFlagsArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteNetworkDefineXmlFlagsArgs(w: XdrWriter, v: RemoteNetworkDefineXmlFlagsArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNetworkDefineXmlFlagsArgs(r: XdrReader): RemoteNetworkDefineXmlFlagsArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_network_define_xml_flags_ret` */
export interface RemoteNetworkDefineXmlFlagsRet {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkDefineXmlFlagsRet(w: XdrWriter, v: RemoteNetworkDefineXmlFlagsRet): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkDefineXmlFlagsRet(r: XdrReader): RemoteNetworkDefineXmlFlagsRet {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_undefine_args` */
export interface RemoteNetworkUndefineArgs {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkUndefineArgs(w: XdrWriter, v: RemoteNetworkUndefineArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkUndefineArgs(r: XdrReader): RemoteNetworkUndefineArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_update_args` */
export interface RemoteNetworkUpdateArgs {
  readonly net: RemoteNonnullNetwork;
  readonly command: number;
  readonly section: number;
  readonly parentIndex: number;
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteNetworkUpdateArgs(w: XdrWriter, v: RemoteNetworkUpdateArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
  w.uint(v.command);
  w.uint(v.section);
  w.int(v.parentIndex);
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNetworkUpdateArgs(r: XdrReader): RemoteNetworkUpdateArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
    command: r.uint(),
    section: r.uint(),
    parentIndex: r.int(),
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_network_create_args` */
export interface RemoteNetworkCreateArgs {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkCreateArgs(w: XdrWriter, v: RemoteNetworkCreateArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkCreateArgs(r: XdrReader): RemoteNetworkCreateArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_destroy_args` */
export interface RemoteNetworkDestroyArgs {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkDestroyArgs(w: XdrWriter, v: RemoteNetworkDestroyArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkDestroyArgs(r: XdrReader): RemoteNetworkDestroyArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_get_xml_desc_args` */
export interface RemoteNetworkGetXmlDescArgs {
  readonly net: RemoteNonnullNetwork;
  readonly flags: number;
}

export function encodeRemoteNetworkGetXmlDescArgs(w: XdrWriter, v: RemoteNetworkGetXmlDescArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
  w.uint(v.flags);
}

export function decodeRemoteNetworkGetXmlDescArgs(r: XdrReader): RemoteNetworkGetXmlDescArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
    flags: r.uint(),
  };
}

/** `remote_network_get_xml_desc_ret` */
export interface RemoteNetworkGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteNetworkGetXmlDescRet(w: XdrWriter, v: RemoteNetworkGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteNetworkGetXmlDescRet(r: XdrReader): RemoteNetworkGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_network_get_bridge_name_args` */
export interface RemoteNetworkGetBridgeNameArgs {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkGetBridgeNameArgs(w: XdrWriter, v: RemoteNetworkGetBridgeNameArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkGetBridgeNameArgs(r: XdrReader): RemoteNetworkGetBridgeNameArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_get_bridge_name_ret` */
export interface RemoteNetworkGetBridgeNameRet {
  readonly name: string;
}

export function encodeRemoteNetworkGetBridgeNameRet(w: XdrWriter, v: RemoteNetworkGetBridgeNameRet): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteNetworkGetBridgeNameRet(r: XdrReader): RemoteNetworkGetBridgeNameRet {
  return {
    name: r.string(4194304),
  };
}

/** `remote_network_get_autostart_args` */
export interface RemoteNetworkGetAutostartArgs {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkGetAutostartArgs(w: XdrWriter, v: RemoteNetworkGetAutostartArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkGetAutostartArgs(r: XdrReader): RemoteNetworkGetAutostartArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_get_autostart_ret` */
export interface RemoteNetworkGetAutostartRet {
  readonly autostart: number;
}

export function encodeRemoteNetworkGetAutostartRet(w: XdrWriter, v: RemoteNetworkGetAutostartRet): void {
  w.int(v.autostart);
}

export function decodeRemoteNetworkGetAutostartRet(r: XdrReader): RemoteNetworkGetAutostartRet {
  return {
    autostart: r.int(),
  };
}

/** `remote_network_set_autostart_args` */
export interface RemoteNetworkSetAutostartArgs {
  readonly net: RemoteNonnullNetwork;
  readonly autostart: number;
}

export function encodeRemoteNetworkSetAutostartArgs(w: XdrWriter, v: RemoteNetworkSetAutostartArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
  w.int(v.autostart);
}

export function decodeRemoteNetworkSetAutostartArgs(r: XdrReader): RemoteNetworkSetAutostartArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
    autostart: r.int(),
  };
}

/** `remote_storage_pool_lookup_by_uuid_args` */
export interface RemoteStoragePoolLookupByUuidArgs {
  readonly uuid: string;
}

export function encodeRemoteStoragePoolLookupByUuidArgs(w: XdrWriter, v: RemoteStoragePoolLookupByUuidArgs): void {
  w.uuid(v.uuid);
}

export function decodeRemoteStoragePoolLookupByUuidArgs(r: XdrReader): RemoteStoragePoolLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

/** `remote_storage_pool_lookup_by_uuid_ret` */
export interface RemoteStoragePoolLookupByUuidRet {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolLookupByUuidRet(w: XdrWriter, v: RemoteStoragePoolLookupByUuidRet): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolLookupByUuidRet(r: XdrReader): RemoteStoragePoolLookupByUuidRet {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_lookup_by_name_args` */
export interface RemoteStoragePoolLookupByNameArgs {
  readonly name: string;
}

export function encodeRemoteStoragePoolLookupByNameArgs(w: XdrWriter, v: RemoteStoragePoolLookupByNameArgs): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteStoragePoolLookupByNameArgs(r: XdrReader): RemoteStoragePoolLookupByNameArgs {
  return {
    name: r.string(4194304),
  };
}

/** `remote_storage_pool_lookup_by_name_ret` */
export interface RemoteStoragePoolLookupByNameRet {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolLookupByNameRet(w: XdrWriter, v: RemoteStoragePoolLookupByNameRet): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolLookupByNameRet(r: XdrReader): RemoteStoragePoolLookupByNameRet {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_lookup_by_volume_args` */
export interface RemoteStoragePoolLookupByVolumeArgs {
  readonly vol: RemoteNonnullStorageVol;
}

export function encodeRemoteStoragePoolLookupByVolumeArgs(w: XdrWriter, v: RemoteStoragePoolLookupByVolumeArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
}

export function decodeRemoteStoragePoolLookupByVolumeArgs(r: XdrReader): RemoteStoragePoolLookupByVolumeArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
  };
}

/** `remote_storage_pool_lookup_by_volume_ret` */
export interface RemoteStoragePoolLookupByVolumeRet {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolLookupByVolumeRet(w: XdrWriter, v: RemoteStoragePoolLookupByVolumeRet): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolLookupByVolumeRet(r: XdrReader): RemoteStoragePoolLookupByVolumeRet {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_lookup_by_target_path_args` */
export interface RemoteStoragePoolLookupByTargetPathArgs {
  readonly path: string;
}

export function encodeRemoteStoragePoolLookupByTargetPathArgs(w: XdrWriter, v: RemoteStoragePoolLookupByTargetPathArgs): void {
  w.string(v.path, 4194304);
}

export function decodeRemoteStoragePoolLookupByTargetPathArgs(r: XdrReader): RemoteStoragePoolLookupByTargetPathArgs {
  return {
    path: r.string(4194304),
  };
}

/** `remote_storage_pool_lookup_by_target_path_ret` */
export interface RemoteStoragePoolLookupByTargetPathRet {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolLookupByTargetPathRet(w: XdrWriter, v: RemoteStoragePoolLookupByTargetPathRet): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolLookupByTargetPathRet(r: XdrReader): RemoteStoragePoolLookupByTargetPathRet {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_create_xml_args` */
export interface RemoteStoragePoolCreateXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteStoragePoolCreateXmlArgs(w: XdrWriter, v: RemoteStoragePoolCreateXmlArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteStoragePoolCreateXmlArgs(r: XdrReader): RemoteStoragePoolCreateXmlArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_storage_pool_create_xml_ret` */
export interface RemoteStoragePoolCreateXmlRet {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolCreateXmlRet(w: XdrWriter, v: RemoteStoragePoolCreateXmlRet): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolCreateXmlRet(r: XdrReader): RemoteStoragePoolCreateXmlRet {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_define_xml_args` */
export interface RemoteStoragePoolDefineXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteStoragePoolDefineXmlArgs(w: XdrWriter, v: RemoteStoragePoolDefineXmlArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteStoragePoolDefineXmlArgs(r: XdrReader): RemoteStoragePoolDefineXmlArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_storage_pool_define_xml_ret` */
export interface RemoteStoragePoolDefineXmlRet {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolDefineXmlRet(w: XdrWriter, v: RemoteStoragePoolDefineXmlRet): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolDefineXmlRet(r: XdrReader): RemoteStoragePoolDefineXmlRet {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_build_args` */
export interface RemoteStoragePoolBuildArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly flags: number;
}

export function encodeRemoteStoragePoolBuildArgs(w: XdrWriter, v: RemoteStoragePoolBuildArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.uint(v.flags);
}

export function decodeRemoteStoragePoolBuildArgs(r: XdrReader): RemoteStoragePoolBuildArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    flags: r.uint(),
  };
}

/** `remote_storage_pool_undefine_args` */
export interface RemoteStoragePoolUndefineArgs {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolUndefineArgs(w: XdrWriter, v: RemoteStoragePoolUndefineArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolUndefineArgs(r: XdrReader): RemoteStoragePoolUndefineArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_create_args` */
export interface RemoteStoragePoolCreateArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly flags: number;
}

export function encodeRemoteStoragePoolCreateArgs(w: XdrWriter, v: RemoteStoragePoolCreateArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.uint(v.flags);
}

export function decodeRemoteStoragePoolCreateArgs(r: XdrReader): RemoteStoragePoolCreateArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    flags: r.uint(),
  };
}

/** `remote_storage_pool_destroy_args` */
export interface RemoteStoragePoolDestroyArgs {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolDestroyArgs(w: XdrWriter, v: RemoteStoragePoolDestroyArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolDestroyArgs(r: XdrReader): RemoteStoragePoolDestroyArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_delete_args` */
export interface RemoteStoragePoolDeleteArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly flags: number;
}

export function encodeRemoteStoragePoolDeleteArgs(w: XdrWriter, v: RemoteStoragePoolDeleteArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.uint(v.flags);
}

export function decodeRemoteStoragePoolDeleteArgs(r: XdrReader): RemoteStoragePoolDeleteArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    flags: r.uint(),
  };
}

/** `remote_storage_pool_refresh_args` */
export interface RemoteStoragePoolRefreshArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly flags: number;
}

export function encodeRemoteStoragePoolRefreshArgs(w: XdrWriter, v: RemoteStoragePoolRefreshArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.uint(v.flags);
}

export function decodeRemoteStoragePoolRefreshArgs(r: XdrReader): RemoteStoragePoolRefreshArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    flags: r.uint(),
  };
}

/** `remote_storage_pool_get_xml_desc_args` */
export interface RemoteStoragePoolGetXmlDescArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly flags: number;
}

export function encodeRemoteStoragePoolGetXmlDescArgs(w: XdrWriter, v: RemoteStoragePoolGetXmlDescArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.uint(v.flags);
}

export function decodeRemoteStoragePoolGetXmlDescArgs(r: XdrReader): RemoteStoragePoolGetXmlDescArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    flags: r.uint(),
  };
}

/** `remote_storage_pool_get_xml_desc_ret` */
export interface RemoteStoragePoolGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteStoragePoolGetXmlDescRet(w: XdrWriter, v: RemoteStoragePoolGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteStoragePoolGetXmlDescRet(r: XdrReader): RemoteStoragePoolGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_storage_pool_get_info_args` */
export interface RemoteStoragePoolGetInfoArgs {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolGetInfoArgs(w: XdrWriter, v: RemoteStoragePoolGetInfoArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolGetInfoArgs(r: XdrReader): RemoteStoragePoolGetInfoArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_get_info_ret` */
export interface RemoteStoragePoolGetInfoRet {
  readonly state: number;
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly available: bigint;
}

export function encodeRemoteStoragePoolGetInfoRet(w: XdrWriter, v: RemoteStoragePoolGetInfoRet): void {
  w.uchar(v.state);
  w.uhyper(v.capacity);
  w.uhyper(v.allocation);
  w.uhyper(v.available);
}

export function decodeRemoteStoragePoolGetInfoRet(r: XdrReader): RemoteStoragePoolGetInfoRet {
  return {
    state: r.uchar(),
    capacity: r.uhyper(),
    allocation: r.uhyper(),
    available: r.uhyper(),
  };
}

/** `remote_storage_pool_get_autostart_args` */
export interface RemoteStoragePoolGetAutostartArgs {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolGetAutostartArgs(w: XdrWriter, v: RemoteStoragePoolGetAutostartArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolGetAutostartArgs(r: XdrReader): RemoteStoragePoolGetAutostartArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_get_autostart_ret` */
export interface RemoteStoragePoolGetAutostartRet {
  readonly autostart: number;
}

export function encodeRemoteStoragePoolGetAutostartRet(w: XdrWriter, v: RemoteStoragePoolGetAutostartRet): void {
  w.int(v.autostart);
}

export function decodeRemoteStoragePoolGetAutostartRet(r: XdrReader): RemoteStoragePoolGetAutostartRet {
  return {
    autostart: r.int(),
  };
}

/** `remote_storage_pool_set_autostart_args` */
export interface RemoteStoragePoolSetAutostartArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly autostart: number;
}

export function encodeRemoteStoragePoolSetAutostartArgs(w: XdrWriter, v: RemoteStoragePoolSetAutostartArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.int(v.autostart);
}

export function decodeRemoteStoragePoolSetAutostartArgs(r: XdrReader): RemoteStoragePoolSetAutostartArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    autostart: r.int(),
  };
}

/** `remote_storage_pool_num_of_volumes_args` */
export interface RemoteStoragePoolNumOfVolumesArgs {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolNumOfVolumesArgs(w: XdrWriter, v: RemoteStoragePoolNumOfVolumesArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolNumOfVolumesArgs(r: XdrReader): RemoteStoragePoolNumOfVolumesArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_num_of_volumes_ret` */
export interface RemoteStoragePoolNumOfVolumesRet {
  readonly num: number;
}

export function encodeRemoteStoragePoolNumOfVolumesRet(w: XdrWriter, v: RemoteStoragePoolNumOfVolumesRet): void {
  w.int(v.num);
}

export function decodeRemoteStoragePoolNumOfVolumesRet(r: XdrReader): RemoteStoragePoolNumOfVolumesRet {
  return {
    num: r.int(),
  };
}

/** `remote_storage_pool_list_volumes_args` */
export interface RemoteStoragePoolListVolumesArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly maxnames: number;
}

export function encodeRemoteStoragePoolListVolumesArgs(w: XdrWriter, v: RemoteStoragePoolListVolumesArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.int(v.maxnames);
}

export function decodeRemoteStoragePoolListVolumesArgs(r: XdrReader): RemoteStoragePoolListVolumesArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    maxnames: r.int(),
  };
}

/** `remote_storage_pool_list_volumes_ret` */
export interface RemoteStoragePoolListVolumesRet {
  readonly names: readonly string[];
}

export function encodeRemoteStoragePoolListVolumesRet(w: XdrWriter, v: RemoteStoragePoolListVolumesRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteStoragePoolListVolumesRet(r: XdrReader): RemoteStoragePoolListVolumesRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_storage_vol_lookup_by_name_args` */
export interface RemoteStorageVolLookupByNameArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly name: string;
}

export function encodeRemoteStorageVolLookupByNameArgs(w: XdrWriter, v: RemoteStorageVolLookupByNameArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.string(v.name, 4194304);
}

export function decodeRemoteStorageVolLookupByNameArgs(r: XdrReader): RemoteStorageVolLookupByNameArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    name: r.string(4194304),
  };
}

/** `remote_storage_vol_lookup_by_name_ret` */
export interface RemoteStorageVolLookupByNameRet {
  readonly vol: RemoteNonnullStorageVol;
}

export function encodeRemoteStorageVolLookupByNameRet(w: XdrWriter, v: RemoteStorageVolLookupByNameRet): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
}

export function decodeRemoteStorageVolLookupByNameRet(r: XdrReader): RemoteStorageVolLookupByNameRet {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
  };
}

/** `remote_storage_vol_lookup_by_key_args` */
export interface RemoteStorageVolLookupByKeyArgs {
  readonly key: string;
}

export function encodeRemoteStorageVolLookupByKeyArgs(w: XdrWriter, v: RemoteStorageVolLookupByKeyArgs): void {
  w.string(v.key, 4194304);
}

export function decodeRemoteStorageVolLookupByKeyArgs(r: XdrReader): RemoteStorageVolLookupByKeyArgs {
  return {
    key: r.string(4194304),
  };
}

/** `remote_storage_vol_lookup_by_key_ret` */
export interface RemoteStorageVolLookupByKeyRet {
  readonly vol: RemoteNonnullStorageVol;
}

export function encodeRemoteStorageVolLookupByKeyRet(w: XdrWriter, v: RemoteStorageVolLookupByKeyRet): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
}

export function decodeRemoteStorageVolLookupByKeyRet(r: XdrReader): RemoteStorageVolLookupByKeyRet {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
  };
}

/** `remote_storage_vol_lookup_by_path_args` */
export interface RemoteStorageVolLookupByPathArgs {
  readonly path: string;
}

export function encodeRemoteStorageVolLookupByPathArgs(w: XdrWriter, v: RemoteStorageVolLookupByPathArgs): void {
  w.string(v.path, 4194304);
}

export function decodeRemoteStorageVolLookupByPathArgs(r: XdrReader): RemoteStorageVolLookupByPathArgs {
  return {
    path: r.string(4194304),
  };
}

/** `remote_storage_vol_lookup_by_path_ret` */
export interface RemoteStorageVolLookupByPathRet {
  readonly vol: RemoteNonnullStorageVol;
}

export function encodeRemoteStorageVolLookupByPathRet(w: XdrWriter, v: RemoteStorageVolLookupByPathRet): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
}

export function decodeRemoteStorageVolLookupByPathRet(r: XdrReader): RemoteStorageVolLookupByPathRet {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
  };
}

/** `remote_storage_vol_create_xml_args` */
export interface RemoteStorageVolCreateXmlArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteStorageVolCreateXmlArgs(w: XdrWriter, v: RemoteStorageVolCreateXmlArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolCreateXmlArgs(r: XdrReader): RemoteStorageVolCreateXmlArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_storage_vol_create_xml_ret` */
export interface RemoteStorageVolCreateXmlRet {
  readonly vol: RemoteNonnullStorageVol;
}

export function encodeRemoteStorageVolCreateXmlRet(w: XdrWriter, v: RemoteStorageVolCreateXmlRet): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
}

export function decodeRemoteStorageVolCreateXmlRet(r: XdrReader): RemoteStorageVolCreateXmlRet {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
  };
}

/** `remote_storage_vol_create_xml_from_args` */
export interface RemoteStorageVolCreateXmlFromArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly xml: string;
  readonly clonevol: RemoteNonnullStorageVol;
  readonly flags: number;
}

export function encodeRemoteStorageVolCreateXmlFromArgs(w: XdrWriter, v: RemoteStorageVolCreateXmlFromArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.string(v.xml, 4194304);
  encodeRemoteNonnullStorageVol(w, v.clonevol);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolCreateXmlFromArgs(r: XdrReader): RemoteStorageVolCreateXmlFromArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    xml: r.string(4194304),
    clonevol: decodeRemoteNonnullStorageVol(r),
    flags: r.uint(),
  };
}

/** `remote_storage_vol_create_xml_from_ret` */
export interface RemoteStorageVolCreateXmlFromRet {
  readonly vol: RemoteNonnullStorageVol;
}

export function encodeRemoteStorageVolCreateXmlFromRet(w: XdrWriter, v: RemoteStorageVolCreateXmlFromRet): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
}

export function decodeRemoteStorageVolCreateXmlFromRet(r: XdrReader): RemoteStorageVolCreateXmlFromRet {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
  };
}

/** `remote_storage_vol_delete_args` */
export interface RemoteStorageVolDeleteArgs {
  readonly vol: RemoteNonnullStorageVol;
  readonly flags: number;
}

export function encodeRemoteStorageVolDeleteArgs(w: XdrWriter, v: RemoteStorageVolDeleteArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolDeleteArgs(r: XdrReader): RemoteStorageVolDeleteArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
    flags: r.uint(),
  };
}

/** `remote_storage_vol_wipe_args` */
export interface RemoteStorageVolWipeArgs {
  readonly vol: RemoteNonnullStorageVol;
  readonly flags: number;
}

export function encodeRemoteStorageVolWipeArgs(w: XdrWriter, v: RemoteStorageVolWipeArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolWipeArgs(r: XdrReader): RemoteStorageVolWipeArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
    flags: r.uint(),
  };
}

/** `remote_storage_vol_wipe_pattern_args` */
export interface RemoteStorageVolWipePatternArgs {
  readonly vol: RemoteNonnullStorageVol;
  readonly algorithm: number;
  readonly flags: number;
}

export function encodeRemoteStorageVolWipePatternArgs(w: XdrWriter, v: RemoteStorageVolWipePatternArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
  w.uint(v.algorithm);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolWipePatternArgs(r: XdrReader): RemoteStorageVolWipePatternArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
    algorithm: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_storage_vol_get_xml_desc_args` */
export interface RemoteStorageVolGetXmlDescArgs {
  readonly vol: RemoteNonnullStorageVol;
  readonly flags: number;
}

export function encodeRemoteStorageVolGetXmlDescArgs(w: XdrWriter, v: RemoteStorageVolGetXmlDescArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolGetXmlDescArgs(r: XdrReader): RemoteStorageVolGetXmlDescArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
    flags: r.uint(),
  };
}

/** `remote_storage_vol_get_xml_desc_ret` */
export interface RemoteStorageVolGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteStorageVolGetXmlDescRet(w: XdrWriter, v: RemoteStorageVolGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteStorageVolGetXmlDescRet(r: XdrReader): RemoteStorageVolGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_storage_vol_get_info_args` */
export interface RemoteStorageVolGetInfoArgs {
  readonly vol: RemoteNonnullStorageVol;
}

export function encodeRemoteStorageVolGetInfoArgs(w: XdrWriter, v: RemoteStorageVolGetInfoArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
}

export function decodeRemoteStorageVolGetInfoArgs(r: XdrReader): RemoteStorageVolGetInfoArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
  };
}

/** `remote_storage_vol_get_info_ret` */
export interface RemoteStorageVolGetInfoRet {
  readonly type: number;
  readonly capacity: bigint;
  readonly allocation: bigint;
}

export function encodeRemoteStorageVolGetInfoRet(w: XdrWriter, v: RemoteStorageVolGetInfoRet): void {
  w.char(v.type);
  w.uhyper(v.capacity);
  w.uhyper(v.allocation);
}

export function decodeRemoteStorageVolGetInfoRet(r: XdrReader): RemoteStorageVolGetInfoRet {
  return {
    type: r.char(),
    capacity: r.uhyper(),
    allocation: r.uhyper(),
  };
}

/** `remote_storage_vol_get_info_flags_args` */
export interface RemoteStorageVolGetInfoFlagsArgs {
  readonly vol: RemoteNonnullStorageVol;
  readonly flags: number;
}

export function encodeRemoteStorageVolGetInfoFlagsArgs(w: XdrWriter, v: RemoteStorageVolGetInfoFlagsArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolGetInfoFlagsArgs(r: XdrReader): RemoteStorageVolGetInfoFlagsArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
    flags: r.uint(),
  };
}

/** `remote_storage_vol_get_info_flags_ret` */
export interface RemoteStorageVolGetInfoFlagsRet {
  readonly type: number;
  readonly capacity: bigint;
  readonly allocation: bigint;
}

export function encodeRemoteStorageVolGetInfoFlagsRet(w: XdrWriter, v: RemoteStorageVolGetInfoFlagsRet): void {
  w.char(v.type);
  w.uhyper(v.capacity);
  w.uhyper(v.allocation);
}

export function decodeRemoteStorageVolGetInfoFlagsRet(r: XdrReader): RemoteStorageVolGetInfoFlagsRet {
  return {
    type: r.char(),
    capacity: r.uhyper(),
    allocation: r.uhyper(),
  };
}

/** `remote_storage_vol_get_path_args` */
export interface RemoteStorageVolGetPathArgs {
  readonly vol: RemoteNonnullStorageVol;
}

export function encodeRemoteStorageVolGetPathArgs(w: XdrWriter, v: RemoteStorageVolGetPathArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
}

export function decodeRemoteStorageVolGetPathArgs(r: XdrReader): RemoteStorageVolGetPathArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
  };
}

/** `remote_storage_vol_get_path_ret` */
export interface RemoteStorageVolGetPathRet {
  readonly name: string;
}

export function encodeRemoteStorageVolGetPathRet(w: XdrWriter, v: RemoteStorageVolGetPathRet): void {
  w.string(v.name, 4194304);
}

export function decodeRemoteStorageVolGetPathRet(r: XdrReader): RemoteStorageVolGetPathRet {
  return {
    name: r.string(4194304),
  };
}

/** `remote_storage_vol_resize_args` */
export interface RemoteStorageVolResizeArgs {
  readonly vol: RemoteNonnullStorageVol;
  readonly capacity: bigint;
  readonly flags: number;
}

export function encodeRemoteStorageVolResizeArgs(w: XdrWriter, v: RemoteStorageVolResizeArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
  w.uhyper(v.capacity);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolResizeArgs(r: XdrReader): RemoteStorageVolResizeArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
    capacity: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_network_is_active_args` */
export interface RemoteNetworkIsActiveArgs {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkIsActiveArgs(w: XdrWriter, v: RemoteNetworkIsActiveArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkIsActiveArgs(r: XdrReader): RemoteNetworkIsActiveArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_is_active_ret` */
export interface RemoteNetworkIsActiveRet {
  readonly active: number;
}

export function encodeRemoteNetworkIsActiveRet(w: XdrWriter, v: RemoteNetworkIsActiveRet): void {
  w.int(v.active);
}

export function decodeRemoteNetworkIsActiveRet(r: XdrReader): RemoteNetworkIsActiveRet {
  return {
    active: r.int(),
  };
}

/** `remote_network_is_persistent_args` */
export interface RemoteNetworkIsPersistentArgs {
  readonly net: RemoteNonnullNetwork;
}

export function encodeRemoteNetworkIsPersistentArgs(w: XdrWriter, v: RemoteNetworkIsPersistentArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
}

export function decodeRemoteNetworkIsPersistentArgs(r: XdrReader): RemoteNetworkIsPersistentArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
  };
}

/** `remote_network_is_persistent_ret` */
export interface RemoteNetworkIsPersistentRet {
  readonly persistent: number;
}

export function encodeRemoteNetworkIsPersistentRet(w: XdrWriter, v: RemoteNetworkIsPersistentRet): void {
  w.int(v.persistent);
}

export function decodeRemoteNetworkIsPersistentRet(r: XdrReader): RemoteNetworkIsPersistentRet {
  return {
    persistent: r.int(),
  };
}

/** `remote_storage_pool_is_active_args` */
export interface RemoteStoragePoolIsActiveArgs {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolIsActiveArgs(w: XdrWriter, v: RemoteStoragePoolIsActiveArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolIsActiveArgs(r: XdrReader): RemoteStoragePoolIsActiveArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_is_active_ret` */
export interface RemoteStoragePoolIsActiveRet {
  readonly active: number;
}

export function encodeRemoteStoragePoolIsActiveRet(w: XdrWriter, v: RemoteStoragePoolIsActiveRet): void {
  w.int(v.active);
}

export function decodeRemoteStoragePoolIsActiveRet(r: XdrReader): RemoteStoragePoolIsActiveRet {
  return {
    active: r.int(),
  };
}

/** `remote_storage_pool_is_persistent_args` */
export interface RemoteStoragePoolIsPersistentArgs {
  readonly pool: RemoteNonnullStoragePool;
}

export function encodeRemoteStoragePoolIsPersistentArgs(w: XdrWriter, v: RemoteStoragePoolIsPersistentArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
}

export function decodeRemoteStoragePoolIsPersistentArgs(r: XdrReader): RemoteStoragePoolIsPersistentArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
  };
}

/** `remote_storage_pool_is_persistent_ret` */
export interface RemoteStoragePoolIsPersistentRet {
  readonly persistent: number;
}

export function encodeRemoteStoragePoolIsPersistentRet(w: XdrWriter, v: RemoteStoragePoolIsPersistentRet): void {
  w.int(v.persistent);
}

export function decodeRemoteStoragePoolIsPersistentRet(r: XdrReader): RemoteStoragePoolIsPersistentRet {
  return {
    persistent: r.int(),
  };
}

/** `remote_storage_vol_upload_args` */
export interface RemoteStorageVolUploadArgs {
  readonly vol: RemoteNonnullStorageVol;
  readonly offset: bigint;
  readonly length: bigint;
  readonly flags: number;
}

export function encodeRemoteStorageVolUploadArgs(w: XdrWriter, v: RemoteStorageVolUploadArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
  w.uhyper(v.offset);
  w.uhyper(v.length);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolUploadArgs(r: XdrReader): RemoteStorageVolUploadArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
    offset: r.uhyper(),
    length: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_storage_vol_download_args` */
export interface RemoteStorageVolDownloadArgs {
  readonly vol: RemoteNonnullStorageVol;
  readonly offset: bigint;
  readonly length: bigint;
  readonly flags: number;
}

export function encodeRemoteStorageVolDownloadArgs(w: XdrWriter, v: RemoteStorageVolDownloadArgs): void {
  encodeRemoteNonnullStorageVol(w, v.vol);
  w.uhyper(v.offset);
  w.uhyper(v.length);
  w.uint(v.flags);
}

export function decodeRemoteStorageVolDownloadArgs(r: XdrReader): RemoteStorageVolDownloadArgs {
  return {
    vol: decodeRemoteNonnullStorageVol(r),
    offset: r.uhyper(),
    length: r.uhyper(),
    flags: r.uint(),
  };
}

/** `remote_storage_pool_list_all_volumes_args` */
export interface RemoteStoragePoolListAllVolumesArgs {
  readonly pool: RemoteNonnullStoragePool;
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteStoragePoolListAllVolumesArgs(w: XdrWriter, v: RemoteStoragePoolListAllVolumesArgs): void {
  encodeRemoteNonnullStoragePool(w, v.pool);
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteStoragePoolListAllVolumesArgs(r: XdrReader): RemoteStoragePoolListAllVolumesArgs {
  return {
    pool: decodeRemoteNonnullStoragePool(r),
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_storage_pool_list_all_volumes_ret` */
export interface RemoteStoragePoolListAllVolumesRet {
  readonly vols: readonly RemoteNonnullStorageVol[];
  readonly ret: number;
}

export function encodeRemoteStoragePoolListAllVolumesRet(w: XdrWriter, v: RemoteStoragePoolListAllVolumesRet): void {
  w.array(v.vols, 16384, encodeRemoteNonnullStorageVol);
  w.uint(v.ret);
}

export function decodeRemoteStoragePoolListAllVolumesRet(r: XdrReader): RemoteStoragePoolListAllVolumesRet {
  return {
    vols: r.array(16384, 12, decodeRemoteNonnullStorageVol),
    ret: r.uint(),
  };
}

/** `remote_network_set_metadata_args` */
export interface RemoteNetworkSetMetadataArgs {
  readonly network: RemoteNonnullNetwork;
  readonly type: number;
  readonly metadata: string | null;
  readonly key: string | null;
  readonly uri: string | null;
  readonly flags: number;
}

export function encodeRemoteNetworkSetMetadataArgs(w: XdrWriter, v: RemoteNetworkSetMetadataArgs): void {
  encodeRemoteNonnullNetwork(w, v.network);
  w.int(v.type);
  if (v.metadata === null) w.uint(0); else { w.uint(1); w.string(v.metadata, 4194304); }
  if (v.key === null) w.uint(0); else { w.uint(1); w.string(v.key, 4194304); }
  if (v.uri === null) w.uint(0); else { w.uint(1); w.string(v.uri, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteNetworkSetMetadataArgs(r: XdrReader): RemoteNetworkSetMetadataArgs {
  return {
    network: decodeRemoteNonnullNetwork(r),
    type: r.int(),
    metadata: r.bool() ? r.string(4194304) : null,
    key: r.bool() ? r.string(4194304) : null,
    uri: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_network_get_metadata_args` */
export interface RemoteNetworkGetMetadataArgs {
  readonly network: RemoteNonnullNetwork;
  readonly type: number;
  readonly uri: string | null;
  readonly flags: number;
}

export function encodeRemoteNetworkGetMetadataArgs(w: XdrWriter, v: RemoteNetworkGetMetadataArgs): void {
  encodeRemoteNonnullNetwork(w, v.network);
  w.int(v.type);
  if (v.uri === null) w.uint(0); else { w.uint(1); w.string(v.uri, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteNetworkGetMetadataArgs(r: XdrReader): RemoteNetworkGetMetadataArgs {
  return {
    network: decodeRemoteNonnullNetwork(r),
    type: r.int(),
    uri: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_network_get_metadata_ret` */
export interface RemoteNetworkGetMetadataRet {
  readonly metadata: string;
}

export function encodeRemoteNetworkGetMetadataRet(w: XdrWriter, v: RemoteNetworkGetMetadataRet): void {
  w.string(v.metadata, 4194304);
}

export function decodeRemoteNetworkGetMetadataRet(r: XdrReader): RemoteNetworkGetMetadataRet {
  return {
    metadata: r.string(4194304),
  };
}

/** `remote_network_get_dhcp_leases_args` */
export interface RemoteNetworkGetDhcpLeasesArgs {
  readonly net: RemoteNonnullNetwork;
  readonly mac: string | null;
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteNetworkGetDhcpLeasesArgs(w: XdrWriter, v: RemoteNetworkGetDhcpLeasesArgs): void {
  encodeRemoteNonnullNetwork(w, v.net);
  if (v.mac === null) w.uint(0); else { w.uint(1); w.string(v.mac, 4194304); }
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteNetworkGetDhcpLeasesArgs(r: XdrReader): RemoteNetworkGetDhcpLeasesArgs {
  return {
    net: decodeRemoteNonnullNetwork(r),
    mac: r.bool() ? r.string(4194304) : null,
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_network_get_dhcp_leases_ret` */
export interface RemoteNetworkGetDhcpLeasesRet {
  readonly leases: readonly RemoteNetworkDhcpLease[];
  readonly ret: number;
}

export function encodeRemoteNetworkGetDhcpLeasesRet(w: XdrWriter, v: RemoteNetworkGetDhcpLeasesRet): void {
  w.array(v.leases, 65536, encodeRemoteNetworkDhcpLease);
  w.uint(v.ret);
}

export function decodeRemoteNetworkGetDhcpLeasesRet(r: XdrReader): RemoteNetworkGetDhcpLeasesRet {
  return {
    leases: r.array(65536, 40, decodeRemoteNetworkDhcpLease),
    ret: r.uint(),
  };
}

/** `remote_network_list_all_ports_args` */
export interface RemoteNetworkListAllPortsArgs {
  readonly network: RemoteNonnullNetwork;
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteNetworkListAllPortsArgs(w: XdrWriter, v: RemoteNetworkListAllPortsArgs): void {
  encodeRemoteNonnullNetwork(w, v.network);
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteNetworkListAllPortsArgs(r: XdrReader): RemoteNetworkListAllPortsArgs {
  return {
    network: decodeRemoteNonnullNetwork(r),
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_network_list_all_ports_ret` */
export interface RemoteNetworkListAllPortsRet {
  readonly ports: readonly RemoteNonnullNetworkPort[];
  readonly ret: number;
}

export function encodeRemoteNetworkListAllPortsRet(w: XdrWriter, v: RemoteNetworkListAllPortsRet): void {
  w.array(v.ports, 16384, encodeRemoteNonnullNetworkPort);
  w.uint(v.ret);
}

export function decodeRemoteNetworkListAllPortsRet(r: XdrReader): RemoteNetworkListAllPortsRet {
  return {
    ports: r.array(16384, 36, decodeRemoteNonnullNetworkPort),
    ret: r.uint(),
  };
}

/** `remote_network_port_lookup_by_uuid_args` */
export interface RemoteNetworkPortLookupByUuidArgs {
  readonly network: RemoteNonnullNetwork;
  readonly uuid: string;
}

export function encodeRemoteNetworkPortLookupByUuidArgs(w: XdrWriter, v: RemoteNetworkPortLookupByUuidArgs): void {
  encodeRemoteNonnullNetwork(w, v.network);
  w.uuid(v.uuid);
}

export function decodeRemoteNetworkPortLookupByUuidArgs(r: XdrReader): RemoteNetworkPortLookupByUuidArgs {
  return {
    network: decodeRemoteNonnullNetwork(r),
    uuid: r.uuid(),
  };
}

/** `remote_network_port_lookup_by_uuid_ret` */
export interface RemoteNetworkPortLookupByUuidRet {
  readonly port: RemoteNonnullNetworkPort;
}

export function encodeRemoteNetworkPortLookupByUuidRet(w: XdrWriter, v: RemoteNetworkPortLookupByUuidRet): void {
  encodeRemoteNonnullNetworkPort(w, v.port);
}

export function decodeRemoteNetworkPortLookupByUuidRet(r: XdrReader): RemoteNetworkPortLookupByUuidRet {
  return {
    port: decodeRemoteNonnullNetworkPort(r),
  };
}

/** `remote_network_port_create_xml_args` */
export interface RemoteNetworkPortCreateXmlArgs {
  readonly network: RemoteNonnullNetwork;
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteNetworkPortCreateXmlArgs(w: XdrWriter, v: RemoteNetworkPortCreateXmlArgs): void {
  encodeRemoteNonnullNetwork(w, v.network);
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteNetworkPortCreateXmlArgs(r: XdrReader): RemoteNetworkPortCreateXmlArgs {
  return {
    network: decodeRemoteNonnullNetwork(r),
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_network_port_create_xml_ret` */
export interface RemoteNetworkPortCreateXmlRet {
  readonly port: RemoteNonnullNetworkPort;
}

export function encodeRemoteNetworkPortCreateXmlRet(w: XdrWriter, v: RemoteNetworkPortCreateXmlRet): void {
  encodeRemoteNonnullNetworkPort(w, v.port);
}

export function decodeRemoteNetworkPortCreateXmlRet(r: XdrReader): RemoteNetworkPortCreateXmlRet {
  return {
    port: decodeRemoteNonnullNetworkPort(r),
  };
}

/** `remote_network_port_set_parameters_args` */
export interface RemoteNetworkPortSetParametersArgs {
  readonly port: RemoteNonnullNetworkPort;
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteNetworkPortSetParametersArgs(w: XdrWriter, v: RemoteNetworkPortSetParametersArgs): void {
  encodeRemoteNonnullNetworkPort(w, v.port);
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteNetworkPortSetParametersArgs(r: XdrReader): RemoteNetworkPortSetParametersArgs {
  return {
    port: decodeRemoteNonnullNetworkPort(r),
    params: r.array(16, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}

/** `remote_network_port_get_parameters_args` */
export interface RemoteNetworkPortGetParametersArgs {
  readonly port: RemoteNonnullNetworkPort;
  readonly nparams: number;
  readonly flags: number;
}

export function encodeRemoteNetworkPortGetParametersArgs(w: XdrWriter, v: RemoteNetworkPortGetParametersArgs): void {
  encodeRemoteNonnullNetworkPort(w, v.port);
  w.int(v.nparams);
  w.uint(v.flags);
}

export function decodeRemoteNetworkPortGetParametersArgs(r: XdrReader): RemoteNetworkPortGetParametersArgs {
  return {
    port: decodeRemoteNonnullNetworkPort(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

/** `remote_network_port_get_parameters_ret` */
export interface RemoteNetworkPortGetParametersRet {
  readonly params: readonly RemoteTypedParam[];
  readonly nparams: number;
}

export function encodeRemoteNetworkPortGetParametersRet(w: XdrWriter, v: RemoteNetworkPortGetParametersRet): void {
  w.array(v.params, 16, encodeRemoteTypedParam);
  w.int(v.nparams);
}

export function decodeRemoteNetworkPortGetParametersRet(r: XdrReader): RemoteNetworkPortGetParametersRet {
  return {
    params: r.array(16, 12, decodeRemoteTypedParam),
    nparams: r.int(),
  };
}

/** `remote_network_port_get_xml_desc_args` */
export interface RemoteNetworkPortGetXmlDescArgs {
  readonly port: RemoteNonnullNetworkPort;
  readonly flags: number;
}

export function encodeRemoteNetworkPortGetXmlDescArgs(w: XdrWriter, v: RemoteNetworkPortGetXmlDescArgs): void {
  encodeRemoteNonnullNetworkPort(w, v.port);
  w.uint(v.flags);
}

export function decodeRemoteNetworkPortGetXmlDescArgs(r: XdrReader): RemoteNetworkPortGetXmlDescArgs {
  return {
    port: decodeRemoteNonnullNetworkPort(r),
    flags: r.uint(),
  };
}

/** `remote_network_port_get_xml_desc_ret` */
export interface RemoteNetworkPortGetXmlDescRet {
  readonly xml: string;
}

export function encodeRemoteNetworkPortGetXmlDescRet(w: XdrWriter, v: RemoteNetworkPortGetXmlDescRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteNetworkPortGetXmlDescRet(r: XdrReader): RemoteNetworkPortGetXmlDescRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_network_port_delete_args` */
export interface RemoteNetworkPortDeleteArgs {
  readonly port: RemoteNonnullNetworkPort;
  readonly flags: number;
}

export function encodeRemoteNetworkPortDeleteArgs(w: XdrWriter, v: RemoteNetworkPortDeleteArgs): void {
  encodeRemoteNonnullNetworkPort(w, v.port);
  w.uint(v.flags);
}

export function decodeRemoteNetworkPortDeleteArgs(r: XdrReader): RemoteNetworkPortDeleteArgs {
  return {
    port: decodeRemoteNonnullNetworkPort(r),
    flags: r.uint(),
  };
}
