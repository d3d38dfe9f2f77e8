import { constantsAbout } from '../constant-definition.ts';

/** When a host counts as down, and how its VMs come up on others. */
export const RESPAWN_CONSTANTS = constantsAbout('RESPAWN', {
  hostDownAfterSeconds: {
    type: 'INT',
    default: 15,
    min: 5,
    max: 3_600,
    unit: 's',
    description:
      'How long a host must have been silent, to Baadal and to other hosts, before it counts as down.',
  },
  respawnAutomatic: {
    type: 'INT',
    default: 1,
    min: 0,
    max: 1,
    description:
      'On (1): the VMs of a host that went down are respawned without being asked, once it is fenced. Off (0): an admin asks for it.',
  },
  respawnAfterSeconds: {
    type: 'INT',
    default: 60,
    min: 0,
    max: 86_400,
    unit: 's',
    description:
      'How long a host must have been down before its VMs are respawned without being asked; one that merely boots anew is back by then.',
  },
  respawnWithoutFencing: {
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): VMs of hosts without a BMC are respawned on the signs alone that their host is down. Off (0): an admin confirms that it is without power.',
  },
  respawnReverts: {
    type: 'INT',
    default: 1,
    min: 0,
    max: 1,
    description:
      'On (1): a respawned VM goes back to its newest snapshot, where it has one; what its disks held is kept as a snapshot, too. Off (0): it starts from its disks as they are.',
  },
  respawnAtOnce: {
    type: 'INT',
    default: 8,
    min: 1,
    max: 100,
    description: 'How many VMs of a host that is down are respawned at a time.',
  },
});
