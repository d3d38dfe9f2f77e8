import { registerEnumType } from 'type-graphql';

/** What a person may do at large; relations (owner, collaborator) come on top. */
export const Role = {
  USER: 'USER',
  FACULTY: 'FACULTY',
  ORGADMIN: 'ORGADMIN',
  ADMIN: 'ADMIN',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

registerEnumType(Role, {
  name: 'Role',
  description: 'What a person may do at large.',
  valuesConfig: {
    USER: { description: 'Owns VMs.' },
    FACULTY: { description: 'Vouches for requests and owns VMs for a class.' },
    ORGADMIN: { description: 'Approves for an organisation and sees its VMs.' },
    ADMIN: { description: 'Runs the cloud.' },
  },
});
