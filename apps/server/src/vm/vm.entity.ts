import {
  Entity,
  Index,
  ManyToOne,
  PrimaryKey,
  Property,
  Unique,
} from '@mikro-orm/decorators/legacy';
import { Datastore } from '../datastore/datastore.entity.ts';
import { HostEntity } from '../host/host.entity.ts';
import { SecurityDomainEntity } from '../network/network.entity.ts';
import { Organisation } from '../organisation/organisation.entity.ts';
import { BOOL, ID, INT, MAYBE, NAME, TEXT, TIME, WORD } from '../platform/columns.ts';
import type {
  DatastoreId,
  HostId,
  OrganisationId,
  SecurityDomainId,
  TaskId,
  TemplateId,
  UserId,
  VmEventId,
  VmId,
} from '../platform/ids.ts';
import { Template } from '../template/template.entity.ts';
import { UserEntity } from '../user/user.entity.ts';
import type { VmStatus } from './vm-status.ts';

/** A user's machine. libvirt's domain for it carries the VM's identity as its name. */
@Entity({ tableName: 'vm' })
@Unique({ name: 'vm_owner_name', properties: ['ownerId', 'name'] })
@Index({ name: 'vm_created', properties: ['createdAt', 'id'] })
@Index({ name: 'vm_name', properties: ['name', 'id'] })
@Index({ name: 'vm_expires', properties: ['expiresAt'] })
@Index({
  name: 'vm_host_size',
  properties: ['hostId', 'vcpus', 'ramMib', 'activeVcpus', 'activeRamMib'],
})
@Index({ name: 'vm_status_name', properties: ['status', 'name', 'id'] })
export class VmEntity {
  @PrimaryKey({ ...ID })
  id: VmId;

  @Property({ ...NAME })
  name: string;

  /** Name of the domain and its files; never changes. */
  @Unique({ name: 'vm_identity' })
  @Property({ type: 'string', length: 191 })
  identity: string;

  /** libvirt's uuid of the domain, chosen by us. */
  @Unique({ name: 'vm_uuid' })
  @Property({ type: 'string', length: 36 })
  uuid: string;

  @ManyToOne(() => UserEntity, { mapToPk: true, fieldName: 'owner_id' })
  ownerId: UserId;

  @ManyToOne(() => UserEntity, { mapToPk: true, fieldName: 'requester_id', ...MAYBE })
  requesterId: UserId | null;

  @ManyToOne(() => Organisation, { mapToPk: true, fieldName: 'organisation_id' })
  organisationId: OrganisationId;

  @ManyToOne(() => HostEntity, { mapToPk: true, fieldName: 'host_id', ...MAYBE })
  hostId: HostId | null;

  @ManyToOne(() => Template, { mapToPk: true, fieldName: 'template_id', ...MAYBE })
  templateId: TemplateId | null;

  @ManyToOne(() => VmEntity, {
    mapToPk: true,
    fieldName: 'parent_id',
    ...MAYBE,
    deleteRule: 'set null',
  })
  parentId: VmId | null;

  @ManyToOne(() => Datastore, { mapToPk: true, fieldName: 'datastore_id' })
  datastoreId: DatastoreId;

  @ManyToOne(() => SecurityDomainEntity, {
    mapToPk: true,
    fieldName: 'security_domain_id',
    ...MAYBE,
  })
  securityDomainId: SecurityDomainId | null;

  @Property({ ...INT })
  vcpus: number;

  @Property({ ...INT })
  ramMib: number;

  /** Up to here it can grow while it runs; null: not at all. */
  @Property({ ...INT, ...MAYBE })
  maxVcpus: number | null;

  @Property({ ...INT, ...MAYBE })
  maxRamMib: number | null;

  /** Who comes first where many are started: 1 first, 9 last. */
  @Property({ ...INT, default: 5 })
  startPriority: number;

  /** Comma between devices; null is the default. */
  @Property({ ...WORD, ...MAYBE })
  bootOrder: string | null;

  /** What the running domain has where that is not what the row says; null where it is. */
  @Property({ ...INT, ...MAYBE })
  activeVcpus: number | null;

  @Property({ ...INT, ...MAYBE })
  activeRamMib: number | null;

  @Property({ ...WORD, ...MAYBE })
  activeBootOrder: string | null;

  @Property({ ...INT })
  diskGib: number;

  /** Port of the VNC server on its host's loopback; unique in the cloud, so that VMs can move. */
  @Unique({ name: 'vm_vnc_port' })
  @Property({ ...INT, ...MAYBE })
  vncPort: number | null;

  /** cloud-init's seed, relative to the path of the VM's datastore; null: it has none. */
  @Property({ type: 'string', length: 255, ...MAYBE })
  seedFile: string | null;

  /** The ISO in its drive. */
  @ManyToOne(() => Template, {
    mapToPk: true,
    fieldName: 'media_template_id',
    ...MAYBE,
    deleteRule: 'set null',
  })
  mediaTemplateId: TemplateId | null;

  @Property({ ...TEXT, ...MAYBE })
  purpose: string | null;

  @Property({ ...TIME, ...MAYBE })
  expiresAt: Date | null;

  /** When its expiry was acted upon; null until then. */
  @Property({ ...TIME, ...MAYBE })
  expiryToldAt: Date | null;

  /** When its people were mailed that it is going to expire; null until then. */
  @Property({ ...TIME, ...MAYBE })
  expiryWarnedAt: Date | null;

  @Property({ ...BOOL })
  locked: boolean;

  /** What its people asked for. */
  @Property({ ...WORD })
  desiredStatus: VmStatus;

  /** What libvirt said last. */
  @Property({ ...WORD })
  status: VmStatus;

  @Property({ ...TIME })
  statusSince: Date;

  @Property({ ...TEXT, ...MAYBE })
  statusReason: string | null;

  /** With what its history ends: behind `status` while a task runs that writes the line itself. */
  @Property({ ...WORD })
  toldStatus: VmStatus;

  @Property({ ...TIME })
  createdAt: Date;
}

/** A person who may use somebody else's VM. */
@Entity({ tableName: 'vm_collaborator' })
export class VmCollaboratorEntity {
  @ManyToOne(() => VmEntity, {
    mapToPk: true,
    fieldName: 'vm_id',
    primary: true,
    deleteRule: 'cascade',
  })
  vmId: VmId;

  @ManyToOne(() => UserEntity, {
    mapToPk: true,
    fieldName: 'user_id',
    primary: true,
    deleteRule: 'cascade',
  })
  userId: UserId;
}

/** One change of one attribute of a VM. Outlives the VM, hence no foreign keys. */
@Entity({ tableName: 'vm_event' })
@Index({ name: 'vm_event_vm', properties: ['vmId', 'id'] })
export class VmEventEntity {
  @PrimaryKey({ ...ID })
  id: VmEventId;

  @Property({ ...ID })
  vmId: VmId;

  @Property({ ...TIME })
  at: Date;

  @Property({ ...ID, ...MAYBE })
  actorId: UserId | null;

  @Property({ ...WORD })
  attribute: string;

  @Property({ ...TEXT, ...MAYBE })
  from: string | null;

  @Property({ ...TEXT, ...MAYBE })
  to: string | null;

  @Property({ ...ID, ...MAYBE })
  taskId: TaskId | null;
}
