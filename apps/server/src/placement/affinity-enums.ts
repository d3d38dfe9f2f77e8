import { registerEnumType } from 'type-graphql';

/** What binds a VM to a host, or keeps it off. */
export const AffinityKind = { REQUIRED: 'REQUIRED', FORBIDDEN: 'FORBIDDEN' } as const;
export type AffinityKind = (typeof AffinityKind)[keyof typeof AffinityKind];
registerEnumType(AffinityKind, {
  name: 'AffinityKind',
  description: 'What binds a VM to a host, or keeps it off.',
  valuesConfig: {
    REQUIRED: { description: 'The VM runs only on hosts named so.' },
    FORBIDDEN: { description: 'The VM never runs on this host.' },
  },
});

/** How the VMs of a group lie. */
export const GroupPolicy = { TOGETHER: 'TOGETHER', APART: 'APART' } as const;
export type GroupPolicy = (typeof GroupPolicy)[keyof typeof GroupPolicy];
registerEnumType(GroupPolicy, {
  name: 'GroupPolicy',
  description: 'How the VMs of a group lie.',
  valuesConfig: {
    TOGETHER: { description: 'All on one host.' },
    APART: { description: 'Each on another host.' },
  },
});
