import { describe, expect, it } from 'vitest';
import { EXTRA_DISKS_MAX } from '../disk/disk-limits.ts';
import { type DomainSpec, domainXml } from './domain-xml.ts';

const spec: DomainSpec = {
  vmId: 'vm_1',
  identity: 'org_alice_web',
  uuid: '0f6d9fd2-2d0b-4d0f-9a3d-000000000001',
  vcpus: 2,
  ramMiB: 512,
  kvm: false,
  disks: [{ path: '/mnt/datastore/vm_images/org_alice_web.qcow2', target: 'vda' }],
  boot: null,
  network: { mac: '52:54:00:00:00:01', bridge: 'br-int', vlanTag: 101 },
  vncPort: 20_001,
};

describe('domainXml', () => {
  it('keeps VNC on the loopback', () => {
    expect(domainXml(spec)).toContain("port='20001' autoport='no' listen='127.0.0.1'");
  });

  it('joins the switch with the VLAN tag', () => {
    const xml = domainXml(spec);
    expect(xml).toContain("<source bridge='br-int'/>");
    expect(xml).toContain("<tag id='101'/>");
  });

  it('boots from disk without a kernel, and directly with one', () => {
    expect(domainXml(spec)).toContain("<boot dev='hd'/>");
    const direct = domainXml({ ...spec, boot: { kernel: '/k', initrd: '/i', cmdline: 'a=b' } });
    expect(direct).toContain('<kernel>/k</kernel>');
    expect(direct).not.toContain('<boot dev');
  });

  it('limits the translation cache of QEMU only where there is one', () => {
    expect(domainXml(spec)).toContain('tb-cache');
    expect(domainXml({ ...spec, kvm: true })).not.toContain('tb-cache');
  });

  it('has a port for the root disk, the interface and each extra disk, none for what stays', () => {
    const xml = domainXml(spec);
    expect(xml.match(/pcie-root-port/g)).toHaveLength(2 + EXTRA_DISKS_MAX);
    const slots = [...xml.matchAll(/bus='0' slot='(\d+)'/g)].map(([, slot]) => slot);
    expect(new Set(slots).size).toBe(slots.length);
    expect(slots.length).toBeGreaterThan(0);
  });

  it("keeps the seed out of the guest's count of VIRTIO disks", () => {
    const xml = domainXml({ ...spec, seed: '/mnt/datastore/vm_images/a-seed.iso' });
    expect(xml).toMatch(/a-seed\.iso'\/>\s*<target dev='sdz' bus='scsi'\/>\s*<readonly\/>/);
    expect(xml.match(/bus='virtio'\/>\s*<(alias|readonly)/g)).toHaveLength(1);
  });

  it('lets no text break out of its element', () => {
    const xml = domainXml({
      ...spec,
      identity: "a'/><script>",
      boot: { kernel: '/k', initrd: null, cmdline: '</cmdline><x y="1">&' },
    });
    expect(xml).not.toContain('<script>');
    expect(xml).toContain('&lt;/cmdline&gt;&lt;x y=&quot;1&quot;&gt;&amp;');
  });
});
