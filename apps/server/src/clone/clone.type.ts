import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Need } from './clone-capacity.ts';

/** What clones take. */
const CloneNeedKind = {
  HOSTS: 'HOSTS',
  ADDRESSES: 'ADDRESSES',
  DATASTORE_MIB: 'DATASTORE_MIB',
} as const satisfies Record<Need['kind'], Need['kind']>;
registerEnumType(CloneNeedKind, {
  name: 'CloneNeedKind',
  description: 'What clones take.',
  valuesConfig: {
    HOSTS: { description: 'Clones that the hosts have room for.' },
    ADDRESSES: { description: "Private IPs of the parent's security domain." },
    DATASTORE_MIB: { description: 'MiB of the datastore, for the copies of the disks.' },
  },
});

@ObjectType({ description: 'One thing that clones take.', simpleResolvers: true })
export class CloneNeed {
  @Field(() => CloneNeedKind)
  kind: Need['kind'];

  @Field(() => Int)
  needed: number;

  @Field(() => Int, { description: 'Before; what is left afterwards is this less `needed`.' })
  free: number;

  @Field(() => String, { nullable: true, description: 'Why it is not enough.' })
  short: string | null;
}

@ObjectType({ simpleResolvers: true })
export class CloneDisk {
  @Field(() => String)
  target: string;

  @Field(() => Int)
  sizeGiB: number;
}

@ObjectType({ simpleResolvers: true })
export class CloneShare {
  @Field(() => String)
  hostName: string;

  @Field(() => Int)
  count: number;
}

@ObjectType({
  description: 'What `cloneVm` with the same input would do now; nothing is reserved.',
  simpleResolvers: true,
})
export class ClonePreview {
  @Field(() => [String])
  names: readonly string[];

  @Field(() => [CloneDisk], { description: 'The disks that each clone gets a copy of.' })
  disks: readonly CloneDisk[];

  @Field(() => Int, { description: 'What the copies of one clone take, MiB.' })
  copiedMiB: number;

  @Field(() => [CloneNeed])
  needs: readonly CloneNeed[];

  @Field(() => [CloneShare], { description: 'Where they would go.' })
  hosts: readonly CloneShare[];
}
