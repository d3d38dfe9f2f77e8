import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { AddCollaboratorInput, Person, RemoveCollaboratorInput } from './collaborator.inputs.ts';
import { addCollaborator, findPeople, removeCollaborator } from './collaborator.service.ts';
import { VmType } from './vm.type.ts';
import { loadVmViews, type VmView } from './vm-views.ts';

@Resolver()
export class CollaboratorResolver {
  @Query(() => [Person], {
    description:
      'At most 8 people whose user name or name begins with what is typed, from 2 letters on.',
  })
  findPeople(@Ctx() ctx: Context, @Arg('search', () => String) search: string): Promise<Person[]> {
    return findPeople(ctx.em, requireViewer(ctx), search);
  }

  @Mutation(() => VmType, { description: 'Lets a person use the VM, its console included.' })
  async addCollaborator(
    @Ctx() ctx: Context,
    @Arg('input', () => AddCollaboratorInput) input: AddCollaboratorInput,
  ): Promise<VmView> {
    return vmAfter(ctx, await addCollaborator(ctx, input));
  }

  @Mutation(() => VmType, {
    description:
      "Ends a person's use of the VM, open consoles included; collaborators may leave themselves.",
  })
  async removeCollaborator(
    @Ctx() ctx: Context,
    @Arg('input', () => RemoveCollaboratorInput) input: RemoveCollaboratorInput,
  ): Promise<VmView> {
    return vmAfter(ctx, await removeCollaborator(ctx, input));
  }
}

/** The viewer may just have left it: what it was asked for is told all the same. */
async function vmAfter(ctx: Context, id: VmView['id']): Promise<VmView> {
  const [vm] = await loadVmViews(ctx.em, [id]);
  return vm as VmView;
}
