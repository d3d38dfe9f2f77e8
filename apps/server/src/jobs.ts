import { archiveSweepJob } from './archive/archive-sweep.ts';

/** All work that recurs by itself, done by whichever worker comes first. */
export const PERIODIC_JOBS = [archiveSweepJob] as const;
