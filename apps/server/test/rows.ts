import { randomUUID } from 'node:crypto';
import { type Em, run } from '../src/platform/db.ts';
import {
  type DatastoreId,
  type HostId,
  newId,
  type OrganisationId,
  type UserId,
  type VmId,
} from '../src/platform/ids.ts';
import type { VmStatus } from '../src/vm/vm-status.ts';

/** Rows that VMs cannot be without. */
export interface BaseRows {
  readonly organisation: OrganisationId;
  readonly owner: UserId;
  readonly datastore: DatastoreId;
}

/** A VM of the tests: its row, and its domain's identity. */
export interface TestVm {
  readonly id: VmId;
  readonly uuid: string;
  readonly identity: string;
  readonly vncPort: number;
}

/** What is told of a host's row; the rest is as of a host that was never reached. */
export interface HostSeed {
  readonly id?: HostId;
  readonly name: string;
  readonly address?: string;
  readonly sshPort?: number;
  readonly sshUser?: string;
  readonly hostKeyFingerprint?: string;
  readonly bridge?: string;
  readonly status?: string;
}

/** What is told of a VM's row. */
export interface VmSeed {
  readonly hostId: HostId;
  readonly status?: VmStatus;
  readonly desired?: VmStatus;
}

/** Writes a user in the organisation. */
export async function addUser(
  em: Em,
  organisation: OrganisationId,
  username: string,
): Promise<UserId> {
  const id = newId('user');
  await run(
    em,
    `insert into user (id, username, name, password_change_suggested, roles, organisation_id, active, created_at)
     values (?, ?, ?, 0, '["USER"]', ?, 1, utc_timestamp(3))`,
    [id, username, username, organisation],
  );
  return id;
}

/** Writes one organisation, user and datastore. */
export async function addBaseRows(em: Em, datastorePath = '/mnt/datastore'): Promise<BaseRows> {
  const [organisation, datastore] = [newId('org'), newId('ds')];
  await run(em, "insert into organisation (id, name) values (?, 'Test')", [organisation]);
  const owner = await addUser(em, organisation, 'ann');
  await run(em, "insert into datastore (id, name, path) values (?, 'data', ?)", [
    datastore,
    datastorePath,
  ]);
  return { organisation, owner, datastore };
}

/** Writes a host. */
export async function addHost(em: Em, seed: HostSeed): Promise<HostId> {
  const id = seed.id ?? newId('host');
  await run(
    em,
    `insert into host (id, name, address, ssh_port, ssh_user, host_key_fingerprint, type, cpus,
       ram_mib, disk_gib, kvm, bridge, status, maintenance, strangers, created_at)
     values (?, ?, ?, ?, ?, ?, 'PHYSICAL', 0, 0, 0, 0, ?, ?, 0, '[]', utc_timestamp(3))`,
    [
      ...[id, seed.name, seed.address ?? '192.0.2.1', seed.sshPort ?? 22, seed.sshUser ?? 'root'],
      seed.hostKeyFingerprint ?? 'SHA256:none',
      seed.bridge ?? 'br-int',
      seed.status ?? 'UNREACHABLE',
    ],
  );
  return id;
}

let vncPort = 5_900;

/** Writes a VM of 1 vCPU, 96 MiB and 1 GiB; its domain is another matter. */
export async function addVm(em: Em, base: BaseRows, seed: VmSeed): Promise<TestVm> {
  const id = newId('vm');
  const vm = { id, uuid: randomUUID(), identity: `test-${id.slice(-6)}`, vncPort: ++vncPort };
  const status = seed.status ?? 'SHUTDOWN';
  await run(
    em,
    `insert into vm (id, name, identity, uuid, owner_id, organisation_id, host_id, datastore_id,
       vcpus, ram_mib, disk_gib, vnc_port, locked, desired_status, status, told_status, status_since, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, 1, 96, 1, ?, 0, ?, ?, ?, utc_timestamp(3), utc_timestamp(3))`,
    [
      ...[id, vm.identity, vm.identity, vm.uuid, base.owner, base.organisation, seed.hostId],
      ...[base.datastore, vm.vncPort, seed.desired ?? status, status, status],
    ],
  );
  return vm;
}

/** A task of a VM that no worker is going to touch, for what only looks whether there is one. */
export async function addTask(em: Em, vmId: VmId, status: string): Promise<void> {
  await run(
    em,
    `insert into task (id, type, lane, priority, status, title, input, progress, vm_id, attempt, epoch,
       run_at, step_index, cancel_requested, undoing, restart, leftovers, created_at)
     values (?, 'START_VM', ?, 1, ?, 't', '{}', 0, ?, 1, 0, utc_timestamp(3), 0, 0, 0, 0, '[]', utc_timestamp(3))`,
    [newId('task'), vmId, status, vmId],
  );
}
