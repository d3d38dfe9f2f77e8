import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { Datastore } from '../datastore/datastore.entity.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { UserView } from '../user/user.type.ts';
import { createUpload, deleteUpload, listUploads, mayUpload } from './upload.service.ts';
import { CreateUploadInput, DeleteUploadInput, UploadType } from './upload.type.ts';

@Resolver(() => UploadType)
export class UploadResolver {
  @Query(() => Boolean, { description: 'Whether the viewer may bring images from outside.' })
  uploadsAllowed(@Ctx() ctx: Context): Promise<boolean> {
    return mayUpload(ctx.em, requireViewer(ctx));
  }

  @Query(() => [UploadType], {
    description: 'Images that were sent, wholly or in part, and are no template yet.',
  })
  uploads(@Ctx() ctx: Context): Promise<UploadType[]> {
    return listUploads(ctx.em, requireViewer(ctx));
  }

  @Mutation(() => UploadType, {
    description:
      'Makes room for an image. Its bytes are sent to `url` by PATCH with the header Upload-Offset, in one piece or many; HEAD tells how far it is.',
  })
  createUpload(
    @Ctx() ctx: Context,
    @Arg('input', () => CreateUploadInput) input: CreateUploadInput,
  ): Promise<UploadType> {
    return createUpload(ctx, input);
  }

  @Mutation(() => TaskView, { description: 'Removes an upload and what has arrived of it.' })
  async deleteUpload(
    @Ctx() ctx: Context,
    @Arg('input', () => DeleteUploadInput) input: DeleteUploadInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await deleteUpload(ctx, input));
  }

  @FieldResolver(() => String, { description: 'Where its bytes are sent, on this server.' })
  url(@Root() upload: UploadType): string {
    return `/uploads/${upload.id}`;
  }

  @FieldResolver(() => UserView, { nullable: true })
  owner(@Root() upload: UploadType, @Ctx() ctx: Context): Promise<UserView | null> {
    return ctx.loaders.userOrNull.load(upload.ownerId);
  }

  @FieldResolver(() => Datastore)
  datastore(@Root() upload: UploadType, @Ctx() ctx: Context): Promise<Datastore> {
    return ctx.loaders.datastore.load(upload.datastoreId);
  }

  @FieldResolver(() => TaskView, {
    nullable: true,
    description: 'The task that makes a template of it.',
  })
  async task(@Root() upload: UploadType, @Ctx() ctx: Context): Promise<TaskView | null> {
    return upload.taskId ? ctx.loaders.task.load(upload.taskId) : null;
  }
}
