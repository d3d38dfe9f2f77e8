/** Disks that go to another datastore. */
export const diskMoves = {
  'move.open': 'Move disks',
  'move.title': 'Move disks of {name}',
  'move.text.live':
    'The VM goes on meanwhile: its disks are copied as it writes to them, and it then goes on with the copies. The old files are removed last.',
  'move.text.off':
    'The files are copied with the snapshots in them, compared, and only then used. The old files are removed last.',
  'move.disks': 'Disks',
  'move.disk': '{target}, {size}, on {datastore}',
  'move.datastore.pick': 'Choose a datastore',
  'move.datastore.missing': 'Choose a datastore.',
  'move.disks.missing': 'Choose at least one disk.',
  'move.here': 'The disks are there already',
  'move.none': 'There is no other datastore with room for these disks.',
  'move.submit': 'Move disks',

  'migrate.disks': 'Its disks',
  'migrate.disks.stay': 'Stay on their datastore',
  'migrate.disks.along': 'Go along, to {name}',
  'migrate.disks.refused': '{name} (cannot take them)',
  'migrate.disks.live':
    '{name} runs on while its memory and its disks are sent to the other host. Needed only when that host does not see their datastore.',
  'migrate.disks.off':
    '{name} is off: its disks are sent whole to the other host, with their snapshots, and compared. Needed only when that host does not see their datastore.',

  'vm.working.moveDisks': 'Moving disks',
  'vm.working.relocate': 'Migrating with its disks',
  'vm.action.moveDisks': 'Move disks',
} as const;
