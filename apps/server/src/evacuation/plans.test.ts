import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlacementHost } from '../placement/placement.ts';
import type { HostId, VmGroupId, VmId } from '../platform/ids.ts';
import { planBalance } from './balance-plan.ts';
import { planEvacuation } from './evacuation-plan.ts';
import { afterMove, judgeMove, type World, type WorldGroup, type WorldVm } from './world.ts';

const hostId = (n: number) => `host_${n}` as HostId;
const GROUP = 'vgrp_1' as VmGroupId;
const LIMITS = { cpuOvercommitRatio: 4, ramOvercommitRatio: 1, hostRamReserveMiB: 0 };
const BALANCE = {
  balanceTolerancePercent: 5,
  balanceMostMoves: 10,
  balanceLeastGainPercent: 0,
};

interface Seed {
  readonly on: number;
  readonly ramMiB?: number;
  readonly status?: WorldVm['status'];
  readonly grouped?: boolean;
  readonly fixed?: string | null;
}

/** Hosts of 4 CPUs and 4 GiB, and VMs on them. */
function world(
  hosts: number,
  seeds: readonly Seed[],
  policy: WorldGroup['policy'] = 'APART',
): World {
  const vms = seeds.map(
    ({ on, ramMiB = 512, status = 'RUNNING', grouped = false, fixed = null }, i): WorldVm => ({
      ...{ id: `vm_${i}` as VmId, name: `vm${i}`, hostId: hostId(on), status, vcpus: 1, ramMiB },
      ...{
        arch: null,
        datastores: [],
        onlyHosts: null,
        bound: null,
        required: [],
        forbidden: [],
        fixed,
      },
      groups: grouped ? [GROUP] : [],
    }),
  );
  const ids = Array.from({ length: hosts }, (_, i) => hostId(i));
  const sum = (id: HostId, of: (vm: WorldVm) => number) =>
    vms.filter((vm) => vm.hostId === id).reduce((all, vm) => all + of(vm), 0);
  return {
    vms,
    hosts: ids.map(
      (id, i): PlacementHost => ({
        ...{ id, name: `host${i}`, status: 'UP', cpus: 4, ramMiB: 4_096 },
        ...{ reservedVcpus: sum(id, () => 1), reservedRamMiB: sum(id, (vm) => vm.ramMiB) },
      }),
    ),
    groups: new Map([
      [
        GROUP,
        {
          policy,
          places: new Map(
            vms.filter(({ groups }) => groups.length > 0).map((vm) => [vm.id, [vm.hostId]]),
          ),
        },
      ],
    ]),
    setUp: new Set(ids),
    limits: LIMITS,
  };
}

const seeds = fc.array(
  fc.record({
    on: fc.integer({ min: 0, max: 3 }),
    ramMiB: fc.integer({ min: 1, max: 8 }).map((n) => n * 128),
    status: fc.constantFrom('RUNNING', 'SHUTDOWN', 'SUSPENDED'),
    grouped: fc.boolean(),
  }),
  { maxLength: 16 },
) as fc.Arbitrary<Seed[]>;

/** Plays moves; fails when a rule of placement is broken on the way. */
function play(begin: World, moves: readonly { vmId: VmId; to: HostId }[], emptied?: HostId): World {
  let now = begin;
  for (const { vmId, to } of moves) {
    const vm = now.vms.find(({ id }) => id === vmId);
    if (!vm) throw new Error('no such VM');
    const target = judgeMove(now, vm, emptied ?? null).find(({ host }) => host.id === to);
    expect(target?.accepted).toBe(true);
    now = afterMove(now, vm, to);
  }
  return now;
}

describe('planEvacuation', () => {
  it('keeps every rule on the way, and leaves only what has no place', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom('APART', 'TOGETHER'), (vms, policy) => {
        const begin = world(4, vms, policy as WorldGroup['policy']);
        const plan = planEvacuation(begin, hostId(0));
        expect(plan).toHaveLength(vms.filter(({ on }) => on === 0).length);
        const moves = plan.flatMap(({ vmId, targetId }) =>
          targetId ? [{ vmId, to: targetId }] : [],
        );
        const end = play(begin, moves, hostId(0));
        const left = end.vms.filter((vm) => vm.hostId === hostId(0));
        expect(left.map(({ id }) => id).sort()).toEqual(
          plan.flatMap(({ vmId, targetId }) => (targetId ? [] : [vmId])).sort(),
        );
        for (const { targetId, reasons } of plan)
          if (!targetId) expect(reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  it('says that nothing can move from the last host', () => {
    const [step] = planEvacuation(world(1, [{ on: 0 }]), hostId(0));
    expect(step).toMatchObject({ targetId: null, reasons: ['There is no other host.'] });
  });

  it('moves those that lie together one after the other to the same host', () => {
    const pair = [
      { on: 0, grouped: true },
      { on: 0, grouped: true },
    ];
    const targets = planEvacuation(world(3, pair, 'TOGETHER'), hostId(0)).map((s) => s.targetId);
    expect(targets[0]).not.toBeNull();
    expect(targets[1]).toBe(targets[0]);
  });

  it('moves what runs live, what is suspended with its memory, what is off as it is', () => {
    const vms = (['RUNNING', 'SUSPENDED', 'SHUTDOWN'] as const).map((status, i) => ({
      ...{ on: 0, status, ramMiB: 1024 - i },
    }));
    const plan = planEvacuation(world(2, vms), hostId(0));
    expect(plan.map(({ kind }) => kind)).toEqual(['LIVE', 'PAUSED', 'OFFLINE']);
  });

  it('leaves what cannot move now, with its reason', () => {
    const plan = planEvacuation(world(2, [{ on: 0, fixed: 'It is being made.' }]), hostId(0));
    expect(plan[0]).toMatchObject({ targetId: null, reasons: ['It is being made.'] });
  });
});

describe('planBalance', () => {
  const uneven = (hosts: ReturnType<typeof planBalance>['before']) =>
    hosts.reduce((sum, { pressure }) => sum + pressure * pressure, 0);
  const highest = (hosts: ReturnType<typeof planBalance>['before']) =>
    Math.max(0, ...hosts.map(({ pressure }) => pressure));

  it('keeps every rule, stays within its limits, and never makes things worse', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 5 }), (vms, most) => {
        const begin = world(4, vms);
        const plan = planBalance(begin, { ...BALANCE, balanceMostMoves: most });
        expect(plan.moves.length).toBeLessThanOrEqual(most);
        expect(new Set(plan.moves.map(({ vmId }) => vmId)).size).toBe(plan.moves.length);
        play(
          begin,
          plan.moves.map(({ vmId, toId }) => ({ vmId, to: toId })),
        );
        expect(highest(plan.after)).toBeLessThanOrEqual(highest(plan.before) + 1e-9);
        if (plan.moves.length > 0) expect(uneven(plan.after)).toBeLessThan(uneven(plan.before));
      }),
    );
  });

  it('evens out a full host and an empty one', () => {
    const plan = planBalance(world(2, Array(6).fill({ on: 0 })), BALANCE);
    expect(plan.moves).toHaveLength(3);
    expect(plan.after.map(({ pressure }) => pressure)).toEqual([0.375, 0.375]);
  });

  it('moves nothing that gains too little, and what gains enough first', () => {
    const vms = [...Array(5).fill({ on: 0 }), { on: 0, ramMiB: 16 }];
    const gain = (percent: number) =>
      planBalance(world(2, vms), { ...BALANCE, balanceLeastGainPercent: percent });
    const all = gain(0);
    const host = (plan: typeof all, when: 'before' | 'after') =>
      plan[when].find((h) => h.hostId === hostId(0))?.pressure ?? 0;
    const each = (host(all, 'before') - host(all, 'after')) / all.moves.length;
    expect(gain(each * 90).moves.length).toBeGreaterThan(0);
    expect(gain(each * 90).moves.length).toBeLessThanOrEqual(all.moves.length);
    expect(gain(each * 200).moves).toEqual([]);
  });

  it('leaves hosts alone that are even enough', () => {
    const vms = [{ on: 0 }, { on: 1 }, { on: 1, ramMiB: 128 }];
    expect(planBalance(world(2, vms), BALANCE).moves).toEqual([]);
  });

  it('does not take from a host in maintenance, nor give to it', () => {
    const begin = world(2, Array(6).fill({ on: 0 }));
    const hosts = begin.hosts.map((host, i) =>
      i === 1 ? { ...host, status: 'MAINTENANCE' as const } : host,
    );
    expect(planBalance({ ...begin, hosts }, BALANCE).moves).toEqual([]);
  });
});
