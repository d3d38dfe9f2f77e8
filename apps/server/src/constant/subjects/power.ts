import { constantsAbout } from '../constant-definition.ts';

/** Hosts that are shut down and booted, by admins or to save power. */
export const POWER_CONSTANTS = constantsAbout('POWER', {
  maintenanceAtOnce: {
    type: 'INT',
    default: 8,
    min: 1,
    max: 100,
    description:
      'How many VMs are stopped, or brought back, at a time when hosts or the cloud are shut down or booted; of one host 4.',
  },
  maintenanceKeepsBySnapshot: {
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): the memory of VMs of hosts that are shut down is kept as a system snapshot in their disks, which need the room for it. Off (0): by libvirt on the disk of the host.',
  },
  hostBootTimeoutSeconds: {
    type: 'INT',
    default: 600,
    min: 30,
    max: 7_200,
    unit: 's',
    description: 'How long a host may take to be up after it was switched on.',
  },
  hostShutdownSeconds: {
    type: 'INT',
    default: 120,
    min: 10,
    max: 3_600,
    unit: 's',
    description: 'How long a host may take to shut down before its power is cut.',
  },
  powerPolicyAutomatic: {
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): idle hosts are turned off, and on again when room is needed. Off (0): the plan is only shown.',
  },
  powerIdleMinutes: {
    type: 'INT',
    default: 30,
    min: 1,
    max: 10_080,
    unit: 'min',
    description: 'How long no VM must have been on a host before it is turned off.',
  },
  powerMinOnMinutes: {
    type: 'INT',
    default: 60,
    min: 0,
    max: 10_080,
    unit: 'min',
    description: 'How long a host stays on at least after it was switched on.',
  },
  powerMinOffMinutes: {
    type: 'INT',
    default: 15,
    min: 0,
    max: 10_080,
    unit: 'min',
    description: 'How long a host stays off at least after it was switched off.',
  },
  powerSpareRamMiB: {
    type: 'INT',
    default: 8_192,
    min: 0,
    max: 16_777_216,
    unit: 'MiB',
    description: 'RAM that is kept free for new VMs; hosts are turned on when less is free.',
  },
  powerSpareVcpus: {
    type: 'INT',
    default: 8,
    min: 0,
    max: 65_536,
    description: 'vCPUs that are kept free for new VMs; hosts are turned on when fewer are free.',
  },
  powerHysteresisPercent: {
    type: 'INT',
    default: 50,
    min: 0,
    max: 500,
    unit: '%',
    description: 'What must stay free beyond the spare room before a host is turned off.',
  },
});
