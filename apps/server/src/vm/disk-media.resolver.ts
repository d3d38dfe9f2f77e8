import { IsOptional, MaxLength } from 'class-validator';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import type { Context } from '../context.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { Template } from '../template/template.entity.ts';
import { changeMedia, flattenDisk, hasDrive } from './disk-media.service.ts';
import { VmType } from './vm.type.ts';
import type { VmView } from './vm-views.ts';

@InputType()
abstract class IdInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType({ description: 'The id is that of a disk.' })
class FlattenDiskInput extends IdInput {}

@InputType({ description: 'The id is that of a VM.' })
class EjectMediaInput extends IdInput {}

@InputType({ description: 'The id is that of a VM.' })
class InsertMediaInput extends IdInput {
  @Field(() => ID, { description: 'A template that is an ISO image.' })
  templateId: string;
}

@ObjectType({ description: 'The drive of a VM that is installed from a disc.' })
class VmDrive {
  @Field(() => Template, { nullable: true, description: 'What is in it; null: it is empty.' })
  disc: Template | null;
}

@Resolver(() => VmType)
export class DiskMediaResolver {
  @Mutation(() => TaskView, {
    description: "Copies what a disk reads from its template's image into it, running or not.",
  })
  async flattenDisk(
    @Ctx() ctx: Context,
    @Arg('input', () => FlattenDiskInput) input: FlattenDiskInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await flattenDisk(ctx, input));
  }

  @Mutation(() => TaskView, { description: 'Puts a disc into the drive of a VM.' })
  async insertMedia(
    @Ctx() ctx: Context,
    @Arg('input', () => InsertMediaInput) input: InsertMediaInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await changeMedia(ctx, input));
  }

  @Mutation(() => TaskView, {
    description: 'Takes the disc out of the drive of a VM, which boots from its disk from then on.',
  })
  async ejectMedia(
    @Ctx() ctx: Context,
    @Arg('input', () => EjectMediaInput) input: EjectMediaInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await changeMedia(ctx, { ...input, templateId: null }));
  }

  @FieldResolver(() => VmDrive, { nullable: true, description: 'Null: it has none.' })
  async drive(@Root() vm: VmView, @Ctx() ctx: Context): Promise<VmDrive | null> {
    if (!hasDrive(vm)) return null;
    const disc = vm.mediaTemplateId && (await ctx.loaders.template.load(vm.mediaTemplateId));
    return { disc: disc || null };
  }
}
