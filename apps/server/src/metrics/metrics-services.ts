import type { Services } from '../services.ts';
import type { RrdWriter } from './rrd-writer.ts';

/** What measuring uses of the process's services. */
export type MetricsServices = Pick<Services, 'em' | 'events' | 'log' | 'hosts'> & {
  /** Null: figures are shown, but no history is kept. */
  readonly writer: RrdWriter | null;
  /** Where the RRDs are. */
  readonly rrdDir: string | null;
};
