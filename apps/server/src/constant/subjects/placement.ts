import { constantsAbout } from '../constant-definition.ts';

/** What decides on which host a VM is placed. */
export const PLACEMENT_CONSTANTS = constantsAbout('PLACEMENT', {
  cpuOvercommitRatio: {
    type: 'FLOAT',
    default: 8,
    min: 1,
    max: 64,
    description: 'vCPUs that may be promised for each CPU of a host.',
  },
  ramOvercommitRatio: {
    type: 'FLOAT',
    default: 1,
    min: 0.5,
    max: 4,
    description: "Share of a host's RAM that may be promised to VMs.",
  },
  hostRamReserveMiB: {
    type: 'INT',
    default: 512,
    min: 0,
    max: 1_048_576,
    unit: 'MiB',
    description: 'RAM of each host that is kept for the host itself.',
  },
  placementLoadWeight: {
    type: 'FLOAT',
    default: 1,
    min: 0,
    max: 10,
    description:
      'What the measured CPU load of hosts counts when one is chosen; the room that stays free counts 3.',
  },
  placementNetworkWeight: {
    type: 'FLOAT',
    default: 1,
    min: 0,
    max: 10,
    description:
      'What the nearness of hosts to the datastore counts, where it was measured; the room that stays free counts 3.',
  },
});
