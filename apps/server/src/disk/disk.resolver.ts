import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Datastore } from '../datastore/datastore.entity.ts';
import { BigIntScalar } from '../platform/graphql/scalars.ts';
import { DiskType } from './disk.type.ts';

@Resolver(() => DiskType)
export class DiskResolver {
  @FieldResolver(() => BigIntScalar, {
    nullable: true,
    description: 'What the file takes on its datastore, asked of the host now.',
  })
  async usedBytes(@Root() disk: DiskType, @Ctx() ctx: Context): Promise<bigint | null> {
    return (await ctx.loaders.diskPresence.load(disk)).usedBytes;
  }

  @FieldResolver(() => Boolean, {
    description: 'Its file was seen on its datastore, now; false also when no host can be asked.',
  })
  async present(@Root() disk: DiskType, @Ctx() ctx: Context): Promise<boolean> {
    return (await ctx.loaders.diskPresence.load(disk)).present;
  }

  @FieldResolver(() => Datastore)
  datastore(@Root() disk: DiskType, @Ctx() ctx: Context): Promise<Datastore> {
    return ctx.loaders.datastore.load(disk.datastoreId);
  }
}
