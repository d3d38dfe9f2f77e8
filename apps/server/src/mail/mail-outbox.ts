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
import { type MailSettings, sendLetters } from './mail-transport.ts';

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
const CLAIM_SECONDS = 300;
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
         due_at = utc_timestamp(3) + interval ${CLAIM_SECONDS} second where id in (?)`,
      [due.map(({ id }) => id)],
    );
    return due.map((mail) => ({ ...mail, attempts: mail.attempts + 1 }));
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
  const due = bundles(await claim(em(), only));
  if (due.length === 0) return { sent: 0, kept: 0 };
  const letters = due.map((bundle) => {
    const [{ id, recipient: to } = { id: '', recipient: '' }] = bundle;
    return { id, to, ...letterOf(bundle) };
  });
  const outcomes = await sendLetters(mail, letters);
  const count = { sent: 0, kept: 0 };
  for (const [i, bundle] of due.entries()) {
    const error = outcomes[i] ?? null;
    await settle(em(), bundle, error);
    count[error === null ? 'sent' : 'kept'] += bundle.length;
    if (error !== null) log.warn({ err: error, mails: bundle.length }, 'mail is not sent');
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
