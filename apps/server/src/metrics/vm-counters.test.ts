import { describe, expect, it } from 'vitest';
import { type VmCounters, vmCounters, vmFigures } from './vm-counters.ts';

const SECOND_NS = 1_000_000_000n;
/** As libvirt 9.0 tells it of a guest with a disk, an empty drive and an interface. */
const STATS = {
  'state.state': 1,
  'cpu.time': 5n * SECOND_NS,
  'balloon.current': 98_304n,
  'balloon.rss': 131_072n,
  'balloon.available': 90_000n,
  'balloon.unused': 60_000n,
  'balloon.usable': 70_000n,
  'net.count': 1,
  'net.0.name': 'vnet3',
  'net.0.rx.bytes': 1_000n,
  'net.0.tx.bytes': 2_000n,
  'block.count': 2,
  'block.0.name': 'vda',
  'block.0.rd.reqs': 10n,
  'block.0.rd.bytes': 40_960n,
  'block.0.wr.reqs': 5n,
  'block.0.wr.bytes': 20_480n,
  'block.1.name': 'sda',
};
const options = { vcpus: 2, intervalMs: 10_000 };
const at = (seconds: number, stats: Record<string, number | bigint | string> = {}, id = 7) =>
  vmCounters({ ...STATS, ...stats }, id, seconds * 1_000);

/** Figures of a sequence of samples, each by difference to the one before. */
const sequence = (...samples: VmCounters[]) =>
  samples.map((sample, i) => vmFigures(samples[i - 1], sample, options).vm);

describe('vmFigures', () => {
  it('knows memory at once, rates from the second sample on', () => {
    const [first, second] = sequence(
      at(0),
      at(10, {
        'cpu.time': 15n * SECOND_NS,
        'net.0.rx.bytes': 11_000n,
        'block.0.wr.bytes': 120_480n,
        'block.0.wr.reqs': 25n,
      }),
    );
    expect(first).toEqual({
      ...{ cpu: null, ram: 134_217_728, guestRam: 20_480_000, diskRead: null, diskWrite: null },
      ...{ diskReadOps: null, diskWriteOps: null, netRx: null, netTx: null },
    });
    // 10 s of CPU time in 10 s on 2 vCPUs.
    expect(second).toMatchObject({ cpu: 50, netRx: 1_000, netTx: 0 });
    expect(second).toMatchObject({ diskRead: 0, diskWrite: 10_000, diskWriteOps: 2 });
  });

  it('names disks and interfaces, and leaves an empty drive out', () => {
    const { devices } = vmFigures(at(0), at(10), options);
    expect(devices.map(({ device }) => device)).toEqual(['vda', 'nic0']);
    expect(devices[0]?.figures['diskRead']).toBe(0);
  });

  it('shows no spike after a restart, though the new counters are larger', () => {
    const busy = { 'cpu.time': 900n * SECOND_NS, 'net.0.rx.bytes': 10n ** 12n };
    const [, restarted, next] = sequence(at(0), at(10, busy, 8), at(20, busy, 8));
    expect(restarted).toMatchObject({ cpu: null, netRx: null, diskRead: null, ram: 134_217_728 });
    expect(next).toMatchObject({ cpu: 0, netRx: 0 });
  });

  it('shows no negative rate after a revert, and none of what grew beside it', () => {
    const grown = at(10, { 'cpu.time': 1n * SECOND_NS, 'net.0.rx.bytes': 10n ** 12n });
    const [, reverted] = sequence(at(0), grown);
    expect(reverted).toMatchObject({ cpu: null, netRx: null });
  });

  it('leaves out one disk that was exchanged, not the others', () => {
    const [, next] = sequence(at(0), at(10, { 'block.0.rd.bytes': 0n }));
    expect(next).toMatchObject({ diskRead: null, diskWrite: 0, netRx: 0 });
  });

  it('has no rate over samples that were missed, nor for the first after a migration', () => {
    const [, late] = sequence(at(0), at(60, { 'cpu.time': 65n * SECOND_NS }));
    expect(late).toMatchObject({ cpu: null, netRx: null });
    expect(vmFigures(undefined, at(10), options).vm.cpu).toBeNull();
  });

  it('is not disturbed by a clock that is set back: it uses one that nobody sets', () => {
    const [, same] = sequence(at(10), at(10));
    expect(same).toMatchObject({ cpu: null });
  });

  it('shows no more than all its vCPUs, whatever QEMU itself needs', () => {
    const [, next] = sequence(at(0), at(10, { 'cpu.time': 30n * SECOND_NS }));
    expect(next?.cpu).toBe(100);
  });

  it('takes a guest without driver, and a domain whose figures are not to be had now', () => {
    const bare = vmCounters({ 'state.state': 1 }, 1, 0);
    expect(vmFigures(bare, { ...bare, clockMs: 10_000 }, options)).toEqual({
      vm: {
        ...{ cpu: null, ram: null, guestRam: null, diskRead: null, diskWrite: null },
        ...{ diskReadOps: null, diskWriteOps: null, netRx: null, netTx: null },
      },
      devices: [],
    });
  });
});
