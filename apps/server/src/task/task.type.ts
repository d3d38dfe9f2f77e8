import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../platform/graphql/page-info.type.ts';
import type { HostId, TaskId, UserId, VmId } from '../platform/ids.ts';
import { LogLevel, TaskPriority, TaskStatus, TaskStepStatus, TaskType } from './task-enums.ts';

@ObjectType({ description: 'Why a task failed.', simpleResolvers: true })
export class TaskError {
  @Field(() => String, { description: 'One of the error codes of the API.' })
  code: string;

  @Field(() => String)
  message: string;
}

@ObjectType('TaskStep', { description: 'One step of a task.', simpleResolvers: true })
export class TaskStepView {
  @Field(() => String)
  name: string;

  @Field(() => TaskStepStatus)
  status: TaskStepStatus;

  @Field(() => Date, { nullable: true })
  startedAt: Date | null;

  @Field(() => Date, { nullable: true })
  finishedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it failed, or why it waits.' })
  error: string | null;
}

@ObjectType('TaskEvent', { description: "One line of a task's log.", simpleResolvers: true })
export class TaskEventView {
  @Field(() => Int, { description: 'Counts from 1 within the task, without gaps.' })
  seq: number;

  @Field(() => Date)
  at: Date;

  @Field(() => LogLevel)
  level: LogLevel;

  @Field(() => String, { nullable: true })
  step: string | null;

  @Field(() => String)
  message: string;
}

/** A task as the API shows it; relations are fields of the resolver. */
@ObjectType('Task', {
  description: 'An operation that runs, ran or is going to run.',
  simpleResolvers: true,
})
export class TaskView {
  @Field(() => ID)
  id: TaskId;

  @Field(() => TaskType)
  type: TaskType;

  @Field(() => TaskStatus)
  status: TaskStatus;

  @Field(() => String)
  title: string;

  @Field(() => String, { nullable: true, description: 'What it ended with.' })
  message: string | null;

  @Field(() => TaskError, { nullable: true })
  error: TaskError | null;

  @Field(() => Int, { description: '0 to 100.' })
  progress: number;

  @Field(() => String, {
    nullable: true,
    description: 'How far the running step is in words: bytes, rate, the time that is left.',
  })
  progressText: string | null;

  @Field(() => TaskPriority)
  priority: TaskPriority;

  @Field(() => Int, { description: 'Counts from 1; a retry of a failed task is a new attempt.' })
  attempt: number;

  @Field(() => Boolean, {
    description: 'The viewer may ask to cancel it, and that would have an effect now.',
  })
  cancellable: boolean;

  @Field(() => Boolean, {
    description:
      'Somebody asked to cancel it: what cannot be broken off ends first, then it is undone.',
  })
  cancelling: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why the viewer cannot have it retried, in words; null: they can.',
  })
  retryObstacle: string | null;

  @Field(() => [String], { description: 'What a PARTIAL task left behind.' })
  leftovers: readonly string[];

  @Field(() => Date)
  createdAt: Date;

  @Field(() => Date, { nullable: true })
  startedAt: Date | null;

  @Field(() => Date, { nullable: true })
  finishedAt: Date | null;

  vmId: VmId | null;
  hostId: HostId | null;
  requestedBy: UserId | null;
  parentId: TaskId | null;
}

@ObjectType({ description: 'How the children of a task stand.', simpleResolvers: true })
export class TaskChildCounts {
  @Field(() => Int)
  total: number;

  @Field(() => Int)
  succeeded: number;

  @Field(() => Int, { description: 'Failed, or done in part.' })
  failed: number;

  @Field(() => Int)
  cancelled: number;

  @Field(() => Int, { description: 'A worker is at them, or they wait to be tried again.' })
  running: number;

  @Field(() => Int)
  waiting: number;
}

@ObjectType({ simpleResolvers: true })
export class TaskEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => TaskView)
  node: TaskView;
}

@ObjectType({ simpleResolvers: true })
export class TaskConnection {
  @Field(() => [TaskView])
  nodes: readonly TaskView[];

  @Field(() => [TaskEdge])
  edges: readonly TaskEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int)
  totalCount: number | (() => Promise<number>);
}

@InputType({ description: 'What a list of tasks is narrowed to; all that is given must hold.' })
export class TaskFilter {
  @Field(() => [TaskStatus], { nullable: true })
  status?: TaskStatus[];

  @Field(() => [TaskType], { nullable: true })
  type?: TaskType[];

  @Field(() => ID, { nullable: true })
  vmId?: string;

  @Field(() => ID, { nullable: true })
  hostId?: string;

  @Field(() => Boolean, { nullable: true, description: 'Only those that the viewer asked for.' })
  mine?: boolean;

  @Field(() => ID, { nullable: true, description: 'Only the children of this task.' })
  parentId?: string;

  @Field(() => Boolean, { nullable: true, description: 'Without those that are part of another.' })
  topLevel?: boolean;
}

@InputType()
class TaskInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}

@InputType()
export class CancelTaskInput extends TaskInput {}

@InputType()
export class RetryTaskInput extends TaskInput {
  @Field(() => TaskPriority, {
    nullable: true,
    description: 'As it was unless given. Above NORMAL: admins only.',
  })
  priority?: TaskPriority;
}

@InputType()
export class MarkTaskInput extends TaskInput {
  @Field(() => TaskStatus, { description: 'SUCCEEDED, FAILED, CANCELLED or PARTIAL.' })
  status: TaskStatus;

  @Field(() => String, { nullable: true, description: 'Shown as the message of the task.' })
  message?: string;
}
