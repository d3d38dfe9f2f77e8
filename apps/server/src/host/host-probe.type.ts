import { Field, Int, ObjectType } from 'type-graphql';
import { HostHardwareType } from './host.type.ts';
import type { OfferedMachine } from './host-changes.service.ts';
import { HostKind } from './host-enums.ts';
import { isAcceptable } from './host-probe.ts';

@ObjectType('HostCheck', {
  description: 'One thing looked at before a machine becomes a host.',
  simpleResolvers: true,
})
export class HostCheckType {
  @Field(() => String)
  name: string;

  @Field(() => Boolean)
  ok: boolean;

  @Field(() => Boolean, { description: 'While it fails, the machine is not accepted.' })
  required: boolean;

  @Field(() => String, { description: 'What was found.' })
  text: string;

  @Field(() => String, { nullable: true, description: 'What to do about it.' })
  remedy: string | null;
}

@ObjectType({ description: 'What a machine is.', simpleResolvers: true })
class MachineFacts {
  @Field(() => HostKind)
  type: HostKind;

  @Field(() => Int)
  cpus: number;

  @Field(() => String, { nullable: true })
  cpuModel: string | null;

  @Field(() => Int)
  ramMiB: number;

  @Field(() => String, { nullable: true })
  mac: string | null;

  @Field(() => String)
  libvirtVersion: string;

  @Field(() => String)
  qemuVersion: string;

  @Field(() => Boolean)
  kvm: boolean;

  @Field(() => HostHardwareType)
  hardware: HostHardwareType;
}

@ObjectType({ description: 'A machine that may become a host.', simpleResolvers: true })
export class HostProbe {
  @Field(() => String, { description: 'Of the host key that it offers.' })
  fingerprint: string;

  @Field(() => Boolean, { description: 'Whether it would be accepted.' })
  accepted: boolean;

  @Field(() => [HostCheckType], { description: 'Empty until the fingerprint is confirmed.' })
  checks: readonly HostCheckType[];

  @Field(() => MachineFacts, {
    nullable: true,
    description: 'Null when it was not reached far enough.',
  })
  facts: MachineFacts | null;

  @Field(() => String, { nullable: true, description: 'Bridge that guests would join.' })
  bridge: string | null;
}

/** As the API shows it. */
export function probeView(machine: OfferedMachine): HostProbe {
  const { fingerprint, checks, facts, kvm, bridge } = machine;
  return {
    ...{ fingerprint, checks, bridge, accepted: isAcceptable(machine) },
    facts: facts && { ...facts, kvm, ramMiB: facts.ramMib },
  };
}
