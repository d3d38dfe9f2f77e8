import { describe, expect, it } from 'vitest';
import { activeSettingsOf, pendingChangesOf } from './active-settings.ts';

const xml = `<domain type='qemu' id='3'>
  <memory unit='KiB'>196608</memory>
  <currentMemory unit='KiB'>131072</currentMemory>
  <vcpu placement='static' current='2'>4</vcpu>
  <vcpus><vcpu id='0' enabled='yes' hotpluggable='no' order='1'/></vcpus>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><boot dev='network'/><boot dev='hd'/></os>
</domain>`;

describe('activeSettingsOf', () => {
  it('reads what a running domain has and may have', () => {
    expect(activeSettingsOf(xml)).toEqual({
      ...{ vcpus: 2, maxVcpus: 4, ramMiB: 128, maxRamMiB: 192 },
      bootOrder: ['NETWORK', 'DISK'],
    });
  });

  it('takes the maximum where nothing less is said, and no order with a kernel of its own', () => {
    const plain = xml
      .replace(" current='2'", '')
      .replace(/<currentMemory.*\n/, '')
      .replace('<boot', '<kernel>/k</kernel><boot');
    expect(activeSettingsOf(plain)).toMatchObject({ vcpus: 4, ramMiB: 192, bootOrder: null });
  });
});

describe('pendingChangesOf', () => {
  const vm = { vcpus: 2, ramMiB: 128, bootOrder: ['DISK'] as const };
  const none = { activeVcpus: null, activeRamMiB: null, activeBootOrder: null };

  it('is empty for a VM that has what it is to have', () => {
    expect(pendingChangesOf({ ...vm, ...none })).toEqual([]);
    expect(pendingChangesOf({ ...vm, ...none, activeVcpus: 2 })).toEqual([]);
  });

  it('tells from what to what', () => {
    const active = { activeVcpus: 1, activeRamMiB: 96, activeBootOrder: 'NETWORK,DISK' };
    expect(pendingChangesOf({ ...vm, ...active })).toEqual([
      { attribute: 'vcpus', from: '1', to: '2' },
      { attribute: 'ramMiB', from: '96', to: '128' },
      { attribute: 'bootOrder', from: 'NETWORK,DISK', to: 'DISK' },
    ]);
  });
});
