import type { ImageFormat } from '../image/image-format.ts';
import { type Em, isDuplicate, run } from '../platform/db.ts';
import type { DatastoreId, TemplateId, UploadId, UserId } from '../platform/ids.ts';
import type { DiskMode } from './template.entity.ts';
import { nameScope, nameTaken } from './template.service.ts';

/** A template that is to be made of an image; files are relative to the datastore's path. */
export interface AddedTemplate {
  readonly templateId: TemplateId;
  readonly name: string;
  readonly ownerId: UserId | null;
  readonly public: boolean;
  readonly description: string | null;
  readonly os: string;
  readonly version: string | null;
  readonly arch: string;
  readonly datastoreId: DatastoreId;
  readonly format: ImageFormat;
  /** Where the image is to lie. */
  readonly file: string;
  readonly uploadId: UploadId | null;
  /** Where the image lies until then; null when it is in its place. */
  readonly uploaded: string | null;
  /** What the image should be, hex. */
  readonly sha256: string | null;
  /** Null: as large as the image. */
  readonly diskGiB: number | null;
  readonly diskMode: DiskMode;
  readonly cloudInit: boolean;
  readonly minRamMiB: number;
  readonly defaultRamMiB: number;
  readonly defaultVcpus: number;
}

/** Templates that people add come after those of the cloud, before those made of VMs. */
const POSITION = 500;

/**
 * Reserves the row of a template that is to be made of an image.
 * @throws {ConflictError} when the name is taken
 */
export async function insertAddedTemplate(em: Em, t: AddedTemplate): Promise<void> {
  try {
    await run(
      em,
      `insert into template (id, name, name_scope, owner_id, public, description, state, disk_mode, os,
                             version, arch, disk_gib, format, datastore_id, file, cloud_init,
                             min_ram_mib, default_ram_mib, default_vcpus, position, active, created_at)
       values (?, ?, ?, ?, ?, ?, 'MAKING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, true,
               utc_timestamp(3))`,
      [
        ...[t.templateId, t.name, nameScope(t), t.ownerId, t.public, t.description, t.diskMode],
        ...[t.os, t.version, t.arch, t.diskGiB ?? 1, t.format, t.datastoreId, t.file, t.cloudInit],
        ...[t.minRamMiB, t.defaultRamMiB, t.defaultVcpus, POSITION],
      ],
    );
  } catch (error) {
    if (isDuplicate(error)) throw nameTaken(t.name, t.public);
    throw error;
  }
}
