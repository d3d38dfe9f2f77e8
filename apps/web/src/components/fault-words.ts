import type { ApiFault } from '../api/api-fault.ts';
import { type PlainKey, t } from '../messages/message.ts';

const remedies: Readonly<Record<string, PlainKey>> = {
  OFFLINE: 'fault.remedy.offline',
  UNAVAILABLE: 'fault.remedy.unavailable',
  UNAUTHENTICATED: 'fault.remedy.unauthenticated',
  FORBIDDEN: 'fault.remedy.forbidden',
  NOT_FOUND: 'fault.remedy.notFound',
  BAD_USER_INPUT: 'fault.remedy.input',
  CONFLICT: 'fault.remedy.conflict',
  QUOTA_EXCEEDED: 'fault.remedy.quota',
  NO_CAPACITY: 'fault.remedy.capacity',
  HOST_UNREACHABLE: 'fault.remedy.host',
  RATE_LIMITED: 'fault.remedy.rate',
};

/** What happened, in words: the server's sentence, or ours when it did not answer. */
export function titleOf(fault: ApiFault): string {
  if (fault.code === 'OFFLINE') return t('fault.offline');
  const field = fault.fields[0];
  if (fault.code === 'BAD_USER_INPUT' && field) return field.message;
  return fault.message || t('fault.internal');
}

/** What to do next. */
export function remedyOf(fault: ApiFault): string {
  return t(remedies[fault.code] ?? 'fault.remedy.other');
}
