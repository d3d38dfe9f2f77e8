import { type Em, rows, run } from '../platform/db.ts';

/** A row as the database had it, column by column; whole tables of columns travel unread. */
export type FrozenRow = Readonly<Record<string, unknown>>;

const TIME_MARK = '$time';

/** Makes a row fit for JSON: times are marked, so that they come back as times. */
function freezeRow(row: FrozenRow): FrozenRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Date ? { [TIME_MARK]: value.toISOString() } : value,
    ]),
  );
}

/** A value as a statement takes it: marked times as times, other objects as the JSON they were. */
function thaw(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const time = (value as Record<string, unknown>)[TIME_MARK];
  return typeof time === 'string' ? new Date(time) : JSON.stringify(value);
}

/** Reads rows to be kept as JSON, in the order of their first column. @param where e.g. `vm_id = ?` */
export async function freezeRows(
  em: Em,
  table: string,
  where: string,
  params: readonly unknown[],
): Promise<FrozenRow[]> {
  const found = await rows<FrozenRow>(
    em,
    `select * from ${table} where ${where} order by 1`,
    params,
  );
  return found.map((row) => freezeRow({ ...row }));
}

/** Writes a frozen row into its table again. */
export async function insertFrozen(em: Em, table: string, row: FrozenRow): Promise<void> {
  const columns = Object.keys(row);
  await run(
    em,
    `insert into ${table} (${columns.map((column) => `\`${column}\``).join(', ')})
     values (${columns.map(() => '?').join(', ')})`,
    columns.map((column) => thaw(row[column])),
  );
}
