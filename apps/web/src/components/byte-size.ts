/** A number and its unit, shown apart so that the unit can be dim. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

const rounded = (value: number): string =>
  value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);

/** RAM in MiB below 1 GiB, else in GiB. */
export function ramQuantity(ramMiB: number): Quantity {
  return ramMiB < 1024
    ? { value: String(ramMiB), unit: 'MiB' }
    : { value: rounded(ramMiB / 1024), unit: 'GiB' };
}

/** Disk sizes in GiB below 1 TiB, else in TiB. */
export function diskQuantity(sizeGiB: number): Quantity {
  return sizeGiB < 1024
    ? { value: rounded(sizeGiB), unit: 'GiB' }
    : { value: rounded(sizeGiB / 1024), unit: 'TiB' };
}

/** Space in MiB, in MiB below 1 GiB, then in GiB, then in TiB. */
export const spaceQuantity = (mib: number): Quantity =>
  mib < 1024 ? ramQuantity(mib) : diskQuantity(mib / 1024);

/** The same as one text, for sentences and labels. */
export const quantityText = ({ value, unit }: Quantity): string => `${value} ${unit}`;

/** Bytes given as the API's `BigInt` string, in GiB. */
export const bytesToGiB = (bytes: string): number => Number(BigInt(bytes) / 1048576n) / 1024;
