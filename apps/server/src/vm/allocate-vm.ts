import { heldBelow } from '../clone/hold-disks.ts';
import { constantValues } from '../constant/constant.service.ts';
import { DIRECTORIES } from '../datastore/datastore-directories.ts';
import { reserveSpace } from '../datastore/datastore-space.ts';
import { allocateExtraDisk, type ExtraDiskSpec } from '../disk/extra-disks.ts';
import { allocatePrivateIp } from '../network/network.service.ts';
import { type Placed, reserveHost } from '../placement/placement.service.ts';
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
  VmGroupId,
  VmId,
} from '../platform/ids.ts';
import { maximaOf } from './head-room.ts';
import { makeIdentity } from './identity.ts';
import { nameTaken } from './vm-changes.ts';

/** Everything that is fixed when a VM is asked for; what is found later is in the row. */
export interface VmSpec {
  readonly vmId: VmId;
  readonly diskId: DiskId;
  readonly uuid: string;
  readonly name: string;
  readonly ownerId: UserId;
  readonly requesterId: UserId;
  readonly organisationId: OrganisationId;
  /** Null: an image that is there, of which nobody said what it was made from. */
  readonly templateId: TemplateId | null;
  readonly datastoreId: DatastoreId;
  readonly securityDomainId: SecurityDomainId;
  /** A host chosen by hand. */
  readonly hostId: HostId | null;
  /** A group that it becomes a member of. */
  readonly groupId?: VmGroupId | null;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly diskGiB: number;
  readonly purpose: string | null;
  /** Attached as part of the same task. */
  readonly extraDisk?: ExtraDiskSpec | null;
  /** How the root disk comes to be; a layer over the template's image when absent. */
  readonly rootDisk?: RootDisk;
  /** What the guest is told when it first starts; none when absent. */
  readonly cloudInit?: CloudInitSpec | null;
  /** Name of the image that is there already, with `EXISTING`; it becomes the VM's identity. */
  readonly identity?: string;
}

/**
 * Where a root disk comes from: a layer over the template's image, a copy of it, nothing (to be
 * installed from a disc), or an image that is there.
 */
export type RootDisk = 'OVERLAY' | 'COPY' | 'EMPTY' | 'EXISTING';

/** What a guest with cloud-init is told, beside its name. */
export interface CloudInitSpec {
  /** Account that is made; null: those that are there stay as they are. */
  readonly username: string | null;
  readonly sshKey: string | null;
  readonly userData: string | null;
}

/**
 * Gives a new VM its row, identity, host, address, VNC port and root disk, all in the caller's
 * transaction; the domain and the file are made by the task.
 * @param more datastores that its host must see, beside those of its root disk and its template
 * @returns where it will run, and why there
 * @throws {NoCapacityError | ConflictError} and nothing is allocated
 */
export async function allocateVm(
  em: Em,
  spec: VmSpec,
  more: readonly DatastoreId[] = [],
): Promise<Placed> {
  const moreDatastores = [...more, ...(await templatesDatastore(em, spec))];
  const placed = await reserveHost(em, { ...spec, moreDatastores }, spec.hostId);
  await refuseTakenName(em, spec);
  const { diskGiB: sizeGiB, datastoreId } = spec;
  // An image that is there takes no more room.
  if (spec.rootDisk !== 'EXISTING') await reserveSpace(em, { sizeGiB, datastoreId, field: null });
  const identity = spec.identity ?? (await freeIdentity(em, spec));
  if (spec.identity !== undefined) await refuseUsedImage(em, spec.identity);
  const maxima = maximaOf(spec, await constantValues(em));
  await run(
    em,
    `insert into vm (id, name, identity, uuid, owner_id, requester_id, organisation_id, host_id,
                     template_id, datastore_id, security_domain_id, vcpus, ram_mib, max_vcpus,
                     max_ram_mib, disk_gib, vnc_port, purpose, seed_file, media_template_id, locked,
                     desired_status, status, told_status, status_since, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, 'SHUTDOWN', 'IN_QUEUE',
             'IN_QUEUE', utc_timestamp(3), utc_timestamp(3))`,
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
      maxima.maxVcpus,
      maxima.maxRamMiB,
      spec.diskGiB,
      await freeVncPort(em),
      spec.purpose,
      spec.cloudInit ? `${DIRECTORIES.images}/${identity}-seed.iso` : null,
      spec.rootDisk === 'EMPTY' ? spec.templateId : null,
    ],
  );
  await joinGroup(em, spec);
  await allocatePrivateIp(em, spec.vmId, spec.securityDomainId);
  await insertRootDisk(em, spec, identity);
  if (spec.extraDisk) await allocateExtraDisk(em, spec.extraDisk);
  return placed;
}

async function templatesDatastore(em: Em, { templateId }: VmSpec): Promise<DatastoreId[]> {
  const sql = 'select datastore_id as id from template where id = ?';
  return (await rows<{ id: DatastoreId }>(em, sql, [templateId])).map(({ id }) => id);
}

async function insertRootDisk(em: Em, spec: VmSpec, identity: string): Promise<void> {
  await run(
    em,
    `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root, flat)
     values (?, ?, 'vda', ?, ?, ?, true, ?)`,
    [
      spec.diskId,
      spec.vmId,
      `${DIRECTORIES.images}/${identity}.qcow2`,
      spec.diskGiB,
      spec.datastoreId,
      spec.rootDisk === 'COPY' || spec.rootDisk === 'EMPTY',
    ],
  );
}

async function joinGroup(em: Em, { vmId, groupId }: VmSpec): Promise<void> {
  if (!groupId) return;
  const sql = 'insert into vm_group_member (group_id, vm_id) values (?, ?)';
  await run(em, sql, [groupId, vmId]);
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
  if (taken.length > 0) throw nameTaken(vm.name);
}

/** An image has one VM at most. Placement's lock makes the check and the insert one. */
async function refuseUsedImage(em: Em, identity: string): Promise<void> {
  const identities = [identity, heldBelow(identity)];
  const [user] = await rows<{ name: string }>(
    em,
    `select v.name from vm v where v.identity in (?)
      union select v.name from disk k join vm v on v.id = k.vm_id where k.path in (?)
      union select concat(name, ', which is deleted but can be had back') from archived_vm
      where identity in (?) limit 1`,
    [identities, identities.map((each) => `${DIRECTORIES.images}/${each}.qcow2`), identities],
  );
  if (!user) return;
  const message = `The image ${identity} is the disk of the VM ${user.name}.`;
  throw new ConflictError(message, { details: { fields: [{ path: 'identity', message }] } });
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
