import { DIRECTORIES } from '../datastore/datastore-directories.ts';
import type { UploadId } from '../platform/ids.ts';

/** Where an upload's file lies, relative to its datastore's path. */
export function uploadFile(id: UploadId): string {
  return `${DIRECTORIES.templates}/${id}.upload`;
}
