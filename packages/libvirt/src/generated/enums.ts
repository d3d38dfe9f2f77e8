// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

/** `virConnectCloseReason`, e.g. `VIR_CONNECT_CLOSE_REASON_ERROR`. */
export const ConnectCloseReason = {
  ERROR: 0,
  EOF: 1,
  KEEPALIVE: 2,
  CLIENT: 3,
} as const;
export type ConnectCloseReason = (typeof ConnectCloseReason)[keyof typeof ConnectCloseReason];

/** `virTypedParameterType`, e.g. `VIR_TYPED_PARAM_INT`. */
export const TypedParameterType = {
  INT: 1,
  UINT: 2,
  LLONG: 3,
  ULLONG: 4,
  DOUBLE: 5,
  BOOLEAN: 6,
  STRING: 7,
} as const;
export type TypedParameterType = (typeof TypedParameterType)[keyof typeof TypedParameterType];

/** `virTypedParameterFlags`, e.g. `VIR_TYPED_PARAM_STRING_OKAY`. */
export const TypedParameterFlags = {
  PARAM_STRING_OKAY: 4,
} as const;
export type TypedParameterFlags = (typeof TypedParameterFlags)[keyof typeof TypedParameterFlags];

/** `virNodeSuspendTarget`, e.g. `VIR_NODE_SUSPEND_TARGET_MEM`. */
export const NodeSuspendTarget = {
  MEM: 0,
  DISK: 1,
  HYBRID: 2,
} as const;
export type NodeSuspendTarget = (typeof NodeSuspendTarget)[keyof typeof NodeSuspendTarget];

/** `virNodeGetCPUStatsAllCPUs`, e.g. `VIR_NODE_CPU_STATS_ALL_CPUS`. */
export const NodeGetCPUStatsAllCPUs = {
  CPUS: -1,
} as const;
export type NodeGetCPUStatsAllCPUs = (typeof NodeGetCPUStatsAllCPUs)[keyof typeof NodeGetCPUStatsAllCPUs];

/** `virNodeGetMemoryStatsAllCells`, e.g. `VIR_NODE_MEMORY_STATS_ALL_CELLS`. */
export const NodeGetMemoryStatsAllCells = {
  CELLS: -1,
} as const;
export type NodeGetMemoryStatsAllCells = (typeof NodeGetMemoryStatsAllCells)[keyof typeof NodeGetMemoryStatsAllCells];

/** `virConnectFlags`, e.g. `VIR_CONNECT_RO`. */
export const ConnectFlags = {
  RO: 1,
  NO_ALIASES: 2,
} as const;
export type ConnectFlags = (typeof ConnectFlags)[keyof typeof ConnectFlags];

/** `virConnectCredentialType`, e.g. `VIR_CRED_USERNAME`. */
export const ConnectCredentialType = {
  USERNAME: 1,
  AUTHNAME: 2,
  LANGUAGE: 3,
  CNONCE: 4,
  PASSPHRASE: 5,
  ECHOPROMPT: 6,
  NOECHOPROMPT: 7,
  REALM: 8,
  EXTERNAL: 9,
} as const;
export type ConnectCredentialType = (typeof ConnectCredentialType)[keyof typeof ConnectCredentialType];

/** `virCPUCompareResult`, e.g. `VIR_CPU_COMPARE_ERROR`. */
export const CPUCompareResult = {
  ERROR: -1,
  INCOMPATIBLE: 0,
  IDENTICAL: 1,
  SUPERSET: 2,
} as const;
export type CPUCompareResult = (typeof CPUCompareResult)[keyof typeof CPUCompareResult];

/** `virConnectCompareCPUFlags`, e.g. `VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE`. */
export const ConnectCompareCPUFlags = {
  FAIL_INCOMPATIBLE: 1,
  /** Since libvirt 6.9.0. */
  VALIDATE_XML: 2,
} as const;
export type ConnectCompareCPUFlags = (typeof ConnectCompareCPUFlags)[keyof typeof ConnectCompareCPUFlags];

/** `virConnectBaselineCPUFlags`, e.g. `VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES`. */
export const ConnectBaselineCPUFlags = {
  EXPAND_FEATURES: 1,
  MIGRATABLE: 2,
} as const;
export type ConnectBaselineCPUFlags = (typeof ConnectBaselineCPUFlags)[keyof typeof ConnectBaselineCPUFlags];

/** `virNodeAllocPagesFlags`, e.g. `VIR_NODE_ALLOC_PAGES_ADD`. */
export const NodeAllocPagesFlags = {
  ADD: 0,
  SET: 1,
} as const;
export type NodeAllocPagesFlags = (typeof NodeAllocPagesFlags)[keyof typeof NodeAllocPagesFlags];

/** `virDomainState`, e.g. `VIR_DOMAIN_NOSTATE`. */
export const DomainState = {
  NOSTATE: 0,
  RUNNING: 1,
  BLOCKED: 2,
  PAUSED: 3,
  SHUTDOWN: 4,
  SHUTOFF: 5,
  CRASHED: 6,
  PMSUSPENDED: 7,
} as const;
export type DomainState = (typeof DomainState)[keyof typeof DomainState];

/** `virDomainNostateReason`, e.g. `VIR_DOMAIN_NOSTATE_UNKNOWN`. */
export const DomainNostateReason = {
  UNKNOWN: 0,
} as const;
export type DomainNostateReason = (typeof DomainNostateReason)[keyof typeof DomainNostateReason];

/** `virDomainRunningReason`, e.g. `VIR_DOMAIN_RUNNING_UNKNOWN`. */
export const DomainRunningReason = {
  UNKNOWN: 0,
  BOOTED: 1,
  MIGRATED: 2,
  RESTORED: 3,
  FROM_SNAPSHOT: 4,
  UNPAUSED: 5,
  MIGRATION_CANCELED: 6,
  SAVE_CANCELED: 7,
  WAKEUP: 8,
  CRASHED: 9,
  POSTCOPY: 10,
  /** Since libvirt 8.5.0. */
  POSTCOPY_FAILED: 11,
} as const;
export type DomainRunningReason = (typeof DomainRunningReason)[keyof typeof DomainRunningReason];

/** `virDomainBlockedReason`, e.g. `VIR_DOMAIN_BLOCKED_UNKNOWN`. */
export const DomainBlockedReason = {
  UNKNOWN: 0,
} as const;
export type DomainBlockedReason = (typeof DomainBlockedReason)[keyof typeof DomainBlockedReason];

/** `virDomainPausedReason`, e.g. `VIR_DOMAIN_PAUSED_UNKNOWN`. */
export const DomainPausedReason = {
  UNKNOWN: 0,
  USER: 1,
  MIGRATION: 2,
  SAVE: 3,
  DUMP: 4,
  IOERROR: 5,
  WATCHDOG: 6,
  FROM_SNAPSHOT: 7,
  SHUTTING_DOWN: 8,
  SNAPSHOT: 9,
  CRASHED: 10,
  STARTING_UP: 11,
  POSTCOPY: 12,
  POSTCOPY_FAILED: 13,
  /** Since libvirt 9.2.0. */
  API_ERROR: 14,
} as const;
export type DomainPausedReason = (typeof DomainPausedReason)[keyof typeof DomainPausedReason];

/** `virDomainShutdownReason`, e.g. `VIR_DOMAIN_SHUTDOWN_UNKNOWN`. */
export const DomainShutdownReason = {
  UNKNOWN: 0,
  USER: 1,
} as const;
export type DomainShutdownReason = (typeof DomainShutdownReason)[keyof typeof DomainShutdownReason];

/** `virDomainShutoffReason`, e.g. `VIR_DOMAIN_SHUTOFF_UNKNOWN`. */
export const DomainShutoffReason = {
  UNKNOWN: 0,
  SHUTDOWN: 1,
  DESTROYED: 2,
  CRASHED: 3,
  MIGRATED: 4,
  SAVED: 5,
  FAILED: 6,
  FROM_SNAPSHOT: 7,
  DAEMON: 8,
} as const;
export type DomainShutoffReason = (typeof DomainShutoffReason)[keyof typeof DomainShutoffReason];

/** `virDomainCrashedReason`, e.g. `VIR_DOMAIN_CRASHED_UNKNOWN`. */
export const DomainCrashedReason = {
  UNKNOWN: 0,
  PANICKED: 1,
} as const;
export type DomainCrashedReason = (typeof DomainCrashedReason)[keyof typeof DomainCrashedReason];

/** `virDomainPMSuspendedReason`, e.g. `VIR_DOMAIN_PMSUSPENDED_UNKNOWN`. */
export const DomainPMSuspendedReason = {
  PMSUSPENDED_UNKNOWN: 0,
} as const;
export type DomainPMSuspendedReason = (typeof DomainPMSuspendedReason)[keyof typeof DomainPMSuspendedReason];

/** `virDomainPMSuspendedDiskReason`, e.g. `VIR_DOMAIN_PMSUSPENDED_DISK_UNKNOWN`. */
export const DomainPMSuspendedDiskReason = {
  PMSUSPENDED_DISK_UNKNOWN: 0,
} as const;
export type DomainPMSuspendedDiskReason = (typeof DomainPMSuspendedDiskReason)[keyof typeof DomainPMSuspendedDiskReason];

/** `virDomainControlState`, e.g. `VIR_DOMAIN_CONTROL_OK`. */
export const DomainControlState = {
  OK: 0,
  JOB: 1,
  OCCUPIED: 2,
  ERROR: 3,
} as const;
export type DomainControlState = (typeof DomainControlState)[keyof typeof DomainControlState];

/** `virDomainControlErrorReason`, e.g. `VIR_DOMAIN_CONTROL_ERROR_REASON_NONE`. */
export const DomainControlErrorReason = {
  NONE: 0,
  UNKNOWN: 1,
  MONITOR: 2,
  INTERNAL: 3,
} as const;
export type DomainControlErrorReason = (typeof DomainControlErrorReason)[keyof typeof DomainControlErrorReason];

/** `virDomainModificationImpact`, e.g. `VIR_DOMAIN_AFFECT_CURRENT`. */
export const DomainModificationImpact = {
  CURRENT: 0,
  LIVE: 1,
  CONFIG: 2,
} as const;
export type DomainModificationImpact = (typeof DomainModificationImpact)[keyof typeof DomainModificationImpact];

/** `virDomainCreateFlags`, e.g. `VIR_DOMAIN_NONE`. */
export const DomainCreateFlags = {
  NONE: 0,
  START_PAUSED: 1,
  START_AUTODESTROY: 2,
  START_BYPASS_CACHE: 4,
  START_FORCE_BOOT: 8,
  START_VALIDATE: 16,
  /** Since libvirt 8.1.0. */
  START_RESET_NVRAM: 32,
} as const;
export type DomainCreateFlags = (typeof DomainCreateFlags)[keyof typeof DomainCreateFlags];

/** `virDomainMemoryStatTags`, e.g. `VIR_DOMAIN_MEMORY_STAT_SWAP_IN`. */
export const DomainMemoryStatTags = {
  SWAP_IN: 0,
  SWAP_OUT: 1,
  MAJOR_FAULT: 2,
  MINOR_FAULT: 3,
  UNUSED: 4,
  AVAILABLE: 5,
  ACTUAL_BALLOON: 6,
  RSS: 7,
  USABLE: 8,
  LAST_UPDATE: 9,
  DISK_CACHES: 10,
  HUGETLB_PGALLOC: 11,
  HUGETLB_PGFAIL: 12,
  NR: 13,
} as const;
export type DomainMemoryStatTags = (typeof DomainMemoryStatTags)[keyof typeof DomainMemoryStatTags];

/** `virDomainCoreDumpFlags`, e.g. `VIR_DUMP_CRASH`. */
export const DomainCoreDumpFlags = {
  CRASH: 1,
  LIVE: 2,
  BYPASS_CACHE: 4,
  RESET: 8,
  MEMORY_ONLY: 16,
} as const;
export type DomainCoreDumpFlags = (typeof DomainCoreDumpFlags)[keyof typeof DomainCoreDumpFlags];

/** `virDomainCoreDumpFormat`, e.g. `VIR_DOMAIN_CORE_DUMP_FORMAT_RAW`. */
export const DomainCoreDumpFormat = {
  RAW: 0,
  KDUMP_ZLIB: 1,
  KDUMP_LZO: 2,
  KDUMP_SNAPPY: 3,
  /** Since libvirt 7.4.0. */
  WIN_DMP: 4,
} as const;
export type DomainCoreDumpFormat = (typeof DomainCoreDumpFormat)[keyof typeof DomainCoreDumpFormat];

/** `virDomainMigrateFlags`, e.g. `VIR_MIGRATE_LIVE`. */
export const DomainMigrateFlags = {
  LIVE: 1,
  PEER2PEER: 2,
  TUNNELLED: 4,
  PERSIST_DEST: 8,
  UNDEFINE_SOURCE: 16,
  PAUSED: 32,
  NON_SHARED_DISK: 64,
  NON_SHARED_INC: 128,
  CHANGE_PROTECTION: 256,
  UNSAFE: 512,
  OFFLINE: 1024,
  COMPRESSED: 2048,
  ABORT_ON_ERROR: 4096,
  AUTO_CONVERGE: 8192,
  RDMA_PIN_ALL: 16384,
  POSTCOPY: 32768,
  TLS: 65536,
  PARALLEL: 131072,
  /** Since libvirt 8.0.0. */
  NON_SHARED_SYNCHRONOUS_WRITES: 262144,
  /** Since libvirt 8.5.0. */
  POSTCOPY_RESUME: 524288,
  /** Since libvirt 8.5.0. */
  ZEROCOPY: 1048576,
} as const;
export type DomainMigrateFlags = (typeof DomainMigrateFlags)[keyof typeof DomainMigrateFlags];

/** `virDomainMigrateMaxSpeedFlags`, e.g. `VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY`. */
export const DomainMigrateMaxSpeedFlags = {
  POSTCOPY: 1,
} as const;
export type DomainMigrateMaxSpeedFlags = (typeof DomainMigrateMaxSpeedFlags)[keyof typeof DomainMigrateMaxSpeedFlags];

/** `virConnectGetDomainCapabilitiesFlags`, e.g. `VIR_CONNECT_GET_DOMAIN_CAPABILITIES_DISABLE_DEPRECATED_FEATURES`. */
export const ConnectGetDomainCapabilitiesFlags = {
  /** Since libvirt 11.0.0. */
  DISABLE_DEPRECATED_FEATURES: 1,
} as const;
export type ConnectGetDomainCapabilitiesFlags = (typeof ConnectGetDomainCapabilitiesFlags)[keyof typeof ConnectGetDomainCapabilitiesFlags];

/** `virDomainShutdownFlagValues`, e.g. `VIR_DOMAIN_SHUTDOWN_DEFAULT`. */
export const DomainShutdownFlagValues = {
  DEFAULT: 0,
  ACPI_POWER_BTN: 1,
  GUEST_AGENT: 2,
  INITCTL: 4,
  SIGNAL: 8,
  PARAVIRT: 16,
} as const;
export type DomainShutdownFlagValues = (typeof DomainShutdownFlagValues)[keyof typeof DomainShutdownFlagValues];

/** `virDomainRebootFlagValues`, e.g. `VIR_DOMAIN_REBOOT_DEFAULT`. */
export const DomainRebootFlagValues = {
  DEFAULT: 0,
  ACPI_POWER_BTN: 1,
  GUEST_AGENT: 2,
  INITCTL: 4,
  SIGNAL: 8,
  PARAVIRT: 16,
} as const;
export type DomainRebootFlagValues = (typeof DomainRebootFlagValues)[keyof typeof DomainRebootFlagValues];

/** `virDomainDestroyFlagsValues`, e.g. `VIR_DOMAIN_DESTROY_DEFAULT`. */
export const DomainDestroyFlagsValues = {
  DEFAULT: 0,
  GRACEFUL: 1,
  /** Since libvirt 8.3.0. */
  REMOVE_LOGS: 2,
} as const;
export type DomainDestroyFlagsValues = (typeof DomainDestroyFlagsValues)[keyof typeof DomainDestroyFlagsValues];

/** `virDomainSaveRestoreFlags`, e.g. `VIR_DOMAIN_SAVE_BYPASS_CACHE`. */
export const DomainSaveRestoreFlags = {
  BYPASS_CACHE: 1,
  RUNNING: 2,
  PAUSED: 4,
  /** Since libvirt 8.1.0. */
  RESET_NVRAM: 8,
} as const;
export type DomainSaveRestoreFlags = (typeof DomainSaveRestoreFlags)[keyof typeof DomainSaveRestoreFlags];

/** `virDomainMemoryModFlags`, e.g. `VIR_DOMAIN_MEM_CURRENT`. */
export const DomainMemoryModFlags = {
  CURRENT: 0,
  LIVE: 1,
  CONFIG: 2,
  MAXIMUM: 4,
} as const;
export type DomainMemoryModFlags = (typeof DomainMemoryModFlags)[keyof typeof DomainMemoryModFlags];

/** `virDomainNumatuneMemMode`, e.g. `VIR_DOMAIN_NUMATUNE_MEM_STRICT`. */
export const DomainNumatuneMemMode = {
  STRICT: 0,
  PREFERRED: 1,
  INTERLEAVE: 2,
  /** Since libvirt 7.3.0. */
  RESTRICTIVE: 3,
} as const;
export type DomainNumatuneMemMode = (typeof DomainNumatuneMemMode)[keyof typeof DomainNumatuneMemMode];

/** `virDomainGetHostnameFlags`, e.g. `VIR_DOMAIN_GET_HOSTNAME_LEASE`. */
export const DomainGetHostnameFlags = {
  /** Since libvirt 6.1.0. */
  LEASE: 1,
  /** Since libvirt 6.1.0. */
  AGENT: 2,
} as const;
export type DomainGetHostnameFlags = (typeof DomainGetHostnameFlags)[keyof typeof DomainGetHostnameFlags];

/** `virDomainMetadataType`, e.g. `VIR_DOMAIN_METADATA_DESCRIPTION`. */
export const DomainMetadataType = {
  DESCRIPTION: 0,
  TITLE: 1,
  ELEMENT: 2,
} as const;
export type DomainMetadataType = (typeof DomainMetadataType)[keyof typeof DomainMetadataType];

/** `virDomainXMLFlags`, e.g. `VIR_DOMAIN_XML_SECURE`. */
export const DomainXMLFlags = {
  SECURE: 1,
  INACTIVE: 2,
  UPDATE_CPU: 4,
  MIGRATABLE: 8,
} as const;
export type DomainXMLFlags = (typeof DomainXMLFlags)[keyof typeof DomainXMLFlags];

/** `virDomainSaveImageXMLFlags`, e.g. `VIR_DOMAIN_SAVE_IMAGE_XML_SECURE`. */
export const DomainSaveImageXMLFlags = {
  SECURE: 1,
} as const;
export type DomainSaveImageXMLFlags = (typeof DomainSaveImageXMLFlags)[keyof typeof DomainSaveImageXMLFlags];

/** `virDomainBlockResizeFlags`, e.g. `VIR_DOMAIN_BLOCK_RESIZE_BYTES`. */
export const DomainBlockResizeFlags = {
  BYTES: 1,
  /** Since libvirt 10.0.0. */
  CAPACITY: 2,
} as const;
export type DomainBlockResizeFlags = (typeof DomainBlockResizeFlags)[keyof typeof DomainBlockResizeFlags];

/** `virDomainMemoryFlags`, e.g. `VIR_MEMORY_VIRTUAL`. */
export const DomainMemoryFlags = {
  VIRTUAL: 1,
  PHYSICAL: 2,
} as const;
export type DomainMemoryFlags = (typeof DomainMemoryFlags)[keyof typeof DomainMemoryFlags];

/** `virDomainDefineFlags`, e.g. `VIR_DOMAIN_DEFINE_VALIDATE`. */
export const DomainDefineFlags = {
  VALIDATE: 1,
} as const;
export type DomainDefineFlags = (typeof DomainDefineFlags)[keyof typeof DomainDefineFlags];

/** `virDomainUndefineFlagsValues`, e.g. `VIR_DOMAIN_UNDEFINE_MANAGED_SAVE`. */
export const DomainUndefineFlagsValues = {
  MANAGED_SAVE: 1,
  SNAPSHOTS_METADATA: 2,
  NVRAM: 4,
  KEEP_NVRAM: 8,
  CHECKPOINTS_METADATA: 16,
  /** Since libvirt 8.9.0. */
  TPM: 32,
  /** Since libvirt 8.9.0. */
  KEEP_TPM: 64,
} as const;
export type DomainUndefineFlagsValues = (typeof DomainUndefineFlagsValues)[keyof typeof DomainUndefineFlagsValues];

/** `virConnectListAllDomainsFlags`, e.g. `VIR_CONNECT_LIST_DOMAINS_ACTIVE`. */
export const ConnectListAllDomainsFlags = {
  ACTIVE: 1,
  INACTIVE: 2,
  PERSISTENT: 4,
  TRANSIENT: 8,
  RUNNING: 16,
  PAUSED: 32,
  SHUTOFF: 64,
  OTHER: 128,
  MANAGEDSAVE: 256,
  NO_MANAGEDSAVE: 512,
  AUTOSTART: 1024,
  NO_AUTOSTART: 2048,
  HAS_SNAPSHOT: 4096,
  NO_SNAPSHOT: 8192,
  HAS_CHECKPOINT: 16384,
  NO_CHECKPOINT: 32768,
} as const;
export type ConnectListAllDomainsFlags = (typeof ConnectListAllDomainsFlags)[keyof typeof ConnectListAllDomainsFlags];

/** `virVcpuState`, e.g. `VIR_VCPU_OFFLINE`. */
export const VcpuState = {
  OFFLINE: 0,
  RUNNING: 1,
  BLOCKED: 2,
} as const;
export type VcpuState = (typeof VcpuState)[keyof typeof VcpuState];

/** `virVcpuHostCpuState`, e.g. `VIR_VCPU_INFO_CPU_OFFLINE`. */
export const VcpuHostCpuState = {
  /** Since libvirt 6.10.0. */
  OFFLINE: -1,
  /** Since libvirt 6.10.0. */
  UNAVAILABLE: -2,
} as const;
export type VcpuHostCpuState = (typeof VcpuHostCpuState)[keyof typeof VcpuHostCpuState];

/** `virDomainVcpuFlags`, e.g. `VIR_DOMAIN_VCPU_CURRENT`. */
export const DomainVcpuFlags = {
  CURRENT: 0,
  LIVE: 1,
  CONFIG: 2,
  MAXIMUM: 4,
  GUEST: 8,
  HOTPLUGGABLE: 16,
} as const;
export type DomainVcpuFlags = (typeof DomainVcpuFlags)[keyof typeof DomainVcpuFlags];

/** `virDomainDeviceModifyFlags`, e.g. `VIR_DOMAIN_DEVICE_MODIFY_CURRENT`. */
export const DomainDeviceModifyFlags = {
  CURRENT: 0,
  LIVE: 1,
  CONFIG: 2,
  FORCE: 4,
} as const;
export type DomainDeviceModifyFlags = (typeof DomainDeviceModifyFlags)[keyof typeof DomainDeviceModifyFlags];

/** `virDomainStatsTypes`, e.g. `VIR_DOMAIN_STATS_STATE`. */
export const DomainStatsTypes = {
  STATE: 1,
  CPU_TOTAL: 2,
  BALLOON: 4,
  VCPU: 8,
  INTERFACE: 16,
  BLOCK: 32,
  PERF: 64,
  IOTHREAD: 128,
  MEMORY: 256,
  /** Since libvirt 7.2.0. */
  DIRTYRATE: 512,
  /** Since libvirt 8.9.0. */
  VM: 1024,
} as const;
export type DomainStatsTypes = (typeof DomainStatsTypes)[keyof typeof DomainStatsTypes];

/** `virConnectGetAllDomainStatsFlags`, e.g. `VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE`. */
export const ConnectGetAllDomainStatsFlags = {
  ACTIVE: 1,
  INACTIVE: 2,
  PERSISTENT: 4,
  TRANSIENT: 8,
  RUNNING: 16,
  PAUSED: 32,
  SHUTOFF: 64,
  OTHER: 128,
  NOWAIT: 536870912,
  BACKING: 1073741824,
  ENFORCE_STATS: 2147483648,
} as const;
export type ConnectGetAllDomainStatsFlags = (typeof ConnectGetAllDomainStatsFlags)[keyof typeof ConnectGetAllDomainStatsFlags];

/** `virDomainBlockJobType`, e.g. `VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN`. */
export const DomainBlockJobType = {
  UNKNOWN: 0,
  PULL: 1,
  COPY: 2,
  COMMIT: 3,
  ACTIVE_COMMIT: 4,
  BACKUP: 5,
} as const;
export type DomainBlockJobType = (typeof DomainBlockJobType)[keyof typeof DomainBlockJobType];

/** `virDomainBlockJobAbortFlags`, e.g. `VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC`. */
export const DomainBlockJobAbortFlags = {
  ASYNC: 1,
  PIVOT: 2,
} as const;
export type DomainBlockJobAbortFlags = (typeof DomainBlockJobAbortFlags)[keyof typeof DomainBlockJobAbortFlags];

/** `virDomainBlockJobInfoFlags`, e.g. `VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES`. */
export const DomainBlockJobInfoFlags = {
  BANDWIDTH_BYTES: 1,
} as const;
export type DomainBlockJobInfoFlags = (typeof DomainBlockJobInfoFlags)[keyof typeof DomainBlockJobInfoFlags];

/** `virDomainBlockJobSetSpeedFlags`, e.g. `VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES`. */
export const DomainBlockJobSetSpeedFlags = {
  BANDWIDTH_BYTES: 1,
} as const;
export type DomainBlockJobSetSpeedFlags = (typeof DomainBlockJobSetSpeedFlags)[keyof typeof DomainBlockJobSetSpeedFlags];

/** `virDomainBlockPullFlags`, e.g. `VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES`. */
export const DomainBlockPullFlags = {
  BANDWIDTH_BYTES: 64,
} as const;
export type DomainBlockPullFlags = (typeof DomainBlockPullFlags)[keyof typeof DomainBlockPullFlags];

/** `virDomainBlockRebaseFlags`, e.g. `VIR_DOMAIN_BLOCK_REBASE_SHALLOW`. */
export const DomainBlockRebaseFlags = {
  SHALLOW: 1,
  REUSE_EXT: 2,
  COPY_RAW: 4,
  COPY: 8,
  RELATIVE: 16,
  COPY_DEV: 32,
  BANDWIDTH_BYTES: 64,
} as const;
export type DomainBlockRebaseFlags = (typeof DomainBlockRebaseFlags)[keyof typeof DomainBlockRebaseFlags];

/** `virDomainBlockCopyFlags`, e.g. `VIR_DOMAIN_BLOCK_COPY_SHALLOW`. */
export const DomainBlockCopyFlags = {
  SHALLOW: 1,
  REUSE_EXT: 2,
  TRANSIENT_JOB: 4,
  /** Since libvirt 8.0.0. */
  SYNCHRONOUS_WRITES: 8,
} as const;
export type DomainBlockCopyFlags = (typeof DomainBlockCopyFlags)[keyof typeof DomainBlockCopyFlags];

/** `virDomainBlockCommitFlags`, e.g. `VIR_DOMAIN_BLOCK_COMMIT_SHALLOW`. */
export const DomainBlockCommitFlags = {
  SHALLOW: 1,
  DELETE: 2,
  ACTIVE: 4,
  RELATIVE: 8,
  BANDWIDTH_BYTES: 16,
} as const;
export type DomainBlockCommitFlags = (typeof DomainBlockCommitFlags)[keyof typeof DomainBlockCommitFlags];

/** `virDomainDiskErrorCode`, e.g. `VIR_DOMAIN_DISK_ERROR_NONE`. */
export const DomainDiskErrorCode = {
  NONE: 0,
  UNSPEC: 1,
  NO_SPACE: 2,
} as const;
export type DomainDiskErrorCode = (typeof DomainDiskErrorCode)[keyof typeof DomainDiskErrorCode];

/** `virKeycodeSet`, e.g. `VIR_KEYCODE_SET_LINUX`. */
export const KeycodeSet = {
  LINUX: 0,
  XT: 1,
  ATSET1: 2,
  ATSET2: 3,
  ATSET3: 4,
  OSX: 5,
  XT_KBD: 6,
  USB: 7,
  WIN32: 8,
  QNUM: 9,
} as const;
export type KeycodeSet = (typeof KeycodeSet)[keyof typeof KeycodeSet];

/** `virDomainProcessSignal`, e.g. `VIR_DOMAIN_PROCESS_SIGNAL_NOP`. */
export const DomainProcessSignal = {
  NOP: 0,
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  STKFLT: 16,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  XCPU: 24,
  XFSZ: 25,
  VTALRM: 26,
  PROF: 27,
  WINCH: 28,
  POLL: 29,
  PWR: 30,
  SYS: 31,
  RT0: 32,
  RT1: 33,
  RT2: 34,
  RT3: 35,
  RT4: 36,
  RT5: 37,
  RT6: 38,
  RT7: 39,
  RT8: 40,
  RT9: 41,
  RT10: 42,
  RT11: 43,
  RT12: 44,
  RT13: 45,
  RT14: 46,
  RT15: 47,
  RT16: 48,
  RT17: 49,
  RT18: 50,
  RT19: 51,
  RT20: 52,
  RT21: 53,
  RT22: 54,
  RT23: 55,
  RT24: 56,
  RT25: 57,
  RT26: 58,
  RT27: 59,
  RT28: 60,
  RT29: 61,
  RT30: 62,
  RT31: 63,
  RT32: 64,
} as const;
export type DomainProcessSignal = (typeof DomainProcessSignal)[keyof typeof DomainProcessSignal];

/** `virDomainEventType`, e.g. `VIR_DOMAIN_EVENT_DEFINED`. */
export const DomainEventType = {
  DEFINED: 0,
  UNDEFINED: 1,
  STARTED: 2,
  SUSPENDED: 3,
  RESUMED: 4,
  STOPPED: 5,
  SHUTDOWN: 6,
  PMSUSPENDED: 7,
  CRASHED: 8,
} as const;
export type DomainEventType = (typeof DomainEventType)[keyof typeof DomainEventType];

/** `virDomainEventDefinedDetailType`, e.g. `VIR_DOMAIN_EVENT_DEFINED_ADDED`. */
export const DomainEventDefinedDetailType = {
  ADDED: 0,
  UPDATED: 1,
  RENAMED: 2,
  FROM_SNAPSHOT: 3,
} as const;
export type DomainEventDefinedDetailType = (typeof DomainEventDefinedDetailType)[keyof typeof DomainEventDefinedDetailType];

/** `virDomainEventUndefinedDetailType`, e.g. `VIR_DOMAIN_EVENT_UNDEFINED_REMOVED`. */
export const DomainEventUndefinedDetailType = {
  REMOVED: 0,
  RENAMED: 1,
} as const;
export type DomainEventUndefinedDetailType = (typeof DomainEventUndefinedDetailType)[keyof typeof DomainEventUndefinedDetailType];

/** `virDomainEventStartedDetailType`, e.g. `VIR_DOMAIN_EVENT_STARTED_BOOTED`. */
export const DomainEventStartedDetailType = {
  BOOTED: 0,
  MIGRATED: 1,
  RESTORED: 2,
  FROM_SNAPSHOT: 3,
  WAKEUP: 4,
} as const;
export type DomainEventStartedDetailType = (typeof DomainEventStartedDetailType)[keyof typeof DomainEventStartedDetailType];

/** `virDomainEventSuspendedDetailType`, e.g. `VIR_DOMAIN_EVENT_SUSPENDED_PAUSED`. */
export const DomainEventSuspendedDetailType = {
  PAUSED: 0,
  MIGRATED: 1,
  IOERROR: 2,
  WATCHDOG: 3,
  RESTORED: 4,
  FROM_SNAPSHOT: 5,
  API_ERROR: 6,
  POSTCOPY: 7,
  POSTCOPY_FAILED: 8,
} as const;
export type DomainEventSuspendedDetailType = (typeof DomainEventSuspendedDetailType)[keyof typeof DomainEventSuspendedDetailType];

/** `virDomainEventResumedDetailType`, e.g. `VIR_DOMAIN_EVENT_RESUMED_UNPAUSED`. */
export const DomainEventResumedDetailType = {
  UNPAUSED: 0,
  MIGRATED: 1,
  FROM_SNAPSHOT: 2,
  POSTCOPY: 3,
  /** Since libvirt 8.5.0. */
  POSTCOPY_FAILED: 4,
} as const;
export type DomainEventResumedDetailType = (typeof DomainEventResumedDetailType)[keyof typeof DomainEventResumedDetailType];

/** `virDomainEventStoppedDetailType`, e.g. `VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN`. */
export const DomainEventStoppedDetailType = {
  SHUTDOWN: 0,
  DESTROYED: 1,
  CRASHED: 2,
  MIGRATED: 3,
  SAVED: 4,
  FAILED: 5,
  FROM_SNAPSHOT: 6,
} as const;
export type DomainEventStoppedDetailType = (typeof DomainEventStoppedDetailType)[keyof typeof DomainEventStoppedDetailType];

/** `virDomainEventShutdownDetailType`, e.g. `VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED`. */
export const DomainEventShutdownDetailType = {
  FINISHED: 0,
  GUEST: 1,
  HOST: 2,
} as const;
export type DomainEventShutdownDetailType = (typeof DomainEventShutdownDetailType)[keyof typeof DomainEventShutdownDetailType];

/** `virDomainEventPMSuspendedDetailType`, e.g. `VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY`. */
export const DomainEventPMSuspendedDetailType = {
  MEMORY: 0,
  DISK: 1,
} as const;
export type DomainEventPMSuspendedDetailType = (typeof DomainEventPMSuspendedDetailType)[keyof typeof DomainEventPMSuspendedDetailType];

/** `virDomainEventCrashedDetailType`, e.g. `VIR_DOMAIN_EVENT_CRASHED_PANICKED`. */
export const DomainEventCrashedDetailType = {
  PANICKED: 0,
  /** Since libvirt 6.1.0. */
  CRASHLOADED: 1,
} as const;
export type DomainEventCrashedDetailType = (typeof DomainEventCrashedDetailType)[keyof typeof DomainEventCrashedDetailType];

/** `virDomainMemoryFailureRecipientType`, e.g. `VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR`. */
export const DomainMemoryFailureRecipientType = {
  /** Since libvirt 6.9.0. */
  HYPERVISOR: 0,
  /** Since libvirt 6.9.0. */
  GUEST: 1,
} as const;
export type DomainMemoryFailureRecipientType = (typeof DomainMemoryFailureRecipientType)[keyof typeof DomainMemoryFailureRecipientType];

/** `virDomainMemoryFailureActionType`, e.g. `VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE`. */
export const DomainMemoryFailureActionType = {
  /** Since libvirt 6.9.0. */
  IGNORE: 0,
  /** Since libvirt 6.9.0. */
  INJECT: 1,
  /** Since libvirt 6.9.0. */
  FATAL: 2,
  /** Since libvirt 6.9.0. */
  RESET: 3,
} as const;
export type DomainMemoryFailureActionType = (typeof DomainMemoryFailureActionType)[keyof typeof DomainMemoryFailureActionType];

/** `virDomainMemoryFailureFlags`, e.g. `VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED`. */
export const DomainMemoryFailureFlags = {
  /** Since libvirt 6.9.0. */
  ACTION_REQUIRED: 1,
  /** Since libvirt 6.9.0. */
  RECURSIVE: 2,
} as const;
export type DomainMemoryFailureFlags = (typeof DomainMemoryFailureFlags)[keyof typeof DomainMemoryFailureFlags];

/** `virDomainJobType`, e.g. `VIR_DOMAIN_JOB_NONE`. */
export const DomainJobType = {
  NONE: 0,
  BOUNDED: 1,
  UNBOUNDED: 2,
  COMPLETED: 3,
  FAILED: 4,
  CANCELLED: 5,
} as const;
export type DomainJobType = (typeof DomainJobType)[keyof typeof DomainJobType];

/** `virDomainGetJobStatsFlags`, e.g. `VIR_DOMAIN_JOB_STATS_COMPLETED`. */
export const DomainGetJobStatsFlags = {
  COMPLETED: 1,
  KEEP_COMPLETED: 2,
} as const;
export type DomainGetJobStatsFlags = (typeof DomainGetJobStatsFlags)[keyof typeof DomainGetJobStatsFlags];

/** `virDomainAbortJobFlagsValues`, e.g. `VIR_DOMAIN_ABORT_JOB_POSTCOPY`. */
export const DomainAbortJobFlagsValues = {
  /** Since libvirt 8.5.0. */
  POSTCOPY: 1,
} as const;
export type DomainAbortJobFlagsValues = (typeof DomainAbortJobFlagsValues)[keyof typeof DomainAbortJobFlagsValues];

/** `virDomainJobOperation`, e.g. `VIR_DOMAIN_JOB_OPERATION_UNKNOWN`. */
export const DomainJobOperation = {
  UNKNOWN: 0,
  START: 1,
  SAVE: 2,
  RESTORE: 3,
  MIGRATION_IN: 4,
  MIGRATION_OUT: 5,
  SNAPSHOT: 6,
  SNAPSHOT_REVERT: 7,
  DUMP: 8,
  BACKUP: 9,
  /** Since libvirt 9.0.0. */
  SNAPSHOT_DELETE: 10,
} as const;
export type DomainJobOperation = (typeof DomainJobOperation)[keyof typeof DomainJobOperation];

/** `virDomainEventWatchdogAction`, e.g. `VIR_DOMAIN_EVENT_WATCHDOG_NONE`. */
export const DomainEventWatchdogAction = {
  NONE: 0,
  PAUSE: 1,
  RESET: 2,
  POWEROFF: 3,
  SHUTDOWN: 4,
  DEBUG: 5,
  INJECTNMI: 6,
} as const;
export type DomainEventWatchdogAction = (typeof DomainEventWatchdogAction)[keyof typeof DomainEventWatchdogAction];

/** `virDomainEventIOErrorAction`, e.g. `VIR_DOMAIN_EVENT_IO_ERROR_NONE`. */
export const DomainEventIOErrorAction = {
  NONE: 0,
  PAUSE: 1,
  REPORT: 2,
} as const;
export type DomainEventIOErrorAction = (typeof DomainEventIOErrorAction)[keyof typeof DomainEventIOErrorAction];

/** `virDomainEventGraphicsPhase`, e.g. `VIR_DOMAIN_EVENT_GRAPHICS_CONNECT`. */
export const DomainEventGraphicsPhase = {
  CONNECT: 0,
  INITIALIZE: 1,
  DISCONNECT: 2,
} as const;
export type DomainEventGraphicsPhase = (typeof DomainEventGraphicsPhase)[keyof typeof DomainEventGraphicsPhase];

/** `virDomainEventGraphicsAddressType`, e.g. `VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV4`. */
export const DomainEventGraphicsAddressType = {
  IPV4: 0,
  IPV6: 1,
  UNIX: 2,
} as const;
export type DomainEventGraphicsAddressType = (typeof DomainEventGraphicsAddressType)[keyof typeof DomainEventGraphicsAddressType];

/** `virConnectDomainEventBlockJobStatus`, e.g. `VIR_DOMAIN_BLOCK_JOB_COMPLETED`. */
export const ConnectDomainEventBlockJobStatus = {
  COMPLETED: 0,
  FAILED: 1,
  CANCELED: 2,
  READY: 3,
} as const;
export type ConnectDomainEventBlockJobStatus = (typeof ConnectDomainEventBlockJobStatus)[keyof typeof ConnectDomainEventBlockJobStatus];

/** `virConnectDomainEventDiskChangeReason`, e.g. `VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START`. */
export const ConnectDomainEventDiskChangeReason = {
  CHANGE_MISSING_ON_START: 0,
  DROP_MISSING_ON_START: 1,
} as const;
export type ConnectDomainEventDiskChangeReason = (typeof ConnectDomainEventDiskChangeReason)[keyof typeof ConnectDomainEventDiskChangeReason];

/** `virDomainEventTrayChangeReason`, e.g. `VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN`. */
export const DomainEventTrayChangeReason = {
  OPEN: 0,
  CLOSE: 1,
} as const;
export type DomainEventTrayChangeReason = (typeof DomainEventTrayChangeReason)[keyof typeof DomainEventTrayChangeReason];

/** `virConnectDomainEventAgentLifecycleState`, e.g. `VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED`. */
export const ConnectDomainEventAgentLifecycleState = {
  CONNECTED: 1,
  DISCONNECTED: 2,
} as const;
export type ConnectDomainEventAgentLifecycleState = (typeof ConnectDomainEventAgentLifecycleState)[keyof typeof ConnectDomainEventAgentLifecycleState];

/** `virConnectDomainEventAgentLifecycleReason`, e.g. `VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_UNKNOWN`. */
export const ConnectDomainEventAgentLifecycleReason = {
  UNKNOWN: 0,
  DOMAIN_STARTED: 1,
  CHANNEL: 2,
} as const;
export type ConnectDomainEventAgentLifecycleReason = (typeof ConnectDomainEventAgentLifecycleReason)[keyof typeof ConnectDomainEventAgentLifecycleReason];

/** `virDomainEventID`, e.g. `VIR_DOMAIN_EVENT_ID_LIFECYCLE`. */
export const DomainEventId = {
  LIFECYCLE: 0,
  REBOOT: 1,
  RTC_CHANGE: 2,
  WATCHDOG: 3,
  IO_ERROR: 4,
  GRAPHICS: 5,
  IO_ERROR_REASON: 6,
  CONTROL_ERROR: 7,
  BLOCK_JOB: 8,
  DISK_CHANGE: 9,
  TRAY_CHANGE: 10,
  PMWAKEUP: 11,
  PMSUSPEND: 12,
  BALLOON_CHANGE: 13,
  PMSUSPEND_DISK: 14,
  DEVICE_REMOVED: 15,
  BLOCK_JOB_2: 16,
  TUNABLE: 17,
  AGENT_LIFECYCLE: 18,
  DEVICE_ADDED: 19,
  MIGRATION_ITERATION: 20,
  JOB_COMPLETED: 21,
  DEVICE_REMOVAL_FAILED: 22,
  METADATA_CHANGE: 23,
  BLOCK_THRESHOLD: 24,
  /** Since libvirt 6.9.0. */
  MEMORY_FAILURE: 25,
  /** Since libvirt 7.9.0. */
  MEMORY_DEVICE_SIZE_CHANGE: 26,
  /** Since libvirt 11.2.0. */
  NIC_MAC_CHANGE: 27,
} as const;
export type DomainEventId = (typeof DomainEventId)[keyof typeof DomainEventId];

/** `virDomainConsoleFlags`, e.g. `VIR_DOMAIN_CONSOLE_FORCE`. */
export const DomainConsoleFlags = {
  FORCE: 1,
  SAFE: 2,
} as const;
export type DomainConsoleFlags = (typeof DomainConsoleFlags)[keyof typeof DomainConsoleFlags];

/** `virDomainChannelFlags`, e.g. `VIR_DOMAIN_CHANNEL_FORCE`. */
export const DomainChannelFlags = {
  FORCE: 1,
} as const;
export type DomainChannelFlags = (typeof DomainChannelFlags)[keyof typeof DomainChannelFlags];

/** `virDomainOpenGraphicsFlags`, e.g. `VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH`. */
export const DomainOpenGraphicsFlags = {
  SKIPAUTH: 1,
} as const;
export type DomainOpenGraphicsFlags = (typeof DomainOpenGraphicsFlags)[keyof typeof DomainOpenGraphicsFlags];

/** `virDomainSetTimeFlags`, e.g. `VIR_DOMAIN_TIME_SYNC`. */
export const DomainSetTimeFlags = {
  SYNC: 1,
} as const;
export type DomainSetTimeFlags = (typeof DomainSetTimeFlags)[keyof typeof DomainSetTimeFlags];

/** `virSchedParameterType`, e.g. `VIR_DOMAIN_SCHED_FIELD_INT`. */
export const SchedParameterType = {
  INT: 1,
  UINT: 2,
  LLONG: 3,
  ULLONG: 4,
  DOUBLE: 5,
  BOOLEAN: 6,
} as const;
export type SchedParameterType = (typeof SchedParameterType)[keyof typeof SchedParameterType];

/** `virBlkioParameterType`, e.g. `VIR_DOMAIN_BLKIO_PARAM_INT`. */
export const BlkioParameterType = {
  INT: 1,
  UINT: 2,
  LLONG: 3,
  ULLONG: 4,
  DOUBLE: 5,
  BOOLEAN: 6,
} as const;
export type BlkioParameterType = (typeof BlkioParameterType)[keyof typeof BlkioParameterType];

/** `virMemoryParameterType`, e.g. `VIR_DOMAIN_MEMORY_PARAM_INT`. */
export const MemoryParameterType = {
  INT: 1,
  UINT: 2,
  LLONG: 3,
  ULLONG: 4,
  DOUBLE: 5,
  BOOLEAN: 6,
} as const;
export type MemoryParameterType = (typeof MemoryParameterType)[keyof typeof MemoryParameterType];

/** `virDomainInterfaceAddressesSource`, e.g. `VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE`. */
export const DomainInterfaceAddressesSource = {
  LEASE: 0,
  AGENT: 1,
  ARP: 2,
} as const;
export type DomainInterfaceAddressesSource = (typeof DomainInterfaceAddressesSource)[keyof typeof DomainInterfaceAddressesSource];

/** `virDomainSetUserPasswordFlags`, e.g. `VIR_DOMAIN_PASSWORD_ENCRYPTED`. */
export const DomainSetUserPasswordFlags = {
  ENCRYPTED: 1,
} as const;
export type DomainSetUserPasswordFlags = (typeof DomainSetUserPasswordFlags)[keyof typeof DomainSetUserPasswordFlags];

/** `virDomainLifecycle`, e.g. `VIR_DOMAIN_LIFECYCLE_POWEROFF`. */
export const DomainLifecycle = {
  POWEROFF: 0,
  REBOOT: 1,
  CRASH: 2,
} as const;
export type DomainLifecycle = (typeof DomainLifecycle)[keyof typeof DomainLifecycle];

/** `virDomainLifecycleAction`, e.g. `VIR_DOMAIN_LIFECYCLE_ACTION_DESTROY`. */
export const DomainLifecycleAction = {
  DESTROY: 0,
  RESTART: 1,
  RESTART_RENAME: 2,
  PRESERVE: 3,
  COREDUMP_DESTROY: 4,
  COREDUMP_RESTART: 5,
} as const;
export type DomainLifecycleAction = (typeof DomainLifecycleAction)[keyof typeof DomainLifecycleAction];

/** `virDomainGuestInfoTypes`, e.g. `VIR_DOMAIN_GUEST_INFO_USERS`. */
export const DomainGuestInfoTypes = {
  USERS: 1,
  OS: 2,
  TIMEZONE: 4,
  HOSTNAME: 8,
  FILESYSTEM: 16,
  /** Since libvirt 7.0.0. */
  DISKS: 32,
  /** Since libvirt 7.10.0. */
  INTERFACES: 64,
  /** Since libvirt 11.2.0. */
  LOAD: 128,
} as const;
export type DomainGuestInfoTypes = (typeof DomainGuestInfoTypes)[keyof typeof DomainGuestInfoTypes];

/** `virDomainAgentResponseTimeoutValues`, e.g. `VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK`. */
export const DomainAgentResponseTimeoutValues = {
  BLOCK: -2,
  DEFAULT: -1,
  NOWAIT: 0,
} as const;
export type DomainAgentResponseTimeoutValues = (typeof DomainAgentResponseTimeoutValues)[keyof typeof DomainAgentResponseTimeoutValues];

/** `virDomainBackupBeginFlags`, e.g. `VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL`. */
export const DomainBackupBeginFlags = {
  REUSE_EXTERNAL: 1,
} as const;
export type DomainBackupBeginFlags = (typeof DomainBackupBeginFlags)[keyof typeof DomainBackupBeginFlags];

/** `virDomainAuthorizedSSHKeysSetFlags`, e.g. `VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND`. */
export const DomainAuthorizedSSHKeysSetFlags = {
  /** Since libvirt 6.10.0. */
  APPEND: 1,
  /** Since libvirt 6.10.0. */
  REMOVE: 2,
} as const;
export type DomainAuthorizedSSHKeysSetFlags = (typeof DomainAuthorizedSSHKeysSetFlags)[keyof typeof DomainAuthorizedSSHKeysSetFlags];

/** `virDomainMessageType`, e.g. `VIR_DOMAIN_MESSAGE_DEPRECATION`. */
export const DomainMessageType = {
  /** Since libvirt 7.1.0. */
  DEPRECATION: 1,
  /** Since libvirt 7.1.0. */
  TAINTING: 2,
  /** Since libvirt 11.1.0. */
  IOERRORS: 4,
} as const;
export type DomainMessageType = (typeof DomainMessageType)[keyof typeof DomainMessageType];

/** `virDomainDirtyRateStatus`, e.g. `VIR_DOMAIN_DIRTYRATE_UNSTARTED`. */
export const DomainDirtyRateStatus = {
  /** Since libvirt 7.2.0. */
  UNSTARTED: 0,
  /** Since libvirt 7.2.0. */
  MEASURING: 1,
  /** Since libvirt 7.2.0. */
  MEASURED: 2,
} as const;
export type DomainDirtyRateStatus = (typeof DomainDirtyRateStatus)[keyof typeof DomainDirtyRateStatus];

/** `virDomainDirtyRateCalcFlags`, e.g. `VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING`. */
export const DomainDirtyRateCalcFlags = {
  /** Since libvirt 8.1.0. */
  PAGE_SAMPLING: 0,
  /** Since libvirt 8.1.0. */
  DIRTY_BITMAP: 1,
  /** Since libvirt 8.1.0. */
  DIRTY_RING: 2,
} as const;
export type DomainDirtyRateCalcFlags = (typeof DomainDirtyRateCalcFlags)[keyof typeof DomainDirtyRateCalcFlags];

/** `virDomainFDAssociateFlags`, e.g. `VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_RESTORE`. */
export const DomainFDAssociateFlags = {
  /** Since libvirt 9.0.0. */
  RESTORE: 1,
  /** Since libvirt 9.0.0. */
  WRITABLE: 2,
} as const;
export type DomainFDAssociateFlags = (typeof DomainFDAssociateFlags)[keyof typeof DomainFDAssociateFlags];

/** `virDomainGraphicsReloadType`, e.g. `VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_ANY`. */
export const DomainGraphicsReloadType = {
  /** Since libvirt 10.2.0. */
  ANY: 0,
  /** Since libvirt 10.2.0. */
  VNC: 1,
} as const;
export type DomainGraphicsReloadType = (typeof DomainGraphicsReloadType)[keyof typeof DomainGraphicsReloadType];

/** `virDomainCheckpointCreateFlags`, e.g. `VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE`. */
export const DomainCheckpointCreateFlags = {
  REDEFINE: 1,
  QUIESCE: 2,
  /** Since libvirt 6.10.0. */
  REDEFINE_VALIDATE: 4,
} as const;
export type DomainCheckpointCreateFlags = (typeof DomainCheckpointCreateFlags)[keyof typeof DomainCheckpointCreateFlags];

/** `virDomainCheckpointXMLFlags`, e.g. `VIR_DOMAIN_CHECKPOINT_XML_SECURE`. */
export const DomainCheckpointXMLFlags = {
  SECURE: 1,
  NO_DOMAIN: 2,
  SIZE: 4,
} as const;
export type DomainCheckpointXMLFlags = (typeof DomainCheckpointXMLFlags)[keyof typeof DomainCheckpointXMLFlags];

/** `virDomainCheckpointListFlags`, e.g. `VIR_DOMAIN_CHECKPOINT_LIST_ROOTS`. */
export const DomainCheckpointListFlags = {
  ROOTS: 1,
  DESCENDANTS: 1,
  TOPOLOGICAL: 2,
  LEAVES: 4,
  NO_LEAVES: 8,
} as const;
export type DomainCheckpointListFlags = (typeof DomainCheckpointListFlags)[keyof typeof DomainCheckpointListFlags];

/** `virDomainCheckpointDeleteFlags`, e.g. `VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN`. */
export const DomainCheckpointDeleteFlags = {
  CHILDREN: 1,
  METADATA_ONLY: 2,
  CHILDREN_ONLY: 4,
} as const;
export type DomainCheckpointDeleteFlags = (typeof DomainCheckpointDeleteFlags)[keyof typeof DomainCheckpointDeleteFlags];

/** `virDomainSnapshotCreateFlags`, e.g. `VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE`. */
export const DomainSnapshotCreateFlags = {
  REDEFINE: 1,
  CURRENT: 2,
  NO_METADATA: 4,
  HALT: 8,
  DISK_ONLY: 16,
  REUSE_EXT: 32,
  QUIESCE: 64,
  ATOMIC: 128,
  LIVE: 256,
  VALIDATE: 512,
} as const;
export type DomainSnapshotCreateFlags = (typeof DomainSnapshotCreateFlags)[keyof typeof DomainSnapshotCreateFlags];

/** `virDomainSnapshotXMLFlags`, e.g. `VIR_DOMAIN_SNAPSHOT_XML_SECURE`. */
export const DomainSnapshotXMLFlags = {
  SECURE: 1,
} as const;
export type DomainSnapshotXMLFlags = (typeof DomainSnapshotXMLFlags)[keyof typeof DomainSnapshotXMLFlags];

/** `virDomainSnapshotListFlags`, e.g. `VIR_DOMAIN_SNAPSHOT_LIST_ROOTS`. */
export const DomainSnapshotListFlags = {
  ROOTS: 1,
  DESCENDANTS: 1,
  LEAVES: 4,
  NO_LEAVES: 8,
  METADATA: 2,
  NO_METADATA: 16,
  INACTIVE: 32,
  ACTIVE: 64,
  DISK_ONLY: 128,
  INTERNAL: 256,
  EXTERNAL: 512,
  TOPOLOGICAL: 1024,
} as const;
export type DomainSnapshotListFlags = (typeof DomainSnapshotListFlags)[keyof typeof DomainSnapshotListFlags];

/** `virDomainSnapshotRevertFlags`, e.g. `VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING`. */
export const DomainSnapshotRevertFlags = {
  RUNNING: 1,
  PAUSED: 2,
  FORCE: 4,
  /** Since libvirt 8.1.0. */
  RESET_NVRAM: 8,
} as const;
export type DomainSnapshotRevertFlags = (typeof DomainSnapshotRevertFlags)[keyof typeof DomainSnapshotRevertFlags];

/** `virDomainSnapshotDeleteFlags`, e.g. `VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN`. */
export const DomainSnapshotDeleteFlags = {
  CHILDREN: 1,
  METADATA_ONLY: 2,
  CHILDREN_ONLY: 4,
} as const;
export type DomainSnapshotDeleteFlags = (typeof DomainSnapshotDeleteFlags)[keyof typeof DomainSnapshotDeleteFlags];

/** `virEventHandleType`, e.g. `VIR_EVENT_HANDLE_READABLE`. */
export const EventHandleType = {
  READABLE: 1,
  WRITABLE: 2,
  ERROR: 4,
  HANGUP: 8,
} as const;
export type EventHandleType = (typeof EventHandleType)[keyof typeof EventHandleType];

/** `virConnectListAllInterfacesFlags`, e.g. `VIR_CONNECT_LIST_INTERFACES_INACTIVE`. */
export const ConnectListAllInterfacesFlags = {
  INACTIVE: 1,
  ACTIVE: 2,
} as const;
export type ConnectListAllInterfacesFlags = (typeof ConnectListAllInterfacesFlags)[keyof typeof ConnectListAllInterfacesFlags];

/** `virInterfaceXMLFlags`, e.g. `VIR_INTERFACE_XML_INACTIVE`. */
export const InterfaceXMLFlags = {
  INACTIVE: 1,
} as const;
export type InterfaceXMLFlags = (typeof InterfaceXMLFlags)[keyof typeof InterfaceXMLFlags];

/** `virInterfaceDefineFlags`, e.g. `VIR_INTERFACE_DEFINE_VALIDATE`. */
export const InterfaceDefineFlags = {
  /** Since libvirt 7.7.0. */
  VALIDATE: 1,
} as const;
export type InterfaceDefineFlags = (typeof InterfaceDefineFlags)[keyof typeof InterfaceDefineFlags];

/** `virNetworkXMLFlags`, e.g. `VIR_NETWORK_XML_INACTIVE`. */
export const NetworkXMLFlags = {
  INACTIVE: 1,
} as const;
export type NetworkXMLFlags = (typeof NetworkXMLFlags)[keyof typeof NetworkXMLFlags];

/** `virConnectListAllNetworksFlags`, e.g. `VIR_CONNECT_LIST_NETWORKS_INACTIVE`. */
export const ConnectListAllNetworksFlags = {
  INACTIVE: 1,
  ACTIVE: 2,
  PERSISTENT: 4,
  TRANSIENT: 8,
  AUTOSTART: 16,
  NO_AUTOSTART: 32,
} as const;
export type ConnectListAllNetworksFlags = (typeof ConnectListAllNetworksFlags)[keyof typeof ConnectListAllNetworksFlags];

/** `virNetworkCreateFlags`, e.g. `VIR_NETWORK_CREATE_VALIDATE`. */
export const NetworkCreateFlags = {
  /** Since libvirt 7.8.0. */
  VALIDATE: 1,
} as const;
export type NetworkCreateFlags = (typeof NetworkCreateFlags)[keyof typeof NetworkCreateFlags];

/** `virNetworkDefineFlags`, e.g. `VIR_NETWORK_DEFINE_VALIDATE`. */
export const NetworkDefineFlags = {
  /** Since libvirt 7.7.0. */
  VALIDATE: 1,
} as const;
export type NetworkDefineFlags = (typeof NetworkDefineFlags)[keyof typeof NetworkDefineFlags];

/** `virNetworkUpdateCommand`, e.g. `VIR_NETWORK_UPDATE_COMMAND_NONE`. */
export const NetworkUpdateCommand = {
  NONE: 0,
  MODIFY: 1,
  DELETE: 2,
  ADD_FIRST: 4,
} as const;
export type NetworkUpdateCommand = (typeof NetworkUpdateCommand)[keyof typeof NetworkUpdateCommand];

/** `virNetworkUpdateSection`, e.g. `VIR_NETWORK_SECTION_NONE`. */
export const NetworkUpdateSection = {
  NONE: 0,
  BRIDGE: 1,
  DOMAIN: 2,
  IP: 3,
  IP_DHCP_HOST: 4,
  IP_DHCP_RANGE: 5,
  FORWARD: 6,
  FORWARD_INTERFACE: 7,
  FORWARD_PF: 8,
  PORTGROUP: 9,
  DNS_HOST: 10,
  DNS_TXT: 11,
  DNS_SRV: 12,
} as const;
export type NetworkUpdateSection = (typeof NetworkUpdateSection)[keyof typeof NetworkUpdateSection];

/** `virNetworkUpdateFlags`, e.g. `VIR_NETWORK_UPDATE_AFFECT_CURRENT`. */
export const NetworkUpdateFlags = {
  CURRENT: 0,
  LIVE: 1,
  CONFIG: 2,
} as const;
export type NetworkUpdateFlags = (typeof NetworkUpdateFlags)[keyof typeof NetworkUpdateFlags];

/** `virNetworkEventLifecycleType`, e.g. `VIR_NETWORK_EVENT_DEFINED`. */
export const NetworkEventLifecycleType = {
  DEFINED: 0,
  UNDEFINED: 1,
  STARTED: 2,
  STOPPED: 3,
} as const;
export type NetworkEventLifecycleType = (typeof NetworkEventLifecycleType)[keyof typeof NetworkEventLifecycleType];

/** `virNetworkEventID`, e.g. `VIR_NETWORK_EVENT_ID_LIFECYCLE`. */
export const NetworkEventId = {
  LIFECYCLE: 0,
  /** Since libvirt 9.8.0. */
  METADATA_CHANGE: 1,
} as const;
export type NetworkEventId = (typeof NetworkEventId)[keyof typeof NetworkEventId];

/** `virIPAddrType`, e.g. `VIR_IP_ADDR_TYPE_IPV4`. */
export const IPAddrType = {
  IPV4: 0,
  IPV6: 1,
} as const;
export type IPAddrType = (typeof IPAddrType)[keyof typeof IPAddrType];

/** `virNetworkPortCreateFlags`, e.g. `VIR_NETWORK_PORT_CREATE_RECLAIM`. */
export const NetworkPortCreateFlags = {
  RECLAIM: 1,
  /** Since libvirt 7.8.0. */
  VALIDATE: 2,
} as const;
export type NetworkPortCreateFlags = (typeof NetworkPortCreateFlags)[keyof typeof NetworkPortCreateFlags];

/** `virNetworkMetadataType`, e.g. `VIR_NETWORK_METADATA_DESCRIPTION`. */
export const NetworkMetadataType = {
  /** Since libvirt 9.7.0. */
  DESCRIPTION: 0,
  /** Since libvirt 9.7.0. */
  TITLE: 1,
  /** Since libvirt 9.7.0. */
  ELEMENT: 2,
} as const;
export type NetworkMetadataType = (typeof NetworkMetadataType)[keyof typeof NetworkMetadataType];

/** `virConnectListAllNodeDeviceFlags`, e.g. `VIR_CONNECT_LIST_NODE_DEVICES_CAP_SYSTEM`. */
export const ConnectListAllNodeDeviceFlags = {
  CAP_SYSTEM: 1,
  CAP_PCI_DEV: 2,
  CAP_USB_DEV: 4,
  CAP_USB_INTERFACE: 8,
  CAP_NET: 16,
  CAP_SCSI_HOST: 32,
  CAP_SCSI_TARGET: 64,
  CAP_SCSI: 128,
  CAP_STORAGE: 256,
  CAP_FC_HOST: 512,
  CAP_VPORTS: 1024,
  CAP_SCSI_GENERIC: 2048,
  CAP_DRM: 4096,
  CAP_MDEV_TYPES: 8192,
  CAP_MDEV: 16384,
  CAP_CCW_DEV: 32768,
  /** Since libvirt 6.8.0. */
  CAP_CSS_DEV: 65536,
  /** Since libvirt 6.9.0. */
  CAP_VDPA: 131072,
  /** Since libvirt 7.0.0. */
  CAP_AP_CARD: 262144,
  /** Since libvirt 7.0.0. */
  CAP_AP_QUEUE: 524288,
  /** Since libvirt 7.0.0. */
  CAP_AP_MATRIX: 1048576,
  /** Since libvirt 7.9.0. */
  CAP_VPD: 2097152,
  /** Since libvirt 11.1.0. */
  CAP_CCWGROUP_DEV: 4194304,
  /** Since libvirt 11.1.0. */
  CAP_CCWGROUP_MEMBER: 8388608,
  /** Since libvirt 10.1.0. */
  PERSISTENT: 268435456,
  /** Since libvirt 10.1.0. */
  TRANSIENT: 536870912,
  /** Since libvirt 7.3.0. */
  INACTIVE: 1073741824,
  /** Since libvirt 7.3.0. */
  ACTIVE: 2147483648,
} as const;
export type ConnectListAllNodeDeviceFlags = (typeof ConnectListAllNodeDeviceFlags)[keyof typeof ConnectListAllNodeDeviceFlags];

/** `virNodeDeviceXMLFlags`, e.g. `VIR_NODE_DEVICE_XML_INACTIVE`. */
export const NodeDeviceXMLFlags = {
  /** Since libvirt 10.1.0. */
  INACTIVE: 1,
} as const;
export type NodeDeviceXMLFlags = (typeof NodeDeviceXMLFlags)[keyof typeof NodeDeviceXMLFlags];

/** `virNodeDeviceCreateXMLFlags`, e.g. `VIR_NODE_DEVICE_CREATE_XML_VALIDATE`. */
export const NodeDeviceCreateXMLFlags = {
  /** Since libvirt 8.10.0. */
  VALIDATE: 1,
} as const;
export type NodeDeviceCreateXMLFlags = (typeof NodeDeviceCreateXMLFlags)[keyof typeof NodeDeviceCreateXMLFlags];

/** `virNodeDeviceDefineXMLFlags`, e.g. `VIR_NODE_DEVICE_DEFINE_XML_VALIDATE`. */
export const NodeDeviceDefineXMLFlags = {
  /** Since libvirt 8.10.0. */
  VALIDATE: 1,
} as const;
export type NodeDeviceDefineXMLFlags = (typeof NodeDeviceDefineXMLFlags)[keyof typeof NodeDeviceDefineXMLFlags];

/** `virNodeDeviceUpdateFlags`, e.g. `VIR_NODE_DEVICE_UPDATE_AFFECT_CURRENT`. */
export const NodeDeviceUpdateFlags = {
  /** Since libvirt 10.1.0. */
  CURRENT: 0,
  /** Since libvirt 10.1.0. */
  LIVE: 1,
  /** Since libvirt 10.1.0. */
  CONFIG: 2,
} as const;
export type NodeDeviceUpdateFlags = (typeof NodeDeviceUpdateFlags)[keyof typeof NodeDeviceUpdateFlags];

/** `virNodeDeviceEventID`, e.g. `VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE`. */
export const NodeDeviceEventId = {
  LIFECYCLE: 0,
  UPDATE: 1,
} as const;
export type NodeDeviceEventId = (typeof NodeDeviceEventId)[keyof typeof NodeDeviceEventId];

/** `virNodeDeviceEventLifecycleType`, e.g. `VIR_NODE_DEVICE_EVENT_CREATED`. */
export const NodeDeviceEventLifecycleType = {
  CREATED: 0,
  DELETED: 1,
  /** Since libvirt 7.3.0. */
  DEFINED: 2,
  /** Since libvirt 7.3.0. */
  UNDEFINED: 3,
} as const;
export type NodeDeviceEventLifecycleType = (typeof NodeDeviceEventLifecycleType)[keyof typeof NodeDeviceEventLifecycleType];

/** `virNWFilterDefineFlags`, e.g. `VIR_NWFILTER_DEFINE_VALIDATE`. */
export const NWFilterDefineFlags = {
  /** Since libvirt 7.7.0. */
  NWFILTER_DEFINE_VALIDATE: 1,
} as const;
export type NWFilterDefineFlags = (typeof NWFilterDefineFlags)[keyof typeof NWFilterDefineFlags];

/** `virNWFilterBindingCreateFlags`, e.g. `VIR_NWFILTER_BINDING_CREATE_VALIDATE`. */
export const NWFilterBindingCreateFlags = {
  /** Since libvirt 7.8.0. */
  NWFILTER_BINDING_CREATE_VALIDATE: 1,
} as const;
export type NWFilterBindingCreateFlags = (typeof NWFilterBindingCreateFlags)[keyof typeof NWFilterBindingCreateFlags];

/** `virSecretUsageType`, e.g. `VIR_SECRET_USAGE_TYPE_NONE`. */
export const SecretUsageType = {
  NONE: 0,
  VOLUME: 1,
  CEPH: 2,
  ISCSI: 3,
  TLS: 4,
  VTPM: 5,
} as const;
export type SecretUsageType = (typeof SecretUsageType)[keyof typeof SecretUsageType];

/** `virConnectListAllSecretsFlags`, e.g. `VIR_CONNECT_LIST_SECRETS_EPHEMERAL`. */
export const ConnectListAllSecretsFlags = {
  EPHEMERAL: 1,
  NO_EPHEMERAL: 2,
  PRIVATE: 4,
  NO_PRIVATE: 8,
} as const;
export type ConnectListAllSecretsFlags = (typeof ConnectListAllSecretsFlags)[keyof typeof ConnectListAllSecretsFlags];

/** `virSecretDefineFlags`, e.g. `VIR_SECRET_DEFINE_VALIDATE`. */
export const SecretDefineFlags = {
  /** Since libvirt 7.7.0. */
  VALIDATE: 1,
} as const;
export type SecretDefineFlags = (typeof SecretDefineFlags)[keyof typeof SecretDefineFlags];

/** `virSecretEventID`, e.g. `VIR_SECRET_EVENT_ID_LIFECYCLE`. */
export const SecretEventId = {
  LIFECYCLE: 0,
  VALUE_CHANGED: 1,
} as const;
export type SecretEventId = (typeof SecretEventId)[keyof typeof SecretEventId];

/** `virSecretEventLifecycleType`, e.g. `VIR_SECRET_EVENT_DEFINED`. */
export const SecretEventLifecycleType = {
  DEFINED: 0,
  UNDEFINED: 1,
} as const;
export type SecretEventLifecycleType = (typeof SecretEventLifecycleType)[keyof typeof SecretEventLifecycleType];

/** `virStoragePoolState`, e.g. `VIR_STORAGE_POOL_INACTIVE`. */
export const StoragePoolState = {
  INACTIVE: 0,
  BUILDING: 1,
  RUNNING: 2,
  DEGRADED: 3,
  INACCESSIBLE: 4,
} as const;
export type StoragePoolState = (typeof StoragePoolState)[keyof typeof StoragePoolState];

/** `virStoragePoolBuildFlags`, e.g. `VIR_STORAGE_POOL_BUILD_NEW`. */
export const StoragePoolBuildFlags = {
  NEW: 0,
  REPAIR: 1,
  RESIZE: 2,
  NO_OVERWRITE: 4,
  OVERWRITE: 8,
} as const;
export type StoragePoolBuildFlags = (typeof StoragePoolBuildFlags)[keyof typeof StoragePoolBuildFlags];

/** `virStoragePoolDeleteFlags`, e.g. `VIR_STORAGE_POOL_DELETE_NORMAL`. */
export const StoragePoolDeleteFlags = {
  NORMAL: 0,
  ZEROED: 1,
} as const;
export type StoragePoolDeleteFlags = (typeof StoragePoolDeleteFlags)[keyof typeof StoragePoolDeleteFlags];

/** `virStoragePoolCreateFlags`, e.g. `VIR_STORAGE_POOL_CREATE_NORMAL`. */
export const StoragePoolCreateFlags = {
  NORMAL: 0,
  WITH_BUILD: 1,
  WITH_BUILD_OVERWRITE: 2,
  WITH_BUILD_NO_OVERWRITE: 4,
} as const;
export type StoragePoolCreateFlags = (typeof StoragePoolCreateFlags)[keyof typeof StoragePoolCreateFlags];

/** `virStorageVolType`, e.g. `VIR_STORAGE_VOL_FILE`. */
export const StorageVolType = {
  FILE: 0,
  BLOCK: 1,
  DIR: 2,
  NETWORK: 3,
  NETDIR: 4,
  PLOOP: 5,
} as const;
export type StorageVolType = (typeof StorageVolType)[keyof typeof StorageVolType];

/** `virStorageVolDeleteFlags`, e.g. `VIR_STORAGE_VOL_DELETE_NORMAL`. */
export const StorageVolDeleteFlags = {
  NORMAL: 0,
  ZEROED: 1,
  WITH_SNAPSHOTS: 2,
} as const;
export type StorageVolDeleteFlags = (typeof StorageVolDeleteFlags)[keyof typeof StorageVolDeleteFlags];

/** `virStorageVolWipeAlgorithm`, e.g. `VIR_STORAGE_VOL_WIPE_ALG_ZERO`. */
export const StorageVolWipeAlgorithm = {
  ZERO: 0,
  NNSA: 1,
  DOD: 2,
  BSI: 3,
  GUTMANN: 4,
  SCHNEIER: 5,
  PFITZNER7: 6,
  PFITZNER33: 7,
  RANDOM: 8,
  TRIM: 9,
} as const;
export type StorageVolWipeAlgorithm = (typeof StorageVolWipeAlgorithm)[keyof typeof StorageVolWipeAlgorithm];

/** `virStorageVolInfoFlags`, e.g. `VIR_STORAGE_VOL_USE_ALLOCATION`. */
export const StorageVolInfoFlags = {
  USE_ALLOCATION: 0,
  GET_PHYSICAL: 1,
} as const;
export type StorageVolInfoFlags = (typeof StorageVolInfoFlags)[keyof typeof StorageVolInfoFlags];

/** `virStorageXMLFlags`, e.g. `VIR_STORAGE_XML_INACTIVE`. */
export const StorageXMLFlags = {
  INACTIVE: 1,
} as const;
export type StorageXMLFlags = (typeof StorageXMLFlags)[keyof typeof StorageXMLFlags];

/** `virConnectListAllStoragePoolsFlags`, e.g. `VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE`. */
export const ConnectListAllStoragePoolsFlags = {
  INACTIVE: 1,
  ACTIVE: 2,
  PERSISTENT: 4,
  TRANSIENT: 8,
  AUTOSTART: 16,
  NO_AUTOSTART: 32,
  DIR: 64,
  FS: 128,
  NETFS: 256,
  LOGICAL: 512,
  DISK: 1024,
  ISCSI: 2048,
  SCSI: 4096,
  MPATH: 8192,
  RBD: 16384,
  SHEEPDOG: 32768,
  GLUSTER: 65536,
  ZFS: 131072,
  VSTORAGE: 262144,
  ISCSI_DIRECT: 524288,
} as const;
export type ConnectListAllStoragePoolsFlags = (typeof ConnectListAllStoragePoolsFlags)[keyof typeof ConnectListAllStoragePoolsFlags];

/** `virStoragePoolDefineFlags`, e.g. `VIR_STORAGE_POOL_DEFINE_VALIDATE`. */
export const StoragePoolDefineFlags = {
  /** Since libvirt 7.7.0. */
  VALIDATE: 1,
} as const;
export type StoragePoolDefineFlags = (typeof StoragePoolDefineFlags)[keyof typeof StoragePoolDefineFlags];

/** `virStorageVolCreateFlags`, e.g. `VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA`. */
export const StorageVolCreateFlags = {
  PREALLOC_METADATA: 1,
  REFLINK: 2,
  /** Since libvirt 8.10.0. */
  VALIDATE: 4,
} as const;
export type StorageVolCreateFlags = (typeof StorageVolCreateFlags)[keyof typeof StorageVolCreateFlags];

/** `virStorageVolDownloadFlags`, e.g. `VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM`. */
export const StorageVolDownloadFlags = {
  SPARSE_STREAM: 1,
} as const;
export type StorageVolDownloadFlags = (typeof StorageVolDownloadFlags)[keyof typeof StorageVolDownloadFlags];

/** `virStorageVolUploadFlags`, e.g. `VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM`. */
export const StorageVolUploadFlags = {
  SPARSE_STREAM: 1,
} as const;
export type StorageVolUploadFlags = (typeof StorageVolUploadFlags)[keyof typeof StorageVolUploadFlags];

/** `virStorageVolResizeFlags`, e.g. `VIR_STORAGE_VOL_RESIZE_ALLOCATE`. */
export const StorageVolResizeFlags = {
  ALLOCATE: 1,
  DELTA: 2,
  SHRINK: 4,
} as const;
export type StorageVolResizeFlags = (typeof StorageVolResizeFlags)[keyof typeof StorageVolResizeFlags];

/** `virStoragePoolEventID`, e.g. `VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE`. */
export const StoragePoolEventId = {
  LIFECYCLE: 0,
  REFRESH: 1,
} as const;
export type StoragePoolEventId = (typeof StoragePoolEventId)[keyof typeof StoragePoolEventId];

/** `virStoragePoolEventLifecycleType`, e.g. `VIR_STORAGE_POOL_EVENT_DEFINED`. */
export const StoragePoolEventLifecycleType = {
  DEFINED: 0,
  UNDEFINED: 1,
  STARTED: 2,
  STOPPED: 3,
  CREATED: 4,
  DELETED: 5,
} as const;
export type StoragePoolEventLifecycleType = (typeof StoragePoolEventLifecycleType)[keyof typeof StoragePoolEventLifecycleType];

/** `virStreamFlags`, e.g. `VIR_STREAM_NONBLOCK`. */
export const StreamFlags = {
  NONBLOCK: 1,
} as const;
export type StreamFlags = (typeof StreamFlags)[keyof typeof StreamFlags];

/** `virStreamRecvFlagsValues`, e.g. `VIR_STREAM_RECV_STOP_AT_HOLE`. */
export const StreamRecvFlagsValues = {
  STOP_AT_HOLE: 1,
} as const;
export type StreamRecvFlagsValues = (typeof StreamRecvFlagsValues)[keyof typeof StreamRecvFlagsValues];

/** `virStreamEventType`, e.g. `VIR_STREAM_EVENT_READABLE`. */
export const StreamEventType = {
  READABLE: 1,
  WRITABLE: 2,
  ERROR: 4,
  HANGUP: 8,
} as const;
export type StreamEventType = (typeof StreamEventType)[keyof typeof StreamEventType];

/** `virErrorLevel`, e.g. `VIR_ERR_NONE`. */
export const ErrorLevel = {
  NONE: 0,
  WARNING: 1,
  ERROR: 2,
} as const;
export type ErrorLevel = (typeof ErrorLevel)[keyof typeof ErrorLevel];

/** `virErrorDomain`, e.g. `VIR_FROM_NONE`. */
export const ErrorDomain = {
  NONE: 0,
  XEN: 1,
  XEND: 2,
  XENSTORE: 3,
  SEXPR: 4,
  XML: 5,
  DOM: 6,
  RPC: 7,
  PROXY: 8,
  CONF: 9,
  QEMU: 10,
  NET: 11,
  TEST: 12,
  REMOTE: 13,
  OPENVZ: 14,
  XENXM: 15,
  STATS_LINUX: 16,
  LXC: 17,
  STORAGE: 18,
  NETWORK: 19,
  DOMAIN: 20,
  UML: 21,
  NODEDEV: 22,
  XEN_INOTIFY: 23,
  SECURITY: 24,
  VBOX: 25,
  INTERFACE: 26,
  ONE: 27,
  ESX: 28,
  PHYP: 29,
  SECRET: 30,
  CPU: 31,
  XENAPI: 32,
  NWFILTER: 33,
  HOOK: 34,
  DOMAIN_SNAPSHOT: 35,
  AUDIT: 36,
  SYSINFO: 37,
  STREAMS: 38,
  VMWARE: 39,
  EVENT: 40,
  LIBXL: 41,
  LOCKING: 42,
  HYPERV: 43,
  CAPABILITIES: 44,
  URI: 45,
  AUTH: 46,
  DBUS: 47,
  PARALLELS: 48,
  DEVICE: 49,
  SSH: 50,
  LOCKSPACE: 51,
  INITCTL: 52,
  IDENTITY: 53,
  CGROUP: 54,
  ACCESS: 55,
  SYSTEMD: 56,
  BHYVE: 57,
  CRYPTO: 58,
  FIREWALL: 59,
  POLKIT: 60,
  THREAD: 61,
  ADMIN: 62,
  LOGGING: 63,
  XENXL: 64,
  PERF: 65,
  LIBSSH: 66,
  RESCTRL: 67,
  FIREWALLD: 68,
  DOMAIN_CHECKPOINT: 69,
  TPM: 70,
  BPF: 71,
  /** Since libvirt 7.5.0. */
  CH: 72,
} as const;
export type ErrorDomain = (typeof ErrorDomain)[keyof typeof ErrorDomain];

/** `virErrorNumber`, e.g. `VIR_ERR_OK`. */
export const ErrorNumber = {
  ERR_OK: 0,
  ERR_INTERNAL_ERROR: 1,
  ERR_NO_MEMORY: 2,
  ERR_NO_SUPPORT: 3,
  ERR_UNKNOWN_HOST: 4,
  ERR_NO_CONNECT: 5,
  ERR_INVALID_CONN: 6,
  ERR_INVALID_DOMAIN: 7,
  ERR_INVALID_ARG: 8,
  ERR_OPERATION_FAILED: 9,
  ERR_GET_FAILED: 10,
  ERR_POST_FAILED: 11,
  ERR_HTTP_ERROR: 12,
  ERR_SEXPR_SERIAL: 13,
  ERR_NO_XEN: 14,
  ERR_XEN_CALL: 15,
  ERR_OS_TYPE: 16,
  ERR_NO_KERNEL: 17,
  ERR_NO_ROOT: 18,
  ERR_NO_SOURCE: 19,
  ERR_NO_TARGET: 20,
  ERR_NO_NAME: 21,
  ERR_NO_OS: 22,
  ERR_NO_DEVICE: 23,
  ERR_NO_XENSTORE: 24,
  ERR_DRIVER_FULL: 25,
  ERR_CALL_FAILED: 26,
  ERR_XML_ERROR: 27,
  ERR_DOM_EXIST: 28,
  ERR_OPERATION_DENIED: 29,
  ERR_OPEN_FAILED: 30,
  ERR_READ_FAILED: 31,
  ERR_PARSE_FAILED: 32,
  ERR_CONF_SYNTAX: 33,
  ERR_WRITE_FAILED: 34,
  ERR_XML_DETAIL: 35,
  ERR_INVALID_NETWORK: 36,
  ERR_NETWORK_EXIST: 37,
  ERR_SYSTEM_ERROR: 38,
  ERR_RPC: 39,
  ERR_GNUTLS_ERROR: 40,
  WAR_NO_NETWORK: 41,
  ERR_NO_DOMAIN: 42,
  ERR_NO_NETWORK: 43,
  ERR_INVALID_MAC: 44,
  ERR_AUTH_FAILED: 45,
  ERR_INVALID_STORAGE_POOL: 46,
  ERR_INVALID_STORAGE_VOL: 47,
  WAR_NO_STORAGE: 48,
  ERR_NO_STORAGE_POOL: 49,
  ERR_NO_STORAGE_VOL: 50,
  WAR_NO_NODE: 51,
  ERR_INVALID_NODE_DEVICE: 52,
  ERR_NO_NODE_DEVICE: 53,
  ERR_NO_SECURITY_MODEL: 54,
  ERR_OPERATION_INVALID: 55,
  WAR_NO_INTERFACE: 56,
  ERR_NO_INTERFACE: 57,
  ERR_INVALID_INTERFACE: 58,
  ERR_MULTIPLE_INTERFACES: 59,
  WAR_NO_NWFILTER: 60,
  ERR_INVALID_NWFILTER: 61,
  ERR_NO_NWFILTER: 62,
  ERR_BUILD_FIREWALL: 63,
  WAR_NO_SECRET: 64,
  ERR_INVALID_SECRET: 65,
  ERR_NO_SECRET: 66,
  ERR_CONFIG_UNSUPPORTED: 67,
  ERR_OPERATION_TIMEOUT: 68,
  ERR_MIGRATE_PERSIST_FAILED: 69,
  ERR_HOOK_SCRIPT_FAILED: 70,
  ERR_INVALID_DOMAIN_SNAPSHOT: 71,
  ERR_NO_DOMAIN_SNAPSHOT: 72,
  ERR_INVALID_STREAM: 73,
  ERR_ARGUMENT_UNSUPPORTED: 74,
  ERR_STORAGE_PROBE_FAILED: 75,
  ERR_STORAGE_POOL_BUILT: 76,
  ERR_SNAPSHOT_REVERT_RISKY: 77,
  ERR_OPERATION_ABORTED: 78,
  ERR_AUTH_CANCELLED: 79,
  ERR_NO_DOMAIN_METADATA: 80,
  ERR_MIGRATE_UNSAFE: 81,
  ERR_OVERFLOW: 82,
  ERR_BLOCK_COPY_ACTIVE: 83,
  ERR_OPERATION_UNSUPPORTED: 84,
  ERR_SSH: 85,
  ERR_AGENT_UNRESPONSIVE: 86,
  ERR_RESOURCE_BUSY: 87,
  ERR_ACCESS_DENIED: 88,
  ERR_DBUS_SERVICE: 89,
  ERR_STORAGE_VOL_EXIST: 90,
  ERR_CPU_INCOMPATIBLE: 91,
  ERR_XML_INVALID_SCHEMA: 92,
  ERR_MIGRATE_FINISH_OK: 93,
  ERR_AUTH_UNAVAILABLE: 94,
  ERR_NO_SERVER: 95,
  ERR_NO_CLIENT: 96,
  ERR_AGENT_UNSYNCED: 97,
  ERR_LIBSSH: 98,
  ERR_DEVICE_MISSING: 99,
  ERR_INVALID_NWFILTER_BINDING: 100,
  ERR_NO_NWFILTER_BINDING: 101,
  ERR_INVALID_DOMAIN_CHECKPOINT: 102,
  ERR_NO_DOMAIN_CHECKPOINT: 103,
  ERR_NO_DOMAIN_BACKUP: 104,
  ERR_INVALID_NETWORK_PORT: 105,
  ERR_NETWORK_PORT_EXIST: 106,
  ERR_NO_NETWORK_PORT: 107,
  /** Since libvirt 6.1.0. */
  ERR_NO_HOSTNAME: 108,
  /** Since libvirt 6.10.0. */
  ERR_CHECKPOINT_INCONSISTENT: 109,
  /** Since libvirt 7.1.0. */
  ERR_MULTIPLE_DOMAINS: 110,
  /** Since libvirt 9.7.0. */
  ERR_NO_NETWORK_METADATA: 111,
  /** Since libvirt 11.2.0. */
  ERR_AGENT_COMMAND_TIMEOUT: 112,
  /** Since libvirt 11.2.0. */
  ERR_AGENT_COMMAND_FAILED: 113,
} as const;
export type ErrorNumber = (typeof ErrorNumber)[keyof typeof ErrorNumber];

/** `virDomainQemuMonitorCommandFlags`, e.g. `VIR_DOMAIN_QEMU_MONITOR_COMMAND_DEFAULT`. */
export const DomainQemuMonitorCommandFlags = {
  DEFAULT: 0,
  HMP: 1,
} as const;
export type DomainQemuMonitorCommandFlags = (typeof DomainQemuMonitorCommandFlags)[keyof typeof DomainQemuMonitorCommandFlags];

/** `virDomainQemuAgentCommandTimeoutValues`, e.g. `VIR_DOMAIN_QEMU_AGENT_COMMAND_MIN`. */
export const DomainQemuAgentCommandTimeoutValues = {
  MIN: -2,
  BLOCK: -2,
  DEFAULT: -1,
  NOWAIT: 0,
  SHUTDOWN: 60,
} as const;
export type DomainQemuAgentCommandTimeoutValues = (typeof DomainQemuAgentCommandTimeoutValues)[keyof typeof DomainQemuAgentCommandTimeoutValues];

/** `virConnectDomainQemuMonitorEventRegisterFlags`, e.g. `VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX`. */
export const ConnectDomainQemuMonitorEventRegisterFlags = {
  REGEX: 1,
  NOCASE: 2,
} as const;
export type ConnectDomainQemuMonitorEventRegisterFlags = (typeof ConnectDomainQemuMonitorEventRegisterFlags)[keyof typeof ConnectDomainQemuMonitorEventRegisterFlags];
