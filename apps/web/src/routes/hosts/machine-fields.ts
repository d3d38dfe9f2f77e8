import type { ApiFault } from '../../api/api-fault.ts';
import { remedyOf } from '../../components/fault-words.ts';
import { t } from '../../messages/message.ts';

/** The fields of a machine that are numbers, as typed. */
export interface TypedNumbers {
  readonly sshPort: string;
  /** Empty: none. */
  readonly slot: string;
}

const wholeNumber = (text: string): number | undefined =>
  /^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;

/** What is wrong with what was typed: text that is no number must not be sent as none. */
export function numberFaults({ sshPort, slot }: TypedNumbers): Record<string, string | undefined> {
  const port = wholeNumber(sshPort);
  const fits = port !== undefined && port >= 1 && port <= 65_535;
  const hasSlot = slot.trim() !== '';
  return {
    ...(!fits && { sshPort: t('host.port.fault') }),
    ...(hasSlot && wholeNumber(slot) === undefined && { slot: t('host.slot.fault') }),
  };
}

/** What to do when a machine could not be looked at: it may have no page of its own to go to. */
export function machineRemedy(fault: ApiFault): string {
  return fault.code === 'HOST_UNREACHABLE' ? t('host.unreachable.remedy') : remedyOf(fault);
}
