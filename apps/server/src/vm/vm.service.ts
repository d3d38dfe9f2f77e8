import { randomUUID } from 'node:crypto';
import { runMutation } from '../audit/mutation.ts';
import { isAdmin, requireViewer } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { listSecurityDomains } from '../network/network.service.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, type FieldFault, ForbiddenError } from '../platform/errors.ts';
import {
  type HostId,
  newId,
  type SecurityDomainId,
  type TaskId,
  type UserId,
  type VmGroupId,
} from '../platform/ids.ts';
import { announceVmTask, enqueueTask, newTaskWrites } from '../task/enqueue.ts';
import type { TaskType } from '../task/task-enums.ts';
import type { Template } from '../template/template.entity.ts';
import { offeredTemplateHeld, usableTemplate } from '../template/template.service.ts';
import { loadUsers } from '../user/user.service.ts';
import { allocateVm, type VmSpec } from './allocate-vm.ts';
import { cloudInitOf, type Fault, rootDiskOf } from './new-vm-disk.ts';
import type { CreateVmInput } from './vm.inputs.ts';
import type { VmAction } from './vm-actions.ts';
import { requireInLine, requireVmWithTasks, vmWithTasksReads } from './vm-lookup.ts';

/**
 * Asks for a new VM: checks everything, reserves host, address and names, and enqueues the task
 * that makes it.
 * @throws {BadUserInputError | ForbiddenError | ConflictError | NoCapacityError} and nothing is left
 */
export async function createVm(context: Context, input: CreateVmInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const spec = await specOf(context.em, viewer, input);
  return runMutation(
    context,
    {
      ...{ action: 'createVm', clientMutationId: input.clientMutationId, detail: input.name },
      reads: [offeredTemplateHeld(input.templateId)],
    },
    async ({ em, afterCommit, found: [offered] }) => {
      if (offered?.length !== 1) throw new BadUserInputError([NO_TEMPLATE]);
      const placed = await allocateVm(em, spec);
      const { events } = context.services;
      const id = await enqueueTask(em, {
        type: 'CREATE_VM',
        input: { spec, start: input.start ?? true, story: placed.story },
        title: `Create VM ${spec.name}`,
        vmId: spec.vmId,
        hostId: placed.host.id,
        lane: spec.vmId,
        requestedBy: viewer.userId,
      });
      afterCommit(() => announceVmTask(events, id, spec.vmId));
      return id;
    },
  );
}

const NO_TEMPLATE: FieldFault = {
  path: 'templateId',
  message: 'There is no such template, or it is retired.',
};

/** Checks the input against template, constants and rights, and fills the defaults in. */
async function specOf(em: Em, viewer: Viewer, input: CreateVmInput): Promise<VmSpec> {
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  const template = await usableTemplate(em, viewer, input.templateId);
  if (!template) faults.push(NO_TEMPLATE);
  const vcpus = input.vcpus ?? template?.defaultVcpus ?? 1;
  const ramMiB = input.ramMiB ?? template?.defaultRamMiB ?? 1;
  const [owner, securityDomainId, disk] = await Promise.all([
    ownerOf(em, viewer, input.ownerId, fault),
    securityDomainOf(em, viewer, input.securityDomainId, fault),
    template && rootDiskOf(em, input, template, fault),
    checkHost(em, viewer, input.hostId, fault),
    checkGroup(em, viewer, input.groupId, fault),
    checkSize(em, { vcpus, ramMiB }, template, fault),
  ]);
  const cloudInit = template && owner && cloudInitOf(input, template, owner, fault);
  if (faults.length > 0 || !template || !owner || !securityDomainId || !disk)
    throw new BadUserInputError(faults);
  const vmId = newId('vm');
  return {
    vmId,
    diskId: newId('disk'),
    uuid: randomUUID(),
    name: input.name,
    ownerId: owner.id,
    requesterId: viewer.userId,
    organisationId: owner.organisationId,
    templateId: template.id,
    ...disk,
    cloudInit: cloudInit ?? null,
    securityDomainId,
    hostId: (input.hostId ?? null) as HostId | null,
    groupId: (input.groupId ?? null) as VmGroupId | null,
    vcpus,
    ramMiB,
    purpose: input.purpose?.trim() || null,
    extraDisk: input.extraDiskGiB
      ? {
          ...{ vmId, diskId: newId('disk'), sizeGiB: input.extraDiskGiB, datastoreId: null },
          ...{ kept: false, field: 'extraDiskGiB' },
        }
      : null,
  };
}

async function ownerOf(em: Em, viewer: Viewer, ownerId: string | undefined, fault: Fault) {
  if (ownerId && ownerId !== viewer.userId && !isAdmin(viewer))
    throw new ForbiddenError('Only an admin makes VMs for others.');
  const [owner] = await loadUsers(em, [(ownerId ?? viewer.userId) as UserId]);
  if (!owner?.active) fault('ownerId', 'There is no such user, or the account is not active.');
  return owner;
}

async function checkHost(em: Em, viewer: Viewer, hostId: string | undefined, fault: Fault) {
  if (!hostId) return;
  if (!isAdmin(viewer)) throw new ForbiddenError('Only an admin chooses the host by hand.');
  const known = await rows(em, 'select 1 from host where id = ?', [hostId]);
  if (known.length === 0) fault('hostId', 'There is no such host.');
}

async function checkGroup(em: Em, viewer: Viewer, groupId: string | undefined, fault: Fault) {
  if (!groupId) return;
  if (!isAdmin(viewer)) throw new ForbiddenError('Only an admin puts VMs into groups.');
  const known = await rows(em, 'select 1 from vm_group where id = ?', [groupId]);
  if (known.length === 0) fault('groupId', 'There is no such group.');
}

async function securityDomainOf(
  em: Em,
  viewer: Viewer,
  wanted: string | undefined,
  fault: Fault,
): Promise<SecurityDomainId | undefined> {
  const domains = await listSecurityDomains(em, viewer);
  const chosen = wanted ? domains.find((d) => d.id === wanted) : domains[0];
  if (!chosen)
    fault(
      'securityDomainId',
      wanted
        ? 'There is no such security domain.'
        : 'There is no security domain that you may use.',
    );
  return chosen?.id;
}

async function checkSize(
  em: Em,
  size: { vcpus: number; ramMiB: number },
  template: Template | undefined,
  fault: Fault,
): Promise<void> {
  const limits = await constantValues(em);
  if (size.vcpus > limits.maxVcpusPerVm)
    fault('vcpus', `A VM has at most ${limits.maxVcpusPerVm} vCPUs.`);
  if (size.ramMiB > limits.maxRamMiBPerVm)
    fault('ramMiB', `A VM has at most ${limits.maxRamMiBPerVm} MiB RAM.`);
  if (template && size.ramMiB < template.minRamMiB)
    fault('ramMiB', `The template ${template.name} needs at least ${template.minRamMiB} MiB RAM.`);
}

/** A task on an existing VM, and how it is called. */
interface VmTaskRequest {
  readonly id: string;
  readonly clientMutationId?: string | undefined;
}

const VERBS = {
  START_VM: { action: 'START', mutation: 'startVm', words: 'Start' },
  SHUTDOWN_VM: { action: 'SHUTDOWN', mutation: 'shutdownVm', words: 'Shut down' },
  REBOOT_VM: { action: 'REBOOT', mutation: 'rebootVm', words: 'Reboot' },
  DESTROY_VM: { action: 'DESTROY', mutation: 'destroyVm', words: 'Destroy' },
  SUSPEND_VM: { action: 'SUSPEND', mutation: 'suspendVm', words: 'Suspend' },
  RESUME_VM: { action: 'RESUME', mutation: 'resumeVm', words: 'Resume' },
  DELETE_VM: { action: 'DELETE', mutation: 'deleteVm', words: 'Delete' },
} as const satisfies Partial<
  Record<TaskType, { action: VmAction; mutation: string; words: string }>
>;
/** Tasks on an existing VM that take nothing but the VM. */
export type VmTaskType = keyof typeof VERBS;

/**
 * Asks for something to be done to a VM.
 * @throws {NotFoundError} when the viewer may not see it
 * @throws {ForbiddenError} when the viewer may not do it
 * @throws {ConflictError} when its state does not allow it and no earlier task may change that
 */
export async function enqueueVmTask(
  context: Context,
  type: VmTaskType,
  request: VmTaskRequest,
): Promise<TaskId> {
  const viewer = requireViewer(context);
  const verb = VERBS[type];
  return runMutation(
    context,
    {
      ...{ action: verb.mutation, clientMutationId: request.clientMutationId },
      ...{ subject: request.id, tellsName: true, reads: vmWithTasksReads(request.id) },
    },
    async ({ afterCommit, found, tellName, writeLast }) => {
      const { vm, waiting } = requireVmWithTasks(found, viewer, request.id);
      tellName(vm.name);
      requireInLine(viewer, vm, verb.action, waiting);
      const { events } = context.services;
      const { id, writes } = newTaskWrites({
        type,
        input: { vmId: vm.id, name: vm.name },
        title: `${verb.words} VM ${vm.name}`,
        vmId: vm.id,
        ...(vm.hostId ? { hostId: vm.hostId } : {}),
        lane: vm.id,
        requestedBy: viewer.userId,
      });
      writeLast(writes);
      afterCommit(() => announceVmTask(events, id, vm.id));
      return id;
    },
  );
}
