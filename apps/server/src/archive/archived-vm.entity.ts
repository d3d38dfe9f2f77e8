import {
  Entity,
  Index,
  ManyToOne,
  PrimaryKey,
  Property,
  Unique,
} from '@mikro-orm/decorators/legacy';
import { Datastore } from '../datastore/datastore.entity.ts';
import { Organisation } from '../organisation/organisation.entity.ts';
import { BOOL, ID, INT, JSON_COLUMN, MAYBE, NAME, TIME, WORD } from '../platform/columns.ts';
import type {
  DatastoreId,
  HostId,
  OrganisationId,
  TemplateId,
  UserId,
  VmId,
} from '../platform/ids.ts';
import { Template } from '../template/template.entity.ts';
import { UserEntity } from '../user/user.entity.ts';

/** Whether an archived VM can still be had back. */
export type ArchiveState = 'KEPT' | 'RESTORING' | 'PURGING';

/**
 * A deleted VM whose disks are kept for the grace period. It has no row in `vm` any more, hence no
 * address, port or capacity; its template cannot be removed, since its disk is a layer over it.
 */
@Entity({ tableName: 'archived_vm' })
@Index({ name: 'archived_vm_deleted', properties: ['deletedAt', 'id'] })
@Index({ name: 'archived_vm_purge', properties: ['purgeAt'] })
export class ArchivedVmEntity {
  /** The VM's own, so that its history goes on when it is had back. */
  @PrimaryKey({ ...ID })
  id: VmId;

  @Property({ ...NAME })
  name: string;

  /** No other VM gets it while the disks are kept. */
  @Unique({ name: 'archived_vm_identity' })
  @Property({ type: 'string', length: 191 })
  identity: string;

  @ManyToOne(() => UserEntity, { mapToPk: true, fieldName: 'owner_id' })
  ownerId: UserId;

  @ManyToOne(() => Organisation, { mapToPk: true, fieldName: 'organisation_id' })
  organisationId: OrganisationId;

  @ManyToOne(() => Template, {
    mapToPk: true,
    fieldName: 'template_id',
    ...MAYBE,
    deleteRule: 'restrict',
  })
  templateId: TemplateId | null;

  @ManyToOne(() => Datastore, { mapToPk: true, fieldName: 'datastore_id' })
  datastoreId: DatastoreId;

  /** Where it was last; may be gone. */
  @Property({ ...ID, ...MAYBE })
  hostId: HostId | null;

  @Property({ ...INT })
  vcpus: number;

  @Property({ ...INT })
  ramMib: number;

  /** Of all its disks. */
  @Property({ ...INT })
  diskGib: number;

  /** The address it had; it gets it back if it is free then. */
  @Property({ type: 'string', length: 45, ...MAYBE })
  privateIp: string | null;

  /** Locked VMs are an admin's matter, deleted ones too. */
  @Property({ ...BOOL })
  locked: boolean;

  @Property({ ...WORD })
  state: ArchiveState;

  @Property({ ...TIME })
  deletedAt: Date;

  @Property({ ...ID, ...MAYBE })
  deletedBy: UserId | null;

  @Property({ ...TIME })
  purgeAt: Date;

  /** Its rows as they were: see `frozen-rows.ts`. */
  @Property({ ...JSON_COLUMN })
  content: unknown;
}
