const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
};
const CHARACTERS = new Map(Object.entries(ENTITIES).map(([c, entity]) => [entity, c]));

/** Escapes text for an XML attribute or element, as libvirt does. */
export function escapeXml(text: string | number): string {
  return String(text).replace(/[&<>'"]/g, (c) => ENTITIES[c] ?? c);
}

/** The text of an XML attribute or element as libvirt writes it. */
export function unescapeXml(xml: string): string {
  return xml.replace(/&\w+;/g, (entity) => CHARACTERS.get(entity) ?? entity);
}
