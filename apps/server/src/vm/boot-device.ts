import { registerEnumType } from 'type-graphql';

/** What a VM may boot from. */
export const BootDevice = { DISK: 'DISK', NETWORK: 'NETWORK', CDROM: 'CDROM' } as const;
export type BootDevice = (typeof BootDevice)[keyof typeof BootDevice];
registerEnumType(BootDevice, { name: 'BootDevice', description: 'What a VM may boot from.' });

/** The order of a VM that was never given one. */
export const DEFAULT_BOOT_ORDER: readonly BootDevice[] = ['DISK'];

/** Reads the column; null is the default. */
export function bootOrderOf(column: string | null): readonly BootDevice[] {
  return column === null ? DEFAULT_BOOT_ORDER : (column.split(',') as BootDevice[]);
}

/** What the column holds. */
export const bootOrderText = (order: readonly BootDevice[]): string => order.join(',');
