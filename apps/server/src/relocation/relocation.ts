import { type DiskMove, loadMove, type MoveSpec, type MovingFile } from '../disk-move/disk-move.ts';
import { withPaths } from '../disk-move/moved-xml.ts';
import type { DisksAlong } from '../migration/send-domain.ts';
import { type Way, wayOf } from '../migration/way.ts';
import type { Em } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { VmRecord } from '../vm/vm-record.ts';

/** A VM that goes to another host with its disks. Kept as JSON, hence no interface. */
export type RelocationSpec = {
  readonly fromId: HostId;
  readonly toId: HostId;
  readonly move: MoveSpec;
  /** False: it stands still while its memory is copied. Null: as its state allows. */
  readonly live: boolean | null;
  readonly bandwidthMiBps: number | null;
  readonly maxDowntimeMs: number | null;
  readonly story: readonly string[];
};

/** The VM with its old files on one host, and with its new ones on the other. */
export interface Relocation {
  readonly move: DiskMove;
  readonly way: Way;
}

/** Reads it, whichever end the rows name by now. @throws {FatalTaskError} when something is gone */
export async function loadRelocation(
  em: Em,
  { fromId, toId, move: spec }: RelocationSpec,
): Promise<Relocation> {
  const move = await loadMove(em, spec);
  const way = await wayOf(em, { vmId: spec.vmId, fromId, toId });
  const { from, to } = way;
  return {
    move,
    way: {
      ...way,
      from: {
        ...from,
        vm: withFiles(from.vm, move.files, ({ to: now, from: then }) => [now, then]),
      },
      to: { ...to, vm: withFiles(to.vm, move.files, ({ from: then, to: now }) => [then, now]) },
    },
  };
}

function withFiles(
  vm: VmRecord,
  files: readonly MovingFile[],
  change: (file: MovingFile) => [string, string],
): VmRecord {
  const paths = new Map(files.map(change));
  const at = (path: string) => paths.get(path) ?? path;
  return {
    ...vm,
    disks: vm.disks.map((disk) => ({ ...disk, path: at(disk.path) })),
    seed: vm.seed && at(vm.seed),
  };
}

/** What libvirt is told of the disks that go along with a running VM. */
export function disksAlong(files: readonly MovingFile[]): DisksAlong {
  return {
    // A read-only one is copied before.
    targets: files.filter(({ diskId }) => diskId !== null).map(({ target }) => target),
    adapt: (xml) => withPaths(withoutChains(xml, files), files),
  };
}

/** The new files stand alone: what the old ones lie over is no part of them. */
function withoutChains(xml: string, files: readonly MovingFile[]): string {
  const targets = new Set(files.map(({ target }) => target));
  return xml.replace(/<disk [\s\S]*?<\/disk>/g, (disk) => {
    const target = /<target dev='([^']+)'/.exec(disk)?.[1];
    if (target === undefined || !targets.has(target)) return disk;
    return disk.replace(/<backingStore(?: [^>]*)?>[\s\S]*<\/backingStore>|<backingStore\/>/, '');
  });
}
