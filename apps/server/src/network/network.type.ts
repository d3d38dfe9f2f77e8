import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { SecurityDomainId, VlanId } from '../platform/ids.ts';

@ObjectType('Vlan', { description: 'An isolated layer-2 network.', simpleResolvers: true })
export class VlanView {
  @Field(() => ID)
  id: VlanId;

  @Field(() => String)
  name: string;

  @Field(() => Int, { description: 'IEEE 802.1Q VLAN id.' })
  tag: number;

  @Field(() => String, { description: 'CIDR.' })
  subnet: string;

  @Field(() => String, { nullable: true })
  gateway: string | null;

  @Field(() => Int, { description: 'Addresses in its pool.' })
  totalAddresses: number;

  @Field(() => Int, { description: 'Addresses that a VM or host holds.' })
  usedAddresses: number;
}

@ObjectType('SecurityDomain', {
  description: 'The face of a VLAN towards users.',
  simpleResolvers: true,
})
export class SecurityDomainView {
  @Field(() => ID)
  id: SecurityDomainId;

  @Field(() => String)
  name: string;

  vlanId: VlanId;

  @Field(() => Boolean)
  visibleToAll: boolean;
}
