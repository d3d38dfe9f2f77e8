import type {
  DiskMode,
  EditTemplateInput,
  TemplateFormat,
  TemplateListRowFragment,
} from '../../api/generated/graphql.ts';
import { t } from '../../messages/message.ts';

/** What a person has typed of a template; numbers stay text until they are sent. */
export interface TemplateDraft {
  readonly name: string;
  readonly description: string;
  readonly os: string;
  readonly version: string;
  readonly minRam: string;
  readonly ram: string;
  readonly vcpus: string;
  /** Empty: as large as the image. */
  readonly disk: string;
  readonly diskMode: DiskMode;
  readonly cloudInit: boolean;
  readonly public: boolean;
}

/** A template's present settings, or those that a new one begins with. */
export function draftOf(template: TemplateListRowFragment | null): TemplateDraft {
  return {
    name: template?.name ?? '',
    description: template?.description ?? '',
    os: template?.os ?? '',
    version: template?.version ?? '',
    minRam: String(template?.minRamMiB ?? 256),
    ram: String(template?.defaultRamMiB ?? 1024),
    vcpus: String(template?.defaultVcpus ?? 1),
    disk: template ? String(template.diskGiB) : '',
    diskMode: template?.diskMode ?? 'OVERLAY',
    cloudInit: template?.cloudInit ?? false,
    public: template?.public ?? true,
  };
}

/** The server’s rule, so that no image is sent in vain. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._()+-]{0,99}$/u;

const whole = (text: string) => /^[1-9]\d{0,7}$/.test(text.trim());

/** Faults that can be seen without the server, by the server's field names. */
export function templateFaults(draft: TemplateDraft): Readonly<Record<string, string>> {
  const number = t('template.form.number');
  return {
    ...(!NAME.test(draft.name.trim()) && { name: t('template.form.name.rule') }),
    ...(!whole(draft.minRam) && { minRamMiB: number }),
    ...(!whole(draft.ram) && { defaultRamMiB: number }),
    ...(!whole(draft.vcpus) && { defaultVcpus: number }),
    ...(draft.disk.trim() !== '' && !whole(draft.disk) && { diskGiB: number }),
  };
}

/** The mutations' input for a draft without faults. */
export function detailsOf(draft: TemplateDraft): Omit<EditTemplateInput, 'id'> & { name: string } {
  return {
    name: draft.name,
    description: draft.description,
    os: draft.os.trim() || 'Other',
    version: draft.version,
    minRamMiB: Number(draft.minRam),
    defaultRamMiB: Number(draft.ram),
    defaultVcpus: Number(draft.vcpus),
    ...(draft.disk.trim() !== '' && { diskGiB: Number(draft.disk) }),
    diskMode: draft.diskMode,
    cloudInit: draft.cloudInit,
    public: draft.public,
  };
}

/** The format that a file's name promises; the server looks into it. */
export function formatOf(fileName: string): TemplateFormat {
  const end = fileName.toLowerCase().split('.').at(-1);
  if (end === 'iso') return 'ISO';
  return end === 'raw' || end === 'img' ? 'RAW' : 'QCOW2';
}

/** A name to begin with, from a file's. */
export function nameOf(fileName: string): string {
  return fileName
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N} ._()+-]+/gu, ' ')
    .trim();
}
