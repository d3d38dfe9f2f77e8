// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

import type { EventMessage } from '../procedure.ts';
import { decodeRemoteDomainEventBlockJob2Msg, decodeRemoteDomainEventBlockThresholdMsg, decodeRemoteDomainEventCallbackAgentLifecycleMsg, decodeRemoteDomainEventCallbackBalloonChangeMsg, decodeRemoteDomainEventCallbackBlockJobMsg, decodeRemoteDomainEventCallbackControlErrorMsg, decodeRemoteDomainEventCallbackDeviceAddedMsg, decodeRemoteDomainEventCallbackDeviceRemovalFailedMsg, decodeRemoteDomainEventCallbackDeviceRemovedMsg, decodeRemoteDomainEventCallbackDiskChangeMsg, decodeRemoteDomainEventCallbackGraphicsMsg, decodeRemoteDomainEventCallbackIoErrorMsg, decodeRemoteDomainEventCallbackIoErrorReasonMsg, decodeRemoteDomainEventCallbackJobCompletedMsg, decodeRemoteDomainEventCallbackLifecycleMsg, decodeRemoteDomainEventCallbackMetadataChangeMsg, decodeRemoteDomainEventCallbackMigrationIterationMsg, decodeRemoteDomainEventCallbackPmsuspendDiskMsg, decodeRemoteDomainEventCallbackPmsuspendMsg, decodeRemoteDomainEventCallbackPmwakeupMsg, decodeRemoteDomainEventCallbackRebootMsg, decodeRemoteDomainEventCallbackRtcChangeMsg, decodeRemoteDomainEventCallbackTrayChangeMsg, decodeRemoteDomainEventCallbackTunableMsg, decodeRemoteDomainEventCallbackWatchdogMsg, decodeRemoteDomainEventMemoryDeviceSizeChangeMsg, decodeRemoteDomainEventMemoryFailureMsg, decodeRemoteDomainEventNicMacChangeMsg, decodeRemoteNetworkEventCallbackMetadataChangeMsg, decodeRemoteNetworkEventLifecycleMsg, decodeRemoteNodeDeviceEventLifecycleMsg, decodeRemoteNodeDeviceEventUpdateMsg, decodeRemoteSecretEventLifecycleMsg, decodeRemoteSecretEventValueChangedMsg, decodeRemoteStoragePoolEventLifecycleMsg, decodeRemoteStoragePoolEventRefreshMsg, type RemoteDomainEventBlockJob2Msg, type RemoteDomainEventBlockThresholdMsg, type RemoteDomainEventCallbackAgentLifecycleMsg, type RemoteDomainEventCallbackBalloonChangeMsg, type RemoteDomainEventCallbackBlockJobMsg, type RemoteDomainEventCallbackControlErrorMsg, type RemoteDomainEventCallbackDeviceAddedMsg, type RemoteDomainEventCallbackDeviceRemovalFailedMsg, type RemoteDomainEventCallbackDeviceRemovedMsg, type RemoteDomainEventCallbackDiskChangeMsg, type RemoteDomainEventCallbackGraphicsMsg, type RemoteDomainEventCallbackIoErrorMsg, type RemoteDomainEventCallbackIoErrorReasonMsg, type RemoteDomainEventCallbackJobCompletedMsg, type RemoteDomainEventCallbackLifecycleMsg, type RemoteDomainEventCallbackMetadataChangeMsg, type RemoteDomainEventCallbackMigrationIterationMsg, type RemoteDomainEventCallbackPmsuspendDiskMsg, type RemoteDomainEventCallbackPmsuspendMsg, type RemoteDomainEventCallbackPmwakeupMsg, type RemoteDomainEventCallbackRebootMsg, type RemoteDomainEventCallbackRtcChangeMsg, type RemoteDomainEventCallbackTrayChangeMsg, type RemoteDomainEventCallbackTunableMsg, type RemoteDomainEventCallbackWatchdogMsg, type RemoteDomainEventMemoryDeviceSizeChangeMsg, type RemoteDomainEventMemoryFailureMsg, type RemoteDomainEventNicMacChangeMsg, type RemoteNetworkEventCallbackMetadataChangeMsg, type RemoteNetworkEventLifecycleMsg, type RemoteNodeDeviceEventLifecycleMsg, type RemoteNodeDeviceEventUpdateMsg, type RemoteSecretEventLifecycleMsg, type RemoteSecretEventValueChangedMsg, type RemoteStoragePoolEventLifecycleMsg, type RemoteStoragePoolEventRefreshMsg } from './codec-event.ts';
import { decodeQemuDomainMonitorEventMsg, type QemuDomainMonitorEventMsg } from './codec-qemu.ts';

/** The payload of every event message, by its name. */
export interface EventMessageMap {
  networkEventLifecycle: RemoteNetworkEventLifecycleMsg;
  domainEventCallbackLifecycle: RemoteDomainEventCallbackLifecycleMsg;
  domainEventCallbackReboot: RemoteDomainEventCallbackRebootMsg;
  domainEventCallbackRtcChange: RemoteDomainEventCallbackRtcChangeMsg;
  domainEventCallbackWatchdog: RemoteDomainEventCallbackWatchdogMsg;
  domainEventCallbackIoError: RemoteDomainEventCallbackIoErrorMsg;
  domainEventCallbackGraphics: RemoteDomainEventCallbackGraphicsMsg;
  domainEventCallbackIoErrorReason: RemoteDomainEventCallbackIoErrorReasonMsg;
  domainEventCallbackControlError: RemoteDomainEventCallbackControlErrorMsg;
  domainEventCallbackBlockJob: RemoteDomainEventCallbackBlockJobMsg;
  domainEventCallbackDiskChange: RemoteDomainEventCallbackDiskChangeMsg;
  domainEventCallbackTrayChange: RemoteDomainEventCallbackTrayChangeMsg;
  domainEventCallbackPmwakeup: RemoteDomainEventCallbackPmwakeupMsg;
  domainEventCallbackPmsuspend: RemoteDomainEventCallbackPmsuspendMsg;
  domainEventCallbackBalloonChange: RemoteDomainEventCallbackBalloonChangeMsg;
  domainEventCallbackPmsuspendDisk: RemoteDomainEventCallbackPmsuspendDiskMsg;
  domainEventCallbackDeviceRemoved: RemoteDomainEventCallbackDeviceRemovedMsg;
  domainEventBlockJob2: RemoteDomainEventBlockJob2Msg;
  domainEventCallbackTunable: RemoteDomainEventCallbackTunableMsg;
  domainEventCallbackAgentLifecycle: RemoteDomainEventCallbackAgentLifecycleMsg;
  domainEventCallbackDeviceAdded: RemoteDomainEventCallbackDeviceAddedMsg;
  domainEventCallbackMigrationIteration: RemoteDomainEventCallbackMigrationIterationMsg;
  domainEventCallbackJobCompleted: RemoteDomainEventCallbackJobCompletedMsg;
  domainEventCallbackDeviceRemovalFailed: RemoteDomainEventCallbackDeviceRemovalFailedMsg;
  storagePoolEventLifecycle: RemoteStoragePoolEventLifecycleMsg;
  storagePoolEventRefresh: RemoteStoragePoolEventRefreshMsg;
  nodeDeviceEventLifecycle: RemoteNodeDeviceEventLifecycleMsg;
  nodeDeviceEventUpdate: RemoteNodeDeviceEventUpdateMsg;
  domainEventCallbackMetadataChange: RemoteDomainEventCallbackMetadataChangeMsg;
  secretEventLifecycle: RemoteSecretEventLifecycleMsg;
  secretEventValueChanged: RemoteSecretEventValueChangedMsg;
  domainEventBlockThreshold: RemoteDomainEventBlockThresholdMsg;
  domainEventMemoryFailure: RemoteDomainEventMemoryFailureMsg;
  domainEventMemoryDeviceSizeChange: RemoteDomainEventMemoryDeviceSizeChangeMsg;
  networkEventCallbackMetadataChange: RemoteNetworkEventCallbackMetadataChangeMsg;
  domainEventNicMacChange: RemoteDomainEventNicMacChangeMsg;
  qemuDomainMonitorEvent: QemuDomainMonitorEventMsg;
}

/** Event messages as data. `eventId` is the domain event they carry, -1 for other objects. */
export const eventMessages: { readonly [K in keyof EventMessageMap]: EventMessage<K, EventMessageMap[K]> } = {
  networkEventLifecycle: { name: 'networkEventLifecycle', kind: 'network', program: 536903814, number: 315, eventId: -1, decode: decodeRemoteNetworkEventLifecycleMsg },
  domainEventCallbackLifecycle: { name: 'domainEventCallbackLifecycle', kind: 'domain', program: 536903814, number: 318, eventId: 0, decode: decodeRemoteDomainEventCallbackLifecycleMsg },
  domainEventCallbackReboot: { name: 'domainEventCallbackReboot', kind: 'domain', program: 536903814, number: 319, eventId: 1, decode: decodeRemoteDomainEventCallbackRebootMsg },
  domainEventCallbackRtcChange: { name: 'domainEventCallbackRtcChange', kind: 'domain', program: 536903814, number: 320, eventId: 2, decode: decodeRemoteDomainEventCallbackRtcChangeMsg },
  domainEventCallbackWatchdog: { name: 'domainEventCallbackWatchdog', kind: 'domain', program: 536903814, number: 321, eventId: 3, decode: decodeRemoteDomainEventCallbackWatchdogMsg },
  domainEventCallbackIoError: { name: 'domainEventCallbackIoError', kind: 'domain', program: 536903814, number: 322, eventId: 4, decode: decodeRemoteDomainEventCallbackIoErrorMsg },
  domainEventCallbackGraphics: { name: 'domainEventCallbackGraphics', kind: 'domain', program: 536903814, number: 323, eventId: 5, decode: decodeRemoteDomainEventCallbackGraphicsMsg },
  domainEventCallbackIoErrorReason: { name: 'domainEventCallbackIoErrorReason', kind: 'domain', program: 536903814, number: 324, eventId: 6, decode: decodeRemoteDomainEventCallbackIoErrorReasonMsg },
  domainEventCallbackControlError: { name: 'domainEventCallbackControlError', kind: 'domain', program: 536903814, number: 325, eventId: 7, decode: decodeRemoteDomainEventCallbackControlErrorMsg },
  domainEventCallbackBlockJob: { name: 'domainEventCallbackBlockJob', kind: 'domain', program: 536903814, number: 326, eventId: 8, decode: decodeRemoteDomainEventCallbackBlockJobMsg },
  domainEventCallbackDiskChange: { name: 'domainEventCallbackDiskChange', kind: 'domain', program: 536903814, number: 327, eventId: 9, decode: decodeRemoteDomainEventCallbackDiskChangeMsg },
  domainEventCallbackTrayChange: { name: 'domainEventCallbackTrayChange', kind: 'domain', program: 536903814, number: 328, eventId: 10, decode: decodeRemoteDomainEventCallbackTrayChangeMsg },
  domainEventCallbackPmwakeup: { name: 'domainEventCallbackPmwakeup', kind: 'domain', program: 536903814, number: 329, eventId: 11, decode: decodeRemoteDomainEventCallbackPmwakeupMsg },
  domainEventCallbackPmsuspend: { name: 'domainEventCallbackPmsuspend', kind: 'domain', program: 536903814, number: 330, eventId: 12, decode: decodeRemoteDomainEventCallbackPmsuspendMsg },
  domainEventCallbackBalloonChange: { name: 'domainEventCallbackBalloonChange', kind: 'domain', program: 536903814, number: 331, eventId: 13, decode: decodeRemoteDomainEventCallbackBalloonChangeMsg },
  domainEventCallbackPmsuspendDisk: { name: 'domainEventCallbackPmsuspendDisk', kind: 'domain', program: 536903814, number: 332, eventId: 14, decode: decodeRemoteDomainEventCallbackPmsuspendDiskMsg },
  domainEventCallbackDeviceRemoved: { name: 'domainEventCallbackDeviceRemoved', kind: 'domain', program: 536903814, number: 333, eventId: 15, decode: decodeRemoteDomainEventCallbackDeviceRemovedMsg },
  domainEventBlockJob2: { name: 'domainEventBlockJob2', kind: 'domain', program: 536903814, number: 339, eventId: 16, decode: decodeRemoteDomainEventBlockJob2Msg },
  domainEventCallbackTunable: { name: 'domainEventCallbackTunable', kind: 'domain', program: 536903814, number: 346, eventId: 17, decode: decodeRemoteDomainEventCallbackTunableMsg },
  domainEventCallbackAgentLifecycle: { name: 'domainEventCallbackAgentLifecycle', kind: 'domain', program: 536903814, number: 348, eventId: 18, decode: decodeRemoteDomainEventCallbackAgentLifecycleMsg },
  domainEventCallbackDeviceAdded: { name: 'domainEventCallbackDeviceAdded', kind: 'domain', program: 536903814, number: 354, eventId: 19, decode: decodeRemoteDomainEventCallbackDeviceAddedMsg },
  domainEventCallbackMigrationIteration: { name: 'domainEventCallbackMigrationIteration', kind: 'domain', program: 536903814, number: 359, eventId: 20, decode: decodeRemoteDomainEventCallbackMigrationIterationMsg },
  domainEventCallbackJobCompleted: { name: 'domainEventCallbackJobCompleted', kind: 'domain', program: 536903814, number: 363, eventId: 21, decode: decodeRemoteDomainEventCallbackJobCompletedMsg },
  domainEventCallbackDeviceRemovalFailed: { name: 'domainEventCallbackDeviceRemovalFailed', kind: 'domain', program: 536903814, number: 367, eventId: 22, decode: decodeRemoteDomainEventCallbackDeviceRemovalFailedMsg },
  storagePoolEventLifecycle: { name: 'storagePoolEventLifecycle', kind: 'storagePool', program: 536903814, number: 370, eventId: -1, decode: decodeRemoteStoragePoolEventLifecycleMsg },
  storagePoolEventRefresh: { name: 'storagePoolEventRefresh', kind: 'storagePool', program: 536903814, number: 373, eventId: -1, decode: decodeRemoteStoragePoolEventRefreshMsg },
  nodeDeviceEventLifecycle: { name: 'nodeDeviceEventLifecycle', kind: 'nodeDevice', program: 536903814, number: 376, eventId: -1, decode: decodeRemoteNodeDeviceEventLifecycleMsg },
  nodeDeviceEventUpdate: { name: 'nodeDeviceEventUpdate', kind: 'nodeDevice', program: 536903814, number: 377, eventId: -1, decode: decodeRemoteNodeDeviceEventUpdateMsg },
  domainEventCallbackMetadataChange: { name: 'domainEventCallbackMetadataChange', kind: 'domain', program: 536903814, number: 379, eventId: 23, decode: decodeRemoteDomainEventCallbackMetadataChangeMsg },
  secretEventLifecycle: { name: 'secretEventLifecycle', kind: 'secret', program: 536903814, number: 382, eventId: -1, decode: decodeRemoteSecretEventLifecycleMsg },
  secretEventValueChanged: { name: 'secretEventValueChanged', kind: 'secret', program: 536903814, number: 383, eventId: -1, decode: decodeRemoteSecretEventValueChangedMsg },
  domainEventBlockThreshold: { name: 'domainEventBlockThreshold', kind: 'domain', program: 536903814, number: 385, eventId: 24, decode: decodeRemoteDomainEventBlockThresholdMsg },
  domainEventMemoryFailure: { name: 'domainEventMemoryFailure', kind: 'domain', program: 536903814, number: 423, eventId: 25, decode: decodeRemoteDomainEventMemoryFailureMsg },
  domainEventMemoryDeviceSizeChange: { name: 'domainEventMemoryDeviceSizeChange', kind: 'domain', program: 536903814, number: 438, eventId: 26, decode: decodeRemoteDomainEventMemoryDeviceSizeChangeMsg },
  networkEventCallbackMetadataChange: { name: 'networkEventCallbackMetadataChange', kind: 'network', program: 536903814, number: 446, eventId: -1, decode: decodeRemoteNetworkEventCallbackMetadataChangeMsg },
  domainEventNicMacChange: { name: 'domainEventNicMacChange', kind: 'domain', program: 536903814, number: 453, eventId: 27, decode: decodeRemoteDomainEventNicMacChangeMsg },
  qemuDomainMonitorEvent: { name: 'qemuDomainMonitorEvent', kind: 'qemuMonitor', program: 536903815, number: 6, eventId: -1, decode: decodeQemuDomainMonitorEventMsg },
};
