import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, ConnectListAllDomainsFlags } from '@baadal/libvirt';
import { expect } from 'vitest';
import { rows } from '../src/platform/db.ts';
import type { VmId } from '../src/platform/ids.ts';
import { requireVmRecord } from '../src/vm/vm-record.ts';
import type { Product } from './product.ts';
import { waitFor } from './wait-for.ts';

/** Where a domain is defined, has a QEMU by libvirt, and has one by the process list. */
interface Whereabouts {
  readonly defined: readonly string[];
  readonly up: readonly string[];
  readonly processes: readonly string[];
}

/** Asks each host, past the product; `hosts` by name. */
async function whereaboutsOf(
  product: Product,
  identity: string,
  hosts: readonly string[] = ['host1', 'host2'],
): Promise<Whereabouts> {
  const ask = async (host: string, ...argv: string[]) =>
    product.onHost(host, ...argv).catch(() => '');
  const lists = (...flags: string[]) =>
    Promise.all(hosts.map((host) => ask(host, 'virsh', 'list', '--name', ...flags)));
  const having = (found: readonly string[]) =>
    hosts.filter((_, i) => found[i]?.split('\n').includes(identity));
  const [all, up, processes] = await Promise.all([
    lists('--all'),
    lists(),
    Promise.all(hosts.map((host) => ask(host, 'pgrep', '-fc', `qemu-system.*guest=${identity},`))),
  ]);
  return {
    defined: having(all),
    up: having(up),
    processes: hosts.filter((_, i) => Number(processes[i]) > 0),
  };
}

/**
 * Fails unless a VM is on that host and nowhere else, with all of its snapshots: in the rows, in
 * libvirt's list with the current one as that, and in its disk; and no room is held for it elsewhere.
 */
export async function expectWholeOn(product: Product, vmId: VmId, host: string, up: boolean) {
  const em = product.em();
  const vm = await requireVmRecord(em, vmId);
  expect(vm.hostName).toBe(host);
  const here = up ? [host] : [];
  const wanted = { defined: [host], up: here, processes: here };
  expect(await whereaboutsOf(product, vm.identity)).toEqual(wanted);
  expect(await rows(em, 'select 1 from vm_migration where vm_id = ?', [vmId])).toEqual([]);
  const snapshots = await rows<{ id: string; current: number }>(
    em,
    'select id, current from snapshot where vm_id = ? order by id',
    [vmId],
  );
  const virsh = (...argv: string[]) => product.onHost(host, 'virsh', ...argv);
  const listed = await virsh('snapshot-list', vm.identity, '--name');
  const ids = snapshots.map(({ id }) => id);
  expect(listed.split('\n').filter(Boolean).toSorted()).toEqual(ids);
  const current = snapshots.find((snapshot) => snapshot.current);
  if (current)
    expect((await virsh('snapshot-current', vm.identity, '--name')).trim()).toBe(current.id);
  const info = await product.onHost(
    host,
    'qemu-img',
    'snapshot',
    '-U',
    '-l',
    vm.disks[0]?.path ?? '',
  );
  for (const id of ids) expect(info).toContain(id);
  expect(await product.onHost(host, 'sh', '-c', 'ls /mnt/datastore/vm_migration_data || :')).toBe(
    '',
  );
}

/** Between two looks; a moment in which two copies run is longer, since they would both go on. */
const LOOK_EVERY_MS = 50;

/** Watches both hosts until it is stopped. @returns every moment at which two copies ran */
export function watchForTwo(product: Product, identity: string) {
  const twice: Whereabouts[] = [];
  let looks = 0;
  let stopped = false;
  const hosts = ['host1', 'host2'].map((host) => ({ host, running: runningOn(product, host) }));
  const watching = (async () => {
    for (; !stopped; await delay(LOOK_EVERY_MS)) {
      // Copies that run; one that is still coming is paused.
      const names = await Promise.all(hosts.map(({ running }) => running.names()));
      looks++;
      const up = hosts.filter((_, i) => names[i]?.includes(identity)).map(({ host }) => host);
      if (up.length > 1) twice.push({ defined: [], up, processes: [] });
    }
    for (const { running } of hosts) await running.close();
  })();
  return {
    async stop(): Promise<void> {
      stopped = true;
      await watching;
      expect(twice).toEqual([]);
      expect(looks).toBeGreaterThan(0);
    },
  };
}

/** Names of what runs on a host, by a connection that is opened anew when it was lost. */
function runningOn(product: Product, host: string) {
  let connection: Connection | undefined;
  return {
    async names(): Promise<readonly string[]> {
      try {
        if (!connection?.isOpen) connection = await product.outsideLibvirt(host);
        const domains = await connection.listAllDomains(ConnectListAllDomainsFlags.RUNNING);
        return domains.map(({ name }) => name);
      } catch {
        return []; // its libvirtd or the host itself is down
      }
    },
    close: async () => connection?.close(),
  };
}

/** Waits until a guest answers a ping from the gateway. */
export async function untilAnswers(product: Product, vmId: VmId): Promise<void> {
  const { ip } = await requireVmRecord(product.em(), vmId);
  await waitFor('the guest to answer', () =>
    product.onHost('gateway', 'ping', '-c', '1', '-W', '1', ip?.address ?? '').then(
      () => true,
      () => false,
    ),
  );
}
