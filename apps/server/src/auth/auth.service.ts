import type { Response } from 'express';
import { recordAudit } from '../audit/audit.service.ts';
import { runMutation } from '../audit/mutation.ts';
import type { Context } from '../context.ts';
import { type Em, fromJson, rows, run } from '../platform/db.ts';
import { BadUserInputError, NotFoundError, UnauthenticatedError } from '../platform/errors.ts';
import { type ApiTokenId, newId, type UserId } from '../platform/ids.ts';
import type { ApiToken, TokenScope } from './api-token.entity.ts';
import type { ChangePasswordInput, CreateApiTokenInput, LoginInput } from './auth.inputs.ts';
import { newSecret, newToken, SESSION_COOKIE } from './credentials.ts';
import { checkNewPassword, hashPassword, verifyPassword } from './password.ts';
import { requireViewer } from './policy.ts';

/**
 * Signs a local account in and sets the session cookie.
 * @throws {RateLimitedError} after too many failures
 * @throws {UnauthenticatedError} when name or password is wrong; which of them is not said
 */
export async function login(context: Context, input: LoginInput): Promise<UserId> {
  const username = input.username.trim();
  const who = { username, address: context.address };
  const { right, found: user } = await context.services.logins.judge(who, async () => {
    const found = await accountOf(context.em, username);
    const matches = await verifyPassword(input.password, found?.password_hash ?? null);
    return { right: matches && Boolean(found?.active), found };
  });
  if (!right || !user) {
    await auditLogin(context, user?.id ?? null, 'loginFailed', username);
    throw new UnauthenticatedError('The username or the password is wrong.');
  }
  await startSession(context, user.id);
  await auditLogin(context, user.id, 'login', username);
  return user.id;
}

interface Account {
  readonly id: UserId;
  readonly username: string;
  readonly password_hash: string | null;
  readonly active: number;
}

/**
 * The account of a name, upper and lower case alike. The database takes more for the same, e.g.
 * letters with accents: each spelling would be another name to whoever counts failures.
 */
async function accountOf(em: Em, username: string): Promise<Account | undefined> {
  const [found] = await rows<Account>(
    em,
    'select id, username, password_hash, active from user where username = ?',
    [username],
  );
  return found?.username.toLowerCase() === username.toLowerCase() ? found : undefined;
}

async function auditLogin(context: Context, actorId: UserId | null, action: string, name: string) {
  const { address } = context;
  await recordAudit(context.em, {
    actorId,
    action,
    subject: actorId,
    subjectName: name,
    detail: null,
    address,
  });
}

async function startSession(context: Context, userId: UserId): Promise<void> {
  const { sessionHours, publicUrl } = context.services.config;
  const { secret, hash } = newSecret();
  await run(
    context.em,
    `insert into session (id, user_id, created_at, expires_at, address, user_agent)
     values (?, ?, utc_timestamp(3), date_add(utc_timestamp(3), interval ? hour), ?, ?)`,
    [
      hash,
      userId,
      sessionHours,
      context.address,
      context.http?.request.headers['user-agent']?.slice(0, 255) ?? null,
    ],
  );
  context.http?.response.cookie(SESSION_COOKIE, secret, {
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl?.startsWith('https:') ?? false,
    maxAge: sessionHours * 3_600_000,
    path: '/',
  });
}

function forgetCookie(response: Response | undefined): void {
  response?.clearCookie(SESSION_COOKIE, { path: '/' });
}

/** Has sockets and consoles closed that were opened by a session or token which is no more. */
function closeWhatEnded({ services }: Context, userId: UserId): void {
  services.events.publish('access', { userId });
}

/** Ends the session that the request came with; harmless when there is none. */
export async function logout(context: Context): Promise<boolean> {
  forgetCookie(context.http?.response);
  const { viewer } = context;
  if (viewer?.credential.kind !== 'session') return false;
  await run(context.em, 'delete from session where id = ?', [viewer.credential.id]);
  closeWhatEnded(context, viewer.userId);
  return true;
}

/**
 * Changes the viewer's own password; all other sessions of the viewer end.
 * @throws {BadUserInputError} when the present password is wrong or the new one unfit
 */
export async function changePassword(
  context: Context,
  input: ChangePasswordInput,
): Promise<UserId> {
  const viewer = requireViewer(context);
  checkNewPassword(input.newPassword, 'newPassword');
  const who = { username: viewer.username, address: context.address };
  const { right } = await context.services.logins.judge(who, async () => {
    const [found] = await rows<{ password_hash: string | null }>(
      context.em,
      'select password_hash from user where id = ?',
      [viewer.userId],
    );
    const matches = await verifyPassword(input.currentPassword, found?.password_hash ?? null);
    return { right: matches, found };
  });
  if (!right)
    throw new BadUserInputError([
      { path: 'currentPassword', message: 'This is not your present password.' },
    ]);
  const hash = await hashPassword(input.newPassword);
  const keep = viewer.credential.kind === 'session' ? viewer.credential.id : '';
  return runMutation(
    context,
    { action: 'changePassword', clientMutationId: input.clientMutationId },
    async ({ em, afterCommit }) => {
      await run(
        em,
        'update user set password_hash = ?, password_change_suggested = false where id = ?',
        [hash, viewer.userId],
      );
      await run(em, 'delete from session where user_id = ? and id <> ?', [viewer.userId, keep]);
      afterCommit(() => closeWhatEnded(context, viewer.userId));
      return viewer.userId;
    },
  );
}

const TOKEN_COLUMNS = `id, user_id as userId, name, scopes, created_at as createdAt,
  expires_at as expiresAt, last_used_at as lastUsedAt`;

function tokenOf(row: ApiToken & { scopes: string | TokenScope[] }): ApiToken {
  return { ...row, scopes: fromJson(row.scopes) };
}

/** The viewer's own tokens, newest first. */
export async function listTokens(context: Context): Promise<ApiToken[]> {
  const { userId } = requireViewer(context);
  const found = await rows<ApiToken>(
    context.em,
    `select ${TOKEN_COLUMNS} from api_token where user_id = ? order by id desc`,
    [userId],
  );
  return found.map(tokenOf);
}

/** A token that could make one which lasts longer would not expire itself. */
async function refuseOutliving(context: Context, expiresAt: Date | null): Promise<void> {
  const { credential } = requireViewer(context);
  if (credential.kind !== 'token') return;
  const [maker] = await rows<{ expiresAt: Date | null }>(
    context.em,
    'select expires_at as expiresAt from api_token where id = ?',
    [credential.id],
  );
  const latest = maker?.expiresAt;
  if (!latest || (expiresAt && expiresAt <= latest)) return;
  const message = `A token cannot make one that lasts longer: give expiresAt, at most ${latest.toISOString()}.`;
  throw new BadUserInputError([{ path: 'expiresAt', message }]);
}

/**
 * Makes a token with at most the scopes and the life of the credential that asks for it.
 * @throws {BadUserInputError} when it would be dead at once or stronger than its maker
 */
export async function createApiToken(
  context: Context,
  input: CreateApiTokenInput,
): Promise<{ token: string; apiToken: ApiToken }> {
  const viewer = requireViewer(context);
  if (input.expiresAt && input.expiresAt.getTime() <= Date.now())
    throw new BadUserInputError([{ path: 'expiresAt', message: 'expiresAt lies in the past.' }]);
  const scopes = input.scopes?.length ? input.scopes : ([...viewer.scopes] as TokenScope[]);
  if (scopes.some((scope) => !viewer.scopes.includes(scope)))
    throw new BadUserInputError([
      { path: 'scopes', message: 'A token cannot make a stronger one.' },
    ]);
  await refuseOutliving(context, input.expiresAt ?? null);
  const { secret, hash } = newToken();
  const id = await runMutation(
    context,
    { action: 'createApiToken', detail: input.name },
    async ({ em }) => {
      const tokenId = newId('token');
      await run(
        em,
        `insert into api_token (id, user_id, name, hash, scopes, created_at, expires_at)
         values (?, ?, ?, ?, ?, utc_timestamp(3), ?)`,
        [tokenId, viewer.userId, input.name, hash, JSON.stringify(scopes), input.expiresAt ?? null],
      );
      return tokenId;
    },
  );
  return { token: secret, apiToken: await loadToken(context, id) };
}

async function loadToken(context: Context, id: ApiTokenId): Promise<ApiToken> {
  const [row] = await rows<ApiToken>(
    context.em,
    `select ${TOKEN_COLUMNS} from api_token where id = ? and user_id = ?`,
    [id, requireViewer(context).userId],
  );
  if (!row) throw new NotFoundError('API token', id);
  return tokenOf(row);
}

/** Removes one of the viewer's tokens; it is refused from the next request on. */
export async function revokeApiToken(context: Context, id: string): Promise<ApiToken> {
  const token = await loadToken(context, id as ApiTokenId);
  const call = { action: 'revokeApiToken', detail: token.name };
  await runMutation(context, call, async ({ em, afterCommit }) => {
    await run(em, 'delete from api_token where id = ?', [token.id]);
    afterCommit(() => closeWhatEnded(context, token.userId));
    return token.id;
  });
  return token;
}
