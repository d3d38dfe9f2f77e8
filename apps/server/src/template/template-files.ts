import path from 'node:path';
import { DIRECTORIES } from '../datastore/datastore-directories.ts';
import type { TemplateId } from '../platform/ids.ts';

/**
 * Where the files of a new template lie, relative to the datastore's path: recognisable by name,
 * unique by id. Nothing of the name gets into the path but letters and digits.
 */
export function templateFile(
  template: { readonly id: TemplateId; readonly name: string },
  extension: 'qcow2' | 'raw' | 'iso' | 'kernel' | 'initrd',
): string {
  const slug = template.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const tail = template.id.slice(-8);
  return path.posix.join(DIRECTORIES.templates, `${slug || 'template'}-${tail}.${extension}`);
}
