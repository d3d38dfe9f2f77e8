import { describe, expect, it } from 'vitest';
import { seedFiles } from '../cloud-init/no-cloud-seed.ts';
import { userDataFault } from '../cloud-init/user-data.ts';
import { identityFor } from './clone-identity.ts';

describe('what a clone is told of who it is', () => {
  it('is nothing where nobody listens', () => {
    expect(identityFor({ seed: null }, 'ann')).toBeNull();
  });

  it('is a name and a machine id of its own, in what cloud-init takes', () => {
    const told = identityFor({ seed: '/mnt/datastore/vm_images/a-seed.iso' }, 'Ann@x');
    expect(told).toMatchObject({ username: 'ann', sshKey: null });
    expect(userDataFault(told?.userData ?? '')).toBeNull();
    const seed = { instanceId: 'vm_2', hostname: 'web-2', username: 'ann', sshKey: null };
    const files = seedFiles({ ...seed, userData: told?.userData ?? null });
    expect(String(files[0]?.content)).toContain('instance-id: vm_2');
    expect(String(files[1]?.content)).toContain('systemd-machine-id-setup');
  });
});
