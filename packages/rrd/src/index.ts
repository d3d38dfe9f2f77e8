/** rrdcached's text protocol over its unix socket. Start with {@link RrdClient}. */

export { RrdClient, type RrdClientOptions, type RrdLayout } from './client.ts';
export type { CallOptions } from './deadline.ts';
export { isRrdError, RrdError, type RrdErrorCode } from './errors.ts';
export type { RrdSeries, SeriesRequest } from './series.ts';
export type { RrdUpdate, UpdateFault } from './update.ts';
