import { registerEnumType } from 'type-graphql';

/** Whether the cloud as a whole takes work. */
export const CloudState = {
  OPEN: 'OPEN',
  CLOSING: 'CLOSING',
  CLOSED: 'CLOSED',
  OPENING: 'OPENING',
} as const;
export type CloudState = (typeof CloudState)[keyof typeof CloudState];
registerEnumType(CloudState, {
  name: 'CloudState',
  description: 'Whether the cloud as a whole takes work.',
  valuesConfig: {
    OPEN: { description: 'It does.' },
    CLOSING: { description: 'Its VMs are being stopped, their memory kept.' },
    CLOSED: { description: 'It is shut down.' },
    OPENING: { description: 'Its VMs are being brought back.' },
  },
});

/** How the memory of a VM is kept while its host is shut down. */
export const KeepMethod = { MANAGED_SAVE: 'MANAGED_SAVE', SNAPSHOT: 'SNAPSHOT' } as const;
export type KeepMethod = (typeof KeepMethod)[keyof typeof KeepMethod];
registerEnumType(KeepMethod, {
  name: 'KeepMethod',
  description: 'How the memory of a VM is kept while its host is shut down.',
  valuesConfig: {
    MANAGED_SAVE: { description: 'By libvirt, on the disk of its host.' },
    SNAPSHOT: { description: 'As a system snapshot, in the disks of the VM.' },
  },
});

/** What a VM was when it was stopped. */
export const KeptAs = { RUNNING: 'RUNNING', SUSPENDED: 'SUSPENDED' } as const;
export type KeptAs = (typeof KeptAs)[keyof typeof KeptAs];
registerEnumType(KeptAs, {
  name: 'KeptAs',
  description: 'What a VM was when it was stopped, and will be again.',
});

/** What becomes of a VM whose host is shut down. */
export const ShutdownAct = { KEEP: 'KEEP', LEAVE: 'LEAVE' } as const;
export type ShutdownAct = (typeof ShutdownAct)[keyof typeof ShutdownAct];
registerEnumType(ShutdownAct, {
  name: 'ShutdownAct',
  description: 'What becomes of a VM whose host is shut down.',
  valuesConfig: {
    KEEP: { description: 'Its memory is kept, then it is off.' },
    LEAVE: { description: 'It is left alone.' },
  },
});
