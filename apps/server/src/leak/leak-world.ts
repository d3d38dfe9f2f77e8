import type { DatastoreId, HostId, TaskId, VmId } from '../platform/ids.ts';
import type { SnapshotState } from '../snapshot/snapshot-enums.ts';
import type { TaskStatus } from '../task/task-enums.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import { type LeakKey, type LeakKind, leakId, REPAIRS } from './leak-kind.ts';

/** A domain as a host has it. */
export interface SeenDomain {
  readonly uuid: string;
  readonly name: string;
  /** `virDomainState` and its reason. */
  readonly stateCode: number;
  readonly reasonCode: number;
  readonly active: boolean;
  /** The VM that its metadata names. */
  readonly markedVm: string | null;
  readonly macs: readonly string[];
  readonly vncPorts: readonly number[];
  /** What its disks write to, the top of each chain; absolute paths on the host. */
  readonly disks: readonly { readonly target: string; readonly path: string }[];
  /** All files it uses, with those below its disks and in its drives; absolute paths. */
  readonly files: readonly string[];
  /** Names of its snapshots. */
  readonly snapshots: readonly string[];
}

/** A host, and what it has; `domains` null when it could not be asked. */
export interface SeenHost {
  readonly id: HostId;
  readonly name: string;
  readonly domains: readonly SeenDomain[] | null;
  /** Why it could not be asked. */
  readonly fault: string | null;
  /** The collector whose lease ran out, or that none has; null when it is followed. */
  readonly unfollowed: string | null;
}

/** A file in a directory of ours. */
export interface SeenFile {
  /** Below the datastore's path. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** A datastore, and the files in our directories there; null when nobody could list them. */
export interface SeenDatastore {
  readonly id: DatastoreId;
  readonly name: string;
  readonly path: string;
  /** The host that listed it. */
  readonly through: string | null;
  readonly files: readonly SeenFile[] | null;
  readonly fault: string | null;
}

/** A VM's record. */
export interface VmFacts {
  readonly id: VmId;
  readonly name: string;
  readonly identity: string;
  readonly uuid: string;
  readonly hostId: HostId | null;
  readonly status: VmStatus;
  readonly vncPort: number | null;
  readonly mac: string | null;
  readonly networked: boolean;
}

/** A file that a record knows. */
export interface FileClaim {
  readonly datastoreId: DatastoreId;
  /** Below the datastore's path. */
  readonly path: string;
  /** Who needs it, in words, e.g. "disk vda of the VM web". */
  readonly owner: string;
  readonly vmId: VmId | null;
  /** The device of the VM that it is, e.g. `vda`: its domain must have it. Null: it is none. */
  readonly target: string | null;
  /** False when the record may be without its file, e.g. while an upload is on its way. */
  readonly needed: boolean;
  /** An extra disk, which its VM can be without. */
  readonly spare?: boolean;
}

/** A snapshot's record, and whether it is there. */
export interface SnapshotFacts {
  readonly id: string;
  readonly name: string;
  readonly vmId: VmId;
  readonly state: SnapshotState;
  readonly there: boolean;
}

/** A task that has not ended as it should, or still runs. */
export interface TaskFacts {
  readonly id: TaskId;
  readonly title: string;
  readonly status: TaskStatus;
  readonly vmId: VmId | null;
  readonly hostId: HostId | null;
  readonly lane: string;
  readonly heldLane: string | null;
  readonly owner: string | null;
  readonly finishedAt: Date | null;
  readonly startedAt: Date | null;
  /** How long ago its lease ran out, or its turn came; seconds, negative while it is to come. */
  readonly overdueSeconds: number | null;
  /** An earlier task of its lane has not ended. */
  readonly behind: boolean;
  readonly leftovers: readonly string[];
  /**
   * Work of its own is neither done nor undone. Not so a group that only its children left in part:
   * what they left is theirs to tell, and what they made is wanted until somebody deletes it.
   */
  readonly owes: boolean;
}

/** Everything that is compared, as seen once. */
export interface World {
  readonly hosts: readonly SeenHost[];
  readonly datastores: readonly SeenDatastore[];
  readonly vms: readonly VmFacts[];
  readonly claims: readonly FileClaim[];
  readonly snapshots: readonly SnapshotFacts[];
  readonly tasks: readonly TaskFacts[];
  /** Console tickets that expired more than an hour ago. */
  readonly oldTickets: number;
}

/** One thing that is not as it should be. */
export interface Finding {
  /** Stays the same as long as the same things disagree. */
  readonly id: string;
  readonly kind: LeakKind;
  readonly parts: readonly string[];
  /** What it is about, in a few words. */
  readonly subject: string;
  readonly detail: string;
  /** What a repair does, or what a person has to decide. */
  readonly remedy: string;
  /** One click repairs it. */
  readonly repairable: boolean;
  readonly destructive: boolean;
  readonly loss: string | null;
  readonly vmId: VmId | null;
  readonly hostId: HostId | null;
  readonly taskId: TaskId | null;
}

/** What a rule tells of a finding. */
export interface Told extends LeakKey {
  readonly subject: string;
  readonly detail: string;
  readonly remedy: string;
  /** A person must decide, though the kind can be repaired as a rule. */
  readonly byHand?: boolean;
  readonly vmId?: VmId | null;
  readonly hostId?: HostId | null;
  readonly taskId?: TaskId | null;
}

/** Makes a finding of what a rule tells. */
export function finding({ byHand, ...told }: Told): Finding {
  const repair = byHand ? undefined : REPAIRS[told.kind];
  return {
    ...told,
    id: leakId(told),
    repairable: repair !== undefined,
    destructive: repair?.destructive ?? false,
    loss: repair?.loss ?? null,
    vmId: told.vmId ?? null,
    hostId: told.hostId ?? null,
    taskId: told.taskId ?? null,
  };
}
