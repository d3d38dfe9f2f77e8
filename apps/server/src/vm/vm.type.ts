import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PageInfo } from '../platform/graphql/page-info.type.ts';
import type { TaskId, UserId, VmEventId, VmId } from '../platform/ids.ts';
import { VmAction } from './vm-actions.ts';
import { VmStatus } from './vm-status.ts';

/** A VM as the API shows it; `VmView` is the row behind, relations are fields of the resolver. */
@ObjectType('Vm', { description: "A user's virtual machine.", simpleResolvers: true })
export class VmType {
  @Field(() => ID)
  id: VmId;

  @Field(() => String, { description: 'Unique per owner.' })
  name: string;

  @Field(() => String, { description: 'Name of its libvirt domain and files; never changes.' })
  identity: string;

  @Field(() => VmStatus, { description: 'What libvirt says.' })
  status: VmStatus;

  @Field(() => VmStatus, { description: 'What its people asked for.' })
  desiredStatus: VmStatus;

  @Field(() => Date, { description: 'Since when it has this status.' })
  statusSince: Date;

  @Field(() => String, { nullable: true, description: 'Why it has this status, in words.' })
  statusReason: string | null;

  @Field(() => Int)
  vcpus: number;

  @Field(() => Int)
  ramMiB: number;

  @Field(() => Int, { description: 'Size of the root disk.' })
  diskGiB: number;

  @Field(() => String, { nullable: true })
  privateIp: string | null;

  @Field(() => String, { nullable: true })
  mac: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "Port of the VNC server on its host's loopback.",
  })
  vncPort: number | null;

  @Field(() => String, { nullable: true })
  purpose: string | null;

  @Field(() => Date, { nullable: true, description: 'Null: it does not expire.' })
  expiresAt: Date | null;

  @Field(() => Boolean, { description: 'Only admins may do something to it.' })
  locked: boolean;

  @Field(() => Int, {
    description: 'Who comes first where many are started at once: 1 first, 9 last.',
  })
  startPriority: number;

  @Field(() => Date)
  createdAt: Date;
}

@ObjectType({
  description: 'A setting that takes effect at the next start.',
  simpleResolvers: true,
})
export class PendingChangeType {
  @Field(() => String, { description: 'A field of the VM.' })
  attribute: string;

  @Field(() => String, { description: 'What the running VM has.' })
  from: string;

  @Field(() => String)
  to: string;
}

@ObjectType({ description: 'Whether the viewer may do something now.', simpleResolvers: true })
export class VmActionState {
  @Field(() => VmAction)
  action: VmAction;

  @Field(() => Boolean)
  allowed: boolean;

  @Field(() => String, { nullable: true, description: 'Why not.' })
  reason: string | null;
}

@ObjectType({ simpleResolvers: true })
export class VmEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => VmType)
  node: VmType;
}

@ObjectType({ simpleResolvers: true })
export class VmConnection {
  @Field(() => [VmType])
  nodes: readonly VmType[];

  @Field(() => [VmEdge])
  edges: readonly VmEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int)
  totalCount: number | (() => Promise<number>);
}

@ObjectType({ description: 'One change of one attribute of a VM.', simpleResolvers: true })
export class VmEvent {
  @Field(() => ID)
  id: VmEventId;

  @Field(() => Date)
  at: Date;

  actorId: UserId | null;

  @Field(() => String)
  attribute: string;

  @Field(() => String, { nullable: true })
  from: string | null;

  @Field(() => String, { nullable: true })
  to: string | null;

  taskId: TaskId | null;
}

@ObjectType({ simpleResolvers: true })
export class VmEventEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => VmEvent)
  node: VmEvent;
}

@ObjectType({ simpleResolvers: true })
export class VmEventConnection {
  @Field(() => [VmEvent])
  nodes: readonly VmEvent[];

  @Field(() => [VmEventEdge])
  edges: readonly VmEventEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int)
  totalCount: number | (() => Promise<number>);
}

@InputType({ description: 'What a list of VMs is narrowed to; all that is given must hold.' })
export class VmFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Part of a name, identity, IP, MAC, owner or host.',
  })
  search?: string;

  @Field(() => [VmStatus], { nullable: true })
  status?: VmStatus[];

  @Field(() => ID, { nullable: true })
  hostId?: string;

  @Field(() => ID, { nullable: true })
  ownerId?: string;

  @Field(() => ID, { nullable: true })
  templateId?: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that the viewer owns, and those that are shared with them.',
  })
  mine?: boolean;

  @Field(() => Boolean, { nullable: true })
  locked?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that have expired or will within the time of warning.',
  })
  expiring?: boolean;
}

const OrderField = {
  NAME: 'NAME',
  STATUS: 'STATUS',
  CREATED_AT: 'CREATED_AT',
  VCPUS: 'VCPUS',
  RAM: 'RAM',
  HOST: 'HOST',
  OWNER: 'OWNER',
  IP: 'IP',
  EXPIRES_AT: 'EXPIRES_AT',
} as const;
type OrderField = keyof typeof OrderField;
registerEnumType(OrderField, { name: 'VmOrderField', description: 'What VMs are sorted by.' });

const OrderDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
type OrderDirection = keyof typeof OrderDirection;
registerEnumType(OrderDirection, { name: 'OrderDirection', description: 'Up or down.' });

@InputType()
export class VmOrder {
  @Field(() => OrderField)
  field: OrderField;

  @Field(() => OrderDirection, { defaultValue: 'ASC' })
  direction: OrderDirection;
}
