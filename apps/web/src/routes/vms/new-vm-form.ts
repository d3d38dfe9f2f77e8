import type { CreateVmInput, TemplateFormat } from '../../api/generated/graphql.ts';
import { keepDraft, loadDraft } from '../../components/draft-store.ts';
import { t } from '../../messages/message.ts';
import { typedGiB } from './disks/typed-gib.ts';

/** What a person has typed so far; kept over a reload. Numbers stay text until they are sent. */
export interface NewVmDraft {
  readonly name: string;
  readonly templateId: string;
  readonly preset: string;
  readonly vcpus: string;
  readonly ram: string;
  readonly ramUnit: 'MiB' | 'GiB';
  /** GiB; empty: none. */
  readonly extraDisk: string;
  /** GiB of the empty disk that a disc installs on; empty: as the template says. */
  readonly disk: string;
  readonly sshKey: string;
  readonly userData: string;
  readonly securityDomainId: string;
  readonly hostId: string;
  readonly purpose: string;
  readonly start: boolean;
}

/** A page nobody has touched. */
export const emptyDraft: NewVmDraft = {
  name: '',
  templateId: '',
  preset: 'default',
  vcpus: '',
  ram: '',
  ramUnit: 'GiB',
  extraDisk: '',
  disk: '',
  sshKey: '',
  userData: '',
  securityDomainId: '',
  hostId: '',
  purpose: '',
  start: true,
};

/** A size with a name; the template's own default stands before these. */
export interface SizePreset {
  readonly key: string;
  readonly label: string;
  readonly vcpus: number;
  readonly ramMiB: number;
}

/** Sizes to start from; anything else is typed. */
export const presets: readonly SizePreset[] = [
  { key: 'small', label: t('size.small'), vcpus: 1, ramMiB: 1024 },
  { key: 'medium', label: t('size.medium'), vcpus: 2, ramMiB: 4096 },
  { key: 'large', label: t('size.large'), vcpus: 4, ramMiB: 8192 },
  { key: 'xlarge', label: t('size.xlarge'), vcpus: 8, ramMiB: 16_384 },
];

/** A template as far as the form needs it. */
export interface TemplateSize {
  readonly id: string;
  readonly defaultVcpus: number;
  readonly defaultRamMiB: number;
  readonly minRamMiB: number;
  readonly diskGiB: number;
  readonly cloudInit: boolean;
  readonly format: TemplateFormat;
}

/** The rule of the server: 1–30 of letters, digits, - and _, starting with a letter or digit. */
export function nameFault(name: string): string | undefined {
  if (name === '') return t('new.name.missing');
  if (!/^[A-Za-z0-9]/.test(name)) return t('new.name.start');
  const wrong = /[^A-Za-z0-9_-]/.exec(name);
  if (wrong) return t('new.name.letter', { letter: wrong[0] });
  if (name.length > 30) return t('new.name.long', { count: name.length });
  return undefined;
}

/** Whole numbers from 1; the upper limit is the server's to say. */
function countFault(text: string): string | undefined {
  return /^\d+$/.test(text) && Number(text) >= 1 ? undefined : t('new.count.whole');
}

/** RAM as typed, against what the template needs at least. */
function ramFault(draft: NewVmDraft, minRamMiB: number): string | undefined {
  const ramMiB = typedRamMiB(draft);
  if (ramMiB === undefined) return t('new.ram.number');
  return ramMiB < minRamMiB ? t('new.ram.least', { least: minRamMiB }) : undefined;
}

function typedRamMiB(draft: NewVmDraft): number | undefined {
  if (!/^\d+([.]\d+)?$/.test(draft.ram)) return undefined;
  const ramMiB = Math.round(Number(draft.ram) * (draft.ramUnit === 'GiB' ? 1024 : 1));
  return ramMiB > 0 ? ramMiB : undefined;
}

/** The size of the extra disk in GiB; undefined when there is none, or what is typed is no size. */
export function typedExtraDisk({ extraDisk }: NewVmDraft): number | undefined {
  return typedGiB(extraDisk);
}

/** The size that would be asked for, or undefined while what is typed makes none. */
export function sizeOf(
  draft: NewVmDraft,
  template: TemplateSize | undefined,
): { vcpus: number; ramMiB: number } | undefined {
  if (draft.preset === 'custom') {
    const ramMiB = typedRamMiB(draft);
    if (countFault(draft.vcpus) || ramMiB === undefined) return undefined;
    return { vcpus: Number(draft.vcpus), ramMiB };
  }
  const preset = presets.find((each) => each.key === draft.preset);
  if (preset) return { vcpus: preset.vcpus, ramMiB: preset.ramMiB };
  return template && { vcpus: template.defaultVcpus, ramMiB: template.defaultRamMiB };
}

/** Every fault that can be seen without the server, by field. */
export function draftFaults(
  draft: NewVmDraft,
  template: TemplateSize | undefined,
): Readonly<Record<string, string>> {
  const name = nameFault(draft.name);
  const custom = draft.preset === 'custom';
  const vcpus = custom ? countFault(draft.vcpus) : undefined;
  const ram = custom ? ramFault(draft, template?.minRamMiB ?? 1) : undefined;
  return {
    ...(name && { name }),
    ...(!template && { templateId: t('new.template.missing') }),
    ...(vcpus && { vcpus }),
    ...(ram && { ramMiB: ram }),
    ...(draft.extraDisk.trim() !== '' &&
      typedExtraDisk(draft) === undefined && { extraDiskGiB: t('disk.size.whole') }),
    ...(template?.format === 'ISO' &&
      draft.disk.trim() !== '' &&
      typedGiB(draft.disk) === undefined && { diskGiB: t('disk.size.whole') }),
  };
}

/** The mutation's input for a draft without faults. */
export function inputOf(draft: NewVmDraft, template: TemplateSize): CreateVmInput {
  const size = sizeOf(draft, template);
  const extraDiskGiB = typedExtraDisk(draft);
  return {
    name: draft.name,
    templateId: template.id,
    start: draft.start,
    ...(size && draft.preset !== 'default' && size),
    ...(extraDiskGiB && { extraDiskGiB }),
    ...(template.format === 'ISO' && draft.disk.trim() && { diskGiB: Number(draft.disk) }),
    // What was typed for another template stays in the draft, and is not sent.
    ...(template.cloudInit && draft.sshKey.trim() && { sshKey: draft.sshKey }),
    ...(template.cloudInit && draft.userData.trim() && { userData: draft.userData }),
    ...(draft.securityDomainId && { securityDomainId: draft.securityDomainId }),
    ...(draft.hostId && { hostId: draft.hostId }),
    ...(draft.purpose.trim() && { purpose: draft.purpose.trim() }),
  };
}

const key = 'baadal.draft.new-vm';

/** The draft of this browser tab, if there is one of the present shape. */
export function loadNewVm(): NewVmDraft {
  const known = Object.entries(loadDraft(key)).filter(
    ([name, value]) => typeof value === typeof emptyDraft[name as keyof NewVmDraft],
  );
  return { ...emptyDraft, ...Object.fromEntries(known) };
}

/** Keeps the draft for a reload, or forgets it once it was sent. */
export const keepNewVm = (draft: NewVmDraft | null): void => keepDraft(key, draft);
