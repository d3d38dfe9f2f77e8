import { constantsAbout } from '../constant-definition.ts';

/** Moves of many VMs: hosts that are emptied, and hosts that are made more even. */
export const BALANCE_CONSTANTS = constantsAbout('BALANCE', {
  evacuationsAtOnce: {
    type: 'INT',
    default: 4,
    min: 1,
    max: 4,
    description: 'VMs that move at once when a host is evacuated or hosts are balanced.',
  },
  balanceAutomatic: {
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): VMs are moved by themselves, every five minutes, to keep hosts even. Off (0): moves are only suggested.',
  },
  balanceLeastGainPercent: {
    type: 'FLOAT',
    default: 0.1,
    min: 0,
    max: 50,
    unit: '%',
    description:
      'A VM is moved to make hosts more even only if its host becomes less full by at least this.',
  },
  balanceQuietMinutes: {
    type: 'INT',
    default: 30,
    min: 0,
    max: 10_080,
    unit: 'min',
    description:
      'A VM that moved, or was to, for whatever reason, is not moved by the automatic balance for this long.',
  },
  balanceMostMoves: {
    type: 'INT',
    default: 5,
    min: 1,
    max: 50,
    description:
      'Most VMs that are moved in one round, or suggested to be, to make hosts more even.',
  },
  balanceTolerancePercent: {
    type: 'INT',
    default: 20,
    min: 1,
    max: 100,
    unit: '%',
    description:
      'Hosts whose fullness is no further apart than this are even enough to be left alone.',
  },
});
