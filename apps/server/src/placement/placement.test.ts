import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostId } from '../platform/ids.ts';
import { judgeHosts, type PlacementHost, ramLimitMiB, refusal, vcpuLimit } from './placement.ts';

const limits = { cpuOvercommitRatio: 4, ramOvercommitRatio: 1, hostRamReserveMiB: 512 };

function host(name: string, more: Partial<PlacementHost> = {}): PlacementHost {
  return {
    id: `host_${name}` as HostId,
    name,
    status: 'UP',
    cpus: 4,
    ramMiB: 8192,
    reservedVcpus: 0,
    reservedRamMiB: 0,
    ...more,
  };
}

const request = { vcpus: 2, ramMiB: 1024 };

const hosts = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1 }).map((s) => `host_${s}` as HostId),
    name: fc.string({ minLength: 1, maxLength: 10 }),
    status: fc.constantFrom('UP', 'DOWN', 'MAINTENANCE', 'UNREACHABLE'),
    cpus: fc.integer({ min: 0, max: 256 }),
    ramMiB: fc.integer({ min: 0, max: 1_000_000 }),
    reservedVcpus: fc.integer({ min: 0, max: 2_000 }),
    reservedRamMiB: fc.integer({ min: 0, max: 1_000_000 }),
  }),
  { selector: (h) => h.name, maxLength: 20 },
);
const sizes = fc.record({
  vcpus: fc.integer({ min: 1, max: 1_000_000 }),
  ramMiB: fc.integer({ min: 1, max: 4_000_000 }),
});

describe('judgeHosts', () => {
  it('prefers the host that stays emptiest', () => {
    const judged = judgeHosts([host('a', { reservedRamMiB: 4096 }), host('b')], request, limits);
    expect(judged.map((c) => c.host.name)).toEqual(['b', 'a']);
  });

  it('chooses by name among equals, whatever the order given', () => {
    expect(judgeHosts([host('b'), host('a')], request, limits)[0]?.host.name).toBe('a');
  });

  it('says why a host is refused', () => {
    const [full] = judgeHosts(
      [host('a', { reservedRamMiB: 7000, reservedVcpus: 15 })],
      request,
      limits,
    );
    expect(full?.accepted).toBe(false);
    expect(full && refusal(full)).toBe(
      'a: 680 of 7680 MiB RAM free, 1024 MiB needed; 1 of 16 vCPUs free, 2 needed',
    );
  });

  it.each(['DOWN', 'MAINTENANCE', 'UNREACHABLE'] as const)(
    'never takes a host that is %s',
    (status) => {
      expect(judgeHosts([host('a', { status })], request, limits)[0]?.accepted).toBe(false);
    },
  );

  it('never over-fills a host', () => {
    fc.assert(
      fc.property(hosts, sizes, (all, size) => {
        for (const { host: h, accepted } of judgeHosts(all, size, limits)) {
          if (!accepted) continue;
          expect(h.reservedRamMiB + size.ramMiB).toBeLessThanOrEqual(ramLimitMiB(h, limits));
          expect(h.reservedVcpus + size.vcpus).toBeLessThanOrEqual(vcpuLimit(h, limits));
          expect(h.status).toBe('UP');
        }
      }),
    );
  });

  it('judges every host once, accepted ones first and best first', () => {
    fc.assert(
      fc.property(hosts, sizes, (all, size) => {
        const judged = judgeHosts(all, size, limits);
        expect(judged.map((c) => c.host.name).sort()).toEqual(all.map((h) => h.name).sort());
        for (const [i, c] of judged.entries()) {
          const next = judged[i + 1];
          if (next)
            expect(Number(c.accepted) * 1000 + c.score).toBeGreaterThanOrEqual(
              Number(next.accepted) * 1000 + next.score,
            );
          expect(c.accepted).toBe(c.reasons.every((reason) => reason.ok));
        }
      }),
    );
  });
});
