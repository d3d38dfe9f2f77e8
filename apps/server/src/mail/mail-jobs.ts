import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import { forgetMails, sendDueMails } from './mail-outbox.ts';

const SEND_MS = 10_000;
const FORGET_MS = 6 * 3_600_000;
const KEPT_DAYS = 30;

/** Sending, and forgetting what was sent long ago. */
export const MAIL_JOBS: readonly PeriodicJob[] = [
  {
    name: 'mail',
    everyMs: SEND_MS,
    run: async ({ config: { mail }, em, log, events }) => {
      if (mail) await sendDueMails({ em, log, events, mail });
    },
  },
  {
    name: 'mail-retention',
    everyMs: FORGET_MS,
    run: async ({ em }) => void (await forgetMails(em(), KEPT_DAYS)),
  },
];
