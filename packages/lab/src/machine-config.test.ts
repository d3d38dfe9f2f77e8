import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { addressPlan } from './addressing.ts';
import { cpioArchive } from './cpio-archive.ts';
import { dhcpdConf, machineFiles } from './machine-config.ts';
import { parseStat } from './process-identity.ts';
import { fingerprint } from './ssh-keys.ts';

const plan = addressPlan(142);
const machine = { name: 'host1', role: 'host', index: 1, uuid: 'u', machineId: 'm' } as const;

describe('machineFiles', () => {
  it('gives a host its own address, uuid and libvirt settings', () => {
    const files = machineFiles(machine, plan, '');
    expect(files.get('etc/lab/machine.conf')).toContain('ADDRESS=10.142.0.11/24');
    expect(files.get('etc/libvirt/libvirtd.conf')).toContain('host_uuid = "u"');
    expect(files.get('etc/libvirt/libvirtd.conf')).toContain('ovs_timeout = 60');
    expect(files.has('etc/lab/dhcpd.conf')).toBe(false);
  });

  it('gives the gateway the VLANs and no libvirt', () => {
    const files = machineFiles(
      { ...machine, name: 'gateway', role: 'gateway', index: 0 },
      plan,
      '',
    );
    expect(files.get('etc/lab/machine.conf')).toContain(
      'VLANS="101:10.142.101.254/24 102:10.142.102.254/24"',
    );
    expect(files.has('etc/libvirt/libvirtd.conf')).toBe(false);
  });
});

describe('dhcpdConf', () => {
  it('reserves every address of the pools for its MAC', () => {
    const text = dhcpdConf(plan.vlans);
    expect(text.match(/fixed-address/g)).toHaveLength(100);
    expect(text).toContain(
      'host vlan101-1 { hardware ethernet 52:54:00:8e:65:01; fixed-address 10.142.101.1; }',
    );
    expect(text).toContain('option routers 10.142.102.254;');
  });
});

describe('fingerprint', () => {
  it('is what ssh-keygen prints', () => {
    const key =
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIWqmTA2nTlGRSMNUJ2Wug3J/NZa0uZdAYpd3qJxbhmk someone';
    const printed = execFileSync('ssh-keygen', ['-lf', '-'], { input: key, encoding: 'utf8' });
    expect(fingerprint(key)).toBe(printed.split(' ')[1]);
  });
});

describe('cpioArchive', () => {
  it('is read by cpio', () => {
    const archive = cpioArchive([
      { path: 'bin', kind: 'directory' },
      { path: 'bin/tool', kind: 'file', executable: true, content: Buffer.from('12345') },
      { path: 'bin/link', kind: 'link', content: Buffer.from('tool') },
    ]);
    const listing = execFileSync('busybox', ['cpio', '-tv'], {
      input: archive,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    expect(listing).toMatch(
      /drwxr-xr-x .* bin\n-rwxr-xr-x .* 5 .* bin\/tool\nlrwxrwxrwx .* bin\/link/,
    );
  });
});

describe('parseStat', () => {
  it('is not misled by a command name with spaces and parentheses', () => {
    const fields = Array.from({ length: 30 }, (_, i) => String(i + 4)).join(' ');
    expect(parseStat(`7 (a) Z (b) S ${fields}`)).toEqual({ state: 'S', startTime: '22' });
  });
});
