import { describe, expect, it } from 'vitest';
import { identityFor } from './clone-identity.ts';

describe('what a clone is told of who it is', () => {
  it('is nothing where nobody listens', () => {
    expect(identityFor({ seed: null }, 'ann')).toBeNull();
  });

  it('is another instance of the same account, without the user data of the parent', () => {
    const told = identityFor({ seed: '/mnt/datastore/vm_images/a-seed.iso' }, 'Ann@x');
    expect(told).toEqual({ username: 'ann', sshKey: null, userData: null });
  });
});
