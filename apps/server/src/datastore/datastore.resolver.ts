import { Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Datastore } from './datastore.entity.ts';
import { listDatastores } from './datastore.service.ts';

@Resolver(() => Datastore)
export class DatastoreResolver {
  @Query(() => [Datastore])
  datastores(@Ctx() ctx: Context): Promise<Datastore[]> {
    return listDatastores(ctx.em);
  }

  @FieldResolver(() => Int, { description: 'VMs whose root disk is here.' })
  vmCount(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<number> {
    return ctx.loaders.datastoreVmCount.load(datastore.id);
  }
}
