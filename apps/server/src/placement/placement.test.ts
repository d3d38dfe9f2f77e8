import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatastoreId, HostId } from '../platform/ids.ts';
import {
  judgeHosts,
  type PlacementHost,
  placementStory,
  ramLimitMiB,
  refusal,
  vcpuLimit,
} from './placement.ts';

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

describe('rules beyond size', () => {
  const accepted = (more: Parameters<typeof judgeHosts>[1], ...all: PlacementHost[]) =>
    judgeHosts(all, more, limits)
      .filter((c) => c.accepted)
      .map((c) => c.host.name);
  const cpu = { arch: 'x86_64', model: 'EPYC', features: ['a', 'b'] };
  const [a, b] = [host('a'), host('b')];

  it.each([
    [{ required: [b.id] }, ['b']],
    [{ forbidden: [a.id] }, ['b']],
    [{ together: [b.id] }, ['b']],
    [{ apart: [a.id, b.id] }, []],
    [{ leaves: a.id }, ['b']],
    [{}, ['a', 'b']],
  ])('keeps %j', (bound, names) => {
    expect(accepted({ ...request, ...bound }, a, b)).toEqual(names);
  });

  it('leaves out hosts that do not see the datastore, or have another CPU', () => {
    const datastoreId = 'ds_1' as DatastoreId;
    const blind = host('blind', { missingDatastores: [datastoreId] });
    expect(accepted({ ...request, datastoreId }, blind, a)).toEqual(['a']);
    expect(accepted(request, blind)).toEqual(['blind']);
    const arm = host('arm', { cpu: { ...cpu, arch: 'aarch64' } });
    expect(accepted({ ...request, arch: 'x86_64' }, arm, a)).toEqual(['a']);
    const less = host('less', { cpu: { ...cpu, features: ['a'] } });
    const more = host('more', { cpu: { ...cpu, features: ['a', 'b', 'c'] } });
    const other = host('other', { cpu: { ...cpu, model: 'Skylake' } });
    expect(accepted({ ...request, movesLiveFrom: cpu }, less, more, other)).toEqual(['more']);
    expect(accepted(request, less, more, other)).toHaveLength(3);
  });

  it('prefers idle and near hosts among those of equal room', () => {
    const weights = { ...limits, placementLoadWeight: 1, placementNetworkWeight: 1 };
    const order = (...all: PlacementHost[]) =>
      judgeHosts(all, request, weights).map((c) => c.host.name);
    expect(order(host('a', { cpuLoad: 0.9 }), host('b', { cpuLoad: 0.1 }))).toEqual(['b', 'a']);
    expect(order(host('a', { latencyMs: 8 }), host('b', { latencyMs: 0.2 }))).toEqual(['b', 'a']);
    expect(
      order(host('a', { cpuLoad: 0.9 }), host('b', { cpuLoad: 0.1, reservedRamMiB: 7000 })),
    ).toEqual(['a', 'b']);
  });

  it('never accepts against a rule, whatever the weights', () => {
    const ids = fc.subarray([a.id, b.id]);
    fc.assert(
      fc.property(ids, ids, ids, ids, fc.double({ min: 0, max: 1, noNaN: true }), (...drawn) => {
        const [required, forbidden, together, apart, cpuLoad] = drawn;
        const bound = { ...request, required, forbidden, together, apart };
        for (const c of judgeHosts([{ ...a, cpuLoad }, b], bound, limits)) {
          if (!c.accepted) continue;
          if (required.length > 0) expect(required).toContain(c.host.id);
          if (together.length > 0) expect(together).toContain(c.host.id);
          expect([...forbidden, ...apart]).not.toContain(c.host.id);
        }
      }),
    );
  });

  it('tells the story of a choice', () => {
    const judged = judgeHosts([a, b, host('c', { status: 'DOWN' })], request, limits);
    const [best] = judged;
    expect(best && placementStory(judged, best)).toEqual([
      'Placed on a: would stay 86.7 % free.',
      'Not b: 86.7 points, a has 86.7.',
      'Not c: is down.',
    ]);
  });
});
