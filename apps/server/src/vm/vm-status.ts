import { registerEnumType } from 'type-graphql';

/** What a VM is doing. */
export const VmStatus = {
  UNKNOWN: 'UNKNOWN',
  IN_QUEUE: 'IN_QUEUE',
  RUNNING: 'RUNNING',
  SUSPENDED: 'SUSPENDED',
  SHUTDOWN: 'SHUTDOWN',
  CRASHED: 'CRASHED',
} as const;
export type VmStatus = (typeof VmStatus)[keyof typeof VmStatus];
registerEnumType(VmStatus, {
  name: 'VmStatus',
  description: 'What a VM is doing, as libvirt on its host says.',
  valuesConfig: {
    UNKNOWN: { description: 'Its host cannot be reached, or its domain is not there.' },
    IN_QUEUE: { description: 'Being made; no domain yet.' },
    RUNNING: { description: 'Running.' },
    SUSPENDED: { description: 'Paused, memory kept.' },
    SHUTDOWN: { description: 'Off.' },
    CRASHED: { description: 'Its QEMU or guest died.' },
  },
});
