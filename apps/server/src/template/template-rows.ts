import { type Em, isDuplicate, run } from '../platform/db.ts';
import type { SnapshotId, TemplateId, UserId, VmId } from '../platform/ids.ts';
import { nameScope, nameTaken } from './template.service.ts';
import { templateFile } from './template-files.ts';

/** A template that is to be made of a VM. */
export interface SavedTemplate {
  readonly templateId: TemplateId;
  readonly vmId: VmId;
  readonly name: string;
  readonly ownerId: UserId;
  readonly public: boolean;
  readonly description: string | null;
  /** Name of the snapshot inside the disk that is taken; null: the disk as it is. */
  readonly snapshotId: SnapshotId | null;
}

/** Templates that people make come after those of the cloud. */
const POSITION = 1_000;

/**
 * Reserves the row of a template that is to be made of a VM: what is known of the VM's own template
 * holds for it too. Its image is yet to come.
 * @throws {ConflictError} when the name is taken
 */
export async function insertTemplate(em: Em, saved: SavedTemplate): Promise<void> {
  const { templateId, vmId, name } = saved;
  const file = (extension: 'qcow2' | 'kernel' | 'initrd') =>
    templateFile({ id: templateId, name }, extension);
  try {
    await run(
      em,
      `insert into template (id, name, name_scope, owner_id, public, description, state, disk_mode, os,
                             version, arch, disk_gib, format, datastore_id, file, kernel, initrd,
                             cmdline, cloud_init, min_ram_mib, default_ram_mib, default_vcpus,
                             position, active, created_at)
       select ?, ?, ?, ?, ?, ?, 'MAKING', 'OVERLAY', coalesce(t.os, 'Other'), t.version,
              coalesce(t.arch, 'x86_64'), k.size_gib, 'QCOW2', k.datastore_id, ?,
              if(t.kernel is null, null, ?), if(t.initrd is null, null, ?), t.cmdline,
              coalesce(t.cloud_init, false), coalesce(t.min_ram_mib, 64), v.ram_mib, v.vcpus, ?, true,
              utc_timestamp(3)
         from vm v join disk k on k.vm_id = v.id and k.root left join template t on t.id = v.template_id
        where v.id = ?`,
      [
        ...[templateId, name, nameScope(saved), saved.ownerId, saved.public, saved.description],
        ...[file('qcow2'), file('kernel'), file('initrd'), POSITION, vmId],
      ],
    );
  } catch (error) {
    if (isDuplicate(error)) throw nameTaken(name, saved.public);
    throw error;
  }
}
