import { type Em, rows, run, transaction } from '../platform/db.ts';
import { type MailId, newId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import {
  bundles,
  faultText,
  isRefusedForGood,
  letterOf,
  nextAttemptMs,
  type WaitingMail,
} from './mail-rules.ts';
import { type MailSettings, openMailTransport } from './mail-transport.ts';

/** A mail to be written. */
export interface NewMail {
  /** What it is about, e.g. `alert`; due mails of one topic to one person go out as one. */
  readonly topic: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  /** Names what must not be told twice, e.g. the alert and its end. */
  readonly once?: string;
}

const COLUMNS = 'id, topic, recipient, subject, body, attempts';
/** A sender that died is taken over from after so long. */
const CLAIMED_UNTIL = 'utc_timestamp(3) + interval 300 second';
const AT_ONCE = 100;

/**
 * Puts mails into the outbox, in the caller's transaction: they are sent if, and only if, it commits.
 * What was put there before under the same `once` to the same person is not put there again.
 */
export async function queueMails(em: Em, mails: readonly NewMail[]): Promise<MailId[]> {
  if (mails.length === 0) return [];
  const made = mails.map((mail) => ({ ...mail, id: newId('mail') }));
  await run(
    em,
    `insert ignore into mail_outbox (id, status, topic, recipient, subject, body, once_key, attempts,
       due_at, created_at) values ${made.map(() => "(?, 'WAITING', ?, ?, ?, ?, ?, 0, utc_timestamp(3), utc_timestamp(3))").join(', ')}`,
    made.flatMap(({ id, topic, recipient, subject, body, once }) => [
      ...[id, topic, recipient, subject.slice(0, 255), body],
      once ? `${once} ${recipient}`.slice(0, 190) : null,
    ]),
  );
  return made.map(({ id }) => id);
}

/** Addresses of all admins that have one. */
export async function adminAddresses(em: Em): Promise<string[]> {
  const admins = await rows<{ email: string }>(
    em,
    `select email from user where active and email is not null and email <> ''
        and json_contains(roles, '"ADMIN"')`,
  );
  return admins.map(({ email }) => email);
}

/** Takes mails that are due; of several senders each gets others. */
async function claim(em: Em, only: readonly MailId[] | null): Promise<WaitingMail[]> {
  return transaction(em, async (tx) => {
    const which = only ? 'and id in (?)' : '';
    const due = await rows<WaitingMail>(
      tx,
      `select ${COLUMNS} from mail_outbox
        where status = 'WAITING' and due_at <= utc_timestamp(3) ${which}
        order by due_at, id limit ${AT_ONCE} for update skip locked`,
      only ? [only] : [],
    );
    if (due.length === 0) return [];
    await run(
      tx,
      `update mail_outbox set attempts = attempts + 1,
         due_at = ${CLAIMED_UNTIL} where id in (?)`,
      [due.map(({ id }) => id)],
    );
    return due.map((mail) => ({ ...mail, attempts: mail.attempts + 1 }));
  });
}

/**
 * Claims anew what was claimed and has not been sent, as slow as the mail server may be.
 * @returns the ids of those that no other sender took over meanwhile
 */
async function holdOn(em: Em, rest: readonly WaitingMail[]): Promise<ReadonlySet<string>> {
  return transaction(em, async (tx) => {
    const held = await rows<{ id: string }>(
      tx,
      `select id from mail_outbox
        where status = 'WAITING' and (id, attempts) in (${rest.map(() => '(?, ?)').join(', ')}) for update`,
      rest.flatMap(({ id, attempts }) => [id, attempts]),
    );
    const ids = held.map(({ id }) => id);
    if (ids.length > 0)
      await run(tx, `update mail_outbox set due_at = ${CLAIMED_UNTIL} where id in (?)`, [ids]);
    return new Set(ids);
  });
}

/** Writes down how a letter fared, for all mails that it was made of. */
async function settle(em: Em, bundle: readonly WaitingMail[], error: unknown): Promise<void> {
  const ids = bundle.map(({ id }) => id);
  if (error === null) {
    await run(
      em,
      "update mail_outbox set status = 'SENT', ended_at = utc_timestamp(3), fault = null where id in (?)",
      [ids],
    );
    return;
  }
  for (const { id, attempts } of bundle) {
    const waitMs = isRefusedForGood(error) ? null : nextAttemptMs(attempts);
    const fate =
      waitMs === null
        ? "status = 'FAILED', ended_at = utc_timestamp(3)"
        : `due_at = utc_timestamp(3) + interval ${Math.round(waitMs / 1000)} second`;
    await run(em, `update mail_outbox set ${fate}, fault = ? where id = ?`, [faultText(error), id]);
  }
}

/**
 * Sends what is due. A mail that the server took just before this process died is sent once more,
 * under the same message id.
 * @param only of these mails alone
 * @returns how many mails were taken by the mail server, and how many were not
 */
export async function sendDueMails(
  services: Pick<Services, 'em' | 'log' | 'events'> & { readonly mail: MailSettings },
  only: readonly MailId[] | null = null,
): Promise<{ readonly sent: number; readonly kept: number }> {
  const { em, log, events, mail } = services;
  const count = { sent: 0, kept: 0 };
  const due = bundles(await claim(em(), only));
  if (due.length === 0) return count;
  const transport = openMailTransport(mail);
  try {
    for (const [i, claimed] of due.entries()) {
      const held = await holdOn(em(), due.slice(i).flat());
      const bundle = claimed.filter(({ id }) => held.has(id));
      const [first] = bundle;
      if (!first) continue;
      const letter = { id: first.id, to: first.recipient, ...letterOf(bundle) };
      const error = await transport.send(letter);
      await settle(em(), bundle, error);
      count[error === null ? 'sent' : 'kept'] += bundle.length;
      if (error !== null) log.warn({ err: error, mails: bundle.length }, 'mail is not sent');
    }
  } finally {
    transport.close();
  }
  events.publish('mail', {});
  return count;
}

/** Forgets mails that were sent or given up so long ago. */
export async function forgetMails(em: Em, days: number): Promise<number> {
  return run(
    em,
    "delete from mail_outbox where status <> 'WAITING' and ended_at < utc_timestamp(3) - interval ? day",
    [days],
  );
}
