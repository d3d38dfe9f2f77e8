import { registerEnumType } from 'type-graphql';

/** What Baadal knows of a host. */
export const HostStatus = {
  UP: 'UP',
  DOWN: 'DOWN',
  MAINTENANCE: 'MAINTENANCE',
  UNREACHABLE: 'UNREACHABLE',
} as const;
export type HostStatus = (typeof HostStatus)[keyof typeof HostStatus];
registerEnumType(HostStatus, {
  name: 'HostStatus',
  description: 'What Baadal knows of a host.',
  valuesConfig: {
    UP: { description: 'Reached, libvirt answers.' },
    DOWN: { description: 'Known to be off.' },
    MAINTENANCE: { description: 'Reached; takes no new VMs.' },
    UNREACHABLE: { description: 'Not reached; not yet known to be down.' },
  },
});

/** What a host is made of. */
export const HostKind = { PHYSICAL: 'PHYSICAL', VIRTUAL: 'VIRTUAL' } as const;
export type HostKind = (typeof HostKind)[keyof typeof HostKind];
registerEnumType(HostKind, { name: 'HostType', description: 'What a host is made of.' });
