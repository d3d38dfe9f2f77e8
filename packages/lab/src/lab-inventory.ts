import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { addressPlan } from './addressing.ts';
import { BMC_USER } from './bmc.ts';
import type { LabInventory, LabMachine, LabTemplate } from './inventory.ts';
import type { LabPaths, LabRecord } from './lab-state.ts';
import { ensureHostKey } from './machine.ts';
import { fingerprint } from './ssh-keys.ts';

/** Public host keys (their lines) by machine. */
export type HostKeys = ReadonlyMap<string, string>;

/** The host keys of all machines, made where they are missing. */
export async function hostKeys(paths: LabPaths, record: LabRecord): Promise<HostKeys> {
  return new Map(
    await Promise.all(
      record.machines.map(async ({ name }) => [name, await ensureHostKey(paths, name)] as const),
    ),
  );
}

/** What the lab offers; a pure function of what is known of it. */
export function buildInventory(
  paths: LabPaths,
  record: LabRecord,
  keys: HostKeys,
  templates: readonly LabTemplate[],
  password: string,
): LabInventory {
  const plan = addressPlan(record.slot);
  const reach = (name: string, address: string): LabMachine => ({
    name,
    address,
    sshPort: 22,
    sshUser: 'root',
    hostKeyFingerprint: fingerprint(keys.get(name) ?? ''),
  });
  return {
    name: record.name,
    sshKeyFile: paths.controllerKey,
    migration: true,
    hosts: record.machines
      .filter(({ role }) => role === 'host')
      .map(({ name, index }) => ({
        ...reach(name, plan.host(index).address),
        mac: plan.host(index).mac,
        bridge: 'br-int',
        cpus: availableParallelism(),
        bmc: { address: plan.host(index).bmc, username: BMC_USER, password },
      })),
    gateway: reach('gateway', plan.gateway.address),
    networkBoxes: [
      { ...reach('gateway', plan.gateway.address), roles: ['GATEWAY', 'DHCP', 'NAT'] },
    ],
    datastores: [
      { name: 'lab', path: '/mnt/datastore', mountAddress: `${plan.controller}:/datastore` },
    ],
    templates,
    vlans: plan.vlans,
    securityDomains: plan.vlans.map(({ name }, i) => ({
      name: i === 0 ? 'Private' : 'Research',
      vlan: name,
      visibleToAll: i === 0,
    })),
  };
}

/** Writes what all machines know of each other: host keys and names. */
export async function writeShared(
  paths: LabPaths,
  record: LabRecord,
  keys: HostKeys,
): Promise<void> {
  const { hosts, gateway } = buildInventory(paths, record, keys, [], '');
  const machines = [...hosts, gateway];
  await mkdir(paths.shared, { recursive: true });
  const known = machines.map(({ name, address }) => `${name},${address} ${keys.get(name) ?? ''}`);
  await writeFile(path.join(paths.shared, 'known_hosts'), `${known.join('\n')}\n`);
  const names = machines.map(({ name, address }) => `${address} ${name}`);
  const controller = `${addressPlan(record.slot).controller} controller`;
  const lines = ['127.0.0.1 localhost', controller, ...names, ''];
  await writeFile(path.join(paths.shared, 'hosts'), lines.join('\n'));
}
