import type { HostStatus } from '../host/host-enums.ts';
import { HOST_STATUS_WORDS } from '../host/host-status-words.ts';
import type { HostId } from '../platform/ids.ts';

/** A host as the policy sees it. */
export interface PowerHost {
  readonly id: HostId;
  readonly name: string;
  readonly status: HostStatus;
  readonly vms: number;
  /** It can be switched on again from here. */
  readonly canSwitch: boolean;
  /** Who turned it off; null while it is on. */
  readonly offBy: 'ADMIN' | 'POLICY' | null;
  /** Minutes without any VM; null while one is on it, or when not known yet. */
  readonly idleMinutes: number | null;
  /** Minutes since it was switched last; null when it never was. */
  readonly switchedMinutesAgo: number | null;
  /** What may be promised of it in all, and what is. */
  readonly ramLimitMiB: number;
  readonly ramReservedMiB: number;
  readonly vcpuLimit: number;
  readonly vcpusReserved: number;
}

/** The constants of the same names. */
export interface PowerRules {
  readonly powerIdleMinutes: number;
  readonly powerMinOnMinutes: number;
  readonly powerMinOffMinutes: number;
  readonly powerSpareRamMiB: number;
  readonly powerSpareVcpus: number;
  readonly powerHysteresisPercent: number;
}

/** What is to be done with a host, and why. */
export interface PowerStep {
  readonly hostId: HostId;
  readonly name: string;
  readonly action: 'ON' | 'OFF' | 'KEEP';
  readonly reason: string;
}

interface Room {
  readonly ramMiB: number;
  readonly vcpus: number;
}

const roomOf = (host: PowerHost): Room => ({
  ramMiB: Math.max(0, host.ramLimitMiB - host.ramReservedMiB),
  vcpus: Math.max(0, host.vcpuLimit - host.vcpusReserved),
});
const plus = (a: Room, b: Room, sign: 1 | -1 = 1): Room => ({
  ramMiB: a.ramMiB + sign * b.ramMiB,
  vcpus: a.vcpus + sign * b.vcpus,
});
const covers = (room: Room, needed: Room) =>
  room.ramMiB >= needed.ramMiB && room.vcpus >= needed.vcpus;
const words = ({ ramMiB, vcpus }: Room) => `${Math.round(ramMiB)} MiB and ${vcpus} vCPUs`;

/**
 * Which hosts to turn on or off: on when less than the spare room is free, off when a host has been
 * idle for long enough and more than the spare room (and a margin, so that it is not turned on again
 * at once) stays free without it. Never both at once; a host that was switched is left alone for its
 * minimum time; one that an admin turned off stays off.
 * @returns a word on each host, by name
 */
export function planPower(hosts: readonly PowerHost[], rules: PowerRules): PowerStep[] {
  const spare = { ramMiB: rules.powerSpareRamMiB, vcpus: rules.powerSpareVcpus };
  const up = hosts.filter(({ status, offBy }) => status === 'UP' && offBy === null);
  const free = up.map(roomOf).reduce((sum, room) => plus(sum, room), { ramMiB: 0, vcpus: 0 });
  const steps = covers(free, spare)
    ? planOff(hosts, { free, spare, rules })
    : planOn(hosts, { free, spare, rules });
  return steps.toSorted((a, b) => a.name.localeCompare(b.name));
}

interface Situation {
  readonly free: Room;
  readonly spare: Room;
  readonly rules: PowerRules;
}

const keep = ({ id, name }: PowerHost, reason: string): PowerStep => ({
  ...{ hostId: id, name, action: 'KEEP', reason },
});

function planOn(hosts: readonly PowerHost[], { free, spare, rules }: Situation): PowerStep[] {
  let room = free;
  return hosts.toSorted(byName).map((host) => {
    const { id: hostId, name, offBy, switchedMinutesAgo } = host;
    if (offBy === null) return keep(host, 'its room is needed');
    if (offBy === 'ADMIN') return keep(host, 'an admin turned it off');
    if (covers(room, spare)) return keep(host, 'other hosts give enough room');
    if (!host.canSwitch) return keep(host, 'it cannot be turned on from here');
    const left = rules.powerMinOffMinutes - (switchedMinutesAgo ?? Number.POSITIVE_INFINITY);
    if (left > 0) return keep(host, `it stays off for ${Math.ceil(left)} more minutes`);
    const reason = `only ${words(room)} are free, ${words(spare)} are to be`;
    room = plus(room, roomOf(host));
    return { hostId, name, action: 'ON', reason };
  });
}

function planOff(hosts: readonly PowerHost[], { free, spare, rules }: Situation): PowerStep[] {
  const margin = 1 + rules.powerHysteresisPercent / 100;
  const needed = { ramMiB: spare.ramMiB * margin, vcpus: Math.ceil(spare.vcpus * margin) };
  let room = free;
  return hosts.toSorted(byName).map((host) => {
    const refused = whyNotOff(host, rules);
    if (refused) return keep(host, refused);
    const after = plus(room, roomOf(host), -1);
    if (!covers(after, needed))
      return keep(host, `without it ${words(after)} would be free, ${words(needed)} are to be`);
    room = after;
    const reason = `idle for ${Math.floor(host.idleMinutes ?? 0)} minutes; ${words(after)} stay free without it`;
    return { hostId: host.id, name: host.name, action: 'OFF', reason };
  });
}

/** Why a host is not to be turned off whatever the room; null when nothing speaks against it. */
function whyNotOff(host: PowerHost, rules: PowerRules): string | null {
  if (host.offBy !== null) return 'it is off';
  if (host.status !== 'UP') return `it is ${HOST_STATUS_WORDS[host.status]}`;
  if (host.vms > 0) return `${host.vms} ${host.vms === 1 ? 'VM is' : 'VMs are'} on it`;
  if (!host.canSwitch) return 'it could not be turned on again from here';
  const on = rules.powerMinOnMinutes - (host.switchedMinutesAgo ?? Number.POSITIVE_INFINITY);
  if (on > 0) return `it stays on for ${Math.ceil(on)} more minutes`;
  const idle = rules.powerIdleMinutes - (host.idleMinutes ?? 0);
  if (idle > 0) return `it must be idle for ${Math.ceil(idle)} more minutes`;
  return null;
}

const byName = (a: PowerHost, b: PowerHost) => a.name.localeCompare(b.name);
