/** Where a mail stands. */
export const MailStatus = { WAITING: 'WAITING', SENT: 'SENT', FAILED: 'FAILED' } as const;
export type MailStatus = keyof typeof MailStatus;

/** A mail as it waits. */
export interface WaitingMail {
  readonly id: string;
  readonly topic: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly attempts: number;
}

/** About a day of attempts. */
const ATTEMPTS_MAX = 30;
const FIRST_MS = 60_000;
const LONGEST_MS = 3_600_000;

/** How long after so many failed attempts the next is due, ms; null: it is given up. */
export function nextAttemptMs(attempts: number): number | null {
  if (attempts >= ATTEMPTS_MAX) return null;
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
}

/** Mails that go out as one: those of one topic to one person. */
export function bundles(mails: readonly WaitingMail[]): WaitingMail[][] {
  const groups = new Map<string, WaitingMail[]>();
  for (const mail of mails) {
    const key = JSON.stringify([mail.topic, mail.recipient.toLowerCase()]);
    const group = groups.get(key);
    if (group) group.push(mail);
    else groups.set(key, [mail]);
  }
  return [...groups.values()];
}

/** Subject and text of one letter that says what all of a bundle say. */
export function letterOf(bundle: readonly WaitingMail[]): { subject: string; text: string } {
  const [first] = bundle;
  if (!first) throw new RangeError('a bundle of no mails');
  if (bundle.length === 1) return { subject: first.subject, text: first.body };
  return {
    subject: `${first.subject} (and ${bundle.length - 1} more)`,
    text: bundle.map(({ subject, body }) => `${subject}\n\n${body}`).join('\n\n---\n\n'),
  };
}

/** What Node advises whom it does not know the issuer of a certificate of; it is not for an admin. */
const NODES_ADVICE = /; if the root CA is installed locally.*$/;

/** A fault as it may be shown: one sentence on one line, not too long, with the remedy where it is known. */
export function faultText(error: unknown): string {
  if ((error as { reason?: unknown } | null)?.reason === 'wrong version number')
    return 'This port does not begin with TLS: smtp:// in BAADAL_SMTP_URL, or the port of smtps.';
  const message = error instanceof Error ? error.message : String(error);
  const text = message
    .replace(/\s+/g, ' ')
    .trim()
    .replace(
      NODES_ADVICE,
      ': the CA that issued it is not among those that the machine of the server believes',
    );
  return /[.!?]$/.test(text) ? text.slice(0, 255) : `${text.slice(0, 254)}.`;
}

/**
 * Whether the mail server will never take it: the person's address is refused for good (RFC 5321, 5yz).
 * The sender being refused says nothing of the person: it is a matter of settings.
 */
export function isRefusedForGood(error: unknown): boolean {
  const { command, responseCode } = error as { command?: unknown; responseCode?: unknown };
  return command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500;
}
