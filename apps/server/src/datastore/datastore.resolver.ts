import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { requireAdmin, requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { HostType } from '../host/host.type.ts';
import { BadUserInputError } from '../platform/errors.ts';
import type { HostId } from '../platform/ids.ts';
import { requireVm } from '../vm/vm-lookup.ts';
import { Datastore } from './datastore.entity.ts';
import {
  AddDatastoreInput,
  DATASTORE_PATH,
  DATASTORE_PATH_RULE,
  EditDatastoreInput,
  RemoveDatastoreInput,
} from './datastore.inputs.ts';
import { type DatastoreContent, listDatastores, occupancy } from './datastore.service.ts';
import { checkDatastore } from './datastore-checks.ts';
import { promiseLimitGiB } from './datastore-choice.ts';
import { DatastoreCandidate, DatastoreChoice } from './datastore-choice.type.ts';
import { DatastoreHost } from './datastore-host.type.ts';
import { requireHosts } from './datastore-membership.ts';
import { addDatastore, editDatastore, removeDatastore } from './datastore-mutations.ts';
import { previewDatastores } from './datastore-space.ts';

@ObjectType({ description: 'What one host found at a path.', simpleResolvers: true })
class DatastoreCheckView {
  @Field(() => ID)
  hostId: HostId;

  @Field(() => String, { description: 'Name of the host.' })
  host: string;

  @Field(() => Boolean, { description: 'False: the host could not be asked.' })
  reached: boolean;

  @Field(() => Boolean, {
    description: 'It is to have it. Others are only asked whether they see the same storage.',
  })
  claimed: boolean;

  @Field(() => Boolean, { description: 'It is not to have it, but sees the same storage.' })
  shares: boolean;

  @Field(() => Boolean, { description: 'Mounted, writable, and the same storage as elsewhere.' })
  ok: boolean;

  @Field(() => String)
  text: string;
}

@Resolver(() => DatastoreHost)
export class DatastoreHostResolver {
  @FieldResolver(() => HostType)
  host(@Root() { hostId }: DatastoreHost, @Ctx() ctx: Context): Promise<HostType> {
    return ctx.loaders.host.load(hostId);
  }
}

@Resolver(() => DatastoreCandidate)
export class DatastoreCandidateResolver {
  @FieldResolver(() => Datastore)
  datastore(@Root() candidate: DatastoreCandidate, @Ctx() ctx: Context): Promise<Datastore> {
    return ctx.loaders.datastore.load(candidate.datastoreId);
  }
}

@Resolver(() => DatastoreChoice)
export class DatastoreChoiceResolver {
  @FieldResolver(() => Datastore, { nullable: true, description: 'Null: none has room.' })
  chosen(@Root() { candidates }: DatastoreChoice, @Ctx() ctx: Context): Promise<Datastore> | null {
    const best = candidates.find((candidate) => candidate.accepted);
    return best ? ctx.loaders.datastore.load(best.datastoreId) : null;
  }
}

@Resolver(() => Datastore)
export class DatastoreResolver {
  @Query(() => [Datastore])
  datastores(@Ctx() ctx: Context): Promise<Datastore[]> {
    return listDatastores(ctx.em);
  }

  @Query(() => DatastoreChoice, { description: 'Where a new disk of this size would go now.' })
  async datastoreChoice(
    @Ctx() ctx: Context,
    @Arg('sizeGiB', () => Int) sizeGiB: number,
    @Arg('vmId', () => ID, { nullable: true, description: 'A VM whose host must see it.' })
    vmId?: string | null,
  ): Promise<DatastoreChoice> {
    if (sizeGiB < 1)
      throw new BadUserInputError([{ path: 'sizeGiB', message: 'A disk has at least 1 GiB.' }]);
    const vm = vmId ? await requireVm(ctx.em, requireViewer(ctx), vmId) : null;
    const judged = await previewDatastores(ctx.em, { sizeGiB, hostId: vm?.hostId ?? null });
    return { candidates: judged.map((each) => ({ ...each, datastoreId: each.datastore.id })) };
  }

  @Query(() => [DatastoreCheckView], {
    description:
      'Asks every host whether something is mounted at a path, can be written, and is the same everywhere.',
  })
  async datastoreChecks(
    @Ctx() ctx: Context,
    @Arg('path', () => String) path: string,
    @Arg('hostIds', () => [ID], {
      nullable: true,
      description: 'The hosts that are to have it; every one unless given.',
    })
    hostIds?: string[] | null,
  ): Promise<DatastoreCheckView[]> {
    const only = hostIds ? await requireHosts(ctx.em, hostIds) : null;
    return checkDatastore(ctx.services, checkedPath(path), only);
  }

  @Mutation(() => Datastore, { description: 'Adds storage that hosts have mounted.' })
  addDatastore(
    @Ctx() ctx: Context,
    @Arg('input', () => AddDatastoreInput) input: AddDatastoreInput,
  ): Promise<Datastore> {
    return addDatastore(ctx, input);
  }

  @Mutation(() => Datastore)
  editDatastore(
    @Ctx() ctx: Context,
    @Arg('input', () => EditDatastoreInput) input: EditDatastoreInput,
  ): Promise<Datastore> {
    return editDatastore(ctx, input);
  }

  @Mutation(() => Datastore, { description: 'Forgets a datastore that nothing lies on.' })
  removeDatastore(
    @Ctx() ctx: Context,
    @Arg('input', () => RemoveDatastoreInput) input: RemoveDatastoreInput,
  ): Promise<Datastore> {
    return removeDatastore(ctx, input);
  }

  @FieldResolver(() => [DatastoreHost], {
    description: 'The hosts that are to have it, and whether they see it.',
  })
  hosts(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<readonly DatastoreHost[]> {
    requireAdmin(ctx);
    return ctx.loaders.datastoreHosts.load(datastore.id);
  }

  @FieldResolver(() => Int, { description: 'VMs whose root disk is here.' })
  async vmCount(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<number> {
    return (await contentOf(datastore, ctx)).vms;
  }

  @FieldResolver(() => Int, { description: 'Disks of VMs here.' })
  async diskCount(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<number> {
    return (await contentOf(datastore, ctx)).disks;
  }

  @FieldResolver(() => Int, { description: 'Volumes here that are in no VM.' })
  async keptDiskCount(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<number> {
    return (await contentOf(datastore, ctx)).keptDisks;
  }

  @FieldResolver(() => Int)
  async templateCount(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<number> {
    return (await contentOf(datastore, ctx)).templates;
  }

  @FieldResolver(() => Int, {
    description: 'Sizes of all disks as their guests see them; the files grow up to that.',
  })
  async promisedGiB(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<number> {
    return (await contentOf(datastore, ctx)).promisedGiB;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Most that may be promised; null until its size was read.',
  })
  async promiseLimitGiB(@Root() datastore: Datastore, @Ctx() ctx: Context) {
    const limits = await ctx.loaders.constants.load('all');
    const reserveGiB = datastore.ownReserveGiB ?? limits.datastoreReserveGiB;
    return promiseLimitGiB({ ...datastore, reserveGiB }, limits);
  }

  @FieldResolver(() => Int, { description: 'Free space below which nothing new goes in.' })
  async reserveGiB(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<number> {
    const limits = await ctx.loaders.constants.load('all');
    return datastore.ownReserveGiB ?? limits.datastoreReserveGiB;
  }

  @FieldResolver(() => Boolean, { description: 'Its reserve is that of the constant.' })
  reserveIsDefault(@Root() datastore: Datastore): boolean {
    return datastore.ownReserveGiB === null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What lies on it and keeps it from being removed, in words; null: nothing.',
  })
  async occupiedBy(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<string | null> {
    return occupancy(await contentOf(datastore, ctx));
  }

  @Subscription(() => Datastore, {
    description: 'Every change of a datastore or of its use.',
    subscribe: ({ context }) =>
      (context as Context).services.feeds.datastore.subscribe({ accept: () => true }),
  })
  datastoreUpdated(@Root() datastore: Datastore): Datastore {
    return datastore;
  }
}

function contentOf(datastore: Datastore, ctx: Context): Promise<DatastoreContent> {
  return ctx.loaders.datastoreContent.load(datastore.id);
}

function checkedPath(path: string): string {
  if (DATASTORE_PATH.test(path)) return path;
  throw new BadUserInputError([{ path: 'path', message: DATASTORE_PATH_RULE }]);
}
