import { DomainSnapshotCreateFlags, DomainSnapshotDeleteFlags } from '@baadal/libvirt';
import type { Tags } from '../snapshot/disk-snapshots.ts';
import { currentInLibvirt, type DomainAccess, findInLibvirt } from '../snapshot/domain-access.ts';
import { readSnapshotXml } from '../snapshot/snapshot-xml.ts';

/** One snapshot as libvirt knew it at the origin; kept as JSON. */
export type SavedSnapshot = {
  readonly name: string;
  readonly parent: string | null;
  readonly xml: string;
};

/** All that libvirt knew of a domain's snapshots, parents before children. */
export type SavedSnapshots = {
  readonly list: readonly SavedSnapshot[];
  readonly current: string | null;
};

/** libvirt's flag for XML with passwords in it, such as that of VNC. */
const SECURE = 1;

/** Reads the definitions of all snapshots, before any of them is touched. */
export async function readSnapshots(on: DomainAccess): Promise<SavedSnapshots> {
  const { domain, signal } = on;
  const [listed, current] = await Promise.all([
    domain.snapshots(0, { signal }),
    currentInLibvirt(on),
  ]);
  const list = await Promise.all(
    listed.map(async (snapshot): Promise<SavedSnapshot> => {
      const xml = await snapshot.xml(SECURE, { signal });
      return { name: snapshot.name, parent: readSnapshotXml(xml).parent, xml };
    }),
  );
  return { list: parentsFirst(list), current };
}

/** Orders snapshots so that each comes after the one it is based on. */
export function parentsFirst<S extends Pick<SavedSnapshot, 'name' | 'parent'>>(
  snapshots: readonly S[],
): S[] {
  return generations(snapshots).flat();
}

/** Roots, then their children, and so on; what names a parent that is not there is a root. */
export function generations<S extends Pick<SavedSnapshot, 'name' | 'parent'>>(
  snapshots: readonly S[],
): S[][] {
  const names = new Set(snapshots.map(({ name }) => name));
  const placed = new Set<string>();
  const rounds: S[][] = [];
  let rest = [...snapshots];
  while (rest.length > 0) {
    const round = rest.filter(
      ({ parent }) => parent === null || placed.has(parent) || !names.has(parent),
    );
    // A circle cannot come from libvirt; nothing is lost even so.
    const next = round.length > 0 ? round : rest;
    rounds.push(next);
    for (const { name } of next) placed.add(name);
    rest = rest.filter((snapshot) => !next.includes(snapshot));
  }
  return rounds;
}

/**
 * Has libvirt forget a domain's snapshots: their definitions alone, never what the disks hold. With
 * them it refuses to move the domain.
 */
export async function forgetSnapshots({ domain, signal }: DomainAccess): Promise<void> {
  const { METADATA_ONLY } = DomainSnapshotDeleteFlags;
  const listed = await domain.snapshots(0, { signal });
  await Promise.all(listed.map((snapshot) => snapshot.delete(METADATA_ONLY, { signal })));
}

/** Tells libvirt of snapshots, parents first and the current one as that; twice does no harm. */
export async function retellSnapshots(
  on: DomainAccess,
  { list, current }: SavedSnapshots,
  adapt: (xml: string) => string = (xml) => xml,
): Promise<void> {
  const { REDEFINE, CURRENT } = DomainSnapshotCreateFlags;
  const { domain, signal } = on;
  for (const round of generations(list))
    await Promise.all(
      round.map(({ name, xml }) => {
        const flags = name === current ? REDEFINE | CURRENT : REDEFINE;
        return domain.createSnapshot(adapt(xml), flags, { signal });
      }),
    );
}

/** What the disks hold, by path; null: there is no such file. */
export type HeldTags = { readonly [path: string]: readonly string[] | null };

/** The same as lists, for JSON. */
export function heldTags(paths: readonly string[], tags: readonly Tags[]): HeldTags {
  return Object.fromEntries(
    paths.map((path, i) => [path, tags[i] ? [...tags[i].keys()].toSorted() : null]),
  );
}

/**
 * Compares what came with what left.
 * @returns what is wrong, in words; empty when nothing is
 */
export async function lostSnapshots(
  on: DomainAccess,
  { list, current }: SavedSnapshots,
): Promise<string[]> {
  const found = await Promise.all(list.map(({ name }) => findInLibvirt(on, name)));
  const missing = list.filter((_, i) => !found[i]).map(({ name }) => name);
  const now = await currentInLibvirt(on);
  return [
    ...missing.map((name) => `libvirt does not list the snapshot ${name}`),
    ...(now === current ? [] : [`libvirt takes ${now ?? 'none'} for the current one`]),
  ];
}

/** Differences between what the disks held before and hold now, in words. */
export function lostTags(before: HeldTags, now: HeldTags): string[] {
  return Object.entries(before).flatMap(([path, tags]) => {
    const held = new Set(now[path] ?? []);
    const lost = (tags ?? []).filter((tag) => !held.has(tag));
    return lost.map((tag) => `the disk ${path} no longer holds the snapshot ${tag}`);
  });
}
