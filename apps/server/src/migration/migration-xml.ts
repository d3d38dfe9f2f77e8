/** Makes the interfaces of a domain's XML join another bridge; the XML is libvirt's own. */
export function rebridged(from: string, to: string): (xml: string) => string {
  if (from === to) return (xml) => xml;
  return (xml) =>
    xml.replaceAll(/<source\b[^>]*\bbridge='([^']*)'[^>]*\/>/g, (source, bridge) =>
      bridge === from ? source.replace(`bridge='${from}'`, `bridge='${to}'`) : source,
    );
}
