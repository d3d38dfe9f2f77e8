/** Snapshots. */
export const snapshots = {
  'vm.working.createSnapshot': 'Taking a snapshot',
  'vm.working.revertToSnapshot': 'Reverting',
  'vm.working.deleteSnapshot': 'Deleting a snapshot',
  'vm.action.createSnapshot': 'Take snapshot',
  'vm.action.revertToSnapshot': 'Revert to snapshot',
  'vm.action.deleteSnapshot': 'Delete snapshot',
  'vm.action.setSnapshotSchedule': 'Set snapshot schedule',
} as const;
