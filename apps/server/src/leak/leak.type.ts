import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { LeakKind } from './leak-kind.ts';

@ObjectType({
  description: 'Something that database, hosts and datastores disagree on.',
  simpleResolvers: true,
})
export class LeakFinding {
  @Field(() => ID, { description: 'The same as long as the same things disagree.' })
  id: string;

  @Field(() => LeakKind)
  kind: LeakKind;

  @Field(() => String, { description: 'What it is about, in a few words.' })
  subject: string;

  @Field(() => String)
  detail: string;

  @Field(() => String, { description: 'What `repairLeak` does, or what a person has to decide.' })
  remedy: string;

  @Field(() => Boolean, { description: '`repairLeak` applies the remedy.' })
  repairable: boolean;

  @Field(() => Boolean, { description: 'The repair loses something for good.' })
  destructive: boolean;

  @Field(() => String, { nullable: true, description: 'What a destructive repair loses.' })
  loss: string | null;

  @Field(() => ID, { nullable: true })
  vmId: string | null;

  @Field(() => ID, { nullable: true })
  hostId: string | null;

  @Field(() => ID, { nullable: true })
  taskId: string | null;
}

@ObjectType({ description: 'How much was compared.', simpleResolvers: true })
export class LeakCheckCounts {
  @Field(() => Int, { description: 'Hosts that answered.' })
  hosts: number;

  @Field(() => Int)
  domains: number;

  @Field(() => Int, { description: 'Datastores that could be listed.' })
  datastores: number;

  @Field(() => Int, { description: "Files in Baadal's directories." })
  files: number;

  @Field(() => Int)
  vms: number;
}

@ObjectType({
  description: 'What database, hosts and datastores disagree on, compared now.',
  simpleResolvers: true,
})
export class LeakReport {
  @Field(() => Date)
  checkedAt: Date;

  @Field(() => [LeakFinding], {
    description: 'By kind; things that tasks are at work on are left out.',
  })
  findings: readonly LeakFinding[];

  @Field(() => LeakCheckCounts)
  checked: LeakCheckCounts;
}

@InputType()
export class RepairLeakInput {
  @Field(() => ID, { description: 'Of a finding of a leak report.' })
  id: string;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}

@InputType()
export class DeleteOrphanDomainInput {
  @Field(() => ID)
  hostId: string;

  @Field(() => String, { description: "libvirt's uuid of the domain." })
  uuid: string;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}
