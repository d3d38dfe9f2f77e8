/** Deleting and having back, editing, sharing and expiry of VMs. */
export const lifecycle = {
  'vm.action.edit': 'Edit',
  'vm.action.share': 'Share',
  'vm.action.lock': 'Lock',
  'vm.working.edit': 'Editing',
  'vm.working.undelete': 'Restoring',
  'vm.working.purge': 'Removing',
} as const;
