import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Datastore } from '../datastore/datastore.entity.ts';
import { BOOL, ID, INT, WORD } from '../platform/columns.ts';
import type { DatastoreId, DiskId, VmId } from '../platform/ids.ts';
import { VmEntity } from '../vm/vm.entity.ts';

/** A volume of a VM. */
@Entity({ tableName: 'disk' })
@Unique({ name: 'disk_vm_target', properties: ['vmId', 'target'] })
export class DiskEntity {
  @PrimaryKey({ ...ID })
  id: DiskId;

  @ManyToOne(() => VmEntity, { mapToPk: true, fieldName: 'vm_id', deleteRule: 'cascade' })
  vmId: VmId;

  /** Device name in the guest, e.g. `vda`. */
  @Property({ ...WORD })
  target: string;

  /** Relative to the datastore's path. */
  @Unique({ name: 'disk_path' })
  @Property({ type: 'string', length: 255 })
  path: string;

  @Property({ ...INT })
  sizeGib: number;

  @ManyToOne(() => Datastore, { mapToPk: true, fieldName: 'datastore_id' })
  datastoreId: DatastoreId;

  @Property({ ...BOOL })
  root: boolean;

  /** Known to be no layer over another image. */
  @Property({ ...BOOL, default: false })
  flat: boolean;
}
