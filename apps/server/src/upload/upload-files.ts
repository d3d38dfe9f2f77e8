import type { UploadId } from '../platform/ids.ts';
import { TEMPLATE_DIRECTORY } from '../template/template-files.ts';

/** Where an upload's file lies, relative to its datastore's path. */
export function uploadFile(id: UploadId): string {
  return `${TEMPLATE_DIRECTORY}/${id}.upload`;
}
