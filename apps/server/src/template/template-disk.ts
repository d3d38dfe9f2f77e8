import type { FieldFault } from '../platform/errors.ts';

/** What is wrong with a disk that a template is to give its VMs: one larger than is allowed. */
export function largestDiskFaults(
  diskGiB: number,
  { maxTemplateDiskGiB }: { readonly maxTemplateDiskGiB: number },
): FieldFault[] {
  if (diskGiB <= maxTemplateDiskGiB) return [];
  return [{ path: 'diskGiB', message: `A disk has at most ${maxTemplateDiskGiB} GiB.` }];
}
