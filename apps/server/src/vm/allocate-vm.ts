import { allocatePrivateIp } from '../network/network.service.ts';
import { reserveHost } from '../placement/placement.service.ts';
import type { PlacementCandidate } from '../placement/placement.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { ConflictError } from '../platform/errors.ts';
import type {
  DatastoreId,
  DiskId,
  HostId,
  OrganisationId,
  SecurityDomainId,
  TemplateId,
  UserId,
  VmId,
} from '../platform/ids.ts';
import { makeIdentity } from './identity.ts';

/** Everything that is fixed when a VM is asked for; what is found later is in the row. */
export interface VmSpec {
  readonly vmId: VmId;
  readonly diskId: DiskId;
  readonly uuid: string;
  readonly name: string;
  readonly ownerId: UserId;
  readonly requesterId: UserId;
  readonly organisationId: OrganisationId;
  readonly templateId: TemplateId;
  readonly datastoreId: DatastoreId;
  readonly securityDomainId: SecurityDomainId;
  /** A host chosen by hand. */
  readonly hostId: HostId | null;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly diskGiB: number;
  readonly purpose: string | null;
}

/** Directories of a datastore, as the original has them. */
const VM_IMAGES = 'vm_images';

/**
 * Gives a new VM its row, identity, host, address, VNC port and root disk, all in the caller's
 * transaction; the domain and the file are made by the task.
 * @returns where it will run, and why there
 * @throws {NoCapacityError | ConflictError} and nothing is allocated
 */
export async function allocateVm(em: Em, spec: VmSpec): Promise<PlacementCandidate> {
  const placed = await reserveHost(em, spec, spec.hostId);
  await refuseTakenName(em, spec);
  const identity = await freeIdentity(em, spec);
  await run(
    em,
    `insert into vm (id, name, identity, uuid, owner_id, requester_id, organisation_id, host_id,
                     template_id, datastore_id, security_domain_id, vcpus, ram_mib, disk_gib, vnc_port,
                     purpose, locked, desired_status, status, status_since, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, 'SHUTDOWN', 'IN_QUEUE',
             utc_timestamp(3), utc_timestamp(3))`,
    [
      spec.vmId,
      spec.name,
      identity,
      spec.uuid,
      spec.ownerId,
      spec.requesterId,
      spec.organisationId,
      placed.host.id,
      spec.templateId,
      spec.datastoreId,
      spec.securityDomainId,
      spec.vcpus,
      spec.ramMiB,
      spec.diskGiB,
      await freeVncPort(em),
      spec.purpose,
    ],
  );
  await allocatePrivateIp(em, spec.vmId, spec.securityDomainId);
  await run(
    em,
    `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root)
     values (?, ?, 'vda', ?, ?, ?, true)`,
    [spec.diskId, spec.vmId, `${VM_IMAGES}/${identity}.qcow2`, spec.diskGiB, spec.datastoreId],
  );
  return placed;
}

/** Names are unique per owner. Placement's lock on the hosts makes the check and the insert one. */
export async function refuseTakenName(
  em: Em,
  vm: { readonly ownerId: string; readonly name: string },
): Promise<void> {
  const taken = await rows(em, 'select 1 from vm where owner_id = ? and name = ?', [
    vm.ownerId,
    vm.name,
  ]);
  if (taken.length === 0) return;
  const message = `There is a VM named ${vm.name} already. Choose another name.`;
  throw new ConflictError(message, { details: { fields: [{ path: 'name', message }] } });
}

async function freeIdentity(em: Em, spec: VmSpec): Promise<string> {
  const [names] = await rows<{ organisation: string; owner: string }>(
    em,
    `select o.name as organisation, u.username as owner from user u, organisation o
      where u.id = ? and o.id = ?`,
    [spec.ownerId, spec.organisationId],
  );
  const { organisation = '', owner = '' } = names ?? {};
  for (let attempt = 1; ; attempt++) {
    const identity = makeIdentity({ organisation, owner, name: spec.name }, attempt);
    const taken = await rows(
      em,
      'select 1 from vm where identity = ? union all select 1 from archived_vm where identity = ?',
      [identity, identity],
    );
    if (taken.length === 0) return identity;
  }
}

const VNC_PORTS = { first: 20_000, last: 49_151 } as const;
const CANDIDATES = 64;

/**
 * A random port that no VM has; unique in the whole cloud, so that a VM keeps it when it moves.
 * @param wanted taken when it is free
 */
export async function freeVncPort(em: Em, wanted: number | null = null): Promise<number> {
  const span = VNC_PORTS.last - VNC_PORTS.first + 1;
  const candidates = Array.from(
    { length: CANDIDATES },
    () => VNC_PORTS.first + Math.floor(Math.random() * span),
  );
  if (wanted !== null) candidates.unshift(wanted);
  const taken = await rows<{ port: number }>(
    em,
    'select vnc_port as port from vm where vnc_port in (?)',
    [candidates],
  );
  const used = new Set(taken.map((row) => row.port));
  const free = candidates.find((port) => !used.has(port));
  if (free === undefined) throw new ConflictError('All VNC ports are taken.');
  return free;
}
