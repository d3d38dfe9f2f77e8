/** VMs of a host that is down. */
export const respawn = {
  'vm.working.respawn': 'Coming up on another host',
  'respawn.offer': '{count} can run on other hosts.',
  'respawn.ask': 'Respawn VMs',
  'respawn.title': 'Bring the VMs of {name} up on other hosts?',
  'respawn.confirm': 'Respawn VMs of {name}',
  'respawn.failed': 'The VMs of {name} could not be respawned',
  'respawn.plan.failed': 'What would become of its VMs is not known',
  'respawn.fencing.bmc':
    'First the power of {name} is cut by its BMC, and the BMC is asked until it says so. When the host comes back, the domains it still has of these VMs are removed before anything starts there.',
  'respawn.fencing.confirm':
    '{name} has no BMC that could cut its power. If it still runs, a VM may run twice, and its disks are destroyed by that. Go there and make sure that it is off; then type its name.',
  'respawn.fencing.none':
    '{name} is not fenced: the setting respawnWithoutFencing lets it pass. If it still runs, a VM may run twice.',
  'respawn.reverts':
    'VMs with a snapshot go back to their newest one. What their disks hold now is kept as a snapshot, too.',
  'respawn.kept': '{name} never comes back: give up the memory of {vms} that is kept there',
  'respawn.kept.text':
    'They start elsewhere from their disks, as after a power cut. Leave this out if {name} can still be booted: then they go on where they were.',
  'respawn.memory.lost': 'from its disk, its kept memory is lost',
  'respawn.memory.snapshot': 'going on from its kept memory, which is in its disks',
  'respawn.vms': 'VMs of {name}',
  'respawn.vm': 'VM',
  'respawn.what': 'What becomes of it',
  'respawn.act.START': 'Starts elsewhere',
  'respawn.act.MOVE': 'Moves, off: {reason}',
  'respawn.act.LEAVE': 'Stays: {reason}',
  'respawn.back': 'as in its snapshot {name}',
  'respawn.busy': 'after the task: {title}',
} as const;
