/** A disk of a domain as libvirt has it now. */
export interface DomainDiskSource {
  readonly target: string;
  /** Null: an empty drive, or no file. */
  readonly file: string | null;
}

const plain = (text: string): string =>
  text
    .replaceAll('&apos;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** The disks of a domain's XML, with the file that each writes to: the top of its chain. */
export function diskSources(domainXml: string): DomainDiskSource[] {
  return [...domainXml.matchAll(/<disk [\s\S]*?<\/disk>/g)].flatMap(([block]) => {
    const target = /<target dev='([^']+)'/.exec(block)?.[1];
    if (!target) return [];
    // The disk's own source comes before those of its chain and of a job's mirror.
    const own = block.split(/<backingStore|<mirror/)[0] ?? '';
    const file = /<source file='([^']+)'/.exec(own)?.[1];
    return [{ target, file: file === undefined ? null : plain(file) }];
  });
}

const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;');

/** What libvirt is told to put a layer above some disks and leave the others alone. */
export function holdXml(
  sources: readonly DomainDiskSource[],
  layers: readonly { readonly target: string; readonly layer: string }[],
): string {
  const disks = sources.map(({ target }) => {
    const layer = layers.find((held) => held.target === target)?.layer;
    return layer === undefined
      ? `<disk name='${quoted(target)}' snapshot='no'/>`
      : `<disk name='${quoted(target)}' snapshot='external'><source file='${quoted(layer)}'/></disk>`;
  });
  return `<domainsnapshot><disks>${disks.join('')}</disks></domainsnapshot>`;
}
