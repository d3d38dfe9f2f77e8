import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { pendingChangesOf } from './active-settings.ts';
import { BootDevice, bootOrderOf } from './boot-device.ts';
import { EditVmInput } from './edit-vm.inputs.ts';
import { editVm } from './edit-vm.service.ts';
import { PendingChangeType, VmType } from './vm.type.ts';
import type { VmView } from './vm-views.ts';

const DAY_MS = 86_400_000;

/** What of a VM can be set, and setting it. */
@Resolver(() => VmType)
export class VmSettingsResolver {
  @Mutation(() => TaskView, {
    description:
      'Changes what is given. What a running VM cannot take at once shows in `pendingChanges`.',
  })
  async editVm(
    @Ctx() ctx: Context,
    @Arg('input', () => EditVmInput) input: EditVmInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await editVm(ctx, input));
  }

  @FieldResolver(() => [PendingChangeType], { description: 'Take effect at the next start.' })
  pendingChanges(@Root() vm: VmView): PendingChangeType[] {
    return pendingChangesOf({ ...vm, bootOrder: this.bootOrder(vm) });
  }

  @FieldResolver(() => Int, { description: 'vCPUs that it can have without a restart.' })
  maxVcpus(@Root() vm: VmView): number {
    return Math.max(vm.vcpus, vm.vcpuMaximum ?? 0);
  }

  @FieldResolver(() => Int, { description: 'RAM that it can have without a restart.' })
  maxRamMiB(@Root() vm: VmView): number {
    return Math.max(vm.ramMiB, vm.ramMaximumMiB ?? 0);
  }

  @FieldResolver(() => [BootDevice])
  bootOrder(@Root() vm: VmView): readonly BootDevice[] {
    return bootOrderOf(vm.bootOrderColumn, vm.mediaTemplateId !== null);
  }

  @FieldResolver(() => Boolean, {
    description: 'It has expired, or will within the time of warning.',
  })
  expiresSoon(@Root() vm: VmView, @Ctx() ctx: Context): boolean | Promise<boolean> {
    const at = vm.expiresAt?.getTime();
    // Without a promise for most rows of a list.
    if (at === undefined) return false;
    return ctx.loaders.constants
      .load('all')
      .then(({ expiryWarningDays }) => at < Date.now() + expiryWarningDays * DAY_MS);
  }
}
