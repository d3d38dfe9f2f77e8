import { EXTRA_DISKS_MAX } from '../disk/disk-limits.ts';
import { BadUserInputError } from '../platform/errors.ts';

/** What kind of value a constant takes. */
export type ConstantKind = 'INT' | 'FLOAT' | 'BOOLEAN' | 'STRING';

/** What a constant is about; pages show them under these. */
export const ConstantSubject = {
  PLACEMENT: 'PLACEMENT',
  BALANCE: 'BALANCE',
  RESPAWN: 'RESPAWN',
  POWER: 'POWER',
  VM: 'VM',
  DISK: 'DISK',
  SNAPSHOT: 'SNAPSHOT',
  TEMPLATE: 'TEMPLATE',
  WATCH: 'WATCH',
} as const;
export type ConstantSubject = keyof typeof ConstantSubject;

interface NumberDefinition {
  readonly subject: ConstantSubject;
  readonly type: 'INT' | 'FLOAT';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  readonly description: string;
}

/** Every setting that an admin may edit while the cloud runs. */
export const CONSTANTS = {
  cpuOvercommitRatio: {
    subject: 'PLACEMENT',
    type: 'FLOAT',
    default: 8,
    min: 1,
    max: 64,
    description: 'vCPUs that may be promised for each CPU of a host.',
  },
  ramOvercommitRatio: {
    subject: 'PLACEMENT',
    type: 'FLOAT',
    default: 1,
    min: 0.5,
    max: 4,
    description: "Share of a host's RAM that may be promised to VMs.",
  },
  hostRamReserveMiB: {
    subject: 'PLACEMENT',
    type: 'INT',
    default: 512,
    min: 0,
    max: 1_048_576,
    unit: 'MiB',
    description: 'RAM of each host that is kept for the host itself.',
  },
  evacuationsAtOnce: {
    subject: 'BALANCE',
    type: 'INT',
    default: 4,
    min: 1,
    max: 4,
    description: 'VMs that move at once when a host is evacuated or hosts are balanced.',
  },
  balanceAutomatic: {
    subject: 'BALANCE',
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): VMs are moved by themselves, every five minutes, to keep hosts even. Off (0): moves are only suggested.',
  },
  balanceLeastGainPercent: {
    subject: 'BALANCE',
    type: 'FLOAT',
    default: 0.1,
    min: 0,
    max: 50,
    unit: '%',
    description:
      'A VM is moved to make hosts more even only if its host becomes less full by at least this.',
  },
  balanceQuietMinutes: {
    subject: 'BALANCE',
    type: 'INT',
    default: 30,
    min: 0,
    max: 10_080,
    unit: 'min',
    description:
      'A VM that moved, or was to, for whatever reason, is not moved by the automatic balance for this long.',
  },
  balanceMostMoves: {
    subject: 'BALANCE',
    type: 'INT',
    default: 5,
    min: 1,
    max: 50,
    description:
      'Most VMs that are moved in one round, or suggested to be, to make hosts more even.',
  },
  balanceTolerancePercent: {
    subject: 'BALANCE',
    type: 'INT',
    default: 20,
    min: 1,
    max: 100,
    unit: '%',
    description:
      'Hosts whose fullness is no further apart than this are even enough to be left alone.',
  },
  hostDownAfterSeconds: {
    subject: 'RESPAWN',
    type: 'INT',
    default: 15,
    min: 5,
    max: 3_600,
    unit: 's',
    description:
      'How long a host must have been silent, to Baadal and to other hosts, before it counts as down.',
  },
  respawnAutomatic: {
    subject: 'RESPAWN',
    type: 'INT',
    default: 1,
    min: 0,
    max: 1,
    description:
      'On (1): the VMs of a host that went down are respawned without being asked, once it is fenced. Off (0): an admin asks for it.',
  },
  respawnAfterSeconds: {
    subject: 'RESPAWN',
    type: 'INT',
    default: 60,
    min: 0,
    max: 86_400,
    unit: 's',
    description:
      'How long a host must have been down before its VMs are respawned without being asked; one that merely boots anew is back by then.',
  },
  respawnWithoutFencing: {
    subject: 'RESPAWN',
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): VMs of hosts without a BMC are respawned on the signs alone that their host is down. Off (0): an admin confirms that it is without power.',
  },
  respawnReverts: {
    subject: 'RESPAWN',
    type: 'INT',
    default: 1,
    min: 0,
    max: 1,
    description:
      'On (1): a respawned VM goes back to its newest snapshot, where it has one; what its disks held is kept as a snapshot, too. Off (0): it starts from its disks as they are.',
  },
  respawnAtOnce: {
    subject: 'RESPAWN',
    type: 'INT',
    default: 8,
    min: 1,
    max: 100,
    description: 'How many VMs of a host that is down are respawned at a time.',
  },
  maintenanceAtOnce: {
    subject: 'POWER',
    type: 'INT',
    default: 8,
    min: 1,
    max: 100,
    description:
      'How many VMs are stopped, or brought back, at a time when hosts or the cloud are shut down or booted; of one host 4.',
  },
  maintenanceKeepsBySnapshot: {
    subject: 'POWER',
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): the memory of VMs of hosts that are shut down is kept as a system snapshot in their disks, which need the room for it. Off (0): by libvirt on the disk of the host.',
  },
  placementLoadWeight: {
    subject: 'PLACEMENT',
    type: 'FLOAT',
    default: 1,
    min: 0,
    max: 10,
    description:
      'What the measured CPU load of hosts counts when one is chosen; the room that stays free counts 3.',
  },
  placementNetworkWeight: {
    subject: 'PLACEMENT',
    type: 'FLOAT',
    default: 1,
    min: 0,
    max: 10,
    description:
      'What the nearness of hosts to the datastore counts, where it was measured; the room that stays free counts 3.',
  },
  hostBootTimeoutSeconds: {
    subject: 'POWER',
    type: 'INT',
    default: 600,
    min: 30,
    max: 7_200,
    unit: 's',
    description: 'How long a host may take to be up after it was switched on.',
  },
  hostShutdownSeconds: {
    subject: 'POWER',
    type: 'INT',
    default: 120,
    min: 10,
    max: 3_600,
    unit: 's',
    description: 'How long a host may take to shut down before its power is cut.',
  },
  powerPolicyAutomatic: {
    subject: 'POWER',
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): idle hosts are turned off, and on again when room is needed. Off (0): the plan is only shown.',
  },
  powerIdleMinutes: {
    subject: 'POWER',
    type: 'INT',
    default: 30,
    min: 1,
    max: 10_080,
    unit: 'min',
    description: 'How long no VM must have been on a host before it is turned off.',
  },
  powerMinOnMinutes: {
    subject: 'POWER',
    type: 'INT',
    default: 60,
    min: 0,
    max: 10_080,
    unit: 'min',
    description: 'How long a host stays on at least after it was switched on.',
  },
  powerMinOffMinutes: {
    subject: 'POWER',
    type: 'INT',
    default: 15,
    min: 0,
    max: 10_080,
    unit: 'min',
    description: 'How long a host stays off at least after it was switched off.',
  },
  powerSpareRamMiB: {
    subject: 'POWER',
    type: 'INT',
    default: 8_192,
    min: 0,
    max: 16_777_216,
    unit: 'MiB',
    description: 'RAM that is kept free for new VMs; hosts are turned on when less is free.',
  },
  powerSpareVcpus: {
    subject: 'POWER',
    type: 'INT',
    default: 8,
    min: 0,
    max: 65_536,
    description: 'vCPUs that are kept free for new VMs; hosts are turned on when fewer are free.',
  },
  powerHysteresisPercent: {
    subject: 'POWER',
    type: 'INT',
    default: 50,
    min: 0,
    max: 500,
    unit: '%',
    description: 'What must stay free beyond the spare room before a host is turned off.',
  },
  maxVcpusPerVm: {
    subject: 'VM',
    type: 'INT',
    default: 16,
    min: 1,
    max: 512,
    description: 'Most vCPUs that one VM may have.',
  },
  maxRamMiBPerVm: {
    subject: 'VM',
    type: 'INT',
    default: 65_536,
    min: 64,
    max: 4_194_304,
    unit: 'MiB',
    description: 'Most RAM that one VM may have.',
  },
  datastoreReserveGiB: {
    subject: 'DISK',
    type: 'INT',
    default: 5,
    min: 0,
    max: 1_048_576,
    unit: 'GiB',
    description:
      'Free space of a datastore below which nothing new goes in, where it has no reserve of its own.',
  },
  diskOvercommitRatio: {
    subject: 'DISK',
    type: 'FLOAT',
    default: 20,
    min: 1,
    max: 1_000,
    description: 'Disk space that may be promised for each GiB of a datastore; disks grow as used.',
  },
  maxExtraDisksPerVm: {
    subject: 'DISK',
    type: 'INT',
    default: EXTRA_DISKS_MAX,
    min: 0,
    max: EXTRA_DISKS_MAX,
    description: 'Most extra disks that one VM may have; it has no more free PCI ports.',
  },
  detachTimeoutSeconds: {
    subject: 'DISK',
    type: 'INT',
    default: 30,
    min: 5,
    max: 600,
    unit: 's',
    description: 'How long a guest may take to let a disk go before the task gives up.',
  },
  shutdownTimeoutSeconds: {
    subject: 'VM',
    type: 'INT',
    default: 120,
    min: 5,
    max: 3_600,
    unit: 's',
    description: 'How long a guest may take to shut down before the task gives up.',
  },
  vcpuHeadroomFactor: {
    subject: 'VM',
    type: 'FLOAT',
    default: 4,
    min: 1,
    max: 64,
    description:
      'How many times its vCPUs a VM may be given while it runs; fixed when it is made. 1: none.',
  },
  ramHeadroomFactor: {
    subject: 'VM',
    type: 'FLOAT',
    default: 2,
    min: 1,
    max: 16,
    description:
      'How many times its RAM a VM may be given while it runs; fixed when it is made. A guest without a memory balloon driver sees and uses all of it: 1 where there are such.',
  },
  expiryWarningDays: {
    subject: 'VM',
    type: 'INT',
    default: 14,
    min: 0,
    max: 365,
    unit: 'days',
    description: 'How long before a VM expires its people are warned.',
  },
  shutDownExpiredVms: {
    subject: 'VM',
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description: 'On (1): VMs are shut down when they expire. Off (0): their expiry only shows.',
  },
  deletedVmGraceDays: {
    subject: 'VM',
    type: 'INT',
    default: 7,
    min: 0,
    max: 365,
    unit: 'days',
    description: 'How long the disks of a deleted VM are kept; 0 removes them at once.',
  },
  metricsIntervalSeconds: {
    subject: 'WATCH',
    type: 'INT',
    default: 10,
    min: 5,
    max: 60,
    unit: 's',
    description: 'How often hosts and VMs are measured.',
  },
  mailAlerts: {
    subject: 'WATCH',
    type: 'INT',
    default: 2,
    min: 0,
    max: 2,
    description:
      'Which alerts are mailed to the admins where mail is set up: 0 none, 1 critical ones, 2 all.',
  },
  throughputTestSeconds: {
    subject: 'WATCH',
    type: 'INT',
    default: 3,
    min: 1,
    max: 60,
    unit: 's',
    description: 'How long one test of the throughput between two hosts lasts.',
  },
  throughputTestMiB: {
    subject: 'WATCH',
    type: 'INT',
    default: 4_096,
    min: 1,
    max: 1_048_576,
    unit: 'MiB',
    description:
      'Most data that one throughput test moves; a link that could carry more is measured at this much.',
  },
  throughputHourUtc: {
    subject: 'WATCH',
    type: 'INT',
    default: 2,
    min: 0,
    max: 24,
    unit: 'h',
    description:
      'Hour of the day (UTC) in which the throughput between all hosts is measured; 24 never.',
  },
  userSnapshotLimit: {
    subject: 'SNAPSHOT',
    type: 'INT',
    default: 3,
    min: 0,
    max: 100,
    description: 'Most snapshots that people may keep of one VM; scheduled ones do not count.',
  },
  snapshotPingGraceSeconds: {
    subject: 'SNAPSHOT',
    type: 'INT',
    default: 60,
    min: 1,
    max: 3_600,
    unit: 's',
    description: 'How long a guest may take to answer a ping before it is not snapshotted.',
  },
  maxUploadGiB: {
    subject: 'TEMPLATE',
    type: 'INT',
    default: 64,
    min: 1,
    max: 16_384,
    unit: 'GiB',
    description: 'Largest image that may be uploaded for a template.',
  },
  uploadKeepHours: {
    subject: 'TEMPLATE',
    type: 'INT',
    default: 48,
    min: 1,
    max: 8_760,
    unit: 'h',
    description: 'How long an upload may rest before what has arrived of it is removed.',
  },
  maxTemplateDiskGiB: {
    subject: 'TEMPLATE',
    type: 'INT',
    default: 2_048,
    min: 1,
    max: 65_536,
    unit: 'GiB',
    description: 'Largest disk that a template, or a root disk made from one, may have.',
  },
  facultyUploadsTemplates: {
    subject: 'TEMPLATE',
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): faculty may upload images for templates, as admins may. Off (0): admins alone.',
  },
  usersPublishTemplates: {
    subject: 'TEMPLATE',
    type: 'INT',
    default: 1,
    min: 0,
    max: 1,
    description:
      'On (1): whoever owns a VM may offer it to everybody as a template. Off (0): admins and faculty alone.',
  },
  taskRetentionDays: {
    subject: 'WATCH',
    type: 'INT',
    default: 90,
    min: 1,
    max: 3_650,
    unit: 'days',
    description: 'How long tasks that have ended are kept, with their steps and logs.',
  },
} as const satisfies Record<string, NumberDefinition>;

export type ConstantName = keyof typeof CONSTANTS;

/** The value of each constant, default or changed. */
export type ConstantValues = { readonly [Name in ConstantName]: number };

/** @throws {BadUserInputError} when the name is not a constant's or the value out of range */
export function checkConstant(name: string, value: string): { name: ConstantName; value: number } {
  if (!Object.hasOwn(CONSTANTS, name))
    throw new BadUserInputError([{ path: 'name', message: `There is no constant ${name}.` }]);
  const definition: NumberDefinition = CONSTANTS[name as ConstantName];
  const number = value.trim() === '' ? Number.NaN : Number(value);
  const whole = definition.type === 'FLOAT' || Number.isInteger(number);
  if (!whole || !(number >= definition.min && number <= definition.max))
    throw new BadUserInputError([
      {
        path: 'value',
        message: `${name} is a ${definition.type === 'INT' ? 'whole ' : ''}number from ${definition.min} to ${definition.max}.`,
      },
    ]);
  return { name: name as ConstantName, value: number };
}

/** Fills the defaults in for what no admin changed. */
export function valuesOf(changed: readonly { name: string; value: string }[]): ConstantValues {
  const values = Object.fromEntries(
    Object.entries(CONSTANTS).map(([name, { default: value }]) => [name, value as number]),
  );
  for (const { name, value } of changed) if (name in values) values[name] = Number(value);
  return values as ConstantValues;
}
