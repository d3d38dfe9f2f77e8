import { type MutationTx, runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError } from '../platform/errors.ts';
import type { VmId } from '../platform/ids.ts';
import type {
  AddCollaboratorInput,
  Person,
  RemoveCollaboratorInput,
} from './collaborator.inputs.ts';
import { refuseWhileDeleting, requireAction, requireVm } from './vm-lookup.ts';
import { recordVmEvent } from './vm-record.ts';
import type { VmView } from './vm-views.ts';

type Named = Pick<AddCollaboratorInput, 'userId' | 'username'>;

/**
 * Lets a person use a VM; nothing happens when the person may already.
 * @throws {NotFoundError | ForbiddenError | BadUserInputError | ConflictError}
 */
export function addCollaborator(context: Context, input: AddCollaboratorInput): Promise<VmId> {
  const viewer = requireViewer(context);
  const { clientMutationId } = input;
  const call = { action: 'addCollaborator', clientMutationId, detail: input.username ?? '' };
  return runMutation(context, call, async (tx) => {
    const vm = await requireVm(tx.em, viewer, input.vmId);
    requireAction(viewer, vm, 'SHARE');
    await refuseWhileDeleting(tx.em, vm);
    const person = await requirePerson(tx.em, input, 'and active');
    if (person.id === vm.ownerId) throw fault(input, `${person.username} owns this VM.`);
    const added = await run(
      tx.em,
      'insert ignore into vm_collaborator (vm_id, user_id) values (?, ?)',
      [vm.id, person.id],
    );
    if (added > 0) await tell(tx, context, vm, { from: null, to: person.username });
    return vm.id;
  });
}

/**
 * Ends a person's use of a VM, open consoles and subscriptions included. Collaborators may leave by
 * themselves.
 * @throws {NotFoundError | ForbiddenError | BadUserInputError}
 */
export function removeCollaborator(
  context: Context,
  input: RemoveCollaboratorInput,
): Promise<VmId> {
  const viewer = requireViewer(context);
  const { clientMutationId } = input;
  const call = { action: 'removeCollaborator', clientMutationId, detail: input.username ?? '' };
  return runMutation(context, call, async (tx) => {
    const vm = await requireVm(tx.em, viewer, input.vmId);
    if (!isSelf(viewer, input)) requireAction(viewer, vm, 'SHARE');
    const person = await requirePerson(tx.em, input);
    const removed = await run(
      tx.em,
      'delete from vm_collaborator where vm_id = ? and user_id = ?',
      [vm.id, person.id],
    );
    if (removed === 0) throw fault(input, `${person.username} does not share this VM.`);
    await tell(tx, context, vm, { from: person.username, to: null });
    const { events } = context.services;
    tx.afterCommit(() => {
      events.publish('access', { userId: person.id });
      events.publish('vmRemoved', { id: vm.id, viewerIds: [person.id], stays: true });
    });
    return vm.id;
  });
}

const isSelf = (viewer: Viewer, { userId, username }: Named): boolean =>
  userId ? userId === viewer.userId : username?.toLowerCase() === viewer.username.toLowerCase();

async function tell(
  { em, afterCommit }: MutationTx,
  context: Context,
  vm: VmView,
  change: { from: string | null; to: string | null },
): Promise<void> {
  const by = { actorId: requireViewer(context).userId, taskId: null };
  await recordVmEvent(em, vm.id, { attribute: 'collaborators', ...change }, by);
  afterCommit(() => context.services.events.publish('vm', { id: vm.id }));
}

const fault = ({ userId }: Named, message: string) =>
  new BadUserInputError([{ path: userId ? 'userId' : 'username', message }]);

async function requirePerson(em: Em, named: Named, only?: 'and active'): Promise<Person> {
  if (!named.userId && !named.username) throw fault(named, 'Say who: give a user name or an id.');
  const [person] = await rows<Person & { active: number }>(
    em,
    `select id, username, name, active from user where ${named.userId ? 'id' : 'username'} = ?`,
    [named.userId ?? named.username],
  );
  if (!person || (only && !person.active))
    throw fault(named, `There is no user ${named.username ?? named.userId}.`);
  return person;
}

/** Fewer letters would list the directory. */
const LEAST_LETTERS = 2;
const MOST_PEOPLE = 8;

/**
 * People to share with: those whose user name, or a word of whose name, begins with what is typed. A
 * few only, so that nobody reads the whole directory here.
 */
export function findPeople(em: Em, viewer: Viewer, search: string): Promise<Person[]> {
  const text = search.trim();
  if (text.length < LEAST_LETTERS) return Promise.resolve([]);
  const start = `${text.replace(/[\\%_]/g, '\\$&')}%`;
  return rows<Person>(
    em,
    `select id, username, name from user
      where active and id <> ? and (username like ? or name like ? or name like ?)
      order by username = ? desc, username limit ${MOST_PEOPLE}`,
    [viewer.userId, start, start, `% ${start}`, text],
  );
}
