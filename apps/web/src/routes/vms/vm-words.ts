import type { TaskType, VmAction, VmStatus } from '../../api/generated/graphql.ts';
import type { StateKind } from '../../components/StateBadge.tsx';
import { type PlainKey, t } from '../../messages/message.ts';

/** What a VM's state is told from. */
export interface VmStateSource {
  readonly status: VmStatus;
  readonly activeTask: { readonly type: TaskType } | null;
}

const states: Readonly<Record<VmStatus, readonly [StateKind, PlainKey]>> = {
  RUNNING: ['running', 'vm.state.running'],
  SHUTDOWN: ['off', 'vm.state.off'],
  SUSPENDED: ['suspended', 'vm.state.suspended'],
  IN_QUEUE: ['waiting', 'vm.state.inQueue'],
  CRASHED: ['failed', 'vm.state.crashed'],
  UNKNOWN: ['unknown', 'vm.state.unknown'],
};

const workWords: Readonly<Record<TaskType, PlainKey>> = {
  CREATE_VM: 'vm.working.create',
  START_VM: 'vm.working.start',
  SHUTDOWN_VM: 'vm.working.shutdown',
  REBOOT_VM: 'vm.working.reboot',
  SUSPEND_VM: 'vm.working.suspend',
  RESUME_VM: 'vm.working.resume',
  DESTROY_VM: 'vm.working.destroy',
  DELETE_VM: 'vm.working.delete',
  CLONE_VM: 'vm.working.clone',
  MAKE_CLONE: 'vm.working.makeClone',
  UNDELETE_VM: 'vm.working.undelete',
  PURGE_VM: 'vm.working.purge',
  EDIT_VM: 'vm.working.edit',
  REPAIR_LEAK: 'vm.working.repair',
  CREATE_SNAPSHOT: 'vm.working.createSnapshot',
  REVERT_TO_SNAPSHOT: 'vm.working.revertToSnapshot',
  DELETE_SNAPSHOT: 'vm.working.deleteSnapshot',
  SAVE_VM_AS_TEMPLATE: 'vm.working.saveAsTemplate',
  DELETE_TEMPLATE: 'vm.working.other',
  ATTACH_DISK: 'vm.working.attachDisk',
  DETACH_DISK: 'vm.working.detachDisk',
  RESIZE_DISK: 'vm.working.resizeDisk',
  DELETE_DISK: 'vm.working.deleteDisk',
  ADD_TEMPLATE: 'vm.working.other',
  DELETE_UPLOAD: 'vm.working.other',
  CREATE_VM_FROM_IMAGE: 'vm.working.create',
  FLATTEN_DISK: 'vm.working.flatten',
  CHANGE_MEDIA: 'vm.working.media',
  MOVE_DISKS: 'vm.working.moveDisks',
  RELOCATE_VM: 'vm.working.relocate',
  MEASURE_HOST_NETWORK: 'vm.working.measure',
  ADOPT_DOMAIN: 'vm.working.adopt',
  RESPAWN_HOST: 'vm.working.other',
  SHUTDOWN_HOSTS: 'vm.working.other',
  SHUTDOWN_CLOUD: 'vm.working.other',
  BOOT_HOSTS: 'vm.working.other',
  BOOT_CLOUD: 'vm.working.other',
  KEEP_VM: 'vm.working.keep',
  RESTORE_VM: 'vm.working.restore',
  RESPAWN_VM: 'vm.working.respawn',
  POWER_OFF_HOST: 'vm.working.other',
  POWER_ON_HOST: 'vm.working.other',
  MIGRATE_VM: 'vm.working.migrate',
  SET_UP_MIGRATION: 'vm.working.other',
  CLEAR_MIGRATION: 'vm.working.other',
  EMPTY_DATASTORE: 'vm.working.other',
  EVACUATE_HOST: 'vm.working.other',
  RETURN_VMS: 'vm.working.other',
  BALANCE_HOSTS: 'vm.working.other',
};

/** States one can filter by, in the order a person looks for them. */
export const vmStatuses: readonly VmStatus[] = [
  'RUNNING',
  'SHUTDOWN',
  'SUSPENDED',
  'IN_QUEUE',
  'CRASHED',
  'UNKNOWN',
];

/** The word for a status alone, as in filters and history. */
export const statusWord = (status: VmStatus): string => t(states[status][1]);

/** Shape and word of a VM's state; work under way says what is being done. */
export function vmState(vm: VmStateSource): { kind: StateKind; word: string } {
  if (vm.activeTask) {
    // A kind of task newer than this page is still work.
    const key: PlainKey | undefined = workWords[vm.activeTask.type];
    return { kind: 'working', word: t(key ?? 'vm.working.other') };
  }
  // Without a task nothing makes it any more.
  if (vm.status === 'IN_QUEUE') return { kind: 'attention', word: t('vm.state.notMade') };
  const [kind, key] = states[vm.status];
  return { kind, word: t(key) };
}

/** Actions in the order they have in every menu. */
export const actionOrder: readonly VmAction[] = [
  'START',
  'SHUTDOWN',
  'REBOOT',
  'SUSPEND',
  'RESUME',
  'CONSOLE',
  'CREATE_SNAPSHOT',
  'SAVE_AS_TEMPLATE',
  'CLONE',
  'MIGRATE',
  'DESTROY',
  'DELETE',
];

const actionWords: Readonly<Record<VmAction, PlainKey>> = {
  START: 'vm.action.start',
  SHUTDOWN: 'vm.action.shutdown',
  REBOOT: 'vm.action.reboot',
  SUSPEND: 'vm.action.suspend',
  RESUME: 'vm.action.resume',
  CONSOLE: 'vm.action.console',
  CLONE: 'vm.action.clone',
  ATTACH_DISK: 'vm.action.attachDisk',
  DETACH_DISK: 'vm.action.detachDisk',
  RESIZE_DISK: 'vm.action.resizeDisk',
  DESTROY: 'vm.action.destroy',
  DELETE: 'vm.action.delete',
  CREATE_SNAPSHOT: 'vm.action.createSnapshot',
  REVERT_TO_SNAPSHOT: 'vm.action.revertToSnapshot',
  DELETE_SNAPSHOT: 'vm.action.deleteSnapshot',
  SAVE_AS_TEMPLATE: 'vm.action.saveAsTemplate',
  SET_SNAPSHOT_SCHEDULE: 'vm.action.setSnapshotSchedule',
  EDIT: 'vm.action.edit',
  SHARE: 'vm.action.share',
  LOCK: 'vm.action.lock',
  FLATTEN_DISK: 'vm.action.flatten',
  MOVE_DISKS: 'vm.action.moveDisks',
  CHANGE_MEDIA: 'vm.action.media',
  MIGRATE: 'vm.action.migrate',
};

/** The verb on a menu entry or button. */
export const actionWord = (action: VmAction): string => t(actionWords[action]);

/** The action a person most likely wants in this state. */
export function likelyAction(status: VmStatus): VmAction {
  if (status === 'SHUTDOWN' || status === 'CRASHED') return 'START';
  if (status === 'SUSPENDED') return 'RESUME';
  return 'CONSOLE';
}
