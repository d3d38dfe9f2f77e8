import { randomUUID } from 'node:crypto';
import { runMutation } from '../audit/mutation.ts';
import { requireAdmin, requireViewer } from '../auth/policy.ts';
import { heldBelow } from '../clone/hold-disks.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { loadDatastores } from '../datastore/datastore.service.ts';
import { DIRECTORIES } from '../datastore/datastore-directories.ts';
import { hostsThatSee } from '../datastore/datastore-hosts.ts';
import { listSecurityDomains } from '../network/network.service.ts';
import { rows } from '../platform/db.ts';
import {
  BadUserInputError,
  type FieldFault,
  NotFoundError,
  UnavailableError,
} from '../platform/errors.ts';
import {
  type DatastoreId,
  newId,
  type TaskId,
  type TemplateId,
  type UserId,
} from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import { announceVmTask, enqueueTask } from '../task/enqueue.ts';
import { loadTemplates } from '../template/template.service.ts';
import { loadUsers } from '../user/user.service.ts';
import { allocateVm, type VmSpec } from './allocate-vm.ts';
import type { CreateVmFromExistingImageInput, UnusedImage } from './existing-image.type.ts';

/**
 * Asks for a VM that is launched from an image that is still in a datastore: reserves what it
 * needs, the image too, and enqueues the task that judges the image first.
 * @throws {BadUserInputError | ConflictError | NoCapacityError} and nothing is left
 */
export async function createVmFromExistingImage(
  context: Context,
  input: CreateVmFromExistingImageInput,
): Promise<TaskId> {
  requireAdmin(context);
  const viewer = requireViewer(context);
  const spec = await specOf(context, viewer.userId, input);
  const { clientMutationId } = input;
  const call = { action: 'createVmFromExistingImage', clientMutationId, detail: input.identity };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const placed = await allocateVm(em, spec);
    const { events } = context.services;
    const id = await enqueueTask(em, {
      type: 'CREATE_VM_FROM_IMAGE',
      input: { spec, start: input.start ?? true },
      title: `Create VM ${spec.name} from the image ${input.identity}`,
      vmId: spec.vmId,
      hostId: placed.host.id,
      lane: spec.vmId,
      requestedBy: viewer.userId,
    });
    afterCommit(() => announceVmTask(events, id, spec.vmId));
    return id;
  });
}

async function specOf(
  context: Context,
  requesterId: UserId,
  input: CreateVmFromExistingImageInput,
): Promise<VmSpec> {
  const { em } = context;
  const { templateId, securityDomainId } = input;
  const [vcpus, ramMiB] = [input.vcpus ?? 1, input.ramMiB ?? 1_024];
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string) => faults.push({ path, message });
  const [[datastore], [owner], domains, limits, [template]] = await Promise.all([
    loadDatastores(em, [input.datastoreId as DatastoreId]),
    loadUsers(em, [(input.ownerId ?? requesterId) as UserId]),
    listSecurityDomains(em, requireViewer(context)),
    constantValues(em),
    templateId ? loadTemplates(em, [templateId as TemplateId]) : [],
  ]);
  const domain = securityDomainId ? domains.find((d) => d.id === securityDomainId) : domains[0];
  if (!datastore) fault('datastoreId', 'There is no such datastore.');
  if (!owner?.active) fault('ownerId', 'There is no such user, or the account is not active.');
  if (!domain) fault('securityDomainId', 'There is no such security domain.');
  if (templateId && !template) fault('templateId', 'There is no such template.');
  if (vcpus > limits.maxVcpusPerVm)
    fault('vcpus', `A VM has at most ${limits.maxVcpusPerVm} vCPUs.`);
  if (ramMiB > limits.maxRamMiBPerVm)
    fault('ramMiB', `A VM has at most ${limits.maxRamMiBPerVm} MiB RAM.`);
  if (faults.length > 0 || !datastore || !owner || !domain) throw new BadUserInputError(faults);
  return {
    ...{ vmId: newId('vm'), diskId: newId('disk'), uuid: randomUUID(), name: input.name },
    ...{ ownerId: owner.id, requesterId, organisationId: owner.organisationId },
    ...{ templateId: template?.id ?? null, datastoreId: datastore.id, hostId: null },
    ...{ securityDomainId: domain.id, vcpus, ramMiB, purpose: input.purpose?.trim() || null },
    // What the image is, is known when the task has looked at it.
    ...{ diskGiB: 1, rootDisk: 'EXISTING', identity: input.identity },
  };
}

/**
 * Images in a datastore's directory of VM disks that no VM has, the newest first; asked of a host
 * while a person waits, hence the short deadline.
 * @throws {NotFoundError | UnavailableError}
 */
export async function unusedImages(context: Context, id: string): Promise<UnusedImage[]> {
  requireAdmin(context);
  const { em, services } = context;
  const [datastore] = await loadDatastores(em, [id as DatastoreId]);
  if (!datastore) throw new NotFoundError('datastore', id);
  const [host] = await hostsThatSee(em, [datastore.id]);
  if (!host) throw new UnavailableError('No host is up that could list the datastore.');
  const ssh = await services.hosts.ssh(host.id);
  const directory = `${datastore.path}/${DIRECTORIES.images}`;
  const printed = ['-printf', String.raw`%s\t%b\t%T@\t%f\n`];
  const find = ['find', directory, '-maxdepth', '1', '-type', 'f', '-name', '*.qcow2', ...printed];
  const listed = await ssh.exec(find, { timeoutMs: TIMEOUTS.interactiveCallMs });
  const used = await rows<{ identity: string }>(
    em,
    `select identity from vm union select identity from archived_vm union
     select substring_index(substring_index(path, '/', -1), '.qcow2', 1) from disk
      where datastore_id = ?`,
    [datastore.id],
  );
  const taken = new Set(used.map(({ identity }) => identity));
  // What a held disk's guest writes to is the VM's, too.
  const isFree = (image: string) => !taken.has(image) && !taken.has(heldBelow(image));
  return listed.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => imageOf(line, directory))
    .filter(({ identity }) => isFree(identity))
    .sort((a, b) => b.modifiedAt.getTime() - a.modifiedAt.getTime());
}

function imageOf(line: string, directory: string): UnusedImage {
  const [size = '0', blocks = '0', seconds = '0', ...name] = line.split('\t');
  const file = name.join('\t');
  return {
    identity: file.replace(/\.qcow2$/, ''),
    path: `${directory}/${file}`,
    sizeBytes: BigInt(size),
    usedBytes: BigInt(blocks) * 512n,
    modifiedAt: new Date(Number(seconds) * 1_000),
  };
}
