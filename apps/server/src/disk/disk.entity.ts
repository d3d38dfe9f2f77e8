import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Datastore } from '../datastore/datastore.entity.ts';
import { BOOL, ID, INT, MAYBE, NAME, TIME, WORD } from '../platform/columns.ts';
import type { DatastoreId, DiskId, UserId, VmId } from '../platform/ids.ts';
import { UserEntity } from '../user/user.entity.ts';
import { VmEntity } from '../vm/vm.entity.ts';

/** A volume of a VM, or one that was kept when it was detached from one. */
@Entity({ tableName: 'disk' })
@Unique({ name: 'disk_vm_target', properties: ['vmId', 'target'] })
export class DiskEntity {
  @PrimaryKey({ ...ID })
  id: DiskId;

  /** Null: a kept volume. */
  @ManyToOne(() => VmEntity, { mapToPk: true, fieldName: 'vm_id', deleteRule: 'cascade', ...MAYBE })
  vmId: VmId | null;

  /** Device name in the guest, e.g. `vda`; null while it is in none. */
  @Property({ ...WORD, ...MAYBE })
  target: string | null;

  /** Relative to the datastore's path. */
  @Unique({ name: 'disk_path' })
  @Property({ type: 'string', length: 255 })
  path: string;

  @Property({ ...INT })
  sizeGib: number;

  @ManyToOne(() => Datastore, { mapToPk: true, fieldName: 'datastore_id' })
  datastoreId: DatastoreId;

  /** Where it is going while it is moved; its space there is reserved. */
  @ManyToOne(() => Datastore, { mapToPk: true, fieldName: 'moving_to_id', ...MAYBE })
  movingToId: DatastoreId | null;

  @Property({ ...BOOL })
  root: boolean;

  /** Known to be no layer over another image. */
  @Property({ ...BOOL, default: false })
  flat: boolean;

  /** False while it is reserved only: the domain does not have it. */
  @Property({ ...BOOL, default: true })
  attached: boolean;

  /** Its running guest was asked to let it go, and had not when the task gave up. */
  @Property({ ...TIME, ...MAYBE })
  releaseAskedAt: Date | null;

  /** Whose a kept volume is. */
  @ManyToOne(() => UserEntity, { mapToPk: true, fieldName: 'owner_id', ...MAYBE })
  ownerId: UserId | null;

  /** Name of the VM that a kept volume came from. */
  @Property({ ...NAME, ...MAYBE })
  keptFrom: string | null;

  @Property({ ...TIME, ...MAYBE })
  keptAt: Date | null;
}
