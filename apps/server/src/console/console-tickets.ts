import { createHash, randomBytes } from 'node:crypto';
import { type Em, rows, run } from '../platform/db.ts';
import type { UserId, VmId } from '../platform/ids.ts';
import type { ConsoleKind } from './console.type.ts';

/** Time to open a console with its ticket, ms. */
const TICKET_MS = 30_000;

/** What a ticket allows. */
export interface TicketGrant {
  readonly vmId: VmId;
  readonly userId: UserId;
  readonly kind: ConsoleKind;
  /** Id of the session or API token that asked for it. */
  readonly credential: string;
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Writes a new ticket; its token is known to the caller alone. */
export async function issueTicket(
  em: Em,
  grant: TicketGrant,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  await run(em, 'delete from console_ticket where expires_at < utc_timestamp(3)');
  await run(
    em,
    `insert into console_ticket (hash, vm_id, user_id, kind, credential, expires_at)
     values (?, ?, ?, ?, ?, utc_timestamp(3) + interval ? microsecond)`,
    [...[hashOf(token), grant.vmId, grant.userId, grant.kind, grant.credential], TICKET_MS * 1_000],
  );
  return { token, expiresAt: new Date(Date.now() + TICKET_MS) };
}

/**
 * Uses a ticket up.
 * @returns null when there is none, it was used, has expired, or is of another kind of console
 */
export async function redeemTicket(
  em: Em,
  token: string,
  kind: ConsoleKind,
): Promise<TicketGrant | null> {
  const hash = hashOf(token);
  const [grant] = await rows<TicketGrant>(
    em,
    `select vm_id as vmId, user_id as userId, kind, credential from console_ticket
     where hash = ? and kind = ? and expires_at > utc_timestamp(3)`,
    [hash, kind],
  );
  // Of two who come with the same ticket, one deletes the row.
  const used = (await run(em, 'delete from console_ticket where hash = ?', [hash])) > 0;
  return grant && used ? grant : null;
}
