import { describe, expect, it } from 'vitest';
import type { MovingFile } from '../disk-move/disk-move.ts';
import type { DiskId } from '../platform/ids.ts';
import { disksAlong } from './relocation.ts';

const root: MovingFile = {
  target: 'vda',
  from: '/mnt/one/vm_images/web.qcow2',
  to: '/mnt/two/vm_images/web.qcow2',
  format: 'QCOW2',
  diskId: 'disk_1' as DiskId,
  datastore: 'one',
};
const seed: MovingFile = {
  ...{ target: 'sdz', from: '/mnt/one/web.img', to: '/mnt/two/web.img' },
  ...{ format: 'RAW', diskId: null, datastore: 'one' },
};
const XML = `<domain><devices>
  <disk type='file' device='disk'><source file='/mnt/one/vm_images/web.qcow2' index='1'/>
    <backingStore type='file' index='2'><format type='qcow2'/>
      <source file='/mnt/data/vm_templates/micro.qcow2'/>
      <backingStore type='file'><source file='/base'/><backingStore/></backingStore>
    </backingStore>
    <target dev='vda' bus='virtio'/></disk>
  <disk type='file' device='disk'><source file='/mnt/data/other.qcow2'/>
    <backingStore type='file'><source file='/mnt/data/below'/><backingStore/></backingStore>
    <target dev='vdb' bus='virtio'/></disk>
  <disk type='file' device='disk'><source file='/mnt/one/web.img'/><backingStore/><target dev='sdz'/></disk>
</devices></domain>`;

describe('disksAlong', () => {
  it('has libvirt copy what is written to, and puts new paths into its XML', () => {
    const { targets, adapt } = disksAlong([root, seed]);
    expect(targets).toEqual(['vda']);
    const xml = adapt(XML);
    expect(xml).toContain("<source file='/mnt/two/vm_images/web.qcow2' index='1'/>");
    expect(xml).toContain("<source file='/mnt/two/web.img'/>");
    expect(xml).not.toContain('/mnt/one');
  });

  it('leaves out what the old files lie over, and no other chain', () => {
    const xml = disksAlong([root, seed]).adapt(XML);
    expect(xml).not.toContain('micro.qcow2');
    expect(xml).not.toContain("'/base'");
    expect(xml).toContain("'/mnt/data/below'");
    expect(xml.match(/<target /g)).toHaveLength(3);
  });
});
