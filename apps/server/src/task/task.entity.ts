import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BOOL, ID, INT, JSON_COLUMN, MAYBE, TEXT, TIME, WORD } from '../platform/columns.ts';
import type { HostId, TaskId, UserId, VmId } from '../platform/ids.ts';
import type { LogLevel, TaskStatus, TaskStepStatus, TaskType } from './task-enums.ts';

/**
 * One asynchronous operation, and at the same time one entry of the queue.
 * Names VMs and hosts without foreign keys: the history of a deleted VM stays.
 */
@Entity({ tableName: 'task' })
@Index({ name: 'task_lane', properties: ['lane', 'status', 'seq'] })
@Index({ name: 'task_claim', properties: ['status', 'runAt', 'seq'] })
@Index({ name: 'task_vm', properties: ['vmId', 'seq'] })
@Index({ name: 'task_host', properties: ['hostId', 'seq'] })
@Index({ name: 'task_lease', properties: ['status', 'leaseUntil'] })
export class TaskEntity {
  @PrimaryKey({ ...ID })
  id: TaskId;

  /** The order in which tasks were asked for; assigned by the database. */
  @Property({ type: 'bigint', autoincrement: true })
  seq: string;

  @Property({ ...WORD })
  type: TaskType;

  /** Tasks of one lane run one at a time, in order; the VM's or host's id, or the task's own. */
  @Property({ ...ID })
  lane: string;

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

  @Property({ ...ID, ...MAYBE })
  vmId: VmId | null;

  @Property({ ...ID, ...MAYBE })
  hostId: HostId | null;

  @Property({ ...ID, ...MAYBE })
  requestedBy: UserId | null;

  @Property({ ...ID, ...MAYBE })
  @Index({ name: 'task_parent' })
  parentId: TaskId | null;

  /** Counts from 1; a retry of a failed task is a new attempt. */
  @Property({ ...INT })
  attempt: number;

  /** Process that runs it, the number of claims so far (fences late writers), and until when it may. */
  @Property({ type: 'string', length: 100, ...MAYBE })
  owner: string | null;

  @Property({ ...INT })
  epoch: number;

  @Property({ ...TIME, ...MAYBE })
  leaseUntil: Date | null;

  @Property({ ...TIME })
  runAt: Date;

  @Property({ ...BOOL })
  cancelRequested: boolean;

  /** True once undoing has begun: another worker goes on undoing. */
  @Property({ ...BOOL })
  undoing: boolean;

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
    fieldName: 'task_id',
    primary: true,
    deleteRule: 'cascade',
  })
  taskId: TaskId;

  @PrimaryKey({ type: 'string', length: 64 })
  name: string;

  @Property({ ...INT })
  position: number;

  @Property({ ...WORD })
  status: TaskStepStatus;

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
    fieldName: 'task_id',
    primary: true,
    deleteRule: 'cascade',
  })
  taskId: TaskId;

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
