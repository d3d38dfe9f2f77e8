import { escapeXml } from '../platform/xml-text.ts';
import type { DomainDiskSource } from '../vm/domain-disks.ts';

/** Writes the XML that has libvirt put a layer above these disks and leave the others alone. */
export function holdXml(
  sources: readonly DomainDiskSource[],
  layers: readonly { readonly target: string; readonly layer: string }[],
): string {
  const disks = sources.map(({ target }) => {
    const layer = layers.find((held) => held.target === target)?.layer;
    return layer === undefined
      ? `<disk name='${escapeXml(target)}' snapshot='no'/>`
      : `<disk name='${escapeXml(target)}' snapshot='external'><source file='${escapeXml(layer)}'/></disk>`;
  });
  return `<domainsnapshot><disks>${disks.join('')}</disks></domainsnapshot>`;
}
