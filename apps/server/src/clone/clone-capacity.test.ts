import { describe, expect, it } from 'vitest';
import type { PlacementHost } from '../placement/placement.ts';
import type { HostId } from '../platform/ids.ts';
import { shortOf, spreadClones } from './clone-capacity.ts';

const host = (name: string, reservedRamMiB = 0): PlacementHost => ({
  ...{ id: `host_${name}` as HostId, name, status: 'UP', cpus: 4, ramMiB: 1024 },
  ...{ reservedVcpus: 0, reservedRamMiB },
});
const limits = { cpuOvercommitRatio: 8, ramOvercommitRatio: 1, hostRamReserveMiB: 0 };
const size = { vcpus: 1, ramMiB: 256 };

describe('room for clones', () => {
  it('is filled host by host, the emptiest first, as far as it goes', () => {
    const spread = spreadClones([host('a'), host('b', 512)], size, limits, 5);
    expect(spread).toEqual({
      fitting: 5,
      hosts: [
        { name: 'a', count: 4 },
        { name: 'b', count: 1 },
      ],
    });
    expect(spreadClones([host('a'), host('b', 512)], size, limits, 100).fitting).toBe(6);
  });

  it('is none where no host is', () => {
    expect(spreadClones([], size, limits, 3)).toEqual({ fitting: 0, hosts: [] });
  });

  it('is said when it is short', () => {
    expect(shortOf({ kind: 'ADDRESSES', needed: 3, free: 3 })).toBeNull();
    expect(shortOf({ kind: 'ADDRESSES', needed: 4, free: 3 })).toContain('3 free private IPs');
  });
});
