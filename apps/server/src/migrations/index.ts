import { Migration202611242112_Initial } from './Migration202611242112_Initial.ts';
export const MIGRATIONS = [Migration202611242112_Initial] as const;
