import { describe, expect, it } from 'vitest';
import { addressPlan, isLabName, MAX_HOSTS, slotCandidates, slotConflicts } from './addressing.ts';

describe('slotCandidates', () => {
  it('tries every slot once, from one that depends on the name alone', () => {
    const slots = slotCandidates('demo');
    expect(slots).toEqual(slotCandidates('demo'));
    expect(slots.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 128 }, (_, i) => 100 + i));
    const starts = Array.from({ length: 40 }, (_, i) => slotCandidates(`lab-${i}`)[0]);
    expect(new Set(starts).size).toBeGreaterThan(20);
  });
});

describe('addressPlan', () => {
  it('keeps all within the slot, and interface names within 15 characters', () => {
    for (const slot of [100, 227]) {
      const plan = addressPlan(slot);
      expect(plan.controllerInterface.length).toBeLessThanOrEqual(15);
      const hosts = Array.from({ length: MAX_HOSTS }, (_, i) => plan.host(i + 1));
      const all = [plan.gateway, ...hosts, ...plan.vlans.flatMap(({ pool }) => pool)];
      expect(new Set(all.map(({ address }) => address)).size).toBe(all.length);
      expect(new Set(all.map(({ mac }) => mac)).size).toBe(all.length);
      for (const { address, mac } of all) {
        expect(address).toMatch(new RegExp(`^10\\.${slot}\\.\\d{1,3}\\.\\d{1,3}$`));
        expect(mac).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
      }
    }
  });

  it('gives different labs different MACs', () => {
    const [one, two] = [addressPlan(100), addressPlan(101)].map(({ vlans }) => vlans[0]?.pool[0]);
    expect(one?.mac).not.toBe(two?.mac);
  });
});

describe('slotConflicts', () => {
  it.each([
    ['10.101.0.11', true],
    ['10.101.0.0/16', true],
    ['10.101.64.0/24', true],
    ['10.0.0.0/8', false],
    ['default', false],
    ['10.102.0.0/16', false],
    ['10.100.255.255', false],
    ['fe80::1', false],
  ])('%s: %s', (destination, conflict) => {
    expect(slotConflicts(101, ['192.168.1.0/24', destination])).toBe(conflict);
  });
});

describe('isLabName', () => {
  it.each(['a', 'demo', 'it-7f', 'a'.repeat(32)])('takes %s', (name) => {
    expect(isLabName(name)).toBe(true);
  });
  it.each(['', 'Demo', '-a', 'a-', 'a b', 'a/b', '../x', 'a'.repeat(33)])(
    'refuses "%s"',
    (name) => {
      expect(isLabName(name)).toBe(false);
    },
  );
});
