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
  /** Some hosts alone have it; absent: every one does. */
  readonly limited?: boolean;
  /** Nothing new goes in. */
  readonly closed?: boolean;
  /** Name of the host that is to see it and does not; absent or null: it does, or none is to. */
  readonly unseenBy?: string | null;
}

/** What room is sought for. */
export interface ChoiceRequest {
  readonly sizeGiB: number;
  /** Of a disk that is there and grows. */
  readonly presentGiB?: number;
}

/** One rule's word on one datastore. */
export interface ChoiceReason {
  readonly rule: 'size' | 'free' | 'promised' | 'unread' | 'here' | 'host' | 'closed';
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
 * before the others; equal ones by name. What some hosts alone have comes after what all have, since
 * it binds a VM to them. One whose size nobody has read yet comes last but is
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
        Number(a.datastore.limited ?? false) - Number(b.datastore.limited ?? false) ||
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
  const barred = barriersOf(datastore, presentGiB > 0);
  if (capacityGiB === null || usedGiB === null || promiseLimit === null) {
    const text = 'its size has not been read yet';
    const reasons = [...barred, { rule: 'unread', ok: true, text } as const];
    return { datastore, accepted: barred.length === 0, freeAfterGiB: null, reasons };
  }
  const moreGiB = sizeGiB - presentGiB;
  const usable = Math.max(0, capacityGiB - reserveGiB);
  const free = capacityGiB - usedGiB - reserveGiB;
  const reasons: ChoiceReason[] = [
    ...barred,
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

/** What speaks against it, however much room it has. @param grows the disk is there already */
function barriersOf({ unseenBy, closed }: ChoiceDatastore, grows: boolean): ChoiceReason[] {
  const barriers: ChoiceReason[] = [];
  if (unseenBy) barriers.push({ rule: 'host', ok: false, text: `${unseenBy} does not see it` });
  if (closed && !grows) barriers.push({ rule: 'closed', ok: false, text: 'takes nothing new' });
  return barriers;
}

/** Why a datastore was refused, in one line. */
export function datastoreRefusal({ datastore, reasons }: DatastoreCandidate): string {
  const faults = reasons.filter((reason) => !reason.ok).map((reason) => reason.text);
  return `${datastore.name}: ${faults.join('; ')}`;
}
