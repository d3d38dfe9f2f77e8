import { archiveSweepJob } from './archive/archive-sweep.ts';
import { balanceJob } from './evacuation/balance.service.ts';
import { HOST_NETWORK_JOBS } from './host-network/host-network-jobs.ts';
import { powerPolicyJob } from './host-power/power-policy.ts';
import { MAIL_JOBS } from './mail/mail-jobs.ts';
import { respawnJob } from './respawn/respawn-job.ts';
import { snapshotScheduleJob } from './snapshot/snapshot-schedules.ts';
import { taskRetentionJob } from './task/task-retention.ts';
import { uploadSweepJob } from './upload/upload-sweep.ts';
import { expirySweepJob } from './vm/expiry-sweep.ts';

/** All work that recurs by itself, done by whichever worker comes first. */
export const PERIODIC_JOBS = [
  archiveSweepJob,
  balanceJob,
  expirySweepJob,
  ...HOST_NETWORK_JOBS,
  ...MAIL_JOBS,
  powerPolicyJob,
  respawnJob,
  snapshotScheduleJob,
  taskRetentionJob,
  uploadSweepJob,
] as const;
