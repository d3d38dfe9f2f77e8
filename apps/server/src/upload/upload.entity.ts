import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Datastore } from '../datastore/datastore.entity.ts';
import type { ImageFormat } from '../image/image-format.ts';
import { ID, MAYBE, TIME, WORD } from '../platform/columns.ts';
import type { DatastoreId, TaskId, UploadId, UserId } from '../platform/ids.ts';
import { UserEntity } from '../user/user.entity.ts';

/** An image on its way to a datastore. Its row goes when a template is made of it. */
@Entity({ tableName: 'upload' })
export class UploadEntity {
  @PrimaryKey({ ...ID })
  id: UploadId;

  @ManyToOne(() => UserEntity, { mapToPk: true, fieldName: 'owner_id', deleteRule: 'cascade' })
  ownerId: UserId;

  /** As its sender calls it; never a path of ours. */
  @Property({ type: 'string', length: 255 })
  fileName: string;

  @Property({ ...WORD })
  format: ImageFormat;

  @Property({ type: 'bigint' })
  sizeBytes: number;

  /** What had arrived when it was looked at last; the file itself knows better. */
  @Property({ type: 'bigint' })
  receivedBytes: number;

  /** What its sender says the checksum is, hex. */
  @Property({ type: 'string', length: 64, ...MAYBE })
  sha256: string | null;

  @ManyToOne(() => Datastore, { mapToPk: true, fieldName: 'datastore_id' })
  datastoreId: DatastoreId;

  /** Who is writing to the file, for as long as the lease below is renewed. */
  @Property({ ...WORD, ...MAYBE })
  writer: string | null;

  @Property({ ...TIME, ...MAYBE })
  writerUntil: Date | null;

  /** The task that makes a template of it; nobody writes to the file from then on. */
  @Property({ ...ID, ...MAYBE })
  taskId: TaskId | null;

  @Property({ ...TIME })
  createdAt: Date;

  @Property({ ...TIME })
  updatedAt: Date;
}
