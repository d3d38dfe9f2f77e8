import { registerEnumType } from 'type-graphql';

/** The way of a task; the original's codes are 1 to 7 in this order. */
export const TaskStatus = {
  PENDING: 'PENDING',
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  RETRYING: 'RETRYING',
  CANCELLED: 'CANCELLED',
  PARTIAL: 'PARTIAL',
} as const;
export type TaskStatus = (typeof TaskStatus)[keyof typeof TaskStatus];
registerEnumType(TaskStatus, {
  name: 'TaskStatus',
  description: 'The way of a task.',
  valuesConfig: {
    PENDING: { description: 'Waits for its turn.' },
    RUNNING: { description: 'A worker is at it.' },
    SUCCEEDED: { description: 'Done.' },
    FAILED: { description: 'Undone; nothing is left behind.' },
    RETRYING: { description: 'Waits to go on after a passing fault.' },
    CANCELLED: { description: 'Ended on request; undone.' },
    PARTIAL: { description: 'Neither done nor undone; `leftovers` names what is left.' },
  },
});

/** States a task does not leave by itself. */
export const END_STATUSES: readonly TaskStatus[] = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'PARTIAL'];
/** States of a task that still has work to do. */
export const ACTIVE_STATUSES: readonly TaskStatus[] = ['PENDING', 'RUNNING', 'RETRYING'];

/** Which lane goes first when workers are short: the lowest number. Order within a lane never changes. */
export const TaskPriority = { URGENT: 0, HIGH: 10, NORMAL: 20, LOW: 30 } as const;
export type TaskPriority = (typeof TaskPriority)[keyof typeof TaskPriority];
registerEnumType(TaskPriority, {
  name: 'TaskPriority',
  description: 'Which lane goes first when workers are short.',
});

/** How far one step is. */
export const TaskStepStatus = {
  PENDING: 'PENDING',
  RUNNING: 'RUNNING',
  DONE: 'DONE',
  FAILED: 'FAILED',
  UNDONE: 'UNDONE',
} as const;
export type TaskStepStatus = (typeof TaskStepStatus)[keyof typeof TaskStepStatus];
registerEnumType(TaskStepStatus, { name: 'TaskStepStatus', description: 'How far one step is.' });

/** Levels of log lines. */
export const LogLevel = { DEBUG: 'DEBUG', INFO: 'INFO', WARN: 'WARN', ERROR: 'ERROR' } as const;
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel];
registerEnumType(LogLevel, { name: 'LogLevel', description: 'How much a log line matters.' });

/** The operations that run as tasks. */
export const TaskType = {
  ADOPT_DOMAIN: 'ADOPT_DOMAIN',
  RESPAWN_HOST: 'RESPAWN_HOST',
  RESPAWN_VM: 'RESPAWN_VM',
  SHUTDOWN_HOSTS: 'SHUTDOWN_HOSTS',
  SHUTDOWN_CLOUD: 'SHUTDOWN_CLOUD',
  BOOT_HOSTS: 'BOOT_HOSTS',
  BOOT_CLOUD: 'BOOT_CLOUD',
  KEEP_VM: 'KEEP_VM',
  RESTORE_VM: 'RESTORE_VM',
  POWER_OFF_HOST: 'POWER_OFF_HOST',
  POWER_ON_HOST: 'POWER_ON_HOST',
  CREATE_VM: 'CREATE_VM',
  START_VM: 'START_VM',
  SHUTDOWN_VM: 'SHUTDOWN_VM',
  REBOOT_VM: 'REBOOT_VM',
  DESTROY_VM: 'DESTROY_VM',
  SUSPEND_VM: 'SUSPEND_VM',
  RESUME_VM: 'RESUME_VM',
  DELETE_VM: 'DELETE_VM',
  CLONE_VM: 'CLONE_VM',
  MAKE_CLONE: 'MAKE_CLONE',
  UNDELETE_VM: 'UNDELETE_VM',
  PURGE_VM: 'PURGE_VM',
  EDIT_VM: 'EDIT_VM',
  REPAIR_LEAK: 'REPAIR_LEAK',
  MEASURE_HOST_NETWORK: 'MEASURE_HOST_NETWORK',
  CREATE_SNAPSHOT: 'CREATE_SNAPSHOT',
  REVERT_TO_SNAPSHOT: 'REVERT_TO_SNAPSHOT',
  DELETE_SNAPSHOT: 'DELETE_SNAPSHOT',
  SAVE_VM_AS_TEMPLATE: 'SAVE_VM_AS_TEMPLATE',
  DELETE_TEMPLATE: 'DELETE_TEMPLATE',
  ATTACH_DISK: 'ATTACH_DISK',
  DETACH_DISK: 'DETACH_DISK',
  RESIZE_DISK: 'RESIZE_DISK',
  DELETE_DISK: 'DELETE_DISK',
  ADD_TEMPLATE: 'ADD_TEMPLATE',
  DELETE_UPLOAD: 'DELETE_UPLOAD',
  CREATE_VM_FROM_IMAGE: 'CREATE_VM_FROM_IMAGE',
  FLATTEN_DISK: 'FLATTEN_DISK',
  CHANGE_MEDIA: 'CHANGE_MEDIA',
  MIGRATE_VM: 'MIGRATE_VM',
  SET_UP_MIGRATION: 'SET_UP_MIGRATION',
  CLEAR_MIGRATION: 'CLEAR_MIGRATION',
  MOVE_DISKS: 'MOVE_DISKS',
  RELOCATE_VM: 'RELOCATE_VM',
  EMPTY_DATASTORE: 'EMPTY_DATASTORE',
  EVACUATE_HOST: 'EVACUATE_HOST',
  RETURN_VMS: 'RETURN_VMS',
  BALANCE_HOSTS: 'BALANCE_HOSTS',
} as const;
export type TaskType = (typeof TaskType)[keyof typeof TaskType];
registerEnumType(TaskType, { name: 'TaskType', description: 'The operation a task carries out.' });
