import { IsBoolean, IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { HostId } from '../platform/ids.ts';
import { VmStatus } from '../vm/vm-status.ts';
import { HostKind, HostStatus } from './host-enums.ts';

@ObjectType({ description: 'One sign of health.', simpleResolvers: true })
export class HealthSign {
  @Field(() => Boolean)
  ok: boolean;

  @Field(() => Date, { nullable: true, description: 'Since when it is ok.' })
  since: Date | null;

  @Field(() => String, { nullable: true, description: 'What is wrong.' })
  message: string | null;
}

@ObjectType({ description: 'What can be reached on a host.', simpleResolvers: true })
export class HostHealth {
  @Field(() => HealthSign)
  ssh: HealthSign;

  @Field(() => HealthSign)
  libvirt: HealthSign;
}

@ObjectType({
  description: 'What the VMs of a host have been given, running or not.',
  simpleResolvers: true,
})
export class HostUse {
  @Field(() => Int)
  vms: number;

  @Field(() => Int)
  vcpus: number;

  @Field(() => Int)
  ramMiB: number;

  @Field(() => Int, { description: 'Sizes of their root disks.' })
  diskGiB: number;
}

@ObjectType({ description: 'A domain on a host that no VM record knows.', simpleResolvers: true })
export class StrangerDomain {
  @Field(() => String)
  name: string;

  @Field(() => String)
  uuid: string;

  @Field(() => VmStatus)
  state: VmStatus;
}

/**
 * A host as the API shows it. Its VMs are a field of the resolver. All but id, name and status is
 * for admins alone; the policy guards the fields.
 */
@ObjectType('Host', { description: 'A KVM machine that VMs run on.', simpleResolvers: true })
export class HostType {
  @Field(() => ID)
  id: HostId;

  @Field(() => String)
  name: string;

  @Field(() => HostStatus)
  status: HostStatus;

  @Field(() => String, { nullable: true, description: 'Why it has this status, in words.' })
  statusReason: string | null;

  @Field(() => Boolean, { description: 'Takes no new VMs.' })
  maintenance: boolean;

  @Field(() => String, { description: 'Where it is reached by SSH: a name or an IP address.' })
  address: string;

  @Field(() => Int)
  sshPort: number;

  @Field(() => String, { description: 'Pinned, as `SHA256:` and base64.' })
  hostKeyFingerprint: string;

  @Field(() => HostKind)
  type: HostKind;

  @Field(() => Int, { description: '0 until first reached.' })
  cpus: number;

  @Field(() => Int, { description: '0 until first reached.' })
  ramMiB: number;

  @Field(() => Int, { description: 'Of the first datastore as the host sees it.' })
  diskGiB: number;

  @Field(() => String, { nullable: true, description: 'Of the interface it is reached by.' })
  mac: string | null;

  @Field(() => String, { description: "Open vSwitch bridge that guests' interfaces join." })
  bridge: string;

  @Field(() => String, { nullable: true })
  libvirtVersion: string | null;

  @Field(() => String, { nullable: true })
  qemuVersion: string | null;

  @Field(() => Date, { nullable: true, description: 'When it was last known to be reached.' })
  lastSeenAt: Date | null;

  @Field(() => HostHealth)
  health: HostHealth;

  @Field(() => HostUse)
  used: HostUse;

  @Field(() => Int)
  vmCount: number;

  @Field(() => [StrangerDomain], { description: 'Domains that are no VM of ours.' })
  strangers: readonly StrangerDomain[];
}

@InputType({ description: 'What a list of hosts is narrowed to; all that is given must hold.' })
export class HostFilter {
  @Field(() => String, { nullable: true, description: 'Part of a name, address or MAC.' })
  search?: string;

  @Field(() => [HostStatus], { nullable: true })
  status?: HostStatus[];
}

@InputType()
export class SetHostMaintenanceInput {
  @Field(() => ID)
  id: string;

  @Field(() => Boolean)
  @IsBoolean()
  on: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType()
export class ReconcileHostInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
