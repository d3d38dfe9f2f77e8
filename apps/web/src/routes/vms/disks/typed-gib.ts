/** A whole number of GiB as typed, or undefined. */
export function typedGiB(text: string): number | undefined {
  return /^[1-9]\d{0,6}$/.test(text.trim()) ? Number(text) : undefined;
}
