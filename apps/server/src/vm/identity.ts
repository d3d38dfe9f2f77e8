/** Longest identity: with a suffix and `_disk<N>.qcow2` it stays within a file name's 255 bytes. */
const MAX_LENGTH = 150;

function safe(part: string): string {
  return part
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

/**
 * The name of a VM's domain and files: `<organisation>_<owner>_<name>`, safe for a file name.
 * @param attempt 1 for the plain name; from 2 on a number is added, for names that collide
 */
export function makeIdentity(
  { organisation, owner, name }: { organisation: string; owner: string; name: string },
  attempt: number,
): string {
  const base = [safe(organisation) || 'org', safe(owner) || 'user', name]
    .join('_')
    .slice(0, MAX_LENGTH);
  return attempt === 1 ? base : `${base}-${attempt}`;
}
