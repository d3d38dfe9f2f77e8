import type { BootDevice, EditVmInput, VmStatus } from '../../../api/generated/graphql.ts';
import { type PlainKey, t } from '../../../messages/message.ts';

/** A VM as far as its settings go. */
export interface EditedVm {
  readonly id: string;
  readonly name: string;
  readonly status: VmStatus;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly maxVcpus: number;
  readonly maxRamMiB: number;
  readonly purpose: string | null;
  readonly expiresAt: string | null;
  readonly bootOrder: readonly BootDevice[];
  readonly startPriority: number;
}

/** What a person has typed; numbers and dates stay text until they are sent. */
export interface EditDraft {
  readonly name: string;
  readonly vcpus: string;
  readonly ramMiB: string;
  readonly purpose: string;
  /** A day as a date field has it; empty for none. */
  readonly expires: string;
  readonly bootOrder: string;
  /** 1 to 9. */
  readonly startPriority: string;
}

const dayOf = (iso: string | null): string => iso?.slice(0, 10) ?? '';

/** A form nobody has touched. */
export const draftOf = (vm: EditedVm): EditDraft => ({
  name: vm.name,
  vcpus: String(vm.vcpus),
  ramMiB: String(vm.ramMiB),
  purpose: vm.purpose ?? '',
  expires: dayOf(vm.expiresAt),
  bootOrder: vm.bootOrder.join(','),
  startPriority: String(vm.startPriority),
});

/** What is wrong with a number, before the server says more. */
export function countFault(text: string): string | undefined {
  const count = Number(text);
  return Number.isInteger(count) && count >= 1 ? undefined : t('new.count.whole');
}

/** What is to be sent: only what was changed. A VM expires at the end of the chosen day. */
export function changesOf(vm: EditedVm, draft: EditDraft): Omit<EditVmInput, 'id'> {
  const before = draftOf(vm);
  const differs = (key: keyof EditDraft) => draft[key].trim() !== before[key].trim();
  return {
    ...(differs('name') && { name: draft.name.trim() }),
    ...(differs('vcpus') && { vcpus: Number(draft.vcpus) }),
    ...(differs('ramMiB') && { ramMiB: Number(draft.ramMiB) }),
    ...(differs('purpose') && { purpose: draft.purpose.trim() || null }),
    ...(differs('expires') && {
      expiresAt: draft.expires ? new Date(`${draft.expires}T23:59:59`).toISOString() : null,
    }),
    ...(differs('bootOrder') && { bootOrder: draft.bootOrder.split(',') as BootDevice[] }),
    ...(differs('startPriority') && { startPriority: Number(draft.startPriority) }),
  };
}

/** When a changed size takes effect; undefined while it is not changed. */
export function effectOf(vm: EditedVm, what: 'vcpus' | 'ramMiB', text: string): string | undefined {
  const wanted = Number(text);
  if (wanted === vm[what] || countFault(text)) return undefined;
  if (vm.status !== 'RUNNING' && vm.status !== 'SUSPENDED') return t('edit.effect.off');
  const most = what === 'vcpus' ? vm.maxVcpus : vm.maxRamMiB;
  // A running domain is given vCPUs, never bereft of them.
  const live = wanted <= most && (what === 'ramMiB' || wanted > vm.vcpus);
  return t(live ? 'edit.effect.now' : 'edit.effect.next');
}

const words: Readonly<Record<string, PlainKey>> = {
  vcpus: 'vm.column.vcpus',
  ramMiB: 'vm.column.ram',
  bootOrder: 'edit.boot',
  startPriority: 'edit.priority',
};

/** A setting's name in the words of the page. */
export const settingWord = (attribute: string): string => {
  const key = words[attribute];
  return key ? t(key) : attribute;
};

/** A setting's value with its unit. */
export const settingValue = (attribute: string, value: string): string =>
  attribute === 'ramMiB' ? `${value} MiB` : value;
