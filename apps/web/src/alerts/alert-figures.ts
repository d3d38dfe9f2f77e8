import type { AlertSubjectKind } from '../api/generated/graphql.ts';

/** Figures that rules can be about, with their units; the server has the same table and refuses others. */
export const figureUnits: Readonly<Record<AlertSubjectKind, Readonly<Record<string, string>>>> = {
  VM: {
    cpu: 'percent',
    ram: 'bytes',
    guestRam: 'bytes',
    diskRead: 'bytes/s',
    diskWrite: 'bytes/s',
    netRx: 'bytes/s',
    netTx: 'bytes/s',
  },
  HOST: {
    cpu: 'percent',
    cpuIowait: 'percent',
    ramPercent: 'percent',
    load1: 'processes',
    diskRead: 'bytes/s',
    diskWrite: 'bytes/s',
    netRx: 'bytes/s',
    netTx: 'bytes/s',
    degradedLinks: 'links',
  },
  DATASTORE: { usedPercent: 'percent' },
};
