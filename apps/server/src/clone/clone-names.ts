/** The longest name of a VM. */
const LONGEST = 30;

/** What clones are named after when nothing is said. */
export function defaultPrefix(sourceName: string): string {
  return `${sourceName.slice(0, LONGEST - '-clone-100'.length)}-clone`;
}

/**
 * Names for clones: the prefix and the lowest numbers that are free. One clone with a prefix of its
 * own bears that alone.
 * @param taken names of the owner's VMs
 * @returns null when a name would be too long
 */
export function cloneNames(
  wanted: { readonly prefix: string; readonly count: number; readonly given: boolean },
  taken: ReadonlySet<string>,
): string[] | null {
  const { prefix, count, given } = wanted;
  if (count === 1 && given) return [prefix];
  const names: string[] = [];
  for (let number = 1; names.length < count; number++) {
    const name = `${prefix}-${number}`;
    if (name.length > LONGEST) return null;
    if (!taken.has(name.toLowerCase())) names.push(name);
  }
  return names;
}
