import { type Em, rows } from '../platform/db.ts';
import type { TemplateId } from '../platform/ids.ts';
import type { Template } from './template.entity.ts';

const COLUMNS = `id, name, os, version, arch, disk_gib as diskGiB, format, datastore_id as datastoreId,
  file, kernel, initrd, cmdline, cloud_init as cloudInit, min_ram_mib as minRamMiB,
  default_ram_mib as defaultRamMiB, default_vcpus as defaultVcpus, position, active,
  created_at as createdAt`;

/** Templates by id, retired ones included. */
export function loadTemplates(em: Em, ids: readonly TemplateId[]): Promise<Template[]> {
  return rows<Template>(em, `select ${COLUMNS} from template where id in (?)`, [ids]);
}

/** Templates that VMs may be made from, the quickest to boot first. */
export function listTemplates(em: Em): Promise<Template[]> {
  return rows<Template>(em, `select ${COLUMNS} from template where active order by position, name`);
}
