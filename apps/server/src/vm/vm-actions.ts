import { registerEnumType } from 'type-graphql';
import { VM_RULES, vmRelation } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { SHUT_WORDS, type Shut } from '../maintenance/cloud-state.ts';
import type { VmStatus } from './vm-status.ts';

/** What people do to a VM. */
export const VmAction = {
  START: 'START',
  SHUTDOWN: 'SHUTDOWN',
  REBOOT: 'REBOOT',
  DESTROY: 'DESTROY',
  SUSPEND: 'SUSPEND',
  RESUME: 'RESUME',
  CONSOLE: 'CONSOLE',
  SAVE_AS_TEMPLATE: 'SAVE_AS_TEMPLATE',
  CLONE: 'CLONE',
  ATTACH_DISK: 'ATTACH_DISK',
  DETACH_DISK: 'DETACH_DISK',
  RESIZE_DISK: 'RESIZE_DISK',
  FLATTEN_DISK: 'FLATTEN_DISK',
  MOVE_DISKS: 'MOVE_DISKS',
  CHANGE_MEDIA: 'CHANGE_MEDIA',
  DELETE: 'DELETE',
  MIGRATE: 'MIGRATE',
  CREATE_SNAPSHOT: 'CREATE_SNAPSHOT',
  REVERT_TO_SNAPSHOT: 'REVERT_TO_SNAPSHOT',
  DELETE_SNAPSHOT: 'DELETE_SNAPSHOT',
  SET_SNAPSHOT_SCHEDULE: 'SET_SNAPSHOT_SCHEDULE',
  EDIT: 'EDIT',
  SHARE: 'SHARE',
  LOCK: 'LOCK',
} as const;
export type VmAction = (typeof VmAction)[keyof typeof VmAction];
registerEnumType(VmAction, {
  name: 'VmAction',
  description: 'What people do to a VM.',
  valuesConfig: {
    SHUTDOWN: { description: 'Graceful, by ACPI.' },
    DESTROY: { description: 'Pulls the plug.' },
    MIGRATE: { description: 'Moves it to another host.' },
    SHARE: { description: 'Says who else may use it.' },
    LOCK: { description: 'Locks it, or takes the lock away.' },
    MOVE_DISKS: { description: 'To another datastore.' },
    DETACH_DISK: { description: 'Needs a guest that runs and lets it go, or one that is off.' },
  },
});

/** States of a VM whose domain is there and is seen. */
const THERE: readonly VmStatus[] = ['RUNNING', 'SUSPENDED', 'SHUTDOWN', 'CRASHED'];

/** In which states an action makes sense. `DELETE` works in any. */
const ALLOWED_IN: Readonly<Record<VmAction, readonly VmStatus[] | 'ANY'>> = {
  START: ['SHUTDOWN', 'CRASHED'],
  SHUTDOWN: ['RUNNING'],
  REBOOT: ['RUNNING'],
  DESTROY: ['RUNNING', 'SUSPENDED', 'CRASHED'],
  SUSPEND: ['RUNNING'],
  RESUME: ['SUSPENDED'],
  CONSOLE: ['RUNNING', 'SUSPENDED'],
  SAVE_AS_TEMPLATE: ['SHUTDOWN'],
  CLONE: ['RUNNING', 'SUSPENDED', 'SHUTDOWN', 'CRASHED'],
  ATTACH_DISK: ['RUNNING', 'SUSPENDED', 'SHUTDOWN', 'CRASHED'],
  DETACH_DISK: ['RUNNING', 'SHUTDOWN', 'CRASHED'],
  RESIZE_DISK: ['RUNNING', 'SUSPENDED', 'SHUTDOWN', 'CRASHED'],
  FLATTEN_DISK: ['SHUTDOWN', 'RUNNING', 'SUSPENDED', 'CRASHED'],
  MOVE_DISKS: THERE,
  CHANGE_MEDIA: ['SHUTDOWN', 'RUNNING', 'SUSPENDED', 'CRASHED'],
  DELETE: 'ANY',
  MIGRATE: THERE,
  CREATE_SNAPSHOT: THERE,
  REVERT_TO_SNAPSHOT: THERE,
  DELETE_SNAPSHOT: THERE,
  SET_SNAPSHOT_SCHEDULE: 'ANY',
  EDIT: 'ANY',
  SHARE: 'ANY',
  LOCK: 'ANY',
};

const STATE_WORDS: Readonly<Record<VmStatus, string>> = {
  UNKNOWN: 'its state is unknown',
  IN_QUEUE: 'it is still being made',
  RUNNING: 'it is running',
  SUSPENDED: 'it is suspended',
  SHUTDOWN: 'it is off',
  CRASHED: 'it has crashed',
};

/** What decides about actions. */
interface ActionSubject {
  readonly status: VmStatus;
  readonly locked: boolean;
  readonly ownerId: string;
  readonly organisationId: string;
  readonly collaboratorIds: readonly string[];
  /** Nothing is done to it for maintenance; absent: not so. */
  readonly shut?: Shut | null;
}

/** What of a VM may change while it, its host or the cloud is shut down. */
const WHILE_SHUT: readonly VmAction[] = ['SHARE', 'LOCK', 'SET_SNAPSHOT_SCHEDULE'];

type Obstacle = 'PERMISSION' | 'LOCK' | 'SHUT' | 'STATE';

/** Whether the viewer may do something now, and why not. */
export interface ActionVerdict {
  readonly action: VmAction;
  readonly allowed: boolean;
  readonly reason: string | null;
  /** What stands in the way: the person or the state. */
  readonly obstacle: Obstacle | null;
}

function whoMay(action: VmAction): string {
  const rule = VM_RULES[action];
  if (rule.includes('COLLABORATOR'))
    return 'Only its owner, those it is shared with or an admin may do this.';
  return rule.includes('OWNER')
    ? 'Only its owner or an admin may do this.'
    : 'Only an admin may do this.';
}

/** Judges one action of a viewer who may see the VM. */
export function judgeAction(viewer: Viewer, vm: ActionSubject, action: VmAction): ActionVerdict {
  const refuse = (obstacle: Obstacle, reason: string): ActionVerdict => ({
    action,
    allowed: false,
    reason,
    obstacle,
  });
  const relation = vmRelation(viewer, vm);
  if (!relation || !VM_RULES[action].includes(relation))
    return refuse('PERMISSION', whoMay(action));
  if (vm.locked && relation !== 'ADMIN') return refuse('LOCK', 'An admin has locked this VM.');
  if (vm.shut && !WHILE_SHUT.includes(action)) return refuse('SHUT', SHUT_WORDS[vm.shut]);
  const states = ALLOWED_IN[action];
  if (states !== 'ANY' && !states.includes(vm.status))
    return refuse('STATE', `Not possible while ${STATE_WORDS[vm.status]}.`);
  return { action, allowed: true, reason: null, obstacle: null };
}

/** Every action with its verdict, in the order menus show them. */
export function judgeActions(viewer: Viewer, vm: ActionSubject): ActionVerdict[] {
  return Object.values(VmAction).map((action) => judgeAction(viewer, vm, action));
}
