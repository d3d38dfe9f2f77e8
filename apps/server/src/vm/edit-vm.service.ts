import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { reserveResize } from '../placement/placement.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, type FieldFault } from '../platform/errors.ts';
import type { TaskId, TemplateId } from '../platform/ids.ts';
import { announceVmTask, enqueueTask } from '../task/enqueue.ts';
import { loadTemplates } from '../template/template.service.ts';
import { bootOrderText } from './boot-device.ts';
import type { EditVmInput } from './edit-vm.inputs.ts';
import { maximaOf } from './head-room.ts';
import { applyChanges, type ChangeValue, type VmAttribute, type VmChange } from './vm-changes.ts';
import { refuseWhileDeleting, requireAction, requireVm } from './vm-lookup.ts';
import type { VmView } from './vm-views.ts';

/**
 * Asks for changes of a VM. Its row has them when this returns, its room on the host is reserved;
 * the task brings them to the domain.
 * @throws {NotFoundError | ForbiddenError | BadUserInputError | ConflictError | NoCapacityError} and
 *   nothing is changed
 */
export async function editVm(context: Context, input: EditVmInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId } = input;
  const call = { action: 'editVm', clientMutationId, subject: input.id, detail: detailOf(input) };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    await requireVm(em, viewer, input.id);
    await lockForEdit(em, input);
    const vm = await requireVm(em, viewer, input.id);
    requireAction(viewer, vm, 'EDIT', { queued: true });
    if (given(input.locked) || given(input.startPriority))
      requireAction(viewer, vm, 'LOCK', { queued: true });
    await refuseWhileDeleting(em, vm);
    await checkInput(em, vm, input);
    const edited = wantedOf(vm, input);
    const changes = [...edited, ...(await newMaxima(em, vm, input))].filter(isChange);
    if (vm.hostId && grows(vm, input)) await reserveResize(em, vm.id, vm.hostId, sizeOf(vm, input));
    await keepActive(em, vm, changes);
    await applyChanges(em, vm.id, changes);
    const { events } = context.services;
    const id = await enqueueTask(em, {
      type: 'EDIT_VM',
      input: { vmId: vm.id, name: vm.name, changes, edited: edited.map((each) => each.attribute) },
      title: `Edit VM ${vm.name}`,
      vmId: vm.id,
      ...(vm.hostId ? { hostId: vm.hostId } : {}),
      lane: vm.id,
      requestedBy: viewer.userId,
    });
    afterCommit(() => announceVmTask(events, id, vm.id));
    return id;
  });
}

const given = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;
const isChange = ({ from, to }: VmChange): boolean => from !== to;

/** What was asked for, for the audit log. */
function detailOf(input: EditVmInput): string {
  const { id: _id, clientMutationId: _key, ...fields } = input;
  return JSON.stringify(fields);
}

/** Hosts before VMs, as a creation does it, so that nobody waits for each other. */
async function lockForEdit(em: Em, input: EditVmInput): Promise<void> {
  if (given(input.vcpus) || given(input.ramMiB))
    await rows(em, 'select id from host order by id for update');
  await rows(em, 'select id from vm where id = ? for update', [input.id]);
}

async function checkInput(em: Em, vm: VmView, input: EditVmInput): Promise<void> {
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  if (wantedOf(vm, input).length === 0 && !input.publicIp && !input.securityDomainId)
    fault('id', 'Nothing to change was given.');
  if (input.publicIp)
    fault('publicIp', 'Public addresses cannot be given yet: NAT is not set up in this cloud.');
  if (given(input.securityDomainId) && input.securityDomainId !== vm.securityDomainId)
    fault(
      'securityDomainId',
      'A VM cannot be moved to another security domain yet: DHCP is not set up in this cloud.',
    );
  if (input.expiresAt && input.expiresAt.getTime() <= Date.now())
    fault('expiresAt', 'The expiry date lies in the past. Choose a later one, or none.');
  await checkSize(em, vm, input, fault);
  if (faults.length > 0) throw new BadUserInputError(faults);
}

async function checkSize(
  em: Em,
  vm: VmView,
  { vcpus, ramMiB }: EditVmInput,
  fault: (path: string, message: string) => void,
): Promise<void> {
  if (!given(vcpus) && !given(ramMiB)) return;
  const limits = await constantValues(em);
  const [template] = vm.templateId ? await loadTemplates(em, [vm.templateId as TemplateId]) : [];
  if (given(vcpus) && vcpus > limits.maxVcpusPerVm)
    fault('vcpus', `A VM has at most ${limits.maxVcpusPerVm} vCPUs.`);
  if (given(ramMiB) && ramMiB > limits.maxRamMiBPerVm)
    fault('ramMiB', `A VM has at most ${limits.maxRamMiBPerVm} MiB RAM.`);
  if (given(ramMiB) && template && ramMiB < template.minRamMiB)
    fault('ramMiB', `The template ${template.name} needs at least ${template.minRamMiB} MiB RAM.`);
}

/** Everything that was given, changed or not, in the order of the original's messages. */
function wantedOf(vm: VmView, input: EditVmInput): VmChange[] {
  const all: VmChange[] = [];
  const add = (attribute: VmAttribute, from: ChangeValue, to: ChangeValue | undefined) => {
    if (to !== undefined) all.push({ attribute, from, to });
  };
  add('vcpus', vm.vcpus, input.vcpus ?? undefined);
  add('ramMiB', vm.ramMiB, input.ramMiB ?? undefined);
  add('name', vm.name, input.name ?? undefined);
  const { purpose, expiresAt, bootOrder } = input;
  add('purpose', vm.purpose, purpose === undefined ? undefined : purpose?.trim() || null);
  add(
    'expiresAt',
    vm.expiresAt?.toISOString() ?? null,
    expiresAt === undefined ? undefined : (expiresAt?.toISOString() ?? null),
  );
  add('startPriority', vm.startPriority, input.startPriority ?? undefined);
  add('locked', vm.locked, input.locked ?? undefined);
  add('bootOrder', vm.bootOrderColumn, bootOrder ? bootOrderText(bootOrder) : undefined);
  return all;
}

const sizeOf = (vm: VmView, { vcpus, ramMiB }: EditVmInput) => ({
  vcpus: vcpus ?? vm.vcpus,
  ramMiB: ramMiB ?? vm.ramMiB,
});

function grows(vm: VmView, input: EditVmInput): boolean {
  const size = sizeOf(vm, input);
  return size.vcpus > vm.vcpus || size.ramMiB > vm.ramMiB;
}

/** A VM that outgrows its maxima gets new ones, from its next start on. */
async function newMaxima(em: Em, vm: VmView, input: EditVmInput): Promise<VmChange[]> {
  const size = sizeOf(vm, input);
  const next = maximaOf(size, await constantValues(em));
  const changes: VmChange[] = [];
  if (size.vcpus > (vm.vcpuMaximum ?? vm.vcpus))
    changes.push({ attribute: 'maxVcpus', from: vm.vcpuMaximum, to: next.maxVcpus });
  if (size.ramMiB > (vm.ramMaximumMiB ?? vm.ramMiB))
    changes.push({ attribute: 'maxRamMiB', from: vm.ramMaximumMiB, to: next.maxRamMiB });
  return changes;
}

/** Until the task has brought a change to a running domain, that has what it had. */
async function keepActive(em: Em, vm: VmView, changes: readonly VmChange[]): Promise<void> {
  if (vm.status !== 'RUNNING' && vm.status !== 'SUSPENDED') return;
  const columns: Partial<Record<VmAttribute, string>> = {
    vcpus: 'active_vcpus = coalesce(active_vcpus, vcpus)',
    ramMiB: 'active_ram_mib = coalesce(active_ram_mib, ram_mib)',
  };
  for (const { attribute } of changes) {
    const column = columns[attribute];
    if (column) await run(em, `update vm set ${column} where id = ?`, [vm.id]);
  }
}
