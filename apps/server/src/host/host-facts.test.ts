import { describe, expect, it } from 'vitest';
import { parseFacts } from './host-facts.ts';

const STAT = `1 (a (b) c) S 0 1 1 0 -1 4194560 ${'7 '.repeat(12)}8123 170000000 2000`;

describe('parseFacts', () => {
  it('reads type, MAC and boot', () => {
    const output = `bootId=abc\ninit=${STAT}\nvirtual=1\nmac=52:54:00:AA:00:01\n`;
    expect(parseFacts(output)).toMatchObject({
      type: 'VIRTUAL',
      mac: '52:54:00:aa:00:01',
      bootMarker: 'abc/8123',
    });
  });

  it('does without what the host could not tell', () => {
    expect(parseFacts(`bootId=abc\ninit=${STAT}\nmac=\n`)).toMatchObject({
      type: 'PHYSICAL',
      mac: null,
    });
  });

  it('tells two boots of containers on one kernel apart', () => {
    const marker = (stat: string) => parseFacts(`bootId=abc\ninit=${stat}\n`).bootMarker;
    expect(marker(STAT)).not.toBe(marker(STAT.replace('8123', '9123')));
  });

  it('reads cards, disks and switch', () => {
    const output = [
      'nic=lo 00:00:00:00:00:00 -1 unknown virtual',
      'nic=eth0 52:54:00:00:00:01 10000 up virtual',
      'nic=eno1 52:54:00:00:00:02 -1 down device',
      'nic=vnet3 fe:54:00:00:00:02 10 up virtual',
      'disk=sda 512000 1 disk WDC\\x20Red',
      'disk=sr0 1024 1 rom QEMU',
      'ovs=3.1.0',
      'ovsBridge=br-int',
      'uid=0',
    ].join('\n');
    const { hardware, root } = parseFacts(output);
    expect(root).toBe(true);
    expect(hardware.nics).toEqual([
      { name: 'eth0', mac: '52:54:00:00:00:01', speedMbps: 10_000, up: true },
      { name: 'eno1', mac: '52:54:00:00:00:02', speedMbps: null, up: false },
    ]);
    expect(hardware.disks).toEqual([
      { name: 'sda', sizeBytes: 512_000, rotational: true, model: 'WDC Red' },
    ]);
    expect(hardware.switch).toEqual({
      kind: 'OPEN_VSWITCH',
      bridges: ['br-int'],
      version: '3.1.0',
    });
  });
});
