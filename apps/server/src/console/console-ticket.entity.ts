import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ID, TIME, WORD } from '../platform/columns.ts';
import type { UserId, VmId } from '../platform/ids.ts';
import type { ConsoleKind } from './console.type.ts';

/** The right to open one console once, soon. Any API process may redeem it. */
@Entity({ tableName: 'console_ticket' })
export class ConsoleTicketEntity {
  /** SHA-256 of the token, in hex: the table gives no console away. */
  @PrimaryKey({ type: 'string', length: 64 })
  hash: string;

  @Property({ ...ID })
  vmId: VmId;

  @Property({ ...ID })
  userId: UserId;

  /** What the person proved to be who they are by: the ticket ends with it. */
  @Property({ type: 'string', length: 64 })
  credential: string;

  @Property({ ...WORD })
  kind: ConsoleKind;

  @Index({ name: 'console_ticket_expiry' })
  @Property({ ...TIME })
  expiresAt: Date;
}
