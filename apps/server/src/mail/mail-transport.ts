import { getCACertificates } from 'node:tls';
import { createTransport } from 'nodemailer';
import type { Config } from '../platform/config.ts';

/** How mail is sent. */
export type MailSettings = NonNullable<Config['mail']>;

/** One letter. */
export interface Letter {
  /** The same for each attempt: a mail server or reader drops the second of two. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const TIMEOUT_MS = 10_000;

/** Whose certificates are believed: those that came with Node, and those the machine believes itself. */
const believed = () => [...getCACertificates('default'), ...getCACertificates('system')];

/** A mail server that takes letters one by one, over one connection. */
export interface MailTransport {
  /** @returns null when the server took the letter, else what went wrong */
  send(letter: Letter): Promise<unknown | null>;
  close(): void;
}

/**
 * Opens the way to the mail server; the first letter connects.
 *
 * A password is never sent in the clear, nor to a server that cannot prove its name: with an account,
 * TLS is asked for. Without one TLS is taken as it is offered (RFC 7435): who could feign the
 * certificate could also leave STARTTLS out.
 */
export function openMailTransport(settings: MailSettings): MailTransport {
  const { host, port, secure, user, password, from } = settings;
  const transport = createTransport({
    ...{ host, port, secure, pool: true, maxConnections: 1, requireTLS: !secure && user !== null },
    ...(user !== null && { auth: { user, pass: password ?? '' } }),
    tls: { ca: believed(), rejectUnauthorized: secure || user !== null },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    send({ id, to, subject, text }) {
      const sending = transport.sendMail({
        ...{ from, to: { name: '', address: to }, subject, text, messageId: `<${id}@${domain}>` },
        // Nobody is to answer by a notice of absence (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return sending.then(never, asError);
    },
    close: () => transport.close(),
  };
}

const never = () => null;
const asError = (error: unknown) => error;
