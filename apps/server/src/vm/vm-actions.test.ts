import { describe, expect, it } from 'vitest';
import { VM_RULES } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { OrganisationId, UserId } from '../platform/ids.ts';
import type { Role } from '../user/role.ts';
import { judgeAction, VmAction } from './vm-actions.ts';
import { VmStatus } from './vm-status.ts';

function viewer(userId: string, organisationId: string, roles: Role[]): Viewer {
  return {
    userId: userId as UserId,
    username: userId,
    organisationId: organisationId as OrganisationId,
    roles,
    scopes: ['READ', 'WRITE'],
    credential: { kind: 'session', id: 's' },
  };
}

const people = {
  ADMIN: viewer('root', 'x', ['ADMIN']),
  OWNER: viewer('owner', 'physics', ['USER']),
  COLLABORATOR: viewer('friend', 'x', ['USER']),
  ORGADMIN: viewer('head', 'physics', ['ORGADMIN']),
  STRANGER: viewer('other', 'physics', ['USER', 'FACULTY']),
  FOREIGN_ORGADMIN: viewer('head2', 'x', ['ORGADMIN']),
};

const vm = {
  status: 'RUNNING' as VmStatus,
  locked: false,
  ownerId: 'owner',
  organisationId: 'physics',
  collaboratorIds: ['friend'],
};

/** A state in which each action makes sense. */
const FIT: Record<VmAction, VmStatus> = {
  START: 'SHUTDOWN',
  SHUTDOWN: 'RUNNING',
  REBOOT: 'RUNNING',
  DESTROY: 'RUNNING',
  SUSPEND: 'RUNNING',
  RESUME: 'SUSPENDED',
  CONSOLE: 'RUNNING',
  SAVE_AS_TEMPLATE: 'SHUTDOWN',
  CLONE: 'RUNNING',
  ATTACH_DISK: 'RUNNING',
  DETACH_DISK: 'SHUTDOWN',
  RESIZE_DISK: 'SUSPENDED',
  FLATTEN_DISK: 'RUNNING',
  MOVE_DISKS: 'RUNNING',
  CHANGE_MEDIA: 'RUNNING',
  DELETE: 'UNKNOWN',
  MIGRATE: 'RUNNING',
  CREATE_SNAPSHOT: 'SHUTDOWN',
  REVERT_TO_SNAPSHOT: 'RUNNING',
  DELETE_SNAPSHOT: 'SUSPENDED',
  SET_SNAPSHOT_SCHEDULE: 'UNKNOWN',
  EDIT: 'UNKNOWN',
  SHARE: 'UNKNOWN',
  LOCK: 'UNKNOWN',
};

describe('judgeAction', () => {
  const cells = Object.values(VmAction).flatMap((action) =>
    Object.entries(people).map(([who, person]) => ({ action, who, person })),
  );

  it.each(cells)('$who may $action exactly as the policy says', ({ action, who, person }) => {
    const verdict = judgeAction(person, { ...vm, status: FIT[action] }, action);
    expect(verdict.allowed).toBe((VM_RULES[action] as readonly string[]).includes(who));
    expect(verdict.reason === null).toBe(verdict.allowed);
  });

  it.each(Object.values(VmStatus))('says why an action does not fit the state %s', (status) => {
    for (const action of Object.values(VmAction)) {
      if (!VM_RULES[action].includes('OWNER')) continue;
      const verdict = judgeAction(people.OWNER, { ...vm, status }, action);
      expect(verdict.allowed || verdict.reason?.startsWith('Not possible while')).toBe(true);
    }
  });

  it('lets a VM be deleted in any state', () => {
    for (const status of Object.values(VmStatus))
      expect(judgeAction(people.OWNER, { ...vm, status }, 'DELETE').allowed).toBe(true);
  });

  it('keeps everybody but an admin off a locked VM', () => {
    const locked = { ...vm, locked: true };
    expect(judgeAction(people.OWNER, locked, 'SHUTDOWN').obstacle).toBe('LOCK');
    expect(judgeAction(people.ADMIN, locked, 'SHUTDOWN').allowed).toBe(true);
  });
});
