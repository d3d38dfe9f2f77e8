import { describe, expect, it } from 'vitest';
import { domainXml } from '../vm/domain-xml.ts';
import { faultsOfAdoption, placeOf, readForeignDomain } from './stranger-domain.ts';

const stores = [
  { id: 'a', path: '/mnt/data' },
  { id: 'b', path: '/mnt/data/inner' },
];
const uuid = '6d2f36a8-0a55-4a5e-9d3e-2f0a8a3f0001';

const XML = `<domain type='qemu' id='3'>
  <name>a&amp;b</name>
  <uuid>${uuid.toUpperCase()}</uuid>
  <metadata><x:name xmlns:x='u'>no</x:name></metadata>
  <memory unit='KiB'>98304</memory>
  <vcpu placement='static' current='2'>4</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/mnt/data/inner/x/a.qcow2' index='1'/>
      <backingStore type='file' index='2'>
        <format type='qcow2'/><source file='/mnt/data/base.qcow2'/><backingStore/>
      </backingStore>
      <target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>
    <interface type='bridge'>
      <mac address='52:54:00:AA:00:01'/><source bridge='br-int'/><vlan><tag id='101'/></vlan>
    </interface>
    <graphics type='vnc' port='5901' autoport='yes' listen='127.0.0.1'>
      <listen type='address' address='127.0.0.1'/>
    </graphics>
  </devices>
</domain>`;

describe('readForeignDomain', () => {
  it('reads what libvirt writes', () => {
    expect(readForeignDomain(XML)).toEqual({
      name: 'a&b',
      uuid,
      vcpus: 2,
      ramMiB: 96,
      disks: [{ path: '/mnt/data/inner/x/a.qcow2', target: 'vda', bus: 'virtio', format: 'qcow2' }],
      removable: 1,
      nics: [{ mac: '52:54:00:aa:00:01', vlanTag: 101 }],
      vncPort: 5901,
      kernel: null,
      firmware: false,
      passedThrough: 0,
    });
  });

  it('reads our own definitions, in which nothing stands against adoption', () => {
    const domain = readForeignDomain(
      domainXml({
        ...{
          vmId: 'vm_1',
          identity: 'x',
          uuid,
          vcpus: 3,
          ramMiB: 256,
          kvm: false,
          vncPort: 20_000,
        },
        disks: [{ path: '/mnt/data/vm.qcow2', target: 'vda' }],
        boot: { kernel: '/mnt/data/k', initrd: null, cmdline: '' },
        network: { mac: '52:54:00:00:00:01', bridge: 'br-int', vlanTag: 7 },
      }),
    );
    expect(domain).toMatchObject({ vcpus: 3, ramMiB: 256, kernel: '/mnt/data/k', vncPort: 20_000 });
    expect(faultsOfAdoption(domain, stores, ['/mnt/data/k'])).toEqual([]);
    expect(faultsOfAdoption(domain, stores, [])).toHaveLength(1);
  });

  it('takes a VNC server that others can reach for none', () => {
    expect(readForeignDomain(XML.replaceAll('127.0.0.1', '0.0.0.0')).vncPort).toBeNull();
  });
});

describe('placeOf', () => {
  it('finds the innermost datastore', () => {
    expect(placeOf('/mnt/data/inner/x.qcow2', stores)).toEqual({
      datastore: stores[1],
      file: 'x.qcow2',
    });
    expect(placeOf('/mnt/data2/x', stores)).toBeNull();
    expect(placeOf('/mnt/data/../etc/passwd', stores)).toBeNull();
  });
});

describe('faultsOfAdoption', () => {
  const domain = readForeignDomain(XML);
  const [disk] = domain.disks;
  if (!disk) throw new Error('no disk');

  it.each([
    [{ disks: [] }, /no disk/],
    [{ disks: [{ ...disk, path: null }] }, /no file/],
    [{ disks: [{ ...disk, path: '/var/x.qcow2' }] }, /outside/],
    [{ disks: [{ ...disk, format: 'raw' }] }, /convert/],
    [{ disks: [{ ...disk, bus: 'scsi' }] }, /virtio/],
    [{ nics: [...domain.nics, ...domain.nics] }, /network cards/],
    [{ firmware: true }, /UEFI/],
    [{ passedThrough: 1 }, /passed through/],
  ])('refuses %j', (more, fault) => {
    const faults = faultsOfAdoption({ ...domain, ...more }, stores, []);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });
});
