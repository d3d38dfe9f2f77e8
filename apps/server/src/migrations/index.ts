import { Migration202611242112_Initial } from './Migration202611242112_Initial.ts';
import { Migration202611242151_IndexVmByStatus } from './Migration202611242151_IndexVmByStatus.ts';

/** In the order they are to run. */
export const MIGRATIONS = [
  Migration202611242112_Initial,
  Migration202611242151_IndexVmByStatus,
] as const;
