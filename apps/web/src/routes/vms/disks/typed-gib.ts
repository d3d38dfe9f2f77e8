/** The largest disk; the server's rule. */
const mostGiB = 65_536;

/** A whole number of GiB that a disk can have, as typed, or undefined. */
export function typedGiB(text: string): number | undefined {
  const isSize = /^[1-9]\d{0,4}$/.test(text.trim()) && Number(text) <= mostGiB;
  return isSize ? Number(text) : undefined;
}
