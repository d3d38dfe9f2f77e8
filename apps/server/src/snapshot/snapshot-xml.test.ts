import { describe, expect, it } from 'vitest';
import { diskSnapshotXml, newSnapshotXml, readSnapshotXml, withoutParent } from './snapshot-xml.ts';

const DOMAIN = `<domain type='qemu'>
    <name>x</name>
    <memory unit='KiB'>262144</memory>
    <currentMemory unit='KiB'>131072</currentMemory>
    <vcpu placement='static' current='2'>4</vcpu>
  </domain>`;

/** As libvirt 9.0 writes it. */
const WRITTEN = `<domainsnapshot>
  <name>snap_b</name>
  <description>second</description>
  <state>running</state>
  <parent>
    <name>snap_a</name>
  </parent>
  <creationTime>1795873075</creationTime>
  <memory snapshot='internal'/>
  <disks>
    <disk name='vda' snapshot='internal'/>
  </disks>
  ${DOMAIN}
  <cookie/>
</domainsnapshot>`;

describe('the XML of snapshots', () => {
  it('is read as libvirt writes it', () => {
    expect(readSnapshotXml(WRITTEN)).toEqual({
      ...{ parent: 'snap_a', takenAt: new Date(1_795_873_075_000), memory: true },
      vmStatus: 'RUNNING',
    });
  });

  it('is read back as it was written for the disks alone', () => {
    const takenAt = new Date(1_795_873_075_000);
    const xml = diskSnapshotXml({
      ...{ id: 'snap_c', title: 'a < b & c', parent: 'snap_b', takenAt },
      ...{ targets: ['vda', 'vdb'], domainXml: `<?xml version='1.0'?>\n${DOMAIN}` },
    });
    expect(xml).toContain('a &lt; b &amp; c');
    expect(xml).not.toContain('<?xml');
    expect(readSnapshotXml(xml)).toMatchObject({
      ...{ parent: 'snap_b', takenAt, memory: false, vmStatus: 'SHUTDOWN' },
    });
    expect(readSnapshotXml(withoutParent(xml)).parent).toBeNull();
  });

  it('escapes what people call a snapshot', () => {
    expect(newSnapshotXml({ id: 'snap_d', title: '</description><x>' })).not.toContain('<x>');
  });

  it.each(['', '<domain/>', WRITTEN.replace('<state>', '<stat>')])('is nothing else', (xml) => {
    expect(() => readSnapshotXml(xml)).toThrow();
  });
});
