import { describe, expect, it } from 'vitest';
import { copyXml, diskPlaces, withPaths } from './moved-xml.ts';

/** As libvirt 9.0 writes it while a disk is being copied. */
const COPYING = `<domain type='qemu'><devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none' discard='unmap'/>
      <source file='/mnt/data/vm_images/a&amp;b.qcow2' index='1'/>
      <backingStore type='file' index='2'>
        <format type='qcow2'/>
        <source file='/mnt/data/vm_templates/micro.qcow2'/>
        <backingStore/>
      </backingStore>
      <mirror type='file' file='/mnt/fast/vm_images/a&amp;b.qcow2' format='qcow2' job='copy' ready='yes'>
        <format type='qcow2'/>
        <source file='/mnt/fast/vm_images/a&amp;b.qcow2' index='3'/>
        <backingStore/>
      </mirror>
      <target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='disk'>
      <source file='/mnt/data/vm_images/a.iso' index='4'/>
      <backingStore/>
      <target dev='sdz' bus='scsi'/>
      <readonly/>
    </disk>
    <disk type='file' device='cdrom'>
      <target dev='sda' bus='sata'/>
    </disk>
</devices></domain>`;

describe('diskPlaces', () => {
  it('tells the file on top, not that of the chain, and where a job copies to', () => {
    expect(diskPlaces(COPYING)).toEqual(
      new Map([
        [
          'vda',
          {
            file: '/mnt/data/vm_images/a&b.qcow2',
            mirror: { file: '/mnt/fast/vm_images/a&b.qcow2', ready: true },
          },
        ],
        ['sdz', { file: '/mnt/data/vm_images/a.iso', mirror: null }],
      ]),
    );
  });

  it('knows a copy that is not ready', () => {
    const mirror = diskPlaces(COPYING.replace(" ready='yes'", '')).get('vda')?.mirror;
    expect(mirror?.ready).toBe(false);
  });
});

describe('withPaths', () => {
  const change = { from: '/mnt/data/vm_images/a&b.qcow2', to: "/mnt/it's/a&b.qcow2" };

  it('changes whole paths alone, as XML has them', () => {
    const changed = withPaths(COPYING, [change]);
    expect(diskPlaces(changed).get('vda')?.file).toBe(change.to);
    expect(diskPlaces(changed).get('sdz')?.file).toBe('/mnt/data/vm_images/a.iso');
    expect(changed).toContain('/mnt/data/vm_templates/micro.qcow2');
    expect(withPaths(COPYING, [{ from: '/mnt/data/vm_images/a', to: '/x' }])).toBe(COPYING);
  });

  it('changes every place, as a snapshot names a disk twice', () => {
    expect(withPaths(COPYING + COPYING, [change])).not.toContain(`'/mnt/data/vm_images/a&amp;b`);
  });
});

describe('copyXml', () => {
  it('names file and format', () => {
    expect(copyXml('/a&b', 'raw')).toContain(`<source file='/a&amp;b'/>`);
    expect(copyXml('/a', 'qcow2')).toContain(`type='qcow2'`);
  });
});
