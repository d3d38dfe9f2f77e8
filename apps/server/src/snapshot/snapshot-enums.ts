import { registerEnumType } from 'type-graphql';

/** Who had a snapshot taken, which decides who prunes it. */
export const SnapshotType = {
  USER: 'USER',
  SYSTEM: 'SYSTEM',
  DAILY: 'DAILY',
  WEEKLY: 'WEEKLY',
  MONTHLY: 'MONTHLY',
  YEARLY: 'YEARLY',
} as const;
export type SnapshotType = (typeof SnapshotType)[keyof typeof SnapshotType];
registerEnumType(SnapshotType, {
  name: 'SnapshotType',
  description: 'Who had a snapshot taken.',
  valuesConfig: {
    USER: { description: 'A person; counts towards the limit.' },
    SYSTEM: { description: 'Baadal itself, for maintenance.' },
    DAILY: { description: "The VM's schedule, which keeps the newest of each kind." },
  },
});

/** Kinds of scheduled snapshots. */
export const SCHEDULED_TYPES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type ScheduledType = (typeof SCHEDULED_TYPES)[number];

/** How far a snapshot's row is; only those that are there are shown. */
export const SnapshotState = {
  /** Reserved: its task has not taken it yet. */
  CREATING: 'CREATING',
  READY: 'READY',
  /** Its deletion was asked for. */
  DELETING: 'DELETING',
} as const;
export type SnapshotState = (typeof SnapshotState)[keyof typeof SnapshotState];
registerEnumType(SnapshotState, { name: 'SnapshotState', description: 'How far a snapshot is.' });
