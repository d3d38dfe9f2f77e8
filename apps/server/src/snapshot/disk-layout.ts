import type { DiskId } from '../platform/ids.ts';
import type { RecordedDisk } from './snapshot.entity.ts';

/** What a VM's rows of disks need to become after a revert. */
export interface LayoutPlan {
  /** Disks that were detached since, and are there again. */
  readonly returned: readonly RecordedDisk[];
  /** Newer disks whose place is taken by one of those. */
  readonly moved: readonly {
    readonly id: DiskId;
    readonly from: string;
    readonly target: string;
  }[];
  /** Disks that were grown since. */
  readonly resized: readonly RecordedDisk[];
}

/**
 * Plans what becomes of a VM's rows of disks after a revert. Disks of the snapshot get the targets
 * back that they had; newer disks that are in their way move to free ones.
 */
export function planLayout(
  then: readonly RecordedDisk[],
  now: readonly RecordedDisk[],
): LayoutPlan {
  const byPath = new Map(now.map((disk) => [disk.path, disk]));
  const thenPaths = new Set(then.map((disk) => disk.path));
  const targets = new Set(then.map((disk) => disk.target));
  const newer = now.filter((disk) => !thenPaths.has(disk.path));
  const displaced = newer.filter((disk) => targets.has(disk.target));
  for (const disk of newer) targets.add(disk.target);
  const moved = displaced.map(({ id, target: from }) => {
    const target = freeTarget(targets);
    targets.add(target);
    return { id, from, target };
  });
  return {
    returned: then.filter((disk) => !byPath.has(disk.path)),
    moved,
    resized: then.filter((disk) => {
      const present = byPath.get(disk.path);
      return present !== undefined && present.sizeGiB !== disk.sizeGiB;
    }),
  };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

function freeTarget(taken: ReadonlySet<string>): string {
  for (const letter of LETTERS) if (!taken.has(`vd${letter}`)) return `vd${letter}`;
  throw new Error('No target is free.');
}
