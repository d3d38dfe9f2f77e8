import type { Services } from '../services.ts';

/** What the collector uses of the process's services. */
export type CollectorServices = Pick<Services, 'em' | 'events' | 'log' | 'hosts'>;
