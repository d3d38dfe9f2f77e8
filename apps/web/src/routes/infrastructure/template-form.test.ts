import { describe, expect, it } from 'vitest';
import { detailsOf, draftOf, formatOf, nameOf, templateFaults } from './template-form.ts';

describe('the form of a template', () => {
  it('sends what is typed as the server takes it', () => {
    const draft = { ...draftOf(null), name: 'A', ram: '2048', disk: ' 20 ' };
    expect(templateFaults(draft)).toEqual({});
    expect(detailsOf(draft)).toMatchObject({
      ...{ name: 'A', os: 'Other', defaultRamMiB: 2048, diskGiB: 20, diskMode: 'OVERLAY' },
    });
    expect(templateFaults({ ...draft, name: '../../x' })).toHaveProperty('name');
    expect(detailsOf(draftOf(null))).not.toHaveProperty('diskGiB');
  });

  it('says which numbers are none', () => {
    const draft = { ...draftOf(null), name: 'A', minRam: '', ram: '1.5', vcpus: '0', disk: 'x' };
    expect(Object.keys(templateFaults(draft))).toEqual([
      'minRamMiB',
      'defaultRamMiB',
      'defaultVcpus',
      'diskGiB',
    ]);
  });

  it('takes format and name from the file', () => {
    expect(['a.ISO', 'b.img', 'c.raw', 'd.qcow2', 'e'].map(formatOf)).toEqual([
      'ISO',
      'RAW',
      'RAW',
      'QCOW2',
      'QCOW2',
    ]);
    expect(nameOf('debian-12_cloud@x.qcow2')).toBe('debian-12_cloud x');
  });
});
