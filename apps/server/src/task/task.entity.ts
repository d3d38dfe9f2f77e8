import {
  Entity,
  Index,
  ManyToOne,
  PrimaryKey,
  Property,
  Unique,
} from '@mikro-orm/decorators/legacy';
import { BOOL, ID, INT, JSON_COLUMN, MAYBE, TEXT, TIME, WORD } from '../platform/columns.ts';
import type { HostId, TaskId, UserId, VmId } from '../platform/ids.ts';
import type { LogLevel, TaskStatus, TaskStepStatus, TaskType } from './task-enums.ts';

/**
 * One asynchronous operation, and at the same time one entry of the queue.
 * Names VMs and hosts without foreign keys: the history of a deleted VM stays.
 */
@Entity({ tableName: 'task' })
@Index({ name: 'task_lane', properties: ['lane', 'status', 'seq'] })
@Index({ name: 'task_claim', properties: ['status', 'priority', 'seq'] })
@Index({ name: 'task_vm', properties: ['vmId', 'seq'] })
@Index({ name: 'task_host', properties: ['hostId', 'seq'] })
@Index({ name: 'task_requested_by', properties: ['requestedBy', 'seq'] })
export class TaskEntity {
  /** The order in which tasks were asked for; assigned by the database. */
  @PrimaryKey({ type: 'bigint', autoincrement: true })
  seq: string;

  /** Its name everywhere outside of these tables. */
  @Unique({ name: 'task_id' })
  @Property({ ...ID })
  id: TaskId;

  @Property({ ...WORD })
  type: TaskType;

  /** Tasks of one lane run one at a time, in order; the VM's or host's id, or the task's own. */
  @Property({ ...ID })
  lane: string;

  /**
   * The lane again while the task is RUNNING or RETRYING, else null. Unique: whatever workers do,
   * the database refuses a second task of one lane.
   */
  @Unique({ name: 'task_held_lane' })
  @Property({ ...ID, ...MAYBE })
  heldLane: string | null;

  /** A `TaskPriority`: the lowest number goes first where lanes compete. */
  @Property({ ...INT })
  priority: number;

  @Property({ ...WORD })
  status: TaskStatus;

  @Property({ type: 'string', length: 255 })
  title: string;

  /** What the task ended with, in the words of the original. */
  @Property({ ...TEXT, ...MAYBE })
  message: string | null;

  @Property({ ...WORD, ...MAYBE })
  errorCode: string | null;

  @Property({ ...TEXT, ...MAYBE })
  errorMessage: string | null;

  /** What was asked for; checked by the task type's schema. */
  @Property({ ...JSON_COLUMN })
  input: unknown;

  /** 0 to 100. */
  @Property({ ...INT })
  progress: number;

  /** How far the running step is, in its own words. */
  @Property({ type: 'string', length: 255, ...MAYBE })
  progressText: string | null;

  @Property({ ...ID, ...MAYBE })
  vmId: VmId | null;

  @Property({ ...ID, ...MAYBE })
  hostId: HostId | null;

  @Property({ ...ID, ...MAYBE })
  requestedBy: UserId | null;

  @Property({ ...ID, ...MAYBE })
  @Index({ name: 'task_parent' })
  parentId: TaskId | null;

  /** The step of the parent that asked for it; null: it was asked for along with the parent. */
  @Property({ type: 'string', length: 64, ...MAYBE })
  parentStep: string | null;

  /** Of a group: how many children may run at once, 0 for any number. Null: it is no group. */
  @Property({ ...INT, ...MAYBE })
  childrenAtOnce: number | null;

  /**
   * Set while a group waits for its children and belongs to no worker: the step that they are to
   * have done, empty for their end. It is looked at again when its lease has run out.
   */
  @Property({ type: 'string', length: 64, ...MAYBE })
  waitingFor: string | null;

  /** Counts from 1; a retry of a failed task is a new attempt. */
  @Property({ ...INT })
  attempt: number;

  /** Process that runs it, the number of claims so far (fences late writers), and until when it may. */
  @Property({ type: 'string', length: 100, ...MAYBE })
  owner: string | null;

  @Property({ ...INT })
  epoch: number;

  /** Of a RETRYING task: when it goes on. */
  @Property({ ...TIME, ...MAYBE })
  leaseUntil: Date | null;

  /** Not to begin before. */
  @Property({ ...TIME })
  runAt: Date;

  /** Position of the step it is at. */
  @Property({ ...INT })
  stepIndex: number;

  @Property({ ...BOOL })
  cancelRequested: boolean;

  /** True once undoing has begun: another worker goes on undoing. */
  @Property({ ...BOOL })
  undoing: boolean;

  /** True when a new attempt follows once everything is undone. */
  @Property({ ...BOOL })
  restart: boolean;

  /** What a PARTIAL task left behind, one line each. */
  @Property({ ...JSON_COLUMN })
  leftovers: string[];

  @Property({ ...TIME })
  createdAt: Date;

  @Property({ ...TIME, ...MAYBE })
  startedAt: Date | null;

  @Property({ ...TIME, ...MAYBE })
  finishedAt: Date | null;
}

/** One step of a task, with what it found out. */
@Entity({ tableName: 'task_step' })
export class TaskStepEntity {
  @ManyToOne(() => TaskEntity, {
    mapToPk: true,
    fieldName: 'task_seq',
    primary: true,
    // The primary key begins with it.
    index: false,
    deleteRule: 'cascade',
  })
  taskSeq: string;

  /** Counts from 0. */
  @PrimaryKey({ type: 'integer' })
  position: number;

  @Property({ type: 'string', length: 64 })
  name: string;

  @Property({ ...WORD })
  status: TaskStepStatus;

  /** Failed tries of `do`, or of `undo` once undoing; a new attempt begins at 0. */
  @Property({ ...INT })
  tries: number;

  @Property({ ...TIME, ...MAYBE })
  startedAt: Date | null;

  @Property({ ...TIME, ...MAYBE })
  finishedAt: Date | null;

  @Property({ ...TEXT, ...MAYBE })
  error: string | null;

  /** JSON that later steps, and this one's undo, read. */
  @Property({ ...JSON_COLUMN, ...MAYBE })
  result: unknown;
}

/** One line of a task's log. */
@Entity({ tableName: 'task_event' })
export class TaskEventEntity {
  @ManyToOne(() => TaskEntity, {
    mapToPk: true,
    fieldName: 'task_seq',
    primary: true,
    // The primary key begins with it.
    index: false,
    deleteRule: 'cascade',
  })
  taskSeq: string;

  /** Counts from 1 within the task. */
  @PrimaryKey({ type: 'integer' })
  seq: number;

  @Property({ ...TIME })
  at: Date;

  @Property({ ...WORD })
  level: LogLevel;

  @Property({ type: 'string', length: 64, ...MAYBE })
  step: string | null;

  @Property({ ...TEXT })
  message: string;
}
