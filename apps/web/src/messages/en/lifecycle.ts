/** Deleting and having back, editing, sharing and expiry of VMs. */
export const lifecycle = {
  'vm.working.undelete': 'Restoring',
  'vm.working.purge': 'Removing',
} as const;
