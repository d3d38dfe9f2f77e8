import { describe, expect, it } from 'vitest';
import { diskSources } from '../vm/domain-disks.ts';
import { holdXml } from './hold-xml.ts';

const DOMAIN = `<domain><devices>
  <disk type='file' device='disk'>
    <driver name='qemu' type='qcow2'/>
    <source file='/mnt/d&amp;s/a.held.qcow2' index='3'/>
    <backingStore type='file' index='1'><format type='qcow2'/><source file='/mnt/d&amp;s/a.qcow2'/>
      <backingStore type='file' index='2'><source file='/mnt/t.qcow2'/><backingStore/></backingStore></backingStore>
    <mirror type='file' job='active-commit'><source file='/mnt/d&amp;s/a.qcow2'/></mirror>
    <target dev='vda' bus='virtio'/>
  </disk>
  <disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>
  <channel type='unix'>
    <target type='virtio' name='org.qemu.guest_agent.0' state='connected'/>
  </channel>
</devices></domain>`;

describe('the disks of a domain', () => {
  it('are known by the file that is written to, not those below or beside', () => {
    expect(diskSources(DOMAIN)).toEqual([
      { target: 'vda', device: 'disk', file: '/mnt/d&s/a.held.qcow2' },
      { target: 'sda', device: 'cdrom', file: null },
    ]);
  });

  it('are held as told, the others left alone', () => {
    const layers = [{ target: 'vda', layer: "/mnt/d&s/o'b.held.qcow2" }];
    expect(holdXml(diskSources(DOMAIN), layers)).toBe(
      "<domainsnapshot><disks><disk name='vda' snapshot='external'><source file='/mnt/d&amp;s/o&apos;b.held.qcow2'/></disk><disk name='sda' snapshot='no'/></disks></domainsnapshot>",
    );
  });
});
