import { runMutation } from '../audit/mutation.ts';
import {
  isAdmin,
  offeredTemplates,
  ownsTemplate,
  publishesTemplates,
  requireViewer,
  seesTemplate,
} from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { type Em, isDuplicate, rows, run, type Statement } from '../platform/db.ts';
import {
  BadUserInputError,
  ConflictError,
  type FieldFault,
  ForbiddenError,
  NotFoundError,
} from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import type { TaskId, TemplateId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import type { Template } from './template.entity.ts';
import type { DeleteTemplateInput, EditTemplateInput } from './template.inputs.ts';
import { largestDiskFaults } from './template-disk.ts';

const COLUMNS = `t.id, t.name, t.os, t.version, t.arch, t.disk_gib as diskGiB,
  t.image_gib as imageGiB, t.format,
  t.datastore_id as datastoreId, t.file, t.kernel, t.initrd, t.cmdline, t.cloud_init as cloudInit,
  t.min_ram_mib as minRamMiB, t.default_ram_mib as defaultRamMiB, t.default_vcpus as defaultVcpus,
  t.position, t.active, t.owner_id as ownerId, t.public, t.description, t.state,
  t.disk_mode as diskMode, t.size_bytes as sizeBytes, t.sha256, t.created_at as createdAt`;

/** Templates by id, retired ones included. */
export function loadTemplates(em: Em, ids: readonly TemplateId[]): Promise<Template[]> {
  return rows<Template>(em, `select ${COLUMNS} from template t where t.id in (?)`, [ids]);
}

/** Which templates a list holds beyond those that the viewer may make VMs from. */
export interface TemplateScope {
  /** Also retired ones, and those that are still being made. */
  readonly retired: boolean;
  /** Also private ones of others; for admins. */
  readonly everyone: boolean;
}

/** Templates that the viewer may make VMs from, the quickest to boot first. */
export function listTemplates(
  em: Em,
  viewer: Viewer,
  scope: TemplateScope = { retired: false, everyone: false },
): Promise<Template[]> {
  const offered = offeredTemplates(viewer, 't');
  const all = scope.everyone && isAdmin(viewer);
  // What is retired concerns those who may offer it again.
  const retired = isAdmin(viewer)
    ? { sql: 'true', params: [] }
    : { sql: 't.owner_id = ?', params: [viewer.userId] };
  const usable = "(t.active and t.state = 'READY')";
  return rows<Template>(
    em,
    `select ${COLUMNS} from template t
      where ${all ? 'true' : offered.sql}
        and ${scope.retired ? `(${usable} or ${retired.sql})` : usable}
      order by t.position, t.name`,
    [...(all ? [] : offered.params), ...(scope.retired ? retired.params : [])],
  );
}

/**
 * The template, if the viewer may make VMs from it. Why not, if not, is not told: somebody else's
 * private template looks the same as none.
 */
export async function usableTemplate(
  em: Em,
  viewer: Viewer,
  id: string,
): Promise<Template | undefined> {
  const [template] = await loadTemplates(em, [id as TemplateId]);
  if (!template?.active || template.state !== 'READY') return undefined;
  return seesTemplate(viewer, template) ? template : undefined;
}

/**
 * A row while the template is offered, which nobody retires or deletes before the transaction that
 * makes a VM from it has ended: its deletion then sees the VM.
 */
export const offeredTemplateHeld = (id: string): Statement => [
  "select 1 from template where id = ? and active and state = 'READY' lock in share mode",
  [id],
];

/** @throws {NotFoundError} also for somebody else's; {ForbiddenError} when it is not the viewer's */
async function requireOwn(em: Em, viewer: Viewer, id: string): Promise<Template> {
  const [template] = await loadTemplates(em, [id as TemplateId]);
  if (!template || !seesTemplate(viewer, template)) throw new NotFoundError('template', id);
  if (!ownsTemplate(viewer, template))
    throw new ForbiddenError('Only its owner or an admin may change a template.');
  return template;
}

/**
 * The scope in which a template's name is unique: the owner's id for a private template, empty for
 * all public ones.
 */
export function nameScope(template: { readonly ownerId: string | null; readonly public: unknown }) {
  return template.public ? '' : (template.ownerId ?? '');
}

/**
 * The error for a name that another template has. The database's unique index is what notices it.
 */
export function nameTaken(name: string, isPublic: unknown): ConflictError {
  const message = `${isPublic ? 'There is' : 'You have'} a template named ${name} already. Choose another name.`;
  return new ConflictError(message, { details: { fields: [{ path: 'name', message }] } });
}

/** Tells those who see a template that it was made, changed or removed. */
export function announceTemplate(
  events: EventBus,
  template: Pick<Template, 'id' | 'ownerId' | 'public'>,
): void {
  events.publish('template', {
    id: template.id,
    audience: template.public ? null : template.ownerId,
  });
}

/**
 * Changes what is given of a template; VMs that were made from it keep what they have.
 * @throws {NotFoundError | ForbiddenError | BadUserInputError | ConflictError}
 */
export async function editTemplate(context: Context, input: EditTemplateInput): Promise<Template> {
  const viewer = requireViewer(context);
  const { events } = context.services;
  const id = await runMutation(
    context,
    {
      action: 'editTemplate',
      clientMutationId: input.clientMutationId,
      subject: input.id,
      detail: Object.keys(input)
        .filter((key) => key !== 'id')
        .join(', '),
    },
    async ({ em, afterCommit }) => {
      const before = await requireOwn(em, viewer, input.id);
      const wished = { ...before, ...given(input) };
      // What the cloud's own template becomes when an admin keeps it from the others.
      const ownerId = wished.public ? before.ownerId : (before.ownerId ?? viewer.userId);
      const after = { ...wished, ownerId };
      await checkEdit(em, viewer, before, after);
      await save(em, after);
      afterCommit(() => {
        announceTemplate(events, after);
        // Whoever loses sight of it is told, too.
        if (before.public && !after.public) announceTemplate(events, before);
      });
      return before.id;
    },
  );
  const [template] = await loadTemplates(context.em, [id]);
  if (!template) throw new NotFoundError('template', id);
  return template;
}

/** The fields of the input that were given. */
function given(input: EditTemplateInput): Partial<Template> {
  const { id: _id, clientMutationId: _clientId, ...fields } = input;
  const changed = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(
    changed.map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value]),
  ) as Partial<Template>;
}

async function checkEdit(em: Em, viewer: Viewer, before: Template, after: Template) {
  const values = await constantValues(em);
  if (after.public && !before.public && !publishesTemplates(viewer, values))
    throw new ForbiddenError('Only faculty and admins may offer templates to everybody.');
  const faults: FieldFault[] = [];
  const imageGiB = before.imageGiB ?? before.diskGiB;
  if (after.diskGiB < Math.min(before.diskGiB, imageGiB) && after.format !== 'ISO')
    faults.push({
      path: 'diskGiB',
      message: `The image is a disk of ${imageGiB} GiB; VMs cannot have less.`,
    });
  if (after.diskGiB > before.diskGiB) faults.push(...largestDiskFaults(after.diskGiB, values));
  if (after.defaultRamMiB < after.minRamMiB)
    faults.push({
      path: 'defaultRamMiB',
      message: `It needs at least ${after.minRamMiB} MiB RAM.`,
    });
  if (faults.length > 0) throw new BadUserInputError(faults);
}

async function save(em: Em, t: Template): Promise<void> {
  try {
    await run(
      em,
      `update template set name = ?, name_scope = ?, os = ?, version = ?, description = ?,
              disk_gib = ?, disk_mode = ?, cloud_init = ?, min_ram_mib = ?, default_ram_mib = ?,
              default_vcpus = ?, public = ?, active = ?, owner_id = ? where id = ?`,
      [
        ...[t.name, nameScope(t), t.os, t.version || null, t.description || null, t.diskGiB],
        ...[t.diskMode, t.cloudInit, t.minRamMiB, t.defaultRamMiB, t.defaultVcpus],
        ...[t.public, t.active, t.ownerId, t.id],
      ],
    );
  } catch (error) {
    if (isDuplicate(error)) throw nameTaken(t.name, t.public);
    throw error;
  }
}

/**
 * Asks for a template to be deleted with its image.
 * @throws {NotFoundError | ForbiddenError | ConflictError}
 */
export function deleteTemplate(context: Context, input: DeleteTemplateInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { events } = context.services;
  return runMutation(
    context,
    { action: 'deleteTemplate', clientMutationId: input.clientMutationId, subject: input.id },
    async ({ em, afterCommit }) => {
      const template = await requireOwn(em, viewer, input.id);
      if (template.state !== 'READY')
        throw new ConflictError(`${template.name} is still being made. Cancel its task instead.`);
      // Nobody makes a VM from it between now and the end of its image; who is at it is seen next.
      await run(em, 'update template set active = false where id = ?', [template.id]);
      const blocker = (await deleteBlockers(em, [template.id])).get(template.id);
      if (blocker) throw new ConflictError(blocker);
      const id = await enqueueTask(em, {
        type: 'DELETE_TEMPLATE',
        input: {
          templateId: template.id,
          name: template.name,
          wasActive: Boolean(template.active),
        },
        title: `Delete template ${template.name}`,
        lane: template.id,
        requestedBy: viewer.userId,
      });
      afterCommit(() => {
        announceTask(events, id, template.id);
        announceTemplate(events, template);
      });
      return id;
    },
  );
}

const NAMED_VMS = 3;

/** What frees a template: one whose kernel is booted is needed by flat disks, too. */
const WAY_OUT = `case when t.kernel is not null then 'remove them'
  when t.format = 'ISO' then 'eject it' else 'remove or flatten them' end`;

/**
 * Why templates cannot be deleted, in words that name what depends on them; those that can are left
 * out. A VM depends on its template while its root disk is a layer over the image, while it boots
 * the template's kernel, and while the disc is in its drive; a deleted one while it can be had back.
 */
export async function deleteBlockers(
  em: Em,
  ids: readonly TemplateId[],
): Promise<Map<TemplateId, string>> {
  const found = await rows<{
    id: TemplateId;
    name: string;
    way: string;
    vm: string;
    owner: string;
  }>(
    em,
    `select t.id, t.name, v.name as vm, u.username as owner, ${WAY_OUT} as way
       from template t
       join vm v on v.media_template_id = t.id
         or (v.template_id = t.id and (t.kernel is not null or exists
              (select 1 from disk k where k.vm_id = v.id and k.root and not k.flat)))
       join user u on u.id = v.owner_id
      where t.id in (?)
      union all
     select t.id, t.name, concat(a.name, ' (deleted)'), u.username, ${WAY_OUT}
       from template t join archived_vm a on a.template_id = t.id join user u on u.id = a.owner_id
      where t.id in (?) order by vm`,
    [ids, ids],
  );
  const byTemplate = Map.groupBy(found, ({ id }) => id);
  return new Map(
    [...byTemplate].map(([id, vms]) => {
      const named = vms.slice(0, NAMED_VMS).map(({ vm, owner }) => `${vm} of ${owner}`);
      const rest = vms.length > named.length ? ` and ${vms.length - named.length} more` : '';
      const { name = '', way = '' } = vms[0] ?? {};
      const words = `${name} is needed by ${vms.length} VM${vms.length > 1 ? 's' : ''}: ${named.join(', ')}${rest}. Retire it instead, or ${way} first.`;
      return [id, words];
    }),
  );
}

/** How many VMs were made from each of the templates. */
export async function countVmsOfTemplates(
  em: Em,
  ids: readonly TemplateId[],
): Promise<Map<TemplateId, number>> {
  const counts = await rows<{ id: TemplateId; n: number }>(
    em,
    'select template_id as id, count(*) as n from vm where template_id in (?) group by template_id',
    [ids],
  );
  return new Map(counts.map(({ id, n }) => [id, Number(n)]));
}
