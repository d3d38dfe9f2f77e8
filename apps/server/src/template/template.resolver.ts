import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { isAdmin, ownsTemplate, requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { Datastore } from '../datastore/datastore.entity.ts';
import type { TemplateId, UploadId } from '../platform/ids.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { UserView } from '../user/user.type.ts';
import { addTemplate } from './add-template.service.ts';
import { saveVmAsTemplate } from './save-vm-as-template.service.ts';
import { Template } from './template.entity.ts';
import {
  AddTemplateInput,
  DeleteTemplateInput,
  EditTemplateInput,
  SaveVmAsTemplateInput,
} from './template.inputs.ts';
import { deleteTemplate, editTemplate, listTemplates } from './template.service.ts';

@Resolver(() => Template)
export class TemplateResolver {
  @Query(() => [Template], {
    description: 'Templates that the viewer may make VMs from, the quickest to boot first.',
  })
  templates(
    @Ctx() ctx: Context,
    @Arg('retired', () => Boolean, {
      defaultValue: false,
      description: 'Also those that are retired or still being made, of which the viewer decides.',
    })
    retired: boolean,
    @Arg('everyone', () => Boolean, {
      defaultValue: false,
      description: 'Also private ones of others. Admins only; nothing changes for others.',
    })
    everyone: boolean,
  ): Promise<Template[]> {
    return listTemplates(ctx.em, requireViewer(ctx), { retired, everyone });
  }

  @Mutation(() => TaskView, {
    description: 'Makes a template of an upload, or of an image that lies on a datastore.',
  })
  async addTemplate(
    @Ctx() ctx: Context,
    @Arg('input', () => AddTemplateInput) input: AddTemplateInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await addTemplate(ctx, input));
  }

  @Mutation(() => Template)
  editTemplate(
    @Ctx() ctx: Context,
    @Arg('input', () => EditTemplateInput) input: EditTemplateInput,
  ): Promise<Template> {
    return editTemplate(ctx, input);
  }

  @Mutation(() => TaskView, { description: 'Deletes a template that nothing depends on.' })
  async deleteTemplate(
    @Ctx() ctx: Context,
    @Arg('input', () => DeleteTemplateInput) input: DeleteTemplateInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await deleteTemplate(ctx, input));
  }

  @Mutation(() => TaskView, { description: 'Makes a template of a VM that is off.' })
  async saveVmAsTemplate(
    @Ctx() ctx: Context,
    @Arg('input', () => SaveVmAsTemplateInput) input: SaveVmAsTemplateInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await saveVmAsTemplate(ctx, input));
  }

  @Subscription(() => ID, {
    description:
      'Ids of templates and uploads that were made, changed or removed: read the lists again.',
    subscribe: ({ context }) => watchTemplates(context as Context),
  })
  templateChanged(@Root() template: { readonly id: TemplateId | UploadId }): string {
    return template.id;
  }

  @FieldResolver(() => UserView, { nullable: true, description: 'Null: it is the cloud’s own.' })
  async owner(@Root() template: Template, @Ctx() ctx: Context): Promise<UserView | null> {
    return template.ownerId ? ctx.loaders.userOrNull.load(template.ownerId) : null;
  }

  @FieldResolver(() => Datastore)
  datastore(@Root() template: Template, @Ctx() ctx: Context): Promise<Datastore> {
    return ctx.loaders.datastore.load(template.datastoreId);
  }

  @FieldResolver(() => Boolean, { description: 'The viewer may edit, retire and delete it.' })
  editable(@Root() template: Template, @Ctx() ctx: Context): boolean {
    return ownsTemplate(requireViewer(ctx), template);
  }

  @FieldResolver(() => Int, { description: 'VMs that were made from it.' })
  vmCount(@Root() template: Template, @Ctx() ctx: Context): Promise<number> {
    return ctx.loaders.templateVmCount.load(template.id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why it cannot be deleted now, for whoever may delete it.',
  })
  async deleteBlocker(@Root() template: Template, @Ctx() ctx: Context): Promise<string | null> {
    if (!ownsTemplate(requireViewer(ctx), template)) return null;
    return ctx.loaders.templateBlocker.load(template.id);
  }
}

function watchTemplates(ctx: Context): AsyncIterable<{ readonly id: TemplateId | UploadId }> {
  const viewer = requireViewer(ctx);
  return ctx.services.feeds.changedTemplate.subscribe({
    accept: ({ audience }) => audience === null || audience === viewer.userId || isAdmin(viewer),
  });
}
