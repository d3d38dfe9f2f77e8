import type { AlertWatch } from '../alert/alert-watch.ts';
import type { Services } from '../services.ts';
import type { RrdWriter } from './rrd-writer.ts';

/** What measuring uses of the process's services. */
export type MetricsServices = Pick<Services, 'em' | 'events' | 'log' | 'hosts'> & {
  /** Holds figures against the rules. */
  readonly alerts: AlertWatch;
  /** Null: figures are shown, but no history is kept. */
  readonly writer: RrdWriter | null;
  /** Where the RRDs are. */
  readonly rrdDir: string | null;
};
