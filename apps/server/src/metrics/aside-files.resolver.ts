import { Arg, Ctx, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../context.ts';
import { ASIDE_FILES, type AsideFiles, deleteAsideFile, loadAsideFiles } from './aside-files.ts';
import { AsideFilesType, DeleteAsideFileInput } from './aside-files.type.ts';

/** The policy lets admins in alone. */
@Resolver()
export class AsideFilesResolver {
  @Query(() => AsideFilesType, { description: 'Files of figures that could not be gone on with.' })
  asideFiles(@Ctx() ctx: Context): Promise<AsideFiles> {
    return loadAsideFiles(ctx.em, ctx.services.config.rrd);
  }

  @Mutation(() => AsideFilesType, {
    description: 'Deletes one of them; gives those that are left.',
  })
  deleteAsideFile(
    @Ctx() ctx: Context,
    @Arg('input', () => DeleteAsideFileInput) input: DeleteAsideFileInput,
  ): Promise<AsideFiles> {
    return deleteAsideFile(ctx, input);
  }

  @Subscription(() => AsideFilesType, {
    description: 'The files now, and again after each change.',
    subscribe: ({ context }) =>
      (context as Context).services.feeds.asideFiles.subscribe({
        ...{ id: ASIDE_FILES, accept: () => true, initial: true },
      }),
  })
  asideFilesUpdated(@Root() files: AsideFilesType): AsideFilesType {
    return files;
  }
}
