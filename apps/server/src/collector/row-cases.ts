import type { OwnedHost } from './host-store.ts';

/** Part of a statement and its parameters. */
export interface SqlPart {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** What a column of each of several host rows is to be, for one `update` of all of them. */
export function casesOf<Item extends { readonly host: OwnedHost }>(
  column: string,
  items: readonly Item[],
  value: (item: Item) => unknown,
): SqlPart {
  return {
    sql: `${column} = case id ${items.map(() => 'when ? then ?').join(' ')} else ${column} end`,
    params: items.flatMap((item) => [item.host.id, value(item)]),
  };
}
