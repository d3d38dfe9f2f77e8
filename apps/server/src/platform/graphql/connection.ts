import { BadUserInputError } from '../errors.ts';
import type { PageInfo } from './page-info.type.ts';

/** Most rows that one page may have. */
const MAX_PAGE_SIZE = 1000;

/** One page of a list, in the shape of every `…Connection` type. */
export interface Page<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: PageInfo;
  /** Counted only when it is asked for. */
  readonly totalCount: () => Promise<number>;
}

/** @throws {BadUserInputError} when `first` is not 1 to 1000 */
export function checkFirst(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= MAX_PAGE_SIZE) return first;
  throw new BadUserInputError([
    { path: 'first', message: `first is a whole number from 1 to ${MAX_PAGE_SIZE}.` },
  ]);
}

/** Packs the order-by values of a row into an opaque cursor. */
export function encodeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * @param length how many values the order has
 * @throws {BadUserInputError} when the cursor was not made by `encodeCursor` for this order
 */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const scalar = (v: unknown) => v === null || typeof v === 'string' || typeof v === 'number';
    if (Array.isArray(values) && values.length === length && values.every(scalar)) return values;
  } catch {
    // Falls through to the same answer as a cursor of the wrong shape.
  }
  throw new BadUserInputError([
    { path: 'after', message: 'after is not a cursor of this list and order. Start without it.' },
  ]);
}

interface PageParts<T> {
  /** Up to `first + 1` rows: the last one only tells that there are more. */
  readonly items: readonly T[];
  readonly first: number;
  readonly after: string | undefined;
  readonly cursorOf: (item: T) => readonly unknown[];
  readonly count: () => Promise<number>;
}

/** Makes a page out of the rows that were read. */
export function pageOf<T>({ items, first, after, cursorOf, count }: PageParts<T>): Page<T> {
  const nodes = items.slice(0, first);
  const cursor = (node: T | undefined) =>
    node === undefined ? null : encodeCursor(cursorOf(node));
  return {
    nodes,
    // Made only when asked for: a thousand cursors are not free.
    get edges() {
      return nodes.map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
    },
    totalCount: count,
    pageInfo: {
      hasNextPage: items.length > first,
      hasPreviousPage: after !== undefined,
      startCursor: cursor(nodes[0]),
      endCursor: cursor(nodes.at(-1)),
    },
  };
}

/** The `first` argument's description and bounds, the same for all lists. */
export const FIRST = { defaultValue: 50, description: '1 to 1000.' } as const;
