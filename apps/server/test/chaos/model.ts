/** What a VM may be after its tasks. */
export type ModelState = 'ABSENT' | 'RUNNING' | 'SHUTDOWN' | 'SUSPENDED';
type States = ReadonlySet<ModelState>;

/** A task of a VM that has ended. */
export interface EndedTask {
  readonly type: string;
  readonly status: string;
  /** Of tasks that make a VM: it was to be started. */
  readonly start: boolean;
  /** Of START_VM: only if the VM was still to run. */
  readonly ifWanted?: boolean;
  /** Of CREATE_SNAPSHOT: without the memory the VM is off after a revert. */
  readonly memory: boolean;
  /** The snapshot it was about. */
  readonly snapshotId: string | null;
  /** The extra disk it was about. */
  readonly diskId: string | null;
}

/** What the tasks of a VM make of it: more than one state where a task failed and may have acted. */
export interface Model {
  readonly states: States;
  /** Snapshots that must be there, with the states of the VM that they hold. */
  readonly snapshots: ReadonlyMap<string, States>;
  /** Snapshots that may be there. */
  readonly doubtful: ReadonlySet<string>;
  /** Extra disks that must be attached; null after a revert, which brings the disks of then back. */
  readonly disks: ReadonlySet<string> | null;
}

/** Stands in a VM's history for the loss of its host's power. */
export const POWER_CUT = 'POWER_CUT';

/** Where a task that succeeded leads; null: the VM stays as it is. */
const LEADS_TO: Readonly<Record<string, ModelState | null>> = {
  START_VM: 'RUNNING',
  REBOOT_VM: 'RUNNING',
  RESUME_VM: 'RUNNING',
  SHUTDOWN_VM: 'SHUTDOWN',
  DESTROY_VM: 'SHUTDOWN',
  SUSPEND_VM: 'SUSPENDED',
  DELETE_VM: 'ABSENT',
  UNDELETE_VM: 'SHUTDOWN',
  CREATE_SNAPSHOT: null,
  DELETE_SNAPSHOT: null,
  CLONE_VM: null,
  EDIT_VM: null,
  ATTACH_DISK: null,
  DETACH_DISK: null,
  RESIZE_DISK: null,
  SAVE_VM_AS_TEMPLATE: null,
  MIGRATE_VM: null,
  REPAIR_LEAK: null,
};

/** What a task that failed may have done before it did, beside nothing. */
const MAY_LEAVE: Readonly<Record<string, readonly ModelState[]>> = {
  REBOOT_VM: ['SHUTDOWN', 'RUNNING'],
  // It is undone by defining the domain again, off.
  DELETE_VM: ['SHUTDOWN'],
  UNDELETE_VM: [],
  CREATE_VM: [],
  MAKE_CLONE: [],
};

/**
 * What a VM is after its tasks, in the order they ended.
 * @throws {Error} when a task is of a kind that the model does not know
 */
export function modelOf(tasks: readonly EndedTask[]): Model {
  let states: States = new Set(['ABSENT']);
  const snapshots = new Map<string, States>();
  const doubtful = new Set<string>();
  let disks: Set<string> | null = new Set<string>();
  for (const task of tasks) {
    const { snapshotId: id } = task;
    const done = task.status === 'SUCCEEDED';
    if (task.type === POWER_CUT) {
      if (states.has('RUNNING') || states.has('SUSPENDED'))
        states = new Set([...states, 'SHUTDOWN']);
      continue;
    }
    if (task.type === 'REVERT_TO_SNAPSHOT') {
      const held = (id && snapshots.get(id)) || new Set<ModelState>();
      disks = null;
      // A revert stops the VM first.
      states = done ? held : new Set([...states, ...held, 'SHUTDOWN']);
      continue;
    }
    if (id && task.type === 'CREATE_SNAPSHOT' && done)
      snapshots.set(id, task.memory ? states : new Set(['SHUTDOWN']));
    if (id && task.type === 'DELETE_SNAPSHOT') {
      snapshots.delete(id);
      if (!done) doubtful.add(id);
    }
    if (task.diskId && task.type === 'ATTACH_DISK' && done) disks?.add(task.diskId);
    // Whether one that failed let it go is not known.
    if (task.diskId && task.type === 'DETACH_DISK') disks?.delete(task.diskId);
    states = after(states, task);
  }
  return { states, snapshots, doubtful, disks };
}

function after(possible: States, task: EndedTask): States {
  const makes = task.type === 'CREATE_VM' || task.type === 'MAKE_CLONE';
  const success = makes ? (task.start ? 'RUNNING' : 'SHUTDOWN') : LEADS_TO[task.type];
  if (success === undefined) throw new Error(`The model does not know ${task.type}`);
  if (success === null) return possible;
  if (task.status === 'SUCCEEDED' && task.ifWanted) return new Set([...possible, success]);
  if (task.status === 'SUCCEEDED') return new Set([success]);
  if (possible.size === 1 && possible.has('ABSENT')) return possible;
  return new Set([...possible, ...(MAY_LEAVE[task.type] ?? [success])]);
}
