import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostId } from '../platform/ids.ts';
import { type PowerHost, planPower } from './power-plan.ts';
import { broadcastAddresses, magicPacket } from './wake-on-lan.ts';

const execute = promisify(execFile);

const rules = {
  powerIdleMinutes: 15,
  powerMinOnMinutes: 30,
  powerMinOffMinutes: 10,
  powerSpareRamMiB: 4_096,
  powerSpareVcpus: 8,
  powerHysteresisPercent: 50,
};

function host(name: string, more: Partial<PowerHost> = {}): PowerHost {
  return {
    id: `host_${name}` as HostId,
    name,
    status: 'UP',
    vms: 0,
    canSwitch: true,
    offBy: null,
    idleMinutes: 60,
    switchedMinutesAgo: null,
    ramLimitMiB: 8_192,
    ramReservedMiB: 0,
    vcpuLimit: 32,
    vcpusReserved: 0,
    ...more,
  };
}
const off = (name: string, more: Partial<PowerHost> = {}) =>
  host(name, { status: 'DOWN', offBy: 'POLICY', switchedMinutesAgo: 60, ...more });
const busy = (name: string) => host(name, { vms: 4, idleMinutes: null, ramReservedMiB: 8_000 });
const actions = (...hosts: PowerHost[]) =>
  planPower(hosts, rules).map(({ name, action }) => `${name} ${action}`);

describe('planPower', () => {
  it('turns idle hosts off as long as room stays, with a margin', () => {
    expect(actions(host('a'), host('b'), host('c'))).toEqual(['a OFF', 'b OFF', 'c KEEP']);
    expect(actions(host('a'), host('b', { ramLimitMiB: 6_000 }))).toEqual(['a KEEP', 'b OFF']);
  });

  it('turns hosts on when room is wanting, no more than needed', () => {
    expect(actions(busy('a'), off('b'), off('c'))).toEqual(['a KEEP', 'b ON', 'c KEEP']);
  });

  it.each([
    [{ vms: 1 }, /1 VM is on it/],
    [{ canSwitch: false }, /could not be turned on again/],
    [{ switchedMinutesAgo: 5 }, /stays on for 25 more/],
    [{ idleMinutes: 3 }, /idle for 12 more/],
    [{ idleMinutes: null }, /idle for 15 more/],
    [{ status: 'MAINTENANCE' }, /is in maintenance/],
  ] as const)('keeps a host with %j', (more, reason) => {
    const step = planPower([host('a', more), host('b'), host('c')], rules)[0];
    expect(step).toMatchObject({ action: 'KEEP' });
    expect(step?.reason).toMatch(reason);
  });

  it('leaves alone what an admin turned off, and what was turned off just now', () => {
    expect(actions(busy('a'), off('b', { offBy: 'ADMIN' }))).toEqual(['a KEEP', 'b KEEP']);
    expect(actions(busy('a'), off('b', { switchedMinutesAgo: 2 }))).toEqual(['a KEEP', 'b KEEP']);
  });

  it('comes to rest: what it turned off it does not turn on again, nor the other way', () => {
    const any = fc.record({
      vms: fc.nat(2),
      idleMinutes: fc.option(fc.nat(60)),
      ramReservedMiB: fc.nat(8_192),
      vcpusReserved: fc.nat(32),
      isOff: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (drawn) => {
        const hosts = drawn.map(({ isOff, ...more }, i) =>
          isOff
            ? off(`h${i}`, { ramReservedMiB: 0, vcpusReserved: 0 })
            : host(`h${i}`, { ...more, idleMinutes: more.vms > 0 ? null : more.idleMinutes }),
        );
        const plan = new Map(planPower(hosts, rules).map((step) => [step.hostId, step.action]));
        expect(plan.size).toBe(hosts.length);
        const done = new Set(plan.values());
        expect(done.has('ON') && done.has('OFF')).toBe(false);
        const later = hosts.map((h): PowerHost => {
          if (plan.get(h.id) === 'OFF')
            return { ...h, status: 'DOWN', offBy: 'POLICY', switchedMinutesAgo: 60 };
          if (plan.get(h.id) === 'ON')
            return { ...h, status: 'UP', offBy: null, switchedMinutesAgo: 60 };
          return h;
        });
        const next = planPower(later, rules);
        const opposite = done.has('OFF') ? 'ON' : 'OFF';
        if (done.has('OFF')) expect(next.filter((step) => step.action === opposite)).toEqual([]);
      }),
    );
  });
});

describe('Wake-on-LAN', () => {
  it('makes the packet of the standard', () => {
    const packet = magicPacket('52:54:00:a1:00:0d');
    expect(packet).toHaveLength(102);
    expect(packet.toString('hex')).toBe(`${'ff'.repeat(6)}${'525400a1000d'.repeat(16)}`);
    expect(() => magicPacket('nonsense')).toThrow();
  });

  it('rejects when it cannot have a socket, which ends nothing else', async () => {
    const script = `
      import { openSync } from 'node:fs';
      import { wake } from '${new URL('wake-on-lan.ts', import.meta.url)}';
      try { for (;;) openSync('/dev/null'); } catch {}
      await wake('52:54:00:a1:00:0d').catch(({ code }) => process.stdout.write(code));`;
    const argv = ['-c', 'ulimit -n 64; exec "$@"', 'sh', process.execPath];
    const { stdout } = await execute('sh', [...argv, '--input-type=module', '-e', script]);
    expect(stdout).toBe('EMFILE');
  });

  it('knows the networks of the machine', () => {
    const card = { family: 'IPv4', internal: false, address: '10.1.2.3', netmask: '255.255.252.0' };
    const loop = { ...card, internal: true, address: '127.0.0.1' };
    expect(broadcastAddresses({ eth0: [card], lo: [loop] })).toEqual([
      '10.1.3.255',
      '255.255.255.255',
    ]);
  });
});
