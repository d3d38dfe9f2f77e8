import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import type { Config } from '../platform/config.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, UnavailableError } from '../platform/errors.ts';
import type { MailId } from '../platform/ids.ts';
import type { MailState, SendTestMailInput } from './mail.type.ts';
import { queueMails, sendDueMails } from './mail-outbox.ts';

/** The feed has one object. */
export const MAIL = 'mail';

/** How mail goes: one statement. */
export async function loadMailState(em: Em, mail: Config['mail']): Promise<MailState> {
  const [row] = await rows<{
    waiting: number | null;
    failed: number | null;
    lastSentAt: Date | null;
    lastFault: string | null;
  }>(
    em,
    `select sum(status = 'WAITING') as waiting, sum(status = 'FAILED') as failed,
       max(if(status = 'SENT', ended_at, null)) as lastSentAt,
       (select fault from mail_outbox where fault is not null order by created_at desc limit 1)
         as lastFault
       from mail_outbox`,
  );
  return {
    id: MAIL,
    server: mail && `${mail.host}:${mail.port}`,
    sender: mail?.from ?? null,
    waiting: Number(row?.waiting ?? 0),
    failed: Number(row?.failed ?? 0),
    lastSentAt: row?.lastSentAt ?? null,
    lastFault: row?.lastFault ?? null,
  };
}

async function ownAddress(em: Em, userId: string): Promise<string> {
  const [user] = await rows<{ email: string | null }>(em, 'select email from user where id = ?', [
    userId,
  ]);
  if (user?.email) return user.email;
  throw new BadUserInputError([
    { path: 'to', message: 'You have no e-mail address here: name one.' },
  ]);
}

/**
 * Sends a mail now, so that an admin sees whether the settings are right.
 * @throws {BadUserInputError} when mail is not set up, or there is no address
 * @throws {UnavailableError} with the mail server's words, when it does not take it
 */
export async function sendTestMail(context: Context, input: SendTestMailInput): Promise<MailState> {
  const { em, log, events, config } = context.services;
  const { mail } = config;
  if (!mail)
    throw new BadUserInputError([
      { path: 'to', message: 'Mail is not set up: set BAADAL_SMTP_URL and BAADAL_MAIL_FROM.' },
    ]);
  const { userId } = requireViewer(context);
  const recipient = input.to ?? (await ownAddress(context.em, userId));
  const { clientMutationId } = input;
  const call = { action: 'sendTestMail', clientMutationId, detail: recipient };
  const id = await runMutation(context, call, async (tx) => {
    const subject = 'Test mail from Baadal';
    const body = 'This mail was asked for on the settings page. Alerts will come the same way.';
    const [made] = await queueMails(tx.em, [{ topic: 'test', recipient, subject, body }]);
    return made as MailId;
  });
  await sendDueMails({ em, log, events, mail }, [id]);
  const [sent] = await rows<{ status: string; fault: string | null }>(
    context.em,
    'select status, fault from mail_outbox where id = ?',
    [id],
  );
  if (sent?.status !== 'SENT')
    throw new UnavailableError(
      `The mail server did not take it: ${sent?.fault ?? 'No answer.'} ${sent?.status === 'FAILED' ? 'It is given up.' : 'It is tried again by itself.'}`,
    );
  return loadMailState(context.em, mail);
}
