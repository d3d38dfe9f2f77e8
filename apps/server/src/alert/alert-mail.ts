import { constantValues } from '../constant/constant.service.ts';
import { adminAddresses, queueMails } from '../mail/mail-outbox.ts';
import type { Config } from '../platform/config.ts';
import type { Em } from '../platform/db.ts';
import type { AlertView } from './alert-store.ts';

/** What telling by mail takes of the configuration. */
export type MailConfig = Pick<Config, 'mail' | 'publicUrl'>;

type Told = Pick<
  AlertView,
  'id' | 'ruleName' | 'severity' | 'subjectName' | 'message' | 'raisedAt' | 'endedAt'
>;

/** Which alerts the constant `mailAlerts` lets out: 0 none, 1 the critical ones, 2 all. */
export function isMailed(level: number, severity: AlertView['severity']): boolean {
  return level === 2 || (level === 1 && severity === 'CRITICAL');
}

/** An alert, or its end, as a mail. */
export function alertLetter(
  alert: Told,
  publicUrl: string | undefined,
): { subject: string; body: string } {
  const { endedAt, ruleName, subjectName, severity, message, raisedAt } = alert;
  const word = endedAt ? 'Over' : severity === 'CRITICAL' ? 'Critical' : 'Warning';
  const lines = [
    `${ruleName}: ${message}`,
    '',
    `Object:   ${subjectName}`,
    `Severity: ${severity.toLowerCase()}`,
    `Raised:   ${raisedAt.toISOString()}`,
    ...(endedAt ? [`Over:     ${endedAt.toISOString()}`] : []),
    ...(publicUrl ? ['', `${publicUrl.replace(/\/$/, '')}/health/alerts`] : []),
  ];
  return { subject: `${word}: ${subjectName}: ${ruleName}`, body: lines.join('\n') };
}

/** Puts a mail to each admin into the outbox, when mail is set up; once for an alert and for its end. */
export async function mailAlert(em: Em, config: MailConfig, alert: Told): Promise<void> {
  if (!config.mail) return;
  const { mailAlerts } = await constantValues(em);
  if (!isMailed(mailAlerts, alert.severity)) return;
  const letter = alertLetter(alert, config.publicUrl);
  const once = `${alert.id} ${alert.endedAt ? 'over' : 'raised'}`;
  const admins = await adminAddresses(em);
  await queueMails(
    em,
    admins.map((recipient) => ({ topic: 'alert', recipient, ...letter, once })),
  );
}
