import { Entity, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { HostEntity } from '../host/host.entity.ts';
import { MAYBE, NAME, TEXT, TIME, WORD } from '../platform/columns.ts';
import type { HostId } from '../platform/ids.ts';
import type { PowerMethod, PowerState } from './power-method.ts';

/** How a host is powered on and off, and what was seen of it last. */
@Entity({ tableName: 'host_power' })
export class HostPowerEntity {
  @OneToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'host_id',
    primary: true,
    deleteRule: 'cascade',
  })
  hostId: HostId;

  @Property({ ...WORD })
  method: PowerMethod;

  @Property({ type: 'string', length: 255, ...MAYBE })
  bmcAddress: string | null;

  @Property({ ...NAME, ...MAYBE })
  bmcUsername: string | null;

  /** Encrypted with the key file outside the database; see platform/secret-box.ts. */
  @Property({ ...TEXT, ...MAYBE })
  bmcPassword: string | null;

  /** As the BMC said last; null where there is none to ask. */
  @Property({ ...WORD, ...MAYBE })
  state: PowerState | null;

  @Property({ ...TIME, ...MAYBE })
  checkedAt: Date | null;

  /** When we switched it on or off last: it is not switched back before its minimum time. */
  @Property({ ...TIME, ...MAYBE })
  switchedAt: Date | null;

  /** Since when no VM is on it; null while one is. */
  @Property({ ...TIME, ...MAYBE })
  idleSince: Date | null;

  /** It was turned off to save power, and is turned on again when room is needed. */
  @Property({ ...WORD, ...MAYBE })
  offBy: 'ADMIN' | 'POLICY' | null;
}
