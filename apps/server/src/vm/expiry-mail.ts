import { queueMails } from '../mail/mail-outbox.ts';
import { type Em, rows } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';

/** What a mail says of a VM's expiry. */
export interface Expiry {
  readonly id: VmId;
  readonly name: string;
  readonly owner: string;
  readonly expiresAt: Date;
  readonly expired: boolean;
  /** Whether it is shut down when it expires, or only shown. */
  readonly shutsDown: boolean;
}

/** Writes the mail that tells a VM's people that it expires, or has expired. */
export function expiryLetter(
  { id, name, owner, expiresAt, expired, shutsDown }: Expiry,
  publicUrl: string | undefined,
): { subject: string; body: string } {
  const [day, time] = expiresAt.toISOString().split('T');
  const when = `${day} ${time?.slice(0, 5)} UTC`;
  const [happens, stays] = expired
    ? ['It is shut down if it still runs.', 'Nothing is done to it.']
    : [
        'It is shut down then.',
        'Nothing is done to it then, but it counts as not needed any more.',
      ];
  const lines = [
    `The VM ${name} of ${owner} ${expired ? 'has expired' : 'expires'}: ${when}.`,
    shutsDown ? happens : stays,
    '',
    'If it is still needed, choose a later day in its settings. If it is not, please delete it.',
    ...(publicUrl ? ['', `${publicUrl.replace(/\/$/, '')}/vms/${id}/settings`] : []),
  ];
  const subject = expired ? `VM ${name} has expired` : `VM ${name} expires on ${day}`;
  return { subject, body: lines.join('\n') };
}

/** Puts a mail into the outbox for the owner and for each collaborator who has an address. */
export async function mailExpiry(
  em: Em,
  publicUrl: string | undefined,
  expiry: Expiry,
): Promise<void> {
  const people = await rows<{ email: string }>(
    em,
    `select u.email from user u where u.active and u.email <> ''
        and (u.id = (select owner_id from vm where id = ?)
          or u.id in (select user_id from vm_collaborator where vm_id = ?))`,
    [expiry.id, expiry.id],
  );
  const letter = expiryLetter(expiry, publicUrl);
  await queueMails(
    em,
    people.map(({ email: recipient }) => ({ topic: 'expiry', recipient, ...letter })),
  );
}
