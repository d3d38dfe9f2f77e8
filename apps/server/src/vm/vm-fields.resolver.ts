import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Resolver, Root } from 'type-graphql';
import { requireViewer, vmRelation } from '../auth/policy.ts';
import { accountName } from '../cloud-init/no-cloud-seed.ts';
import type { Context } from '../context.ts';
import { Datastore } from '../datastore/datastore.entity.ts';
import { loadDisks } from '../disk/disk.service.ts';
import { DiskType } from '../disk/disk.type.ts';
import { HostType } from '../host/host.type.ts';
import { SecurityDomainView } from '../network/network.type.ts';
import { Organisation } from '../organisation/organisation.entity.ts';
import { FIRST } from '../platform/graphql/connection.ts';
import { isBrief } from '../platform/graphql/selection.ts';
import { tasksPage } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { Template } from '../template/template.entity.ts';
import { UserView } from '../user/user.type.ts';
import { VmActionState, VmEvent, VmEventConnection, VmType } from './vm.type.ts';
import { judgeActions } from './vm-actions.ts';
import { vmEventPage } from './vm-events.ts';
import type { VmView } from './vm-views.ts';

/**
 * Relations of a VM. What lists show was joined when the VM was read, and is answered without a
 * promise, which would cost more than the rest of the row; other things are batched.
 */
@Resolver(() => VmType)
export class VmFieldsResolver {
  @FieldResolver(() => HostType, { nullable: true })
  host(@Root() vm: VmView, @Info() info: GraphQLResolveInfo, @Ctx() ctx: Context) {
    if (!vm.host || !vm.hostId) return null;
    return isBrief(info, ['id', 'name', 'status']) ? vm.host : ctx.loaders.host.load(vm.hostId);
  }

  @FieldResolver(() => UserView)
  owner(@Root() vm: VmView, @Info() info: GraphQLResolveInfo, @Ctx() ctx: Context) {
    return isBrief(info, ['id', 'username', 'name']) ? vm.owner : ctx.loaders.user.load(vm.ownerId);
  }

  @FieldResolver(() => Template, { nullable: true })
  template(@Root() vm: VmView, @Info() info: GraphQLResolveInfo, @Ctx() ctx: Context) {
    if (!vm.templateId) return null;
    return isBrief(info, ['id', 'name']) ? vm.template : ctx.loaders.template.load(vm.templateId);
  }

  @FieldResolver(() => VmType, {
    nullable: true,
    description: 'The VM it was cloned from. Null: none, gone, or not yours.',
  })
  async parent(@Root() vm: VmView, @Ctx() ctx: Context): Promise<VmView | null> {
    const parent = vm.parentId ? await ctx.loaders.vmOrNull.load(vm.parentId) : null;
    return parent && vmRelation(requireViewer(ctx), parent) ? parent : null;
  }

  @FieldResolver(() => String, {
    description: 'Whom to sign in as over SSH: the account that cloud-init made, or root.',
  })
  sshAccount(@Root() vm: VmView): string {
    return vm.seedFile === null ? 'root' : accountName(vm.owner.username);
  }

  @FieldResolver(() => [UserView])
  async collaborators(@Root() vm: VmView, @Ctx() ctx: Context): Promise<UserView[]> {
    return Promise.all(vm.collaboratorIds.map((id) => ctx.loaders.user.load(id)));
  }

  @FieldResolver(() => Organisation)
  organisation(@Root() vm: VmView, @Ctx() ctx: Context): Promise<Organisation> {
    return ctx.loaders.organisation.load(vm.organisationId);
  }

  @FieldResolver(() => Datastore, { nullable: true })
  datastore(@Root() vm: VmView, @Ctx() ctx: Context): Promise<Datastore> {
    return ctx.loaders.datastore.load(vm.datastoreId);
  }

  @FieldResolver(() => SecurityDomainView, { nullable: true })
  async securityDomain(@Root() vm: VmView, @Ctx() ctx: Context) {
    return vm.securityDomainId ? ctx.loaders.securityDomain.load(vm.securityDomainId) : null;
  }

  @FieldResolver(() => Boolean, { description: 'Its host is not reached: the status may be old.' })
  stale(@Root() vm: VmView): boolean {
    return vm.host !== null && vm.host.status !== 'UP' && vm.host.status !== 'MAINTENANCE';
  }

  @FieldResolver(() => [DiskType])
  disks(@Root() vm: VmView, @Ctx() ctx: Context): Promise<DiskType[]> {
    return loadDisks(ctx.em, vm.id);
  }

  @FieldResolver(() => TaskView, { nullable: true, description: 'The running task, or the next.' })
  activeTask(@Root() vm: VmView, @Ctx() ctx: Context): Promise<TaskView | null> {
    return ctx.loaders.activeTask.load(vm.id);
  }

  @FieldResolver(() => [TaskView], { description: 'Newest first.' })
  async tasks(
    @Root() vm: VmView,
    @Ctx() ctx: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
  ): Promise<TaskView[]> {
    const page = await tasksPage(ctx, { vmId: vm.id }, { first, after: undefined });
    return [...page.nodes];
  }

  @FieldResolver(() => VmEventConnection, { description: 'Who changed what, newest first.' })
  async events(
    @Root() vm: VmView,
    @Ctx() ctx: Context,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('attributes', () => [String], { nullable: true, description: 'Only changes of these.' })
    attributes?: string[],
  ): Promise<VmEventConnection> {
    return vmEventPage(ctx.em, vm.id, { first, after: after ?? undefined, attributes });
  }

  @FieldResolver(() => [VmActionState], { description: 'What the viewer may do now.' })
  actions(@Root() vm: VmView, @Ctx() ctx: Context): VmActionState[] {
    return judgeActions(requireViewer(ctx), vm);
  }
}

@Resolver(() => VmEvent)
export class VmEventResolver {
  @FieldResolver(() => UserView, { nullable: true, description: 'Null: it happened by itself.' })
  async actor(@Root() event: VmEvent, @Ctx() ctx: Context): Promise<UserView | null> {
    return event.actorId ? ctx.loaders.userOrNull.load(event.actorId) : null;
  }

  @FieldResolver(() => TaskView, { nullable: true })
  async task(@Root() event: VmEvent, @Ctx() ctx: Context): Promise<TaskView | null> {
    return event.taskId ? ctx.loaders.task.load(event.taskId) : null;
  }
}
