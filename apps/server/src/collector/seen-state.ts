import { domainState } from '@baadal/libvirt';
import type { VmStatus } from '../vm/vm-status.ts';

/** What a domain does, in the terms of a VM. */
export interface SeenState {
  readonly status: VmStatus;
  /** Why, in words; null when there is nothing to add. */
  readonly reason: string | null;
}

const OFF_REASONS: Readonly<Record<string, string>> = {
  shutdown: 'shut down by the guest',
  destroyed: 'destroyed',
  migrated: 'moved to another host',
  saved: 'its memory was saved to disk',
  failed: 'it did not start',
  'from-snapshot': 'off since it went back to a snapshot',
  daemon: 'libvirt lost sight of it while it restarted',
};

const PAUSE_REASONS: Readonly<Record<string, string>> = {
  ioerror: 'paused: its disk reports errors',
  watchdog: 'paused by its watchdog',
  crashed: 'paused: its guest crashed',
  'from-snapshot': 'paused since it went back to a snapshot',
  'postcopy-failed': 'paused: its migration failed',
  'api-error': 'paused: libvirt could not resume it',
};

/** States a domain passes through while an operation runs; an event tells the state after it. */
const PASSING = new Set([
  'starting-up',
  'migration',
  'save',
  'dump',
  'snapshot',
  'shutting-down',
  'postcopy',
]);

/**
 * Reads a libvirt state (`virDomainState` and its reason, as numbers).
 * @returns null for a state that is passed through, and for one that libvirt does not tell
 */
export function seenState(stateCode: number, reasonCode: number): SeenState | null {
  const { state, reason } = domainState(stateCode, reasonCode);
  switch (state) {
    case 'running':
    case 'blocked':
      return { status: 'RUNNING', reason: null };
    case 'paused':
      if (PASSING.has(reason)) return null;
      return { status: 'SUSPENDED', reason: PAUSE_REASONS[reason] ?? null };
    case 'pmsuspended':
      return { status: 'SUSPENDED', reason: 'its guest went to sleep' };
    case 'shutdown':
      // Its QEMU still runs; a start now would be refused.
      return { status: 'RUNNING', reason: 'shutting down' };
    case 'shutoff':
      if (reason === 'crashed') return { status: 'CRASHED', reason: 'its QEMU process died' };
      return { status: 'SHUTDOWN', reason: OFF_REASONS[reason] ?? null };
    case 'crashed':
      return { status: 'CRASHED', reason: 'its guest crashed' };
    case 'nostate':
    case 'unknown':
      return null;
    default:
      return state satisfies never;
  }
}
