import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { accountName, hostName, seedFiles, seedImage } from './no-cloud-seed.ts';

const seed = {
  instanceId: 'vm_1',
  hostname: 'web-1',
  username: 'ann',
  sshKey: 'ssh-ed25519 AAAA ann\nssh-ed25519 BBBB desk',
  userData: '#!/bin/sh\necho "ä"\n',
};

/** The parts of a MIME message of base64 parts, by type. */
function partsOf(message: string): Map<string, string> {
  const boundary = /boundary="([^"]+)"/.exec(message)?.[1] ?? '';
  const parts = message.split(`--${boundary}`).slice(1, -1);
  return new Map(
    parts.map((part) => {
      const [head = '', body = ''] = part.split('\n\n');
      const type = /Content-Type: ([^;]+)/.exec(head)?.[1] ?? '';
      return [type, Buffer.from(body, 'base64').toString()];
    }),
  );
}

describe('a NoCloud seed', () => {
  it('tells host name, account and keys, and hands user data on as they are', () => {
    const files = new Map(seedFiles(seed).map(({ name, content }) => [name, content.toString()]));
    expect(parse(files.get('meta-data') ?? '')).toEqual({
      'instance-id': 'vm_1',
      'local-hostname': 'web-1',
    });
    expect(files.get('user-data')).toBe(seed.userData);
    const vendor = partsOf(files.get('vendor-data') ?? '').get('text/cloud-config') ?? '';
    expect(vendor.startsWith('#cloud-config\n')).toBe(true);
    const keys = ['ssh-ed25519 AAAA ann', 'ssh-ed25519 BBBB desk'];
    expect(parse(vendor)).toMatchObject({
      hostname: 'web-1',
      ssh_authorized_keys: keys,
      users: ['default', { name: 'ann', lock_passwd: true, ssh_authorized_keys: keys }],
    });
  });

  it('leaves accounts that are there alone, since cloud-init would lock their passwords', () => {
    const files = new Map(seedFiles({ ...seed, username: null }).map((f) => [f.name, f.content]));
    const vendor = partsOf(String(files.get('vendor-data'))).get('text/cloud-config') ?? '';
    expect(parse(vendor).users).toEqual([]);
  });

  it('gives the disk of another guest a machine id once, whatever bootcmd the owner has', () => {
    const owners = { ...seed, userData: '#cloud-config\nbootcmd: [true]\n' };
    const files = new Map(seedFiles(owners).map(({ name, content }) => [name, String(content)]));
    const hook = partsOf(files.get('vendor-data') ?? '').get('text/cloud-boothook') ?? '';
    expect(hook.startsWith('#!/bin/sh\n')).toBe(true);
    expect(hook).toContain('cloud-init-per instance');
    expect(hook).toContain('systemd-machine-id-setup');
    expect(files.get('user-data')).toBe(owners.userData);
  });

  it('is an image with two volumes of the label cidata', () => {
    const image = seedImage(seed, new Date('2026-01-02T03:04:05Z'));
    expect(image.length % 2_048).toBe(0);
    expect(image.toString('latin1', 16 * 2_048 + 1, 16 * 2_048 + 6)).toBe('CD001');
    expect(image.toString('latin1', 16 * 2_048 + 40, 16 * 2_048 + 72).trim()).toBe('cidata');
    const joliet = Buffer.from(image.subarray(17 * 2_048 + 40, 17 * 2_048 + 72)).swap16();
    expect(joliet.toString('utf16le').trim()).toBe('cidata');
  });

  it('names host and account as Linux takes them', () => {
    expect([hostName('My_VM-'), hostName('_'), hostName('web1')]).toEqual(['my-vm', 'vm', 'web1']);
    expect([accountName('Ann.Lee@x.org'), accountName('root'), accountName('2024cs1')]).toEqual([
      'ann-lee',
      'baadal',
      'cs1',
    ]);
  });
});
