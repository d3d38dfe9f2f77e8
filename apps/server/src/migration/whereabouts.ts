/** What libvirt on one host says of a VM's domain. */
export type Seen =
  | { readonly kind: 'UNREACHABLE'; readonly reason: string }
  | { readonly kind: 'ABSENT' }
  /** Defined, without a QEMU. */
  | { readonly kind: 'OFF'; readonly reason: string }
  /** @param leaving its memory is being sent to another host right now */
  | { readonly kind: 'RUNNING'; readonly leaving: boolean }
  | { readonly kind: 'PAUSED'; readonly reason: string; readonly leaving: boolean };

/** Where a VM that was on its way is, or what has to come first. */
export type Whereabouts =
  | 'ORIGIN'
  | 'DESTINATION'
  /** libvirt is moving it right now, whoever asked. */
  | 'UNDER_WAY'
  /** Paused at the origin by a migration that has ended; nothing of it runs anywhere. */
  | 'HALTED'
  /** Runs on both: nobody touches either. */
  | 'BOTH'
  | 'NEITHER'
  /** Cannot be told before the host answers. */
  | 'ASK_ORIGIN'
  | 'ASK_DESTINATION';

/** Reasons of a paused domain that is not whole, or not meant to run yet. */
const IN_TRANSIT: readonly string[] = ['migration', 'starting-up', 'postcopy', 'postcopy-failed'];

/** A domain that has come with all of its memory. */
function hasArrived(seen: Seen): boolean {
  return seen.kind === 'RUNNING' || (seen.kind === 'PAUSED' && !IN_TRANSIT.includes(seen.reason));
}

/** A copy that a migration began and has not completed. */
export function isIncomplete(seen: Seen): boolean {
  return seen.kind === 'PAUSED' && IN_TRANSIT.includes(seen.reason);
}

/**
 * Where a VM is, from what both hosts say and nothing else: whoever asked for the migration may
 * have died at any moment of it, and so may either libvirt daemon or host.
 *
 * The order of events in a live migration is: the destination's copy is paused and incomplete while
 * memory is sent; the origin pauses; the destination's copy runs; the origin's ends. So a copy that
 * has arrived is the one, and before that the origin's is. Where one host is silent, only what the
 * other says for sure counts.
 */
export function whereabouts(origin: Seen, destination: Seen): Whereabouts {
  const isUp = origin.kind === 'RUNNING' || origin.kind === 'PAUSED';
  if (isUp && origin.leaving) return 'UNDER_WAY';
  if (hasArrived(destination)) return origin.kind === 'RUNNING' ? 'BOTH' : 'DESTINATION';
  const silent = destination.kind === 'UNREACHABLE';
  switch (origin.kind) {
    case 'UNREACHABLE':
      return 'ASK_ORIGIN';
    case 'RUNNING':
      return 'ORIGIN';
    case 'PAUSED':
      if (silent) return 'ASK_DESTINATION';
      return IN_TRANSIT.includes(origin.reason) || origin.reason === 'unknown'
        ? 'HALTED'
        : 'ORIGIN';
    case 'OFF':
      return whereOff(origin.reason, destination);
    case 'ABSENT':
      if (silent) return 'ASK_DESTINATION';
      return destination.kind === 'OFF' ? 'DESTINATION' : 'NEITHER';
    default:
      return origin satisfies never;
  }
}

/** The origin has its definition and no QEMU. */
function whereOff(reason: string, destination: Seen): Whereabouts {
  if (destination.kind === 'UNREACHABLE') return 'ASK_DESTINATION';
  if (reason !== 'migrated') return 'ORIGIN';
  // It left, and what came is off by now, or about to run.
  if (destination.kind === 'OFF') return 'DESTINATION';
  return destination.kind === 'ABSENT' ? 'ORIGIN' : 'ASK_DESTINATION';
}
