import { escapeXml, unescapeXml } from '../platform/xml-text.ts';

/**
 * What is read and changed in libvirt's XML when disks go to other files. It was written by libvirt
 * itself, in its own canonical form.
 */

/** A file that takes another's place. */
export interface PathChange {
  readonly from: string;
  readonly to: string;
}

/** A disk of a domain, as libvirt has it now. */
export interface DiskPlace {
  /** The file that it writes to: the top of its chain. */
  readonly file: string;
  /** Where a job copies it to; null: there is no such job. */
  readonly mirror: { readonly file: string; readonly ready: boolean } | null;
}

/** Disks of files in a domain's XML, by target. */
export function diskPlaces(xml: string): ReadonlyMap<string, DiskPlace> {
  const places = new Map<string, DiskPlace>();
  for (const [block] of xml.matchAll(/<disk type='file' device='disk'[\s\S]*?<\/disk>/g)) {
    const target = /<target dev='([^']+)'/.exec(block)?.[1];
    // The disk's own source comes before those of its chain and of a job's mirror.
    const own = block.split(/<backingStore|<mirror/)[0] ?? '';
    const file = /<source file='([^']+)'/.exec(own)?.[1];
    if (target === undefined || file === undefined) continue;
    places.set(target, { file: unescapeXml(file), mirror: mirrorOf(block) });
  }
  return places;
}

function mirrorOf(block: string): DiskPlace['mirror'] {
  const attributes = /<mirror ([^>]*)>/.exec(block)?.[1];
  const file = attributes && /file='([^']+)'/.exec(attributes)?.[1];
  if (!attributes || !file) return null;
  return { file: unescapeXml(file), ready: attributes.includes("ready='yes'") };
}

/** An XML with other files as sources of its disks, wherever it names them. */
export function withPaths(xml: string, changes: readonly PathChange[]): string {
  return changes.reduce(
    (so, { from, to }) =>
      so.replaceAll(`<source file='${escapeXml(from)}'`, `<source file='${escapeXml(to)}'`),
    xml,
  );
}

/** The disk of a domain that a job is to copy to. */
export function copyXml(file: string, format: 'qcow2' | 'raw'): string {
  return `<disk type='file' device='disk'>
  <driver name='qemu' type='${format}'/>
  <source file='${escapeXml(file)}'/>
</disk>`;
}
