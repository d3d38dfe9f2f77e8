/** Directories of ours on every datastore, relative to its path; named as in the original. */
export const DIRECTORIES = {
  /** Root disks and seeds. */
  images: 'vm_images',
  extraDisks: 'vm_extra_disks',
  /** Disks of deleted VMs, which may be restored. */
  archive: 'vm_archive',
  templates: 'vm_templates',
} as const;

/** All of them. */
export const OWNED_DIRECTORIES = Object.values(DIRECTORIES);
