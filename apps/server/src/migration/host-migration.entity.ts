import { Entity, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { HostEntity } from '../host/host.entity.ts';
import { ID, JSON_COLUMN, MAYBE, TEXT, TIME } from '../platform/columns.ts';
import type { HostId, UserId } from '../platform/ids.ts';

/** What one host found when it tried to reach another as libvirt does. */
export type ReachedHost = {
  readonly hostId: HostId;
  /** Null: it works. */
  readonly fault: string | null;
};

/**
 * That a host may move running VMs to other hosts that have such a row, and take theirs: consented
 * to by an admin. Its libvirt daemon reaches theirs by a key of its own, which never leaves it.
 */
@Entity({ tableName: 'host_migration' })
export class HostMigrationEntity {
  @OneToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'host_id',
    primary: true,
    deleteRule: 'cascade',
  })
  hostId: HostId;

  /** Of the key that was made on it; null until then. */
  @Property({ ...TEXT, ...MAYBE })
  publicKey: string | null;

  /** Its SSH host key, whole, as the others pin it; null until it was read. */
  @Property({ ...TEXT, ...MAYBE })
  hostKey: string | null;

  /** What was found last. */
  @Property({ ...JSON_COLUMN })
  reached: ReachedHost[];

  @Property({ ...TIME, ...MAYBE })
  checkedAt: Date | null;

  @Property({ ...TIME })
  consentedAt: Date;

  /** Null: the inventory says so. */
  @Property({ ...ID, ...MAYBE })
  consentedBy: UserId | null;
}
