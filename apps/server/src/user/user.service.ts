import { runMutation } from '../audit/mutation.ts';
import { checkNewPassword, hashPassword } from '../auth/password.ts';
import { isAdmin, requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, fromJson, isDuplicate, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import { newId, type OrganisationId, type UserId } from '../platform/ids.ts';
import type { Role } from './role.ts';
import type { CreateUserInput, EditUserInput } from './user.inputs.ts';
import type { UserView } from './user.type.ts';

interface UserRow extends Omit<UserView, 'roles' | 'active' | 'passwordChangeSuggested'> {
  readonly roles: string | Role[];
  readonly active: number;
  readonly passwordChangeSuggested: number;
}

const COLUMNS = `id, username, name, email, roles, organisation_id as organisationId, active,
  password_change_suggested as passwordChangeSuggested`;

function viewOf(row: UserRow): UserView {
  return {
    ...row,
    roles: fromJson(row.roles),
    active: Boolean(row.active),
    passwordChangeSuggested: Boolean(row.passwordChangeSuggested),
  };
}

/** Users by id, in one statement. */
export async function loadUsers(em: Em, ids: readonly UserId[]): Promise<UserView[]> {
  if (ids.length === 0) return [];
  const found = await rows<UserRow>(em, `select ${COLUMNS} from user where id in (?)`, [ids]);
  return found.map(viewOf);
}

const MAX_FOUND = 200;

/** Users whose name or username contains `search`; an orgadmin sees those of the organisation. */
export async function listUsers(context: Context, search: string | undefined): Promise<UserView[]> {
  const viewer = requireViewer(context);
  const pattern = `%${(search ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  const found = await rows<UserRow>(
    context.em,
    `select ${COLUMNS} from user
      where (username like ? or name like ?) and ${isAdmin(viewer) ? 'true' : 'organisation_id = ?'}
      order by username limit ${MAX_FOUND}`,
    [pattern, pattern, ...(isAdmin(viewer) ? [] : [viewer.organisationId])],
  );
  return found.map(viewOf);
}

async function theDefaultOrganisation(em: Em): Promise<OrganisationId> {
  const [first] = await rows<{ id: OrganisationId }>(
    em,
    'select id from organisation order by id limit 1',
  );
  if (!first) throw new ConflictError('There is no organisation yet.');
  return first.id;
}

async function checkOrganisation(em: Em, id: string): Promise<OrganisationId> {
  const [found] = await rows<{ id: OrganisationId }>(
    em,
    'select id from organisation where id = ?',
    [id],
  );
  if (!found)
    throw new BadUserInputError([
      { path: 'organisationId', message: 'There is no such organisation.' },
    ]);
  return found.id;
}

/** @throws {ConflictError} when the username is taken */
export async function createUser(context: Context, input: CreateUserInput): Promise<UserId> {
  checkNewPassword(input.password, 'password');
  const passwordHash = await hashPassword(input.password);
  try {
    return await runMutation(
      context,
      { action: 'createUser', clientMutationId: input.clientMutationId, detail: input.username },
      async ({ em }) => {
        const id = newId('user');
        await run(
          em,
          `insert into user (id, username, name, email, password_hash, password_change_suggested,
                             roles, organisation_id, active, created_at)
           values (?, ?, ?, ?, ?, true, ?, ?, true, utc_timestamp(3))`,
          [
            id,
            input.username,
            input.name,
            input.email ?? null,
            passwordHash,
            JSON.stringify(input.roles ?? ['USER']),
            input.organisationId
              ? await checkOrganisation(em, input.organisationId)
              : await theDefaultOrganisation(em),
          ],
        );
        return id;
      },
    );
  } catch (error) {
    if (isDuplicate(error, 'user_username'))
      throw new ConflictError(`The username ${input.username} is taken. Choose another.`);
    throw error;
  }
}

/** Changes what is given; a deactivated person's sessions end at once. */
export async function editUser(context: Context, input: EditUserInput): Promise<UserId> {
  if (input.password !== undefined) checkNewPassword(input.password, 'password');
  const passwordHash =
    input.password === undefined ? undefined : await hashPassword(input.password);
  return runMutation(
    context,
    { action: 'editUser', clientMutationId: input.clientMutationId, subject: input.id },
    async ({ em, afterCommit }) => {
      const [user] = await loadUsers(em, [input.id as UserId]);
      if (!user) throw new NotFoundError('user', input.id);
      const isSelf = user.id === requireViewer(context).userId;
      if (isSelf && (input.active === false || withoutAdmin(input)))
        throw new ConflictError('You cannot deactivate yourself or take your own admin role away.');
      const organisationId = input.organisationId
        ? await checkOrganisation(em, input.organisationId)
        : user.organisationId;
      await run(
        em,
        `update user set name = ?, email = ?, roles = ?, organisation_id = ?, active = ?,
                password_hash = coalesce(?, password_hash), password_change_suggested = if(? is null, password_change_suggested, true)
          where id = ?`,
        [
          input.name ?? user.name,
          input.email ?? user.email,
          JSON.stringify(input.roles ?? user.roles),
          organisationId,
          input.active ?? user.active,
          passwordHash ?? null,
          passwordHash ?? null,
          user.id,
        ],
      );
      if (input.active === false || passwordHash)
        await run(em, 'delete from session where user_id = ?', [user.id]);
      if (input.active === false || passwordHash || input.roles || input.organisationId)
        afterCommit(() =>
          context.services.events.publish('access', { userId: user.id, reconnect: true }),
        );
      return user.id;
    },
  );
}

function withoutAdmin(input: EditUserInput): boolean {
  return input.roles !== undefined && !input.roles.includes('ADMIN');
}
