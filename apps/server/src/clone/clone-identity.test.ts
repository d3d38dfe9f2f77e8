import { describe, expect, it } from 'vitest';
import { identityFor } from './clone-identity.ts';

describe('what a clone is told of who it is', () => {
  it('is nothing where nobody listens', () => {
    expect(identityFor({ seed: null })).toBeNull();
  });

  it('is another instance with the accounts of its disk, without the user data of the parent', () => {
    const told = identityFor({ seed: '/mnt/datastore/vm_images/a-seed.iso' });
    expect(told).toEqual({ username: null, sshKey: null, userData: null });
  });
});
