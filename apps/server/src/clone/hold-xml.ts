import type { DomainDiskSource } from '../vm/domain-disks.ts';

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
