import {
  Entity,
  Index,
  ManyToOne,
  PrimaryKey,
  Property,
  Unique,
} from '@mikro-orm/decorators/legacy';
import { HostEntity } from '../host/host.entity.ts';
import { MAYBE, TIME, WORD } from '../platform/columns.ts';
import type { HostId } from '../platform/ids.ts';
import type { LinkKind, SampleSpan } from './host-network-enums.ts';

/** One measurement from one host to another; older ones are averages of an hour, then of a day. */
@Entity({ tableName: 'host_link_sample' })
@Unique({ name: 'host_link_sample_of', properties: ['sourceId', 'targetId', 'kind', 'span', 'at'] })
@Index({ name: 'host_link_sample_span', properties: ['span', 'at'] })
@Index({ name: 'host_link_sample_kind', properties: ['kind', 'at'] })
export class HostLinkSampleEntity {
  @PrimaryKey({ type: 'bigint', autoincrement: true })
  id: string;

  @ManyToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'source_id',
    deleteRule: 'cascade',
    index: false,
  })
  sourceId: HostId;

  @ManyToOne(() => HostEntity, { mapToPk: true, fieldName: 'target_id', deleteRule: 'cascade' })
  targetId: HostId;

  @Property({ ...WORD })
  kind: LinkKind;

  /** RAW: as measured at `at`. HOUR, DAY: the average of what was measured from `at` on. */
  @Property({ ...WORD })
  span: SampleSpan;

  @Property({ ...TIME })
  at: Date;

  /** Latency in ms, throughput in 10⁶ bits a second. */
  @Property({ type: 'double' })
  value: number;
}

/** What was measured last from one host to another, and what is usual there. */
@Entity({ tableName: 'host_link' })
export class HostLinkEntity {
  @ManyToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'source_id',
    primary: true,
    deleteRule: 'cascade',
    index: false,
  })
  sourceId: HostId;

  @ManyToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'target_id',
    primary: true,
    deleteRule: 'cascade',
  })
  targetId: HostId;

  @PrimaryKey({ ...WORD })
  kind: LinkKind;

  /** Null: the last try measured nothing. */
  @Property({ type: 'double', ...MAYBE })
  value: number | null;

  @Property({ ...TIME })
  at: Date;

  /** Follows what is measured slowly; null until enough was. */
  @Property({ type: 'double', ...MAYBE })
  usual: number | null;

  /** Since when it is much worse than usual; null while it is not. */
  @Property({ ...TIME, ...MAYBE })
  degradedSince: Date | null;

  /** Measurements in a row that were much worse than usual. */
  @Property({ type: 'integer' })
  bad: number;
}
