import { registerEnumType } from 'type-graphql';

/** What a VM may boot from. */
export const BootDevice = { DISK: 'DISK', NETWORK: 'NETWORK', CDROM: 'CDROM' } as const;
export type BootDevice = (typeof BootDevice)[keyof typeof BootDevice];
registerEnumType(BootDevice, { name: 'BootDevice', description: 'What a VM may boot from.' });

/** The order of a VM that was never given one. */
export const DEFAULT_BOOT_ORDER: readonly BootDevice[] = ['DISK'];

/** The order of one that was never given one and has a disc in its drive, to be installed from. */
export const DISC_BOOT_ORDER: readonly BootDevice[] = ['CDROM', 'DISK'];

/** Reads the column; null is the default, which depends on whether a disc is in the drive. */
export function bootOrderOf(column: string | null, hasDisc: boolean): readonly BootDevice[] {
  if (column !== null) return column.split(',') as BootDevice[];
  return hasDisc ? DISC_BOOT_ORDER : DEFAULT_BOOT_ORDER;
}

/** What the column holds. */
export const bootOrderText = (order: readonly BootDevice[]): string => order.join(',');
