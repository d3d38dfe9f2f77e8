import { constantsAbout } from '../constant-definition.ts';

/** How large a VM may be, how it is shut down, and when it goes. */
export const VM_CONSTANTS = constantsAbout('VM', {
  maxVcpusPerVm: {
    type: 'INT',
    default: 16,
    min: 1,
    max: 512,
    description: 'Most vCPUs that one VM may have.',
  },
  maxRamMiBPerVm: {
    type: 'INT',
    default: 65_536,
    min: 64,
    max: 4_194_304,
    unit: 'MiB',
    description: 'Most RAM that one VM may have.',
  },
  shutdownTimeoutSeconds: {
    type: 'INT',
    default: 120,
    min: 5,
    max: 3_600,
    unit: 's',
    description: 'How long a guest may take to shut down before the task gives up.',
  },
  vcpuHeadroomFactor: {
    type: 'FLOAT',
    default: 4,
    min: 1,
    max: 64,
    description:
      'How many times its vCPUs a VM may be given while it runs; fixed when it is made. 1: none.',
  },
  ramHeadroomFactor: {
    type: 'FLOAT',
    default: 2,
    min: 1,
    max: 16,
    description:
      'How many times its RAM a VM may be given while it runs; fixed when it is made. A guest without a memory balloon driver sees and uses all of it: 1 where there are such.',
  },
  expiryWarningDays: {
    type: 'INT',
    default: 14,
    min: 0,
    max: 365,
    unit: 'days',
    description: 'How long before a VM expires its people are warned.',
  },
  shutDownExpiredVms: {
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description: 'On (1): VMs are shut down when they expire. Off (0): their expiry only shows.',
  },
  deletedVmGraceDays: {
    type: 'INT',
    default: 7,
    min: 0,
    max: 365,
    unit: 'days',
    description: 'How long the disks of a deleted VM are kept; 0 removes them at once.',
  },
});
