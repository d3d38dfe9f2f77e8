import { describe, expect, it } from 'vitest';
import { chooseBridge, judgeFacts } from './host-checks.ts';
import type { HostFacts } from './host-facts.ts';
import { judgeDatastore } from './probe-datastores.ts';

const good: HostFacts = {
  type: 'PHYSICAL',
  cpus: 8,
  ramMib: 32_768,
  cpuModel: 'A CPU',
  mac: null,
  libvirtVersion: '9.0.0',
  qemuVersion: '7.2.0',
  bootMarker: 'a/1',
  machineId: 'm1',
  hostUuid: 'u1',
  root: true,
  qemuImg: true,
  hardware: {
    hostname: 'node',
    os: null,
    kernel: null,
    cpu: { arch: 'x86_64', model: null, vendor: null, features: [] },
    nics: [],
    disks: [],
    switch: { kind: 'OPEN_VSWITCH', bridges: ['br-ex', 'br-int'], version: '3.1.0' },
    clockSkewMs: 20,
  },
};

function faults(facts: Partial<HostFacts>, known: Parameters<typeof judgeFacts>[1]['known'] = []) {
  const checks = judgeFacts({ ...good, ...facts }, { kvm: true, bridge: null, known });
  for (const check of checks) expect(check.ok).toBe(check.remedy === null);
  return checks.filter((check) => !check.ok).map(({ name, required }) => ({ name, required }));
}

describe('judgeFacts', () => {
  it('finds nothing wrong with a good machine', () => {
    expect(faults({})).toEqual([]);
  });

  it.each([
    [{ root: false }, 'root', true],
    [{ libvirtVersion: '6.10.0' }, 'libvirt', true],
    [{ qemuImg: false }, 'qemu', true],
    [{ hardware: { ...good.hardware, clockSkewMs: -5_000 } }, 'clock', false],
    [
      { hardware: { ...good.hardware, switch: { kind: 'NONE', bridges: [], version: null } } },
      'switch',
      true,
    ],
    [
      {
        hardware: { ...good.hardware, switch: { kind: 'BRIDGE', bridges: ['br0'], version: null } },
      },
      'switch',
      true,
    ],
  ] as const)('tells what is wrong with %j', (facts, name, required) => {
    expect(faults(facts as Partial<HostFacts>)).toEqual([{ name, required }]);
  });

  it('knows a machine by either of its ids, and not by ids that are unknown', () => {
    const twin = { name: 'a', machineId: 'm1', hostUuid: null };
    expect(faults({}, [twin])).toEqual([{ name: 'identity', required: true }]);
    expect(faults({}, [{ ...twin, machineId: null, hostUuid: 'u1' }])).toHaveLength(1);
    expect(faults({ machineId: null }, [{ ...twin, machineId: null }])).toEqual([]);
  });

  it('prefers br-int, and takes what is wanted', () => {
    expect(chooseBridge(good, null)).toBe('br-int');
    expect(chooseBridge(good, 'br-ex')).toBe('br-ex');
    expect(chooseBridge(good, 'br-x')).toBeNull();
  });
});

describe('judgeDatastore', () => {
  const datastore = { name: 'data', path: '/mnt/data', mountAddress: 'filer:/data', everyHost: 1 };
  const seen = {
    written: 'mounted\ninode 7\n',
    read: 'inode 7\ncontent c\n',
    witness: 'other',
    content: 'c',
  };
  const judge = (more: Partial<Omit<typeof seen, 'read'> & { read: string | null }>) =>
    judgeDatastore(datastore, { ...seen, ...more });

  it('accepts what another host sees too', () => {
    expect(judge({})).toMatchObject({ ok: true, remedy: null });
    expect(judge({ read: null })).toMatchObject({ ok: true });
  });

  it.each([
    [{ written: 'missing\n' }, /there is no/],
    [{ written: 'mounted\nunwritable\n' }, /cannot be written/],
    [{ written: 'inode 7\n' }, /not mounted/],
    [{ read: 'missing\n' }, /not the same as on other/],
    [{ read: 'inode 8\ncontent c\n' }, /not the same/],
    [{ read: 'inode 7\ncontent d\n' }, /not the same/],
  ])('refuses %j', (more, text) => {
    const check = judge(more);
    expect(check).toMatchObject({ ok: false, required: true });
    expect(check.text).toMatch(text);
    expect(check.remedy).toMatch(/[Mm]ount/);
  });
});
