import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ID, MAYBE, TEXT, TIME } from '../platform/columns.ts';
import type { AuditEntryId, UserId } from '../platform/ids.ts';

/** Who did what, when, from where. Never changed, hence no foreign keys. */
@Entity({ tableName: 'audit_entry' })
export class AuditEntryEntity {
  @PrimaryKey({ ...ID })
  id: AuditEntryId;

  @Index({ name: 'audit_entry_at' })
  @Property({ ...TIME })
  at: Date;

  @Property({ ...ID, ...MAYBE })
  actorId: UserId | null;

  /** The mutation's name. */
  @Property({ type: 'string', length: 64 })
  action: string;

  /** Id of the object. */
  @Property({ ...ID, ...MAYBE })
  subject: string | null;

  /** What the object was called then; kept here because objects are renamed and go. */
  @Property({ type: 'string', length: 255, ...MAYBE })
  subjectName: string | null;

  @Property({ ...TEXT, ...MAYBE })
  detail: string | null;

  @Property({ type: 'string', length: 64, ...MAYBE })
  address: string | null;
}

/** The first result of a mutation that was sent with a `clientMutationId`. */
@Entity({ tableName: 'mutation_result' })
export class MutationResultEntity {
  @PrimaryKey({ ...ID })
  userId: UserId;

  /** As its client wrote it: ids that differ in case are two. */
  @PrimaryKey({ type: 'string', length: 100, collation: 'utf8mb4_bin' })
  clientMutationId: string;

  @Property({ type: 'string', length: 64 })
  mutation: string;

  /** Id of the returned object. */
  @Property({ ...ID })
  resultId: string;

  /** All of it, where the object is gone afterwards. */
  @Property({ type: 'json', ...MAYBE })
  answer: unknown;

  @Property({ ...TIME })
  at: Date;
}
