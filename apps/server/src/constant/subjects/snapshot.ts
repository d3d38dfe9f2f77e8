import { constantsAbout } from '../constant-definition.ts';

/** How many snapshots people may keep, and when none is taken. */
export const SNAPSHOT_CONSTANTS = constantsAbout('SNAPSHOT', {
  userSnapshotLimit: {
    type: 'INT',
    default: 3,
    min: 0,
    max: 100,
    description: 'Most snapshots that people may keep of one VM; scheduled ones do not count.',
  },
  snapshotPingGraceSeconds: {
    type: 'INT',
    default: 60,
    min: 1,
    max: 3_600,
    unit: 's',
    description: 'How long a guest may take to answer a ping before it is not snapshotted.',
  },
});
