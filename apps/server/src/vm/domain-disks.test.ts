import { describe, expect, it } from 'vitest';
import { parseDomainDisks } from './domain-disks.ts';
import { diskXml } from './domain-xml.ts';

/** As libvirt 9.0 writes it: the root disk over its template, a drive, an extra disk. */
const XML = `<domain><devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none'/>
      <source file='/mnt/datastore/vm_images/org_ann_web.qcow2' index='2'/>
      <backingStore type='file' index='3'>
        <format type='qcow2'/>
        <source file='/mnt/datastore/vm_templates/micro.qcow2'/>
        <backingStore/>
      </backingStore>
      <target dev='vda' bus='virtio'/>
      <alias name='ua-vda'/>
    </disk>
    <disk type='file' device='cdrom'>
      <source file='/mnt/datastore/vm_templates/disc.iso'/>
      <target dev='sda' bus='sata'/>
    </disk>
    <disk type='file' device='disk'>
      <source file='/mnt/a&amp;b/vm_extra_disks/x_disk1.qcow2'/>
      <target dev='vdb' bus='virtio'/>
    </disk>
</devices></domain>`;

describe('parseDomainDisks', () => {
  it('finds the disks with their own files, not those behind them, and no drives', () => {
    expect(parseDomainDisks(XML)).toEqual([
      { target: 'vda', path: '/mnt/datastore/vm_images/org_ann_web.qcow2' },
      { target: 'vdb', path: '/mnt/a&b/vm_extra_disks/x_disk1.qcow2' },
    ]);
  });

  it('reads what we write', () => {
    const disk = { target: 'vdc', path: "/mnt/o'clock/<1>&.qcow2" };
    expect(parseDomainDisks(diskXml(disk))).toEqual([disk]);
  });

  it('finds none where there are none', () => {
    expect(parseDomainDisks('<domain/>')).toEqual([]);
  });
});
