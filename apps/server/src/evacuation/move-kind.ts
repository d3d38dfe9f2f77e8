import type { VmStatus } from '../vm/vm-status.ts';

/** How a VM moves: without a break, with its memory while it stands still, or as it is, off. */
export const MoveKind = { LIVE: 'LIVE', PAUSED: 'PAUSED', OFFLINE: 'OFFLINE' } as const;
export type MoveKind = (typeof MoveKind)[keyof typeof MoveKind];

/** How a VM moves that does this. */
export function moveKindOf(status: VmStatus): MoveKind {
  if (status === 'RUNNING') return 'LIVE';
  return status === 'SUSPENDED' ? 'PAUSED' : 'OFFLINE';
}
