import { createHash } from 'node:crypto';

const FIRST_SLOT = 100;
const SLOT_COUNT = 128;
const POOL_SIZE = 50;

/** Most hosts one lab can have; their addresses are 10.slot.0.11 and up. */
export const MAX_HOSTS = 64;

/** The VLANs of each lab. */
const VLAN_TAGS = [101, 102] as const;

/** One address a guest can be given, and the MAC that DHCP knows it by. */
export interface PoolAddress {
  readonly address: string;
  readonly mac: string;
}

/** A VLAN: guests' subnet (CIDR), the gateway's address in it, and the pool DHCP serves. */
export interface VlanPlan {
  readonly name: string;
  readonly tag: number;
  readonly subnet: string;
  readonly gateway: string;
  readonly pool: readonly PoolAddress[];
}

/** A host's place on the management network, and its BMC's. */
export interface HostAddress extends MachineAddress {
  readonly bmc: string;
}

/** A machine's place on the management network. */
export interface MachineAddress {
  readonly address: string;
  readonly mac: string;
}

/** All addresses of a lab; everything lies in 10.slot.0.0/16. */
export interface AddressPlan {
  readonly slot: number;
  readonly network: string;
  readonly controllerInterface: string;
  readonly controller: string;
  readonly gateway: MachineAddress;
  readonly vlans: readonly VlanPlan[];
  host(index: number): HostAddress;
}

/** True for names a lab may have: a DNS label of at most 32 characters. */
export function isLabName(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(name);
}

/**
 * Slots (second octets of the lab's 10.slot.0.0/16) in the order in which a lab of this name tries
 * them: all of them once, beginning at one that depends on the name alone.
 */
export function slotCandidates(name: string): readonly number[] {
  const start = createHash('sha256').update(name).digest().readUInt32BE(0) % SLOT_COUNT;
  return Array.from({ length: SLOT_COUNT }, (_, i) => FIRST_SLOT + ((start + i) % SLOT_COUNT));
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function vlanPlan(slot: number, tag: number): VlanPlan {
  const net = `10.${slot}.${tag}`;
  return {
    name: `vlan${tag}`,
    tag,
    subnet: `${net}.0/24`,
    gateway: `${net}.254`,
    pool: Array.from({ length: POOL_SIZE }, (_, i) => ({
      address: `${net}.${i + 1}`,
      mac: `52:54:00:${hex(slot)}:${hex(tag)}:${hex(i + 1)}`,
    })),
  };
}

/** The addresses of the lab in a slot. The controller's interface is the lab's claim of the slot. */
export function addressPlan(slot: number): AddressPlan {
  return {
    slot,
    network: `10.${slot}.0.0/16`,
    controllerInterface: `bdlab${slot}`,
    controller: `10.${slot}.0.1`,
    gateway: { address: `10.${slot}.0.254`, mac: `52:54:00:${hex(slot)}:00:fe` },
    vlans: VLAN_TAGS.map((tag) => vlanPlan(slot, tag)),
    host: (index) => ({
      address: `10.${slot}.0.${10 + index}`,
      mac: `52:54:00:${hex(slot)}:00:${hex(10 + index)}`,
      bmc: `10.${slot}.0.${100 + index}`,
    }),
  };
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/**
 * True when one of the machine's routes or addresses lies inside the slot's /16. A shorter route
 * that covers it (a default route, 10.0.0.0/8) is no conflict: the lab's own is more specific.
 *
 * @param destinations IPv4 addresses and CIDRs, as `ip route` and `ip address` print them
 */
export function slotConflicts(slot: number, destinations: readonly string[]): boolean {
  const base = toNumber(`10.${slot}.0.0`);
  return destinations.some((destination) => {
    const [address = '', length = '32'] = destination.split('/');
    if (!/^\d+(\.\d+){3}$/.test(address) || Number(length) < 16) return false;
    const start = toNumber(address);
    return start >= base && start < base + 65_536;
  });
}
