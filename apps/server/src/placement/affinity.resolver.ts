import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Context } from '../context.ts';
import { requireHost } from '../host/host.service.ts';
import { HostType } from '../host/host.type.ts';
import type { HostView } from '../host/host-views.ts';
import type { HostId, VmGroupId, VmId } from '../platform/ids.ts';
import { VmType } from '../vm/vm.type.ts';
import { loadVmViews, type VmView } from '../vm/vm-views.ts';
import {
  CreateVmGroupInput,
  DeleteVmGroupInput,
  EditVmGroupInput,
  SetHostAffinityInput,
} from './affinity.inputs.ts';
import {
  createVmGroup,
  deleteVmGroup,
  editVmGroup,
  type HostAffinityRow,
  listAffinities,
  listVmGroups,
  membersOf,
  requireVmGroup,
  setHostAffinity,
  type VmGroupRow,
} from './affinity.service.ts';
import { AffinityKind, GroupPolicy } from './affinity-enums.ts';

@ObjectType('HostAffinity', { description: 'How a VM stands to a host.', simpleResolvers: true })
class HostAffinity {
  @Field(() => AffinityKind)
  kind: AffinityKind;

  vmId: VmId;
  hostId: HostId;
}

@ObjectType('VmGroup', { description: 'VMs that lie together or apart.', simpleResolvers: true })
class VmGroup {
  @Field(() => ID)
  id: VmGroupId;

  @Field(() => String)
  name: string;

  @Field(() => GroupPolicy)
  policy: GroupPolicy;
}

/** The policy lets admins in alone. */
@Resolver(() => HostAffinity)
export class HostAffinityResolver {
  @FieldResolver(() => VmType)
  async vm(@Root() affinity: HostAffinity, @Ctx() ctx: Context): Promise<VmView | undefined> {
    return (await loadVmViews(ctx.em, [affinity.vmId]))[0];
  }
}

/** What of a host's affinities the API shows. */
@Resolver(() => HostType)
export class AffinityOfHostResolver {
  @FieldResolver(() => [HostAffinity], { description: 'VMs that are bound to it, or kept off.' })
  affinities(@Root() host: HostView, @Ctx() ctx: Context): Promise<HostAffinityRow[]> {
    return listAffinities(ctx.em, { hostId: host.id });
  }

  @Mutation(() => HostType, {
    description: 'Binds a VM to a host, keeps it off, or lets it free; it does not move by that.',
  })
  async setHostAffinity(
    @Ctx() ctx: Context,
    @Arg('input', () => SetHostAffinityInput) input: SetHostAffinityInput,
  ): Promise<HostView> {
    return requireHost(ctx.em, await setHostAffinity(ctx, input));
  }
}

/** The policy lets admins in alone. */
@Resolver(() => VmGroup)
export class VmGroupResolver {
  @Query(() => [VmGroup], { description: 'By name.' })
  vmGroups(@Ctx() ctx: Context): Promise<VmGroupRow[]> {
    return listVmGroups(ctx.em);
  }

  @FieldResolver(() => [VmType], { description: 'By name.' })
  async vms(@Root() group: VmGroup, @Ctx() ctx: Context): Promise<VmView[]> {
    const ids = await membersOf(ctx.em, group.id);
    return ids.length > 0 ? loadVmViews(ctx.em, ids) : [];
  }

  @Mutation(() => VmGroup)
  async createVmGroup(
    @Ctx() ctx: Context,
    @Arg('input', () => CreateVmGroupInput) input: CreateVmGroupInput,
  ): Promise<VmGroupRow> {
    return requireVmGroup(ctx.em, await createVmGroup(ctx, input));
  }

  @Mutation(() => VmGroup)
  async editVmGroup(
    @Ctx() ctx: Context,
    @Arg('input', () => EditVmGroupInput) input: EditVmGroupInput,
  ): Promise<VmGroupRow> {
    return requireVmGroup(ctx.em, await editVmGroup(ctx, input));
  }

  @Mutation(() => VmGroup, { description: 'Its VMs stay; returns it as it was.' })
  deleteVmGroup(
    @Ctx() ctx: Context,
    @Arg('input', () => DeleteVmGroupInput) input: DeleteVmGroupInput,
  ): Promise<VmGroupRow> {
    return deleteVmGroup(ctx, input);
  }
}
