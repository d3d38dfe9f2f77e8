import { describe, expect, it } from 'vitest';
import type { HostId } from '../platform/ids.ts';
import { accessFiles, readAnswer } from './access-files.ts';
import { judgeTry } from './daemon-access.ts';

const BLOB = 'AAAAC3NzaC1lZDI1NTE5AAAAIJqA7tPSAxDKqvHlmYcRzvnK3M4uk4jPhKdWKHiWKNvS';
const FINGERPRINT = 'SHA256:1mXQgdDEVb2kMPqkLh3mJOXOYyzMBOaGo9ZV3tWJ3OA';

const fellow = (name: string, more: object = {}) => ({
  ...{
    id: `host_${name}` as HostId,
    address: `10.0.0.${name.length}`,
    sshPort: 22,
    sshUser: 'root',
  },
  ...{ publicKey: `ssh-ed25519 ${name}`, hostKey: `ssh-ed25519 host-${name}`, ...more },
});

describe('accessFiles', () => {
  it('pins each host key under a name of its own, for a key of our own', () => {
    const { config, knownHosts } = accessFiles([fellow('a', { sshPort: 2222 })]);
    expect(knownHosts).toBe('baadal-host_a ssh-ed25519 host-a\n');
    expect(config).toContain('Host baadal-host_a\n  HostName 10.0.0.1\n  Port 2222\n  User root\n');
    for (const option of ['StrictHostKeyChecking yes', 'IdentitiesOnly yes', 'BatchMode yes'])
      expect(config).toContain(option);
  });

  it('lets a fellow have libvirt and nothing else', () => {
    expect(accessFiles([fellow('a')]).authorised).toBe(
      'restrict,command="virt-ssh-helper qemu:///system" ssh-ed25519 a baadal-migration:host_a\n',
    );
  });

  it('leaves out what is not known yet', () => {
    const files = accessFiles([fellow('a', { publicKey: null, hostKey: null })]);
    expect(files).toMatchObject({ knownHosts: '', authorised: '' });
    expect(files.config).not.toContain('Host baadal-host_a');
  });
});

describe('readAnswer', () => {
  it('takes the host key that is pinned, and no other', () => {
    const printed = `ssh-ed25519 AAAAown comment\nssh-rsa AAAAother root@h\nssh-ed25519 ${BLOB} root@h\n`;
    const pinned = `SHA256:${'A'.repeat(43)}`;
    expect(readAnswer(printed, pinned)).toEqual({
      publicKey: 'ssh-ed25519 AAAAown',
      hostKey: null,
    });
  });

  it('reads nothing out of nothing', () => {
    expect(readAnswer('', FINGERPRINT)).toEqual({ publicKey: null, hostKey: null });
  });
});

describe('judgeTry', () => {
  const to = { name: 'h2', sshUser: 'root' };
  const judge = (code: number | null, stderr = '', stdout = '') =>
    judgeTry({ code, stderr, stdout }, 'h1', to);

  it('names the remedy of each fault', () => {
    expect(judge(1, 'EOF on stdin', 'reply')).toBeNull();
    expect(judge(127)).toContain('virt-ssh-helper');
    expect(judge(255, 'Host key verification failed.')).toContain('another host key');
    expect(judge(255, 'root@h2: Permission denied (publickey).')).toContain('authorized_keys');
    expect(judge(255, 'ssh: Could not resolve hostname baadal-x')).toContain('Include');
    expect(judge(255, 'ssh: connect to host 10.0.0.2 port 22: No route')).toContain('No route');
    expect(judge(1, 'cannot connect to libvirt-sock')).toContain('libvirt');
  });
});
