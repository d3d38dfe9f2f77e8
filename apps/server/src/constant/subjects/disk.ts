import { EXTRA_DISKS_MAX } from '../../disk/disk-limits.ts';
import { constantsAbout } from '../constant-definition.ts';

/** Room on datastores, and extra disks. */
export const DISK_CONSTANTS = constantsAbout('DISK', {
  datastoreReserveGiB: {
    type: 'INT',
    default: 5,
    min: 0,
    max: 1_048_576,
    unit: 'GiB',
    description:
      'Free space of a datastore below which nothing new goes in, where it has no reserve of its own.',
  },
  diskOvercommitRatio: {
    type: 'FLOAT',
    default: 20,
    min: 1,
    max: 1_000,
    description: 'Disk space that may be promised for each GiB of a datastore; disks grow as used.',
  },
  maxExtraDisksPerVm: {
    type: 'INT',
    default: EXTRA_DISKS_MAX,
    min: 0,
    max: EXTRA_DISKS_MAX,
    description: 'Most extra disks that one VM may have; it has no more free PCI ports.',
  },
  detachTimeoutSeconds: {
    type: 'INT',
    default: 30,
    min: 5,
    max: 600,
    unit: 's',
    description: 'How long a guest may take to let a disk go before the task gives up.',
  },
});
