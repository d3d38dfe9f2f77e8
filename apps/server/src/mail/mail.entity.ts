import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ID, INT, MAYBE, TEXT, TIME, WORD } from '../platform/columns.ts';
import type { MailId } from '../platform/ids.ts';
import type { MailStatus } from './mail-rules.ts';

/** A mail on its way out: written with what it tells of, sent by a job, kept for a while after. */
@Entity({ tableName: 'mail_outbox' })
@Index({ name: 'mail_outbox_due', properties: ['status', 'dueAt'] })
export class MailOutboxEntity {
  @PrimaryKey({ ...ID })
  id: MailId;

  @Property({ ...WORD })
  status: MailStatus;

  /** Several mails of one topic to one person that are due together go out as one. */
  @Property({ ...WORD })
  topic: string;

  @Property({ type: 'string', length: 255 })
  recipient: string;

  @Property({ type: 'string', length: 255 })
  subject: string;

  @Property({ ...TEXT })
  body: string;

  /** What must not be told twice to the same person; null: there is no such thing. */
  @Unique({ name: 'mail_outbox_once' })
  @Property({ type: 'string', length: 190, ...MAYBE })
  onceKey: string | null;

  /** Attempts so far. */
  @Property({ ...INT })
  attempts: number;

  @Property({ ...TIME })
  dueAt: Date;

  @Property({ ...TIME })
  createdAt: Date;

  /** When it was taken by the mail server, or given up. */
  @Property({ ...TIME, ...MAYBE })
  endedAt: Date | null;

  /** What the last attempt failed for. */
  @Property({ type: 'string', length: 255, ...MAYBE })
  fault: string | null;
}
