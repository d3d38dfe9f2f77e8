import type { AlertSubjectKind } from '../api/generated/graphql.ts';
import { type PlainKey, t } from '../messages/message.ts';

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
    diskReadOps: 'operations/s',
    diskWriteOps: 'operations/s',
  },
  HOST: {
    cpu: 'percent',
    cpuIowait: 'percent',
    ramPercent: 'percent',
    ram: 'bytes',
    load1: 'processes',
    load15: 'processes',
    diskRead: 'bytes/s',
    diskWrite: 'bytes/s',
    netRx: 'bytes/s',
    netTx: 'bytes/s',
    degradedLinks: 'links',
  },
  DATASTORE: { usedPercent: 'percent' },
};

const words: Readonly<Record<string, PlainKey>> = {
  cpu: 'alerts.figure.cpu',
  cpuIowait: 'alerts.figure.cpuIowait',
  ram: 'alerts.figure.ram',
  guestRam: 'alerts.figure.guestRam',
  ramPercent: 'alerts.figure.ramPercent',
  load1: 'alerts.figure.load1',
  load15: 'alerts.figure.load15',
  diskRead: 'alerts.figure.diskRead',
  diskWrite: 'alerts.figure.diskWrite',
  diskReadOps: 'alerts.figure.diskReadOps',
  diskWriteOps: 'alerts.figure.diskWriteOps',
  netRx: 'alerts.figure.netRx',
  netTx: 'alerts.figure.netTx',
  usedPercent: 'alerts.figure.usedPercent',
  degradedLinks: 'alerts.figure.degradedLinks',
};

/** The figure as people call it; one that has no word yet by its name in the API. */
export function figureWord(figure: string): string {
  const key = words[figure];
  return key ? t(key) : figure;
}
