import { constantsAbout } from '../constant-definition.ts';

/** What is measured, who is told, and how long records are kept. */
export const WATCH_CONSTANTS = constantsAbout('WATCH', {
  metricsIntervalSeconds: {
    type: 'INT',
    default: 10,
    min: 5,
    max: 60,
    unit: 's',
    description: 'How often hosts and VMs are measured.',
  },
  mailAlerts: {
    type: 'INT',
    default: 2,
    min: 0,
    max: 2,
    description:
      'Which alerts are mailed to the admins where mail is set up: 0 none, 1 critical ones, 2 all.',
  },
  throughputTestSeconds: {
    type: 'INT',
    default: 3,
    min: 1,
    max: 60,
    unit: 's',
    description: 'How long one test of the throughput between two hosts lasts.',
  },
  throughputTestMiB: {
    type: 'INT',
    default: 4_096,
    min: 1,
    max: 1_048_576,
    unit: 'MiB',
    description:
      'Most data that one throughput test moves; a link that could carry more is measured at this much.',
  },
  throughputHourUtc: {
    type: 'INT',
    default: 2,
    min: 0,
    max: 24,
    unit: 'h',
    description:
      'Hour of the day (UTC) in which the throughput between all hosts is measured; 24 never.',
  },
  taskRetentionDays: {
    type: 'INT',
    default: 90,
    min: 1,
    max: 3_650,
    unit: 'days',
    description: 'How long tasks that have ended are kept, with their steps and logs.',
  },
});
