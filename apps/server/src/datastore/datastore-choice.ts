import type { DatastoreId } from '../platform/ids.ts';

/** A datastore as the choice sees it. */
export interface ChoiceDatastore {
  readonly id: DatastoreId;
  readonly name: string;
  /** Null until a host has looked. */
  readonly capacityGiB: number | null;
  readonly usedGiB: number | null;
  /** Kept free: nothing new goes in below it. */
  readonly reserveGiB: number;
  /** Sizes of all disks there, as their guests see them; files grow up to that. */
  readonly promisedGiB: number;
}

/** What room is sought for. */
export interface ChoiceRequest {
  readonly sizeGiB: number;
  /** Of a disk that is there and grows. */
  readonly presentGiB?: number;
}

/** One rule's word on one datastore. */
export interface ChoiceReason {
  readonly rule: 'size' | 'free' | 'promised' | 'unread' | 'here';
  readonly ok: boolean;
  readonly text: string;
}

/** One datastore with the verdict on it. */
export interface DatastoreCandidate {
  readonly datastore: ChoiceDatastore;
  readonly accepted: boolean;
  /** What would stay free above the reserve were the disk full, GiB; null when not known. */
  readonly freeAfterGiB: number | null;
  readonly reasons: readonly ChoiceReason[];
}

/** How far datastores may be filled; the constant of the same name. */
export interface ChoiceLimits {
  readonly diskOvercommitRatio: number;
}

/** Space that may be promised on a datastore in all, GiB; null when its size is not known. */
export function promiseLimitGiB(
  { capacityGiB, reserveGiB }: Pick<ChoiceDatastore, 'capacityGiB' | 'reserveGiB'>,
  { diskOvercommitRatio }: ChoiceLimits,
): number | null {
  if (capacityGiB === null) return null;
  return Math.floor(Math.max(0, capacityGiB - reserveGiB) * diskOvercommitRatio);
}

/**
 * Judges every datastore for a new disk: those with room first, the one with most free space
 * before the others; equal ones by name. One whose size nobody has read yet comes last but is
 * taken when there is no other.
 */
export function judgeDatastores(
  datastores: readonly ChoiceDatastore[],
  request: ChoiceRequest,
  limits: ChoiceLimits,
): DatastoreCandidate[] {
  return datastores
    .map((datastore) => judge(datastore, request, limits))
    .sort(
      (a, b) =>
        Number(b.accepted) - Number(a.accepted) ||
        (b.freeAfterGiB ?? -Infinity) - (a.freeAfterGiB ?? -Infinity) ||
        (a.datastore.name < b.datastore.name ? -1 : 1),
    );
}

function judge(
  datastore: ChoiceDatastore,
  { sizeGiB, presentGiB = 0 }: ChoiceRequest,
  limits: ChoiceLimits,
): DatastoreCandidate {
  const { capacityGiB, usedGiB, reserveGiB, promisedGiB } = datastore;
  const promiseLimit = promiseLimitGiB(datastore, limits);
  if (capacityGiB === null || usedGiB === null || promiseLimit === null) {
    const text = 'its size has not been read yet';
    const reasons = [{ rule: 'unread', ok: true, text }] as const;
    return { datastore, accepted: true, freeAfterGiB: null, reasons };
  }
  const moreGiB = sizeGiB - presentGiB;
  const usable = Math.max(0, capacityGiB - reserveGiB);
  const free = capacityGiB - usedGiB - reserveGiB;
  const reasons: ChoiceReason[] = [
    {
      rule: 'size',
      ok: sizeGiB <= usable,
      text: `holds ${usable} GiB above its reserve of ${reserveGiB} GiB, ${sizeGiB} GiB wanted`,
    },
    {
      rule: 'free',
      ok: moreGiB <= free,
      text: `${Math.max(0, free)} GiB free above its reserve, ${moreGiB} GiB wanted`,
    },
    {
      rule: 'promised',
      ok: promisedGiB + moreGiB <= promiseLimit,
      text: `${promisedGiB} of ${promiseLimit} GiB promised`,
    },
  ];
  const accepted = reasons.every((reason) => reason.ok);
  return { datastore, accepted, freeAfterGiB: free - moreGiB, reasons };
}

/** Why a datastore was refused, in one line. */
export function datastoreRefusal({ datastore, reasons }: DatastoreCandidate): string {
  const faults = reasons.filter((reason) => !reason.ok).map((reason) => reason.text);
  return `${datastore.name}: ${faults.join('; ')}`;
}
