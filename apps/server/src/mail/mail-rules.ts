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

/** A fault as it may be shown: one line, not too long. */
export function faultText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, ' ').trim().slice(0, 255);
}

/** Whether the mail server will never take it: the person's address is refused for good (RFC 5321, 5yz). */
export function isRefusedForGood(error: unknown): boolean {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return code === 'EENVELOPE' && typeof responseCode === 'number' && responseCode >= 500;
}
