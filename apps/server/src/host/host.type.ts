import { IsBoolean, IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { BigIntScalar } from '../platform/graphql/scalars.ts';
import type { HostId } from '../platform/ids.ts';
import { VmStatus } from '../vm/vm-status.ts';
import { HostKind, HostStatus } from './host-enums.ts';

@ObjectType({ description: 'One sign of health.', simpleResolvers: true })
export class HealthSign {
  @Field(() => Boolean)
  ok: boolean;

  @Field(() => Date, { nullable: true, description: 'Since when it is ok.' })
  since: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was ok last.' })
  lastSeenAt: Date | null;

  @Field(() => String, { nullable: true, description: 'What is wrong, or what was seen.' })
  message: string | null;
}

@ObjectType({ description: 'What can be reached on a host.', simpleResolvers: true })
export class HostHealth {
  @Field(() => HealthSign, { nullable: true, description: 'From here. Null: not tried yet.' })
  ping: HealthSign | null;

  @Field(() => HealthSign)
  ssh: HealthSign;

  @Field(() => HealthSign)
  libvirt: HealthSign;

  @Field(() => HealthSign, {
    nullable: true,
    description: 'Open vSwitch. Null: not looked at yet.',
  })
  switch: HealthSign | null;

  @Field(() => HealthSign, {
    nullable: true,
    description: 'Whether all datastores are mounted there. Null: not looked at yet.',
  })
  datastores: HealthSign | null;

  @Field(() => HealthSign, {
    nullable: true,
    description: 'Whether another host reaches it; looked at only while we do not.',
  })
  neighbour: HealthSign | null;

  @Field(() => HealthSign, {
    nullable: true,
    description: 'Whether it still holds the locks of its disks, as another host sees it.',
  })
  locks: HealthSign | null;
}

@ObjectType('HostNic', { description: 'A network card.', simpleResolvers: true })
export class HostNicType {
  @Field(() => String)
  name: string;

  @Field(() => String)
  mac: string;

  @Field(() => Int, { nullable: true, description: 'Null: no link, or it does not tell.' })
  speedMbps: number | null;

  @Field(() => Boolean)
  up: boolean;
}

@ObjectType('HostDisk', { description: "A disk of the host's own.", simpleResolvers: true })
export class HostDiskType {
  @Field(() => String)
  name: string;

  @Field(() => BigIntScalar)
  sizeBytes: number;

  @Field(() => Boolean)
  rotational: boolean;

  @Field(() => String, { nullable: true })
  model: string | null;
}

@ObjectType('HostCpu', { description: 'The CPU as libvirt knows it.', simpleResolvers: true })
export class HostCpuType {
  @Field(() => String)
  arch: string;

  @Field(() => String, { nullable: true, description: "libvirt's name of the model." })
  model: string | null;

  @Field(() => String, { nullable: true })
  vendor: string | null;
}

@ObjectType('HostSwitch', {
  description: "What guests' interfaces hang on.",
  simpleResolvers: true,
})
export class HostSwitchType {
  @Field(() => String, { description: 'OPEN_VSWITCH, BRIDGE or NONE.' })
  kind: string;

  @Field(() => [String])
  bridges: readonly string[];

  @Field(() => String, { nullable: true })
  version: string | null;
}

@ObjectType('HostHardware', {
  description: 'What a host is made of, as found last.',
  simpleResolvers: true,
})
export class HostHardwareType {
  @Field(() => String)
  hostname: string;

  @Field(() => String, { nullable: true })
  os: string | null;

  @Field(() => String, { nullable: true })
  kernel: string | null;

  @Field(() => HostCpuType)
  cpu: HostCpuType;

  @Field(() => [HostNicType])
  nics: readonly HostNicType[];

  @Field(() => [HostDiskType])
  disks: readonly HostDiskType[];

  @Field(() => HostSwitchType)
  switch: HostSwitchType;

  @Field(() => Int, { description: 'How far its clock is ahead of the server’s.' })
  clockSkewMs: number;
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

  @Field(() => String)
  sshUser: string;

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

  @Field(() => String, { nullable: true, description: 'As the processor names itself.' })
  cpuModel: string | null;

  @Field(() => Boolean, { description: 'False: QEMU translates, which is slow.' })
  kvm: boolean;

  @Field(() => HostHardwareType, { nullable: true, description: 'Null until first reached.' })
  hardware: HostHardwareType | null;

  @Field(() => String, { nullable: true })
  rack: string | null;

  @Field(() => Int, { nullable: true, description: 'Place in the rack, counted from below.' })
  slot: number | null;

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
