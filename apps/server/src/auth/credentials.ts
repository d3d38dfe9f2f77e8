import { createHash, randomBytes } from 'node:crypto';
import { type Em, fromJson, rows, run } from '../platform/db.ts';
import type { ApiTokenId, OrganisationId, UserId } from '../platform/ids.ts';
import type { Role } from '../user/role.ts';
import type { TokenScope } from './api-token.entity.ts';
import type { Viewer } from './viewer.ts';

export const SESSION_COOKIE = 'baadal_session';
const TOKEN_PREFIX = 'baadal_';

/** What a request shows to prove who it comes from. */
export interface Presented {
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
}

/** A new secret and the hash that is stored for it. */
export function newSecret(prefix = ''): { secret: string; hash: string } {
  const secret = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashSecret(secret) };
}

/** A new API token: recognisable by its prefix, so that leak scanners find it. */
export const newToken = () => newSecret(TOKEN_PREFIX);

/** SHA-256 suffices: the secrets have 256 random bits. */
function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Reads one cookie out of a Cookie header (RFC 6265). */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

interface ViewerRow {
  readonly user_id: UserId;
  readonly username: string;
  readonly roles: string | Role[];
  readonly organisation_id: OrganisationId;
}

interface TokenRow extends ViewerRow {
  readonly token_id: ApiTokenId;
  readonly scopes: string | TokenScope[];
  readonly idle_minutes: number | null;
}

function viewerOf(row: ViewerRow): Omit<Viewer, 'scopes' | 'credential'> {
  return {
    userId: row.user_id,
    username: row.username,
    roles: fromJson(row.roles),
    organisationId: row.organisation_id,
  };
}

/**
 * Finds out who is asking, in one statement.
 * @returns null when nothing was presented; `'INVALID'` when it is wrong, expired or revoked
 */
export async function authenticate(em: Em, shown: Presented): Promise<Viewer | null | 'INVALID'> {
  if (shown.authorization !== undefined) return byToken(em, shown.authorization);
  if (shown.cookie !== undefined) return bySession(em, shown.cookie);
  return null;
}

async function byToken(em: Em, authorization: string): Promise<Viewer | 'INVALID'> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  if (!token) return 'INVALID';
  const [row] = await rows<TokenRow>(
    em,
    `select u.id as user_id, u.username, u.roles, u.organisation_id, t.id as token_id, t.scopes,
            timestampdiff(minute, t.last_used_at, utc_timestamp(3)) as idle_minutes
       from api_token t join user u on u.id = t.user_id
      where t.hash = ? and u.active and (t.expires_at is null or t.expires_at > utc_timestamp(3))`,
    [hashSecret(token)],
  );
  if (!row) return 'INVALID';
  if (row.idle_minutes === null || row.idle_minutes > 0)
    await run(em, 'update api_token set last_used_at = utc_timestamp(3) where id = ?', [
      row.token_id,
    ]);
  return {
    ...viewerOf(row),
    scopes: fromJson(row.scopes),
    credential: { kind: 'token', id: row.token_id },
  };
}

async function bySession(em: Em, cookie: string): Promise<Viewer | null> {
  const id = hashSecret(cookie);
  const [row] = await rows<ViewerRow>(
    em,
    `select u.id as user_id, u.username, u.roles, u.organisation_id
       from session s join user u on u.id = s.user_id
      where s.id = ? and s.expires_at > utc_timestamp(3) and u.active`,
    [id],
  );
  // A stale cookie is a signed-out browser, not an attack: it must still be able to sign in.
  if (!row) return null;
  return { ...viewerOf(row), scopes: ['READ', 'WRITE'], credential: { kind: 'session', id } };
}
