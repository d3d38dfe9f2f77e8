/** VMs on their way from host to host, and what hosts need for that. */
export const migration = {
  'vm.working.migrate': 'Being moved to another host',
  'vm.action.migrate': 'Migrate…',

  'migrate.verb': 'Migrate',
  'migrate.many':
    'Each goes to the other host that suits it best, with its snapshots. Those that run go on running.',
  'migrate.title': 'Migrate {name}',
  'migrate.host': 'To',
  'migrate.host.best': 'The best other host',
  'migrate.host.choose': 'Host',
  'migrate.host.refused': '{name} (cannot take it)',
  'migrate.way.RUNNING':
    '{name} runs on while its memory is copied, and stands still for a moment at the end.',
  'migrate.way.PAUSED': '{name} stands still while its memory is copied, and runs on there.',
  'migrate.way.SUSPENDED': '{name} is suspended: its memory is copied, and it stays suspended.',
  'migrate.way.OFF': '{name} is off: its definition is moved, which takes a second.',
  'migrate.snapshots': 'Its snapshots move along, and its disks stay where they are.',
  'migrate.still': 'Let it stand still meanwhile',
  'migrate.still.help': 'Surely comes to an end, however much the guest writes.',
  'migrate.more': 'Limits',
  'migrate.bandwidth': 'Bandwidth (MiB/s)',
  'migrate.bandwidth.help': 'Left empty: as fast as it goes.',
  'migrate.downtime': 'Downtime (ms)',
  'migrate.downtime.help': 'How long it may stand still at the end. Left empty: about 300 ms.',
  'migrate.number.fault': 'Give a whole number from 1.',
  'migrate.go': 'Migrate {name}',
  'migrate.preview': 'Where it would go',
  'migrate.preview.none': 'No other host can take it.',
  'migrate.preview.others': 'Other hosts ({count})',

  'hostMigration.title': 'Migration',
  'hostMigration.off':
    'Running VMs cannot move to this host or from it. VMs that are off can all the same.',
  'hostMigration.consent':
    'To move running VMs, the libvirt daemons of hosts reach each other over SSH. Baadal makes a key on each host, which never leaves it, pins the host keys in a file of its own, and adds one marked line for each other host to authorized_keys. That line opens libvirt and nothing else. All of it is removed with the host.',
  'hostMigration.setUp': 'Set up migration',
  'hostMigration.again': 'Write and try again',
  'hostMigration.remove': 'Take it away',
  'hostMigration.key': 'Its key',
  'hostMigration.key.none': 'Made when the first VM is moved',
  'hostMigration.since': 'Allowed',
  'hostMigration.checked': 'Tried',
  'hostMigration.works': 'Both ways work',
  'hostMigration.failed': 'Migration of {name} could not be changed',
  'hostMigration.remove.title': 'Take migration away from {name}?',
  'hostMigration.remove.text':
    'Running VMs can no longer move to {name} or from it. Key, pinned host keys and the marked lines are removed.',
  'hostMigration.wizard': 'Let running VMs move to this host and from it',
} as const;
