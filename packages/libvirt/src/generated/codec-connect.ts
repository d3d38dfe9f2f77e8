// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

import type { XdrReader } from '../xdr-reader.ts';
import type { XdrWriter } from '../xdr-writer.ts';
import { decodeRemoteDomainStatsRecord, decodeRemoteNonnullDomain, decodeRemoteNonnullInterface, decodeRemoteNonnullNetwork, decodeRemoteNonnullNodeDevice, decodeRemoteNonnullNwfilter, decodeRemoteNonnullNwfilterBinding, decodeRemoteNonnullSecret, decodeRemoteNonnullStoragePool, decodeRemoteTypedParam, encodeRemoteDomainStatsRecord, encodeRemoteNonnullDomain, encodeRemoteNonnullInterface, encodeRemoteNonnullNetwork, encodeRemoteNonnullNodeDevice, encodeRemoteNonnullNwfilter, encodeRemoteNonnullNwfilterBinding, encodeRemoteNonnullSecret, encodeRemoteNonnullStoragePool, encodeRemoteTypedParam, type RemoteDomainStatsRecord, type RemoteNonnullDomain, type RemoteNonnullInterface, type RemoteNonnullNetwork, type RemoteNonnullNodeDevice, type RemoteNonnullNwfilter, type RemoteNonnullNwfilterBinding, type RemoteNonnullSecret, type RemoteNonnullStoragePool, type RemoteTypedParam } from './codec-shared.ts';

/** `remote_connect_open_args` */
export interface RemoteConnectOpenArgs {
  readonly name: string | null;
  readonly flags: number;
}

export function encodeRemoteConnectOpenArgs(w: XdrWriter, v: RemoteConnectOpenArgs): void {
  if (v.name === null) w.uint(0); else { w.uint(1); w.string(v.name, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteConnectOpenArgs(r: XdrReader): RemoteConnectOpenArgs {
  return {
    name: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_connect_supports_feature_args` */
export interface RemoteConnectSupportsFeatureArgs {
  readonly feature: number;
}

export function encodeRemoteConnectSupportsFeatureArgs(w: XdrWriter, v: RemoteConnectSupportsFeatureArgs): void {
  w.int(v.feature);
}

export function decodeRemoteConnectSupportsFeatureArgs(r: XdrReader): RemoteConnectSupportsFeatureArgs {
  return {
    feature: r.int(),
  };
}

/** `remote_connect_supports_feature_ret` */
export interface RemoteConnectSupportsFeatureRet {
  readonly supported: number;
}

export function encodeRemoteConnectSupportsFeatureRet(w: XdrWriter, v: RemoteConnectSupportsFeatureRet): void {
  w.int(v.supported);
}

export function decodeRemoteConnectSupportsFeatureRet(r: XdrReader): RemoteConnectSupportsFeatureRet {
  return {
    supported: r.int(),
  };
}

/** `remote_connect_get_type_ret` */
export interface RemoteConnectGetTypeRet {
  readonly type: string;
}

export function encodeRemoteConnectGetTypeRet(w: XdrWriter, v: RemoteConnectGetTypeRet): void {
  w.string(v.type, 4194304);
}

export function decodeRemoteConnectGetTypeRet(r: XdrReader): RemoteConnectGetTypeRet {
  return {
    type: r.string(4194304),
  };
}

/** `remote_connect_get_version_ret` */
export interface RemoteConnectGetVersionRet {
  readonly hv_ver: bigint;
}

export function encodeRemoteConnectGetVersionRet(w: XdrWriter, v: RemoteConnectGetVersionRet): void {
  w.uhyper(v.hv_ver);
}

export function decodeRemoteConnectGetVersionRet(r: XdrReader): RemoteConnectGetVersionRet {
  return {
    hv_ver: r.uhyper(),
  };
}

/** `remote_connect_get_lib_version_ret` */
export interface RemoteConnectGetLibVersionRet {
  readonly lib_ver: bigint;
}

export function encodeRemoteConnectGetLibVersionRet(w: XdrWriter, v: RemoteConnectGetLibVersionRet): void {
  w.uhyper(v.lib_ver);
}

export function decodeRemoteConnectGetLibVersionRet(r: XdrReader): RemoteConnectGetLibVersionRet {
  return {
    lib_ver: r.uhyper(),
  };
}

/** `remote_connect_get_hostname_ret` */
export interface RemoteConnectGetHostnameRet {
  readonly hostname: string;
}

export function encodeRemoteConnectGetHostnameRet(w: XdrWriter, v: RemoteConnectGetHostnameRet): void {
  w.string(v.hostname, 4194304);
}

export function decodeRemoteConnectGetHostnameRet(r: XdrReader): RemoteConnectGetHostnameRet {
  return {
    hostname: r.string(4194304),
  };
}

/** `remote_connect_get_sysinfo_args` */
export interface RemoteConnectGetSysinfoArgs {
  readonly flags: number;
}

export function encodeRemoteConnectGetSysinfoArgs(w: XdrWriter, v: RemoteConnectGetSysinfoArgs): void {
  w.uint(v.flags);
}

export function decodeRemoteConnectGetSysinfoArgs(r: XdrReader): RemoteConnectGetSysinfoArgs {
  return {
    flags: r.uint(),
  };
}

/** `remote_connect_get_sysinfo_ret` */
export interface RemoteConnectGetSysinfoRet {
  readonly sysinfo: string;
}

export function encodeRemoteConnectGetSysinfoRet(w: XdrWriter, v: RemoteConnectGetSysinfoRet): void {
  w.string(v.sysinfo, 4194304);
}

export function decodeRemoteConnectGetSysinfoRet(r: XdrReader): RemoteConnectGetSysinfoRet {
  return {
    sysinfo: r.string(4194304),
  };
}

/** `remote_connect_get_uri_ret` */
export interface RemoteConnectGetUriRet {
  readonly uri: string;
}

export function encodeRemoteConnectGetUriRet(w: XdrWriter, v: RemoteConnectGetUriRet): void {
  w.string(v.uri, 4194304);
}

export function decodeRemoteConnectGetUriRet(r: XdrReader): RemoteConnectGetUriRet {
  return {
    uri: r.string(4194304),
  };
}

/** `remote_connect_get_max_vcpus_args` */
export interface RemoteConnectGetMaxVcpusArgs {
  readonly type: string | null;
}

export function encodeRemoteConnectGetMaxVcpusArgs(w: XdrWriter, v: RemoteConnectGetMaxVcpusArgs): void {
  if (v.type === null) w.uint(0); else { w.uint(1); w.string(v.type, 4194304); }
}

export function decodeRemoteConnectGetMaxVcpusArgs(r: XdrReader): RemoteConnectGetMaxVcpusArgs {
  return {
    type: r.bool() ? r.string(4194304) : null,
  };
}

/** `remote_connect_get_max_vcpus_ret` */
export interface RemoteConnectGetMaxVcpusRet {
  readonly max_vcpus: number;
}

export function encodeRemoteConnectGetMaxVcpusRet(w: XdrWriter, v: RemoteConnectGetMaxVcpusRet): void {
  w.int(v.max_vcpus);
}

export function decodeRemoteConnectGetMaxVcpusRet(r: XdrReader): RemoteConnectGetMaxVcpusRet {
  return {
    max_vcpus: r.int(),
  };
}

/** `remote_connect_get_capabilities_ret` */
export interface RemoteConnectGetCapabilitiesRet {
  readonly capabilities: string;
}

export function encodeRemoteConnectGetCapabilitiesRet(w: XdrWriter, v: RemoteConnectGetCapabilitiesRet): void {
  w.string(v.capabilities, 4194304);
}

export function decodeRemoteConnectGetCapabilitiesRet(r: XdrReader): RemoteConnectGetCapabilitiesRet {
  return {
    capabilities: r.string(4194304),
  };
}

/** `remote_connect_get_domain_capabilities_args` */
export interface RemoteConnectGetDomainCapabilitiesArgs {
  readonly emulatorbin: string | null;
  readonly arch: string | null;
  readonly machine: string | null;
  readonly virttype: string | null;
  readonly flags: number;
}

export function encodeRemoteConnectGetDomainCapabilitiesArgs(w: XdrWriter, v: RemoteConnectGetDomainCapabilitiesArgs): void {
  if (v.emulatorbin === null) w.uint(0); else { w.uint(1); w.string(v.emulatorbin, 4194304); }
  if (v.arch === null) w.uint(0); else { w.uint(1); w.string(v.arch, 4194304); }
  if (v.machine === null) w.uint(0); else { w.uint(1); w.string(v.machine, 4194304); }
  if (v.virttype === null) w.uint(0); else { w.uint(1); w.string(v.virttype, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteConnectGetDomainCapabilitiesArgs(r: XdrReader): RemoteConnectGetDomainCapabilitiesArgs {
  return {
    emulatorbin: r.bool() ? r.string(4194304) : null,
    arch: r.bool() ? r.string(4194304) : null,
    machine: r.bool() ? r.string(4194304) : null,
    virttype: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_connect_get_domain_capabilities_ret` */
export interface RemoteConnectGetDomainCapabilitiesRet {
  readonly capabilities: string;
}

export function encodeRemoteConnectGetDomainCapabilitiesRet(w: XdrWriter, v: RemoteConnectGetDomainCapabilitiesRet): void {
  w.string(v.capabilities, 4194304);
}

export function decodeRemoteConnectGetDomainCapabilitiesRet(r: XdrReader): RemoteConnectGetDomainCapabilitiesRet {
  return {
    capabilities: r.string(4194304),
  };
}

/** `remote_connect_list_domains_args` */
export interface RemoteConnectListDomainsArgs {
  readonly maxids: number;
}

export function encodeRemoteConnectListDomainsArgs(w: XdrWriter, v: RemoteConnectListDomainsArgs): void {
  w.int(v.maxids);
}

export function decodeRemoteConnectListDomainsArgs(r: XdrReader): RemoteConnectListDomainsArgs {
  return {
    maxids: r.int(),
  };
}

/** `remote_connect_list_domains_ret` */
export interface RemoteConnectListDomainsRet {
  readonly ids: readonly number[];
}

export function encodeRemoteConnectListDomainsRet(w: XdrWriter, v: RemoteConnectListDomainsRet): void {
  w.array(v.ids, 16384, (w, v) => { w.int(v); });
}

export function decodeRemoteConnectListDomainsRet(r: XdrReader): RemoteConnectListDomainsRet {
  return {
    ids: r.array(16384, 4, (r) => r.int()),
  };
}

/** `remote_connect_num_of_domains_ret` */
export interface RemoteConnectNumOfDomainsRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfDomainsRet(w: XdrWriter, v: RemoteConnectNumOfDomainsRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfDomainsRet(r: XdrReader): RemoteConnectNumOfDomainsRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_list_defined_domains_args` */
export interface RemoteConnectListDefinedDomainsArgs {
  readonly maxnames: number;
}

export function encodeRemoteConnectListDefinedDomainsArgs(w: XdrWriter, v: RemoteConnectListDefinedDomainsArgs): void {
  w.int(v.maxnames);
}

export function decodeRemoteConnectListDefinedDomainsArgs(r: XdrReader): RemoteConnectListDefinedDomainsArgs {
  return {
    maxnames: r.int(),
  };
}

/** `remote_connect_list_defined_domains_ret` */
export interface RemoteConnectListDefinedDomainsRet {
  readonly names: readonly string[];
}

export function encodeRemoteConnectListDefinedDomainsRet(w: XdrWriter, v: RemoteConnectListDefinedDomainsRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteConnectListDefinedDomainsRet(r: XdrReader): RemoteConnectListDefinedDomainsRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_connect_num_of_defined_domains_ret` */
export interface RemoteConnectNumOfDefinedDomainsRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfDefinedDomainsRet(w: XdrWriter, v: RemoteConnectNumOfDefinedDomainsRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfDefinedDomainsRet(r: XdrReader): RemoteConnectNumOfDefinedDomainsRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_num_of_networks_ret` */
export interface RemoteConnectNumOfNetworksRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfNetworksRet(w: XdrWriter, v: RemoteConnectNumOfNetworksRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfNetworksRet(r: XdrReader): RemoteConnectNumOfNetworksRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_list_networks_args` */
export interface RemoteConnectListNetworksArgs {
  readonly maxnames: number;
}

export function encodeRemoteConnectListNetworksArgs(w: XdrWriter, v: RemoteConnectListNetworksArgs): void {
  w.int(v.maxnames);
}

export function decodeRemoteConnectListNetworksArgs(r: XdrReader): RemoteConnectListNetworksArgs {
  return {
    maxnames: r.int(),
  };
}

/** `remote_connect_list_networks_ret` */
export interface RemoteConnectListNetworksRet {
  readonly names: readonly string[];
}

export function encodeRemoteConnectListNetworksRet(w: XdrWriter, v: RemoteConnectListNetworksRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteConnectListNetworksRet(r: XdrReader): RemoteConnectListNetworksRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_connect_num_of_defined_networks_ret` */
export interface RemoteConnectNumOfDefinedNetworksRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfDefinedNetworksRet(w: XdrWriter, v: RemoteConnectNumOfDefinedNetworksRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfDefinedNetworksRet(r: XdrReader): RemoteConnectNumOfDefinedNetworksRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_list_defined_networks_args` */
export interface RemoteConnectListDefinedNetworksArgs {
  readonly maxnames: number;
}

export function encodeRemoteConnectListDefinedNetworksArgs(w: XdrWriter, v: RemoteConnectListDefinedNetworksArgs): void {
  w.int(v.maxnames);
}

export function decodeRemoteConnectListDefinedNetworksArgs(r: XdrReader): RemoteConnectListDefinedNetworksArgs {
  return {
    maxnames: r.int(),
  };
}

/** `remote_connect_list_defined_networks_ret` */
export interface RemoteConnectListDefinedNetworksRet {
  readonly names: readonly string[];
}

export function encodeRemoteConnectListDefinedNetworksRet(w: XdrWriter, v: RemoteConnectListDefinedNetworksRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteConnectListDefinedNetworksRet(r: XdrReader): RemoteConnectListDefinedNetworksRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_connect_num_of_nwfilters_ret` */
export interface RemoteConnectNumOfNwfiltersRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfNwfiltersRet(w: XdrWriter, v: RemoteConnectNumOfNwfiltersRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfNwfiltersRet(r: XdrReader): RemoteConnectNumOfNwfiltersRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_list_nwfilters_args` */
export interface RemoteConnectListNwfiltersArgs {
  readonly maxnames: number;
}

export function encodeRemoteConnectListNwfiltersArgs(w: XdrWriter, v: RemoteConnectListNwfiltersArgs): void {
  w.int(v.maxnames);
}

export function decodeRemoteConnectListNwfiltersArgs(r: XdrReader): RemoteConnectListNwfiltersArgs {
  return {
    maxnames: r.int(),
  };
}

/** `remote_connect_list_nwfilters_ret` */
export interface RemoteConnectListNwfiltersRet {
  readonly names: readonly string[];
}

export function encodeRemoteConnectListNwfiltersRet(w: XdrWriter, v: RemoteConnectListNwfiltersRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteConnectListNwfiltersRet(r: XdrReader): RemoteConnectListNwfiltersRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_connect_num_of_interfaces_ret` */
export interface RemoteConnectNumOfInterfacesRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfInterfacesRet(w: XdrWriter, v: RemoteConnectNumOfInterfacesRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfInterfacesRet(r: XdrReader): RemoteConnectNumOfInterfacesRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_list_interfaces_args` */
export interface RemoteConnectListInterfacesArgs {
  readonly maxnames: number;
}

export function encodeRemoteConnectListInterfacesArgs(w: XdrWriter, v: RemoteConnectListInterfacesArgs): void {
  w.int(v.maxnames);
}

export function decodeRemoteConnectListInterfacesArgs(r: XdrReader): RemoteConnectListInterfacesArgs {
  return {
    maxnames: r.int(),
  };
}

/** `remote_connect_list_interfaces_ret` */
export interface RemoteConnectListInterfacesRet {
  readonly names: readonly string[];
}

export function encodeRemoteConnectListInterfacesRet(w: XdrWriter, v: RemoteConnectListInterfacesRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteConnectListInterfacesRet(r: XdrReader): RemoteConnectListInterfacesRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_connect_num_of_defined_interfaces_ret` */
export interface RemoteConnectNumOfDefinedInterfacesRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfDefinedInterfacesRet(w: XdrWriter, v: RemoteConnectNumOfDefinedInterfacesRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfDefinedInterfacesRet(r: XdrReader): RemoteConnectNumOfDefinedInterfacesRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_list_defined_interfaces_args` */
export interface RemoteConnectListDefinedInterfacesArgs {
  readonly maxnames: number;
}

export function encodeRemoteConnectListDefinedInterfacesArgs(w: XdrWriter, v: RemoteConnectListDefinedInterfacesArgs): void {
  w.int(v.maxnames);
}

export function decodeRemoteConnectListDefinedInterfacesArgs(r: XdrReader): RemoteConnectListDefinedInterfacesArgs {
  return {
    maxnames: r.int(),
  };
}

/** `remote_connect_list_defined_interfaces_ret` */
export interface RemoteConnectListDefinedInterfacesRet {
  readonly names: readonly string[];
}

export function encodeRemoteConnectListDefinedInterfacesRet(w: XdrWriter, v: RemoteConnectListDefinedInterfacesRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteConnectListDefinedInterfacesRet(r: XdrReader): RemoteConnectListDefinedInterfacesRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_auth_list_ret` */
export interface RemoteAuthListRet {
  readonly types: readonly number[];
}

export function encodeRemoteAuthListRet(w: XdrWriter, v: RemoteAuthListRet): void {
  w.array(v.types, 20, (w, v) => { w.int(v); });
}

export function decodeRemoteAuthListRet(r: XdrReader): RemoteAuthListRet {
  return {
    types: r.array(20, 4, (r) => r.int()),
  };
}

/** `remote_auth_sasl_init_ret` */
export interface RemoteAuthSaslInitRet {
  readonly mechlist: string;
}

export function encodeRemoteAuthSaslInitRet(w: XdrWriter, v: RemoteAuthSaslInitRet): void {
  w.string(v.mechlist, 4194304);
}

export function decodeRemoteAuthSaslInitRet(r: XdrReader): RemoteAuthSaslInitRet {
  return {
    mechlist: r.string(4194304),
  };
}

/** `remote_auth_sasl_start_args` */
export interface RemoteAuthSaslStartArgs {
  readonly mech: string;
  readonly nil: number;
  readonly data: Uint8Array;
}

export function encodeRemoteAuthSaslStartArgs(w: XdrWriter, v: RemoteAuthSaslStartArgs): void {
  w.string(v.mech, 4194304);
  w.int(v.nil);
  w.chars(v.data, 65536);
}

export function decodeRemoteAuthSaslStartArgs(r: XdrReader): RemoteAuthSaslStartArgs {
  return {
    mech: r.string(4194304),
    nil: r.int(),
    data: r.chars(65536),
  };
}

/** `remote_auth_sasl_start_ret` */
export interface RemoteAuthSaslStartRet {
  readonly complete: number;
  readonly nil: number;
  readonly data: Uint8Array;
}

export function encodeRemoteAuthSaslStartRet(w: XdrWriter, v: RemoteAuthSaslStartRet): void {
  w.int(v.complete);
  w.int(v.nil);
  w.chars(v.data, 65536);
}

export function decodeRemoteAuthSaslStartRet(r: XdrReader): RemoteAuthSaslStartRet {
  return {
    complete: r.int(),
    nil: r.int(),
    data: r.chars(65536),
  };
}

/** `remote_auth_sasl_step_args` */
export interface RemoteAuthSaslStepArgs {
  readonly nil: number;
  readonly data: Uint8Array;
}

export function encodeRemoteAuthSaslStepArgs(w: XdrWriter, v: RemoteAuthSaslStepArgs): void {
  w.int(v.nil);
  w.chars(v.data, 65536);
}

export function decodeRemoteAuthSaslStepArgs(r: XdrReader): RemoteAuthSaslStepArgs {
  return {
    nil: r.int(),
    data: r.chars(65536),
  };
}

/** `remote_auth_sasl_step_ret` */
export interface RemoteAuthSaslStepRet {
  readonly complete: number;
  readonly nil: number;
  readonly data: Uint8Array;
}

export function encodeRemoteAuthSaslStepRet(w: XdrWriter, v: RemoteAuthSaslStepRet): void {
  w.int(v.complete);
  w.int(v.nil);
  w.chars(v.data, 65536);
}

export function decodeRemoteAuthSaslStepRet(r: XdrReader): RemoteAuthSaslStepRet {
  return {
    complete: r.int(),
    nil: r.int(),
    data: r.chars(65536),
  };
}

/** `remote_auth_polkit_ret` */
export interface RemoteAuthPolkitRet {
  readonly complete: number;
}

export function encodeRemoteAuthPolkitRet(w: XdrWriter, v: RemoteAuthPolkitRet): void {
  w.int(v.complete);
}

export function decodeRemoteAuthPolkitRet(r: XdrReader): RemoteAuthPolkitRet {
  return {
    complete: r.int(),
  };
}

/** `remote_connect_num_of_storage_pools_ret` */
export interface RemoteConnectNumOfStoragePoolsRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfStoragePoolsRet(w: XdrWriter, v: RemoteConnectNumOfStoragePoolsRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfStoragePoolsRet(r: XdrReader): RemoteConnectNumOfStoragePoolsRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_list_storage_pools_args` */
export interface RemoteConnectListStoragePoolsArgs {
  readonly maxnames: number;
}

export function encodeRemoteConnectListStoragePoolsArgs(w: XdrWriter, v: RemoteConnectListStoragePoolsArgs): void {
  w.int(v.maxnames);
}

export function decodeRemoteConnectListStoragePoolsArgs(r: XdrReader): RemoteConnectListStoragePoolsArgs {
  return {
    maxnames: r.int(),
  };
}

/** `remote_connect_list_storage_pools_ret` */
export interface RemoteConnectListStoragePoolsRet {
  readonly names: readonly string[];
}

export function encodeRemoteConnectListStoragePoolsRet(w: XdrWriter, v: RemoteConnectListStoragePoolsRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteConnectListStoragePoolsRet(r: XdrReader): RemoteConnectListStoragePoolsRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_connect_num_of_defined_storage_pools_ret` */
export interface RemoteConnectNumOfDefinedStoragePoolsRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfDefinedStoragePoolsRet(w: XdrWriter, v: RemoteConnectNumOfDefinedStoragePoolsRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfDefinedStoragePoolsRet(r: XdrReader): RemoteConnectNumOfDefinedStoragePoolsRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_list_defined_storage_pools_args` */
export interface RemoteConnectListDefinedStoragePoolsArgs {
  readonly maxnames: number;
}

export function encodeRemoteConnectListDefinedStoragePoolsArgs(w: XdrWriter, v: RemoteConnectListDefinedStoragePoolsArgs): void {
  w.int(v.maxnames);
}

export function decodeRemoteConnectListDefinedStoragePoolsArgs(r: XdrReader): RemoteConnectListDefinedStoragePoolsArgs {
  return {
    maxnames: r.int(),
  };
}

/** `remote_connect_list_defined_storage_pools_ret` */
export interface RemoteConnectListDefinedStoragePoolsRet {
  readonly names: readonly string[];
}

export function encodeRemoteConnectListDefinedStoragePoolsRet(w: XdrWriter, v: RemoteConnectListDefinedStoragePoolsRet): void {
  w.array(v.names, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteConnectListDefinedStoragePoolsRet(r: XdrReader): RemoteConnectListDefinedStoragePoolsRet {
  return {
    names: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_connect_find_storage_pool_sources_args` */
export interface RemoteConnectFindStoragePoolSourcesArgs {
  readonly type: string;
  readonly srcSpec: string | null;
  readonly flags: number;
}

export function encodeRemoteConnectFindStoragePoolSourcesArgs(w: XdrWriter, v: RemoteConnectFindStoragePoolSourcesArgs): void {
  w.string(v.type, 4194304);
  if (v.srcSpec === null) w.uint(0); else { w.uint(1); w.string(v.srcSpec, 4194304); }
  w.uint(v.flags);
}

export function decodeRemoteConnectFindStoragePoolSourcesArgs(r: XdrReader): RemoteConnectFindStoragePoolSourcesArgs {
  return {
    type: r.string(4194304),
    srcSpec: r.bool() ? r.string(4194304) : null,
    flags: r.uint(),
  };
}

/** `remote_connect_find_storage_pool_sources_ret` */
export interface RemoteConnectFindStoragePoolSourcesRet {
  readonly xml: string;
}

export function encodeRemoteConnectFindStoragePoolSourcesRet(w: XdrWriter, v: RemoteConnectFindStoragePoolSourcesRet): void {
  w.string(v.xml, 4194304);
}

export function decodeRemoteConnectFindStoragePoolSourcesRet(r: XdrReader): RemoteConnectFindStoragePoolSourcesRet {
  return {
    xml: r.string(4194304),
  };
}

/** `remote_connect_domain_event_register_ret` */
export interface RemoteConnectDomainEventRegisterRet {
  readonly cb_registered: number;
}

export function encodeRemoteConnectDomainEventRegisterRet(w: XdrWriter, v: RemoteConnectDomainEventRegisterRet): void {
  w.int(v.cb_registered);
}

export function decodeRemoteConnectDomainEventRegisterRet(r: XdrReader): RemoteConnectDomainEventRegisterRet {
  return {
    cb_registered: r.int(),
  };
}

/** `remote_connect_domain_event_deregister_ret` */
export interface RemoteConnectDomainEventDeregisterRet {
  readonly cb_registered: number;
}

export function encodeRemoteConnectDomainEventDeregisterRet(w: XdrWriter, v: RemoteConnectDomainEventDeregisterRet): void {
  w.int(v.cb_registered);
}

export function decodeRemoteConnectDomainEventDeregisterRet(r: XdrReader): RemoteConnectDomainEventDeregisterRet {
  return {
    cb_registered: r.int(),
  };
}

/** `remote_connect_domain_xml_from_native_args` */
export interface RemoteConnectDomainXmlFromNativeArgs {
  readonly nativeFormat: string;
  readonly nativeConfig: string;
  readonly flags: number;
}

export function encodeRemoteConnectDomainXmlFromNativeArgs(w: XdrWriter, v: RemoteConnectDomainXmlFromNativeArgs): void {
  w.string(v.nativeFormat, 4194304);
  w.string(v.nativeConfig, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteConnectDomainXmlFromNativeArgs(r: XdrReader): RemoteConnectDomainXmlFromNativeArgs {
  return {
    nativeFormat: r.string(4194304),
    nativeConfig: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_connect_domain_xml_from_native_ret` */
export interface RemoteConnectDomainXmlFromNativeRet {
  readonly domainXml: string;
}

export function encodeRemoteConnectDomainXmlFromNativeRet(w: XdrWriter, v: RemoteConnectDomainXmlFromNativeRet): void {
  w.string(v.domainXml, 4194304);
}

export function decodeRemoteConnectDomainXmlFromNativeRet(r: XdrReader): RemoteConnectDomainXmlFromNativeRet {
  return {
    domainXml: r.string(4194304),
  };
}

/** `remote_connect_domain_xml_to_native_args` */
export interface RemoteConnectDomainXmlToNativeArgs {
  readonly nativeFormat: string;
  readonly domainXml: string;
  readonly flags: number;
}

export function encodeRemoteConnectDomainXmlToNativeArgs(w: XdrWriter, v: RemoteConnectDomainXmlToNativeArgs): void {
  w.string(v.nativeFormat, 4194304);
  w.string(v.domainXml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteConnectDomainXmlToNativeArgs(r: XdrReader): RemoteConnectDomainXmlToNativeArgs {
  return {
    nativeFormat: r.string(4194304),
    domainXml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_connect_domain_xml_to_native_ret` */
export interface RemoteConnectDomainXmlToNativeRet {
  readonly nativeConfig: string;
}

export function encodeRemoteConnectDomainXmlToNativeRet(w: XdrWriter, v: RemoteConnectDomainXmlToNativeRet): void {
  w.string(v.nativeConfig, 4194304);
}

export function decodeRemoteConnectDomainXmlToNativeRet(r: XdrReader): RemoteConnectDomainXmlToNativeRet {
  return {
    nativeConfig: r.string(4194304),
  };
}

/** `remote_connect_num_of_secrets_ret` */
export interface RemoteConnectNumOfSecretsRet {
  readonly num: number;
}

export function encodeRemoteConnectNumOfSecretsRet(w: XdrWriter, v: RemoteConnectNumOfSecretsRet): void {
  w.int(v.num);
}

export function decodeRemoteConnectNumOfSecretsRet(r: XdrReader): RemoteConnectNumOfSecretsRet {
  return {
    num: r.int(),
  };
}

/** `remote_connect_list_secrets_args` */
export interface RemoteConnectListSecretsArgs {
  readonly maxuuids: number;
}

export function encodeRemoteConnectListSecretsArgs(w: XdrWriter, v: RemoteConnectListSecretsArgs): void {
  w.int(v.maxuuids);
}

export function decodeRemoteConnectListSecretsArgs(r: XdrReader): RemoteConnectListSecretsArgs {
  return {
    maxuuids: r.int(),
  };
}

/** `remote_connect_list_secrets_ret` */
export interface RemoteConnectListSecretsRet {
  readonly uuids: readonly string[];
}

export function encodeRemoteConnectListSecretsRet(w: XdrWriter, v: RemoteConnectListSecretsRet): void {
  w.array(v.uuids, 16384, (w, v) => { w.string(v, 4194304); });
}

export function decodeRemoteConnectListSecretsRet(r: XdrReader): RemoteConnectListSecretsRet {
  return {
    uuids: r.array(16384, 4, (r) => r.string(4194304)),
  };
}

/** `remote_connect_is_secure_ret` */
export interface RemoteConnectIsSecureRet {
  readonly secure: number;
}

export function encodeRemoteConnectIsSecureRet(w: XdrWriter, v: RemoteConnectIsSecureRet): void {
  w.int(v.secure);
}

export function decodeRemoteConnectIsSecureRet(r: XdrReader): RemoteConnectIsSecureRet {
  return {
    secure: r.int(),
  };
}

/** `remote_connect_compare_cpu_args` */
export interface RemoteConnectCompareCpuArgs {
  readonly xml: string;
  readonly flags: number;
}

export function encodeRemoteConnectCompareCpuArgs(w: XdrWriter, v: RemoteConnectCompareCpuArgs): void {
  w.string(v.xml, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteConnectCompareCpuArgs(r: XdrReader): RemoteConnectCompareCpuArgs {
  return {
    xml: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_connect_compare_cpu_ret` */
export interface RemoteConnectCompareCpuRet {
  readonly result: number;
}

export function encodeRemoteConnectCompareCpuRet(w: XdrWriter, v: RemoteConnectCompareCpuRet): void {
  w.int(v.result);
}

export function decodeRemoteConnectCompareCpuRet(r: XdrReader): RemoteConnectCompareCpuRet {
  return {
    result: r.int(),
  };
}

/** `remote_connect_baseline_cpu_args` */
export interface RemoteConnectBaselineCpuArgs {
  readonly xmlCPUs: readonly string[];
  readonly flags: number;
}

export function encodeRemoteConnectBaselineCpuArgs(w: XdrWriter, v: RemoteConnectBaselineCpuArgs): void {
  w.array(v.xmlCPUs, 256, (w, v) => { w.string(v, 4194304); });
  w.uint(v.flags);
}

export function decodeRemoteConnectBaselineCpuArgs(r: XdrReader): RemoteConnectBaselineCpuArgs {
  return {
    xmlCPUs: r.array(256, 4, (r) => r.string(4194304)),
    flags: r.uint(),
  };
}

/** `remote_connect_baseline_cpu_ret` */
export interface RemoteConnectBaselineCpuRet {
  readonly cpu: string;
}

export function encodeRemoteConnectBaselineCpuRet(w: XdrWriter, v: RemoteConnectBaselineCpuRet): void {
  w.string(v.cpu, 4194304);
}

export function decodeRemoteConnectBaselineCpuRet(r: XdrReader): RemoteConnectBaselineCpuRet {
  return {
    cpu: r.string(4194304),
  };
}

/** `remote_connect_domain_event_register_any_args` */
export interface RemoteConnectDomainEventRegisterAnyArgs {
  readonly eventID: number;
}

export function encodeRemoteConnectDomainEventRegisterAnyArgs(w: XdrWriter, v: RemoteConnectDomainEventRegisterAnyArgs): void {
  w.int(v.eventID);
}

export function decodeRemoteConnectDomainEventRegisterAnyArgs(r: XdrReader): RemoteConnectDomainEventRegisterAnyArgs {
  return {
    eventID: r.int(),
  };
}

/** `remote_connect_domain_event_deregister_any_args` */
export interface RemoteConnectDomainEventDeregisterAnyArgs {
  readonly eventID: number;
}

export function encodeRemoteConnectDomainEventDeregisterAnyArgs(w: XdrWriter, v: RemoteConnectDomainEventDeregisterAnyArgs): void {
  w.int(v.eventID);
}

export function decodeRemoteConnectDomainEventDeregisterAnyArgs(r: XdrReader): RemoteConnectDomainEventDeregisterAnyArgs {
  return {
    eventID: r.int(),
  };
}

/** `remote_connect_domain_event_callback_register_any_args` */
export interface RemoteConnectDomainEventCallbackRegisterAnyArgs {
  readonly eventID: number;
  readonly dom: RemoteNonnullDomain | null;
}

export function encodeRemoteConnectDomainEventCallbackRegisterAnyArgs(w: XdrWriter, v: RemoteConnectDomainEventCallbackRegisterAnyArgs): void {
  w.int(v.eventID);
  if (v.dom === null) w.uint(0); else { w.uint(1); encodeRemoteNonnullDomain(w, v.dom); }
}

export function decodeRemoteConnectDomainEventCallbackRegisterAnyArgs(r: XdrReader): RemoteConnectDomainEventCallbackRegisterAnyArgs {
  return {
    eventID: r.int(),
    dom: r.bool() ? decodeRemoteNonnullDomain(r) : null,
  };
}

/** `remote_connect_domain_event_callback_register_any_ret` */
export interface RemoteConnectDomainEventCallbackRegisterAnyRet {
  readonly callbackID: number;
}

export function encodeRemoteConnectDomainEventCallbackRegisterAnyRet(w: XdrWriter, v: RemoteConnectDomainEventCallbackRegisterAnyRet): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectDomainEventCallbackRegisterAnyRet(r: XdrReader): RemoteConnectDomainEventCallbackRegisterAnyRet {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_domain_event_callback_deregister_any_args` */
export interface RemoteConnectDomainEventCallbackDeregisterAnyArgs {
  readonly callbackID: number;
}

export function encodeRemoteConnectDomainEventCallbackDeregisterAnyArgs(w: XdrWriter, v: RemoteConnectDomainEventCallbackDeregisterAnyArgs): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectDomainEventCallbackDeregisterAnyArgs(r: XdrReader): RemoteConnectDomainEventCallbackDeregisterAnyArgs {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_list_all_domains_args` */
export interface RemoteConnectListAllDomainsArgs {
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteConnectListAllDomainsArgs(w: XdrWriter, v: RemoteConnectListAllDomainsArgs): void {
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteConnectListAllDomainsArgs(r: XdrReader): RemoteConnectListAllDomainsArgs {
  return {
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_connect_list_all_domains_ret` */
export interface RemoteConnectListAllDomainsRet {
  readonly domains: readonly RemoteNonnullDomain[];
  readonly ret: number;
}

export function encodeRemoteConnectListAllDomainsRet(w: XdrWriter, v: RemoteConnectListAllDomainsRet): void {
  w.array(v.domains, 16384, encodeRemoteNonnullDomain);
  w.uint(v.ret);
}

export function decodeRemoteConnectListAllDomainsRet(r: XdrReader): RemoteConnectListAllDomainsRet {
  return {
    domains: r.array(16384, 24, decodeRemoteNonnullDomain),
    ret: r.uint(),
  };
}

/** `remote_connect_list_all_storage_pools_args` */
export interface RemoteConnectListAllStoragePoolsArgs {
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteConnectListAllStoragePoolsArgs(w: XdrWriter, v: RemoteConnectListAllStoragePoolsArgs): void {
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteConnectListAllStoragePoolsArgs(r: XdrReader): RemoteConnectListAllStoragePoolsArgs {
  return {
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_connect_list_all_storage_pools_ret` */
export interface RemoteConnectListAllStoragePoolsRet {
  readonly pools: readonly RemoteNonnullStoragePool[];
  readonly ret: number;
}

export function encodeRemoteConnectListAllStoragePoolsRet(w: XdrWriter, v: RemoteConnectListAllStoragePoolsRet): void {
  w.array(v.pools, 16384, encodeRemoteNonnullStoragePool);
  w.uint(v.ret);
}

export function decodeRemoteConnectListAllStoragePoolsRet(r: XdrReader): RemoteConnectListAllStoragePoolsRet {
  return {
    pools: r.array(16384, 20, decodeRemoteNonnullStoragePool),
    ret: r.uint(),
  };
}

/** `remote_connect_list_all_networks_args` */
export interface RemoteConnectListAllNetworksArgs {
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteConnectListAllNetworksArgs(w: XdrWriter, v: RemoteConnectListAllNetworksArgs): void {
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteConnectListAllNetworksArgs(r: XdrReader): RemoteConnectListAllNetworksArgs {
  return {
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_connect_list_all_networks_ret` */
export interface RemoteConnectListAllNetworksRet {
  readonly nets: readonly RemoteNonnullNetwork[];
  readonly ret: number;
}

export function encodeRemoteConnectListAllNetworksRet(w: XdrWriter, v: RemoteConnectListAllNetworksRet): void {
  w.array(v.nets, 16384, encodeRemoteNonnullNetwork);
  w.uint(v.ret);
}

export function decodeRemoteConnectListAllNetworksRet(r: XdrReader): RemoteConnectListAllNetworksRet {
  return {
    nets: r.array(16384, 20, decodeRemoteNonnullNetwork),
    ret: r.uint(),
  };
}

/** `remote_connect_list_all_interfaces_args` */
export interface RemoteConnectListAllInterfacesArgs {
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteConnectListAllInterfacesArgs(w: XdrWriter, v: RemoteConnectListAllInterfacesArgs): void {
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteConnectListAllInterfacesArgs(r: XdrReader): RemoteConnectListAllInterfacesArgs {
  return {
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_connect_list_all_interfaces_ret` */
export interface RemoteConnectListAllInterfacesRet {
  readonly ifaces: readonly RemoteNonnullInterface[];
  readonly ret: number;
}

export function encodeRemoteConnectListAllInterfacesRet(w: XdrWriter, v: RemoteConnectListAllInterfacesRet): void {
  w.array(v.ifaces, 16384, encodeRemoteNonnullInterface);
  w.uint(v.ret);
}

export function decodeRemoteConnectListAllInterfacesRet(r: XdrReader): RemoteConnectListAllInterfacesRet {
  return {
    ifaces: r.array(16384, 8, decodeRemoteNonnullInterface),
    ret: r.uint(),
  };
}

/** `remote_connect_list_all_node_devices_args` */
export interface RemoteConnectListAllNodeDevicesArgs {
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteConnectListAllNodeDevicesArgs(w: XdrWriter, v: RemoteConnectListAllNodeDevicesArgs): void {
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteConnectListAllNodeDevicesArgs(r: XdrReader): RemoteConnectListAllNodeDevicesArgs {
  return {
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_connect_list_all_node_devices_ret` */
export interface RemoteConnectListAllNodeDevicesRet {
  readonly devices: readonly RemoteNonnullNodeDevice[];
  readonly ret: number;
}

export function encodeRemoteConnectListAllNodeDevicesRet(w: XdrWriter, v: RemoteConnectListAllNodeDevicesRet): void {
  w.array(v.devices, 65536, encodeRemoteNonnullNodeDevice);
  w.uint(v.ret);
}

export function decodeRemoteConnectListAllNodeDevicesRet(r: XdrReader): RemoteConnectListAllNodeDevicesRet {
  return {
    devices: r.array(65536, 4, decodeRemoteNonnullNodeDevice),
    ret: r.uint(),
  };
}

/** `remote_connect_list_all_nwfilters_args` */
export interface RemoteConnectListAllNwfiltersArgs {
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteConnectListAllNwfiltersArgs(w: XdrWriter, v: RemoteConnectListAllNwfiltersArgs): void {
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteConnectListAllNwfiltersArgs(r: XdrReader): RemoteConnectListAllNwfiltersArgs {
  return {
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_connect_list_all_nwfilters_ret` */
export interface RemoteConnectListAllNwfiltersRet {
  readonly filters: readonly RemoteNonnullNwfilter[];
  readonly ret: number;
}

export function encodeRemoteConnectListAllNwfiltersRet(w: XdrWriter, v: RemoteConnectListAllNwfiltersRet): void {
  w.array(v.filters, 16384, encodeRemoteNonnullNwfilter);
  w.uint(v.ret);
}

export function decodeRemoteConnectListAllNwfiltersRet(r: XdrReader): RemoteConnectListAllNwfiltersRet {
  return {
    filters: r.array(16384, 20, decodeRemoteNonnullNwfilter),
    ret: r.uint(),
  };
}

/** `remote_connect_list_all_secrets_args` */
export interface RemoteConnectListAllSecretsArgs {
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteConnectListAllSecretsArgs(w: XdrWriter, v: RemoteConnectListAllSecretsArgs): void {
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteConnectListAllSecretsArgs(r: XdrReader): RemoteConnectListAllSecretsArgs {
  return {
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_connect_list_all_secrets_ret` */
export interface RemoteConnectListAllSecretsRet {
  readonly secrets: readonly RemoteNonnullSecret[];
  readonly ret: number;
}

export function encodeRemoteConnectListAllSecretsRet(w: XdrWriter, v: RemoteConnectListAllSecretsRet): void {
  w.array(v.secrets, 16384, encodeRemoteNonnullSecret);
  w.uint(v.ret);
}

export function decodeRemoteConnectListAllSecretsRet(r: XdrReader): RemoteConnectListAllSecretsRet {
  return {
    secrets: r.array(16384, 24, decodeRemoteNonnullSecret),
    ret: r.uint(),
  };
}

/** `remote_connect_get_cpu_model_names_args` */
export interface RemoteConnectGetCpuModelNamesArgs {
  readonly arch: string;
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteConnectGetCpuModelNamesArgs(w: XdrWriter, v: RemoteConnectGetCpuModelNamesArgs): void {
  w.string(v.arch, 4194304);
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteConnectGetCpuModelNamesArgs(r: XdrReader): RemoteConnectGetCpuModelNamesArgs {
  return {
    arch: r.string(4194304),
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_connect_get_cpu_model_names_ret` */
export interface RemoteConnectGetCpuModelNamesRet {
  readonly models: readonly string[];
  readonly ret: number;
}

export function encodeRemoteConnectGetCpuModelNamesRet(w: XdrWriter, v: RemoteConnectGetCpuModelNamesRet): void {
  w.array(v.models, 8192, (w, v) => { w.string(v, 4194304); });
  w.int(v.ret);
}

export function decodeRemoteConnectGetCpuModelNamesRet(r: XdrReader): RemoteConnectGetCpuModelNamesRet {
  return {
    models: r.array(8192, 4, (r) => r.string(4194304)),
    ret: r.int(),
  };
}

/** `remote_connect_network_event_register_any_args` */
export interface RemoteConnectNetworkEventRegisterAnyArgs {
  readonly eventID: number;
  readonly net: RemoteNonnullNetwork | null;
}

export function encodeRemoteConnectNetworkEventRegisterAnyArgs(w: XdrWriter, v: RemoteConnectNetworkEventRegisterAnyArgs): void {
  w.int(v.eventID);
  if (v.net === null) w.uint(0); else { w.uint(1); encodeRemoteNonnullNetwork(w, v.net); }
}

export function decodeRemoteConnectNetworkEventRegisterAnyArgs(r: XdrReader): RemoteConnectNetworkEventRegisterAnyArgs {
  return {
    eventID: r.int(),
    net: r.bool() ? decodeRemoteNonnullNetwork(r) : null,
  };
}

/** `remote_connect_network_event_register_any_ret` */
export interface RemoteConnectNetworkEventRegisterAnyRet {
  readonly callbackID: number;
}

export function encodeRemoteConnectNetworkEventRegisterAnyRet(w: XdrWriter, v: RemoteConnectNetworkEventRegisterAnyRet): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectNetworkEventRegisterAnyRet(r: XdrReader): RemoteConnectNetworkEventRegisterAnyRet {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_network_event_deregister_any_args` */
export interface RemoteConnectNetworkEventDeregisterAnyArgs {
  readonly callbackID: number;
}

export function encodeRemoteConnectNetworkEventDeregisterAnyArgs(w: XdrWriter, v: RemoteConnectNetworkEventDeregisterAnyArgs): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectNetworkEventDeregisterAnyArgs(r: XdrReader): RemoteConnectNetworkEventDeregisterAnyArgs {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_storage_pool_event_register_any_args` */
export interface RemoteConnectStoragePoolEventRegisterAnyArgs {
  readonly eventID: number;
  readonly pool: RemoteNonnullStoragePool | null;
}

export function encodeRemoteConnectStoragePoolEventRegisterAnyArgs(w: XdrWriter, v: RemoteConnectStoragePoolEventRegisterAnyArgs): void {
  w.int(v.eventID);
  if (v.pool === null) w.uint(0); else { w.uint(1); encodeRemoteNonnullStoragePool(w, v.pool); }
}

export function decodeRemoteConnectStoragePoolEventRegisterAnyArgs(r: XdrReader): RemoteConnectStoragePoolEventRegisterAnyArgs {
  return {
    eventID: r.int(),
    pool: r.bool() ? decodeRemoteNonnullStoragePool(r) : null,
  };
}

/** `remote_connect_storage_pool_event_register_any_ret` */
export interface RemoteConnectStoragePoolEventRegisterAnyRet {
  readonly callbackID: number;
}

export function encodeRemoteConnectStoragePoolEventRegisterAnyRet(w: XdrWriter, v: RemoteConnectStoragePoolEventRegisterAnyRet): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectStoragePoolEventRegisterAnyRet(r: XdrReader): RemoteConnectStoragePoolEventRegisterAnyRet {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_storage_pool_event_deregister_any_args` */
export interface RemoteConnectStoragePoolEventDeregisterAnyArgs {
  readonly callbackID: number;
}

export function encodeRemoteConnectStoragePoolEventDeregisterAnyArgs(w: XdrWriter, v: RemoteConnectStoragePoolEventDeregisterAnyArgs): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectStoragePoolEventDeregisterAnyArgs(r: XdrReader): RemoteConnectStoragePoolEventDeregisterAnyArgs {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_node_device_event_register_any_args` */
export interface RemoteConnectNodeDeviceEventRegisterAnyArgs {
  readonly eventID: number;
  readonly dev: RemoteNonnullNodeDevice | null;
}

export function encodeRemoteConnectNodeDeviceEventRegisterAnyArgs(w: XdrWriter, v: RemoteConnectNodeDeviceEventRegisterAnyArgs): void {
  w.int(v.eventID);
  if (v.dev === null) w.uint(0); else { w.uint(1); encodeRemoteNonnullNodeDevice(w, v.dev); }
}

export function decodeRemoteConnectNodeDeviceEventRegisterAnyArgs(r: XdrReader): RemoteConnectNodeDeviceEventRegisterAnyArgs {
  return {
    eventID: r.int(),
    dev: r.bool() ? decodeRemoteNonnullNodeDevice(r) : null,
  };
}

/** `remote_connect_node_device_event_register_any_ret` */
export interface RemoteConnectNodeDeviceEventRegisterAnyRet {
  readonly callbackID: number;
}

export function encodeRemoteConnectNodeDeviceEventRegisterAnyRet(w: XdrWriter, v: RemoteConnectNodeDeviceEventRegisterAnyRet): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectNodeDeviceEventRegisterAnyRet(r: XdrReader): RemoteConnectNodeDeviceEventRegisterAnyRet {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_node_device_event_deregister_any_args` */
export interface RemoteConnectNodeDeviceEventDeregisterAnyArgs {
  readonly callbackID: number;
}

export function encodeRemoteConnectNodeDeviceEventDeregisterAnyArgs(w: XdrWriter, v: RemoteConnectNodeDeviceEventDeregisterAnyArgs): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectNodeDeviceEventDeregisterAnyArgs(r: XdrReader): RemoteConnectNodeDeviceEventDeregisterAnyArgs {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_get_all_domain_stats_args` */
export interface RemoteConnectGetAllDomainStatsArgs {
  readonly doms: readonly RemoteNonnullDomain[];
  readonly stats: number;
  readonly flags: number;
}

export function encodeRemoteConnectGetAllDomainStatsArgs(w: XdrWriter, v: RemoteConnectGetAllDomainStatsArgs): void {
  w.array(v.doms, 16384, encodeRemoteNonnullDomain);
  w.uint(v.stats);
  w.uint(v.flags);
}

export function decodeRemoteConnectGetAllDomainStatsArgs(r: XdrReader): RemoteConnectGetAllDomainStatsArgs {
  return {
    doms: r.array(16384, 24, decodeRemoteNonnullDomain),
    stats: r.uint(),
    flags: r.uint(),
  };
}

/** `remote_connect_get_all_domain_stats_ret` */
export interface RemoteConnectGetAllDomainStatsRet {
  readonly retStats: readonly RemoteDomainStatsRecord[];
}

export function encodeRemoteConnectGetAllDomainStatsRet(w: XdrWriter, v: RemoteConnectGetAllDomainStatsRet): void {
  w.array(v.retStats, 16384, encodeRemoteDomainStatsRecord);
}

export function decodeRemoteConnectGetAllDomainStatsRet(r: XdrReader): RemoteConnectGetAllDomainStatsRet {
  return {
    retStats: r.array(16384, 28, decodeRemoteDomainStatsRecord),
  };
}

/** `remote_connect_secret_event_register_any_args` */
export interface RemoteConnectSecretEventRegisterAnyArgs {
  readonly eventID: number;
  readonly secret: RemoteNonnullSecret | null;
}

export function encodeRemoteConnectSecretEventRegisterAnyArgs(w: XdrWriter, v: RemoteConnectSecretEventRegisterAnyArgs): void {
  w.int(v.eventID);
  if (v.secret === null) w.uint(0); else { w.uint(1); encodeRemoteNonnullSecret(w, v.secret); }
}

export function decodeRemoteConnectSecretEventRegisterAnyArgs(r: XdrReader): RemoteConnectSecretEventRegisterAnyArgs {
  return {
    eventID: r.int(),
    secret: r.bool() ? decodeRemoteNonnullSecret(r) : null,
  };
}

/** `remote_connect_secret_event_register_any_ret` */
export interface RemoteConnectSecretEventRegisterAnyRet {
  readonly callbackID: number;
}

export function encodeRemoteConnectSecretEventRegisterAnyRet(w: XdrWriter, v: RemoteConnectSecretEventRegisterAnyRet): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectSecretEventRegisterAnyRet(r: XdrReader): RemoteConnectSecretEventRegisterAnyRet {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_secret_event_deregister_any_args` */
export interface RemoteConnectSecretEventDeregisterAnyArgs {
  readonly callbackID: number;
}

export function encodeRemoteConnectSecretEventDeregisterAnyArgs(w: XdrWriter, v: RemoteConnectSecretEventDeregisterAnyArgs): void {
  w.int(v.callbackID);
}

export function decodeRemoteConnectSecretEventDeregisterAnyArgs(r: XdrReader): RemoteConnectSecretEventDeregisterAnyArgs {
  return {
    callbackID: r.int(),
  };
}

/** `remote_connect_compare_hypervisor_cpu_args` */
export interface RemoteConnectCompareHypervisorCpuArgs {
  readonly emulator: string | null;
  readonly arch: string | null;
  readonly machine: string | null;
  readonly virttype: string | null;
  readonly xmlCPU: string;
  readonly flags: number;
}

export function encodeRemoteConnectCompareHypervisorCpuArgs(w: XdrWriter, v: RemoteConnectCompareHypervisorCpuArgs): void {
  if (v.emulator === null) w.uint(0); else { w.uint(1); w.string(v.emulator, 4194304); }
  if (v.arch === null) w.uint(0); else { w.uint(1); w.string(v.arch, 4194304); }
  if (v.machine === null) w.uint(0); else { w.uint(1); w.string(v.machine, 4194304); }
  if (v.virttype === null) w.uint(0); else { w.uint(1); w.string(v.virttype, 4194304); }
  w.string(v.xmlCPU, 4194304);
  w.uint(v.flags);
}

export function decodeRemoteConnectCompareHypervisorCpuArgs(r: XdrReader): RemoteConnectCompareHypervisorCpuArgs {
  return {
    emulator: r.bool() ? r.string(4194304) : null,
    arch: r.bool() ? r.string(4194304) : null,
    machine: r.bool() ? r.string(4194304) : null,
    virttype: r.bool() ? r.string(4194304) : null,
    xmlCPU: r.string(4194304),
    flags: r.uint(),
  };
}

/** `remote_connect_compare_hypervisor_cpu_ret` */
export interface RemoteConnectCompareHypervisorCpuRet {
  readonly result: number;
}

export function encodeRemoteConnectCompareHypervisorCpuRet(w: XdrWriter, v: RemoteConnectCompareHypervisorCpuRet): void {
  w.int(v.result);
}

export function decodeRemoteConnectCompareHypervisorCpuRet(r: XdrReader): RemoteConnectCompareHypervisorCpuRet {
  return {
    result: r.int(),
  };
}

/** `remote_connect_baseline_hypervisor_cpu_args` */
export interface RemoteConnectBaselineHypervisorCpuArgs {
  readonly emulator: string | null;
  readonly arch: string | null;
  readonly machine: string | null;
  readonly virttype: string | null;
  readonly xmlCPUs: readonly string[];
  readonly flags: number;
}

export function encodeRemoteConnectBaselineHypervisorCpuArgs(w: XdrWriter, v: RemoteConnectBaselineHypervisorCpuArgs): void {
  if (v.emulator === null) w.uint(0); else { w.uint(1); w.string(v.emulator, 4194304); }
  if (v.arch === null) w.uint(0); else { w.uint(1); w.string(v.arch, 4194304); }
  if (v.machine === null) w.uint(0); else { w.uint(1); w.string(v.machine, 4194304); }
  if (v.virttype === null) w.uint(0); else { w.uint(1); w.string(v.virttype, 4194304); }
  w.array(v.xmlCPUs, 256, (w, v) => { w.string(v, 4194304); });
  w.uint(v.flags);
}

export function decodeRemoteConnectBaselineHypervisorCpuArgs(r: XdrReader): RemoteConnectBaselineHypervisorCpuArgs {
  return {
    emulator: r.bool() ? r.string(4194304) : null,
    arch: r.bool() ? r.string(4194304) : null,
    machine: r.bool() ? r.string(4194304) : null,
    virttype: r.bool() ? r.string(4194304) : null,
    xmlCPUs: r.array(256, 4, (r) => r.string(4194304)),
    flags: r.uint(),
  };
}

/** `remote_connect_baseline_hypervisor_cpu_ret` */
export interface RemoteConnectBaselineHypervisorCpuRet {
  readonly cpu: string;
}

export function encodeRemoteConnectBaselineHypervisorCpuRet(w: XdrWriter, v: RemoteConnectBaselineHypervisorCpuRet): void {
  w.string(v.cpu, 4194304);
}

export function decodeRemoteConnectBaselineHypervisorCpuRet(r: XdrReader): RemoteConnectBaselineHypervisorCpuRet {
  return {
    cpu: r.string(4194304),
  };
}

/** `remote_connect_list_all_nwfilter_bindings_args` */
export interface RemoteConnectListAllNwfilterBindingsArgs {
  readonly need_results: number;
  readonly flags: number;
}

export function encodeRemoteConnectListAllNwfilterBindingsArgs(w: XdrWriter, v: RemoteConnectListAllNwfilterBindingsArgs): void {
  w.int(v.need_results);
  w.uint(v.flags);
}

export function decodeRemoteConnectListAllNwfilterBindingsArgs(r: XdrReader): RemoteConnectListAllNwfilterBindingsArgs {
  return {
    need_results: r.int(),
    flags: r.uint(),
  };
}

/** `remote_connect_list_all_nwfilter_bindings_ret` */
export interface RemoteConnectListAllNwfilterBindingsRet {
  readonly bindings: readonly RemoteNonnullNwfilterBinding[];
  readonly ret: number;
}

export function encodeRemoteConnectListAllNwfilterBindingsRet(w: XdrWriter, v: RemoteConnectListAllNwfilterBindingsRet): void {
  w.array(v.bindings, 16384, encodeRemoteNonnullNwfilterBinding);
  w.uint(v.ret);
}

export function decodeRemoteConnectListAllNwfilterBindingsRet(r: XdrReader): RemoteConnectListAllNwfilterBindingsRet {
  return {
    bindings: r.array(16384, 8, decodeRemoteNonnullNwfilterBinding),
    ret: r.uint(),
  };
}

/** `remote_connect_get_storage_pool_capabilities_args` */
export interface RemoteConnectGetStoragePoolCapabilitiesArgs {
  readonly flags: number;
}

export function encodeRemoteConnectGetStoragePoolCapabilitiesArgs(w: XdrWriter, v: RemoteConnectGetStoragePoolCapabilitiesArgs): void {
  w.uint(v.flags);
}

export function decodeRemoteConnectGetStoragePoolCapabilitiesArgs(r: XdrReader): RemoteConnectGetStoragePoolCapabilitiesArgs {
  return {
    flags: r.uint(),
  };
}

/** `remote_connect_get_storage_pool_capabilities_ret` */
export interface RemoteConnectGetStoragePoolCapabilitiesRet {
  readonly capabilities: string;
}

export function encodeRemoteConnectGetStoragePoolCapabilitiesRet(w: XdrWriter, v: RemoteConnectGetStoragePoolCapabilitiesRet): void {
  w.string(v.capabilities, 4194304);
}

export function decodeRemoteConnectGetStoragePoolCapabilitiesRet(r: XdrReader): RemoteConnectGetStoragePoolCapabilitiesRet {
  return {
    capabilities: r.string(4194304),
  };
}

/** `remote_connect_set_identity_args` */
export interface RemoteConnectSetIdentityArgs {
  readonly params: readonly RemoteTypedParam[];
  readonly flags: number;
}

export function encodeRemoteConnectSetIdentityArgs(w: XdrWriter, v: RemoteConnectSetIdentityArgs): void {
  w.array(v.params, 20, encodeRemoteTypedParam);
  w.uint(v.flags);
}

export function decodeRemoteConnectSetIdentityArgs(r: XdrReader): RemoteConnectSetIdentityArgs {
  return {
    params: r.array(20, 12, decodeRemoteTypedParam),
    flags: r.uint(),
  };
}
