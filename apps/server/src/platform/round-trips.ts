/** What the ORM hands over of a new connection: its pool's own, of which each query is a round trip. */
export interface RawConnection {
  executeQuery(query: RawQuery): Promise<RawResult>;
}

interface RawQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What Kysely makes of what the driver gives: rows, or what was written. */
interface RawResult {
  readonly rows: readonly unknown[];
  readonly insertId?: bigint | undefined;
  readonly numAffectedRows?: bigint | undefined;
  readonly numChangedRows?: bigint | undefined;
}

/** Stands before a statement with which its transaction is committed. */
export const LAST = '/* last */ ';

const NOTHING: RawResult = { rows: [] };

/**
 * Saves round trips of a connection that takes several statements at once: a transaction begins with
 * its first statement instead of before it, and ends with one that is marked by {@link LAST}. Each
 * round trip wakes the server's thread and then ours, which on a busy machine both wait for a CPU.
 */
export function saveRoundTrips(connection: RawConnection): void {
  const send = connection.executeQuery.bind(connection);
  let opening = false;
  let ended = false;
  connection.executeQuery = async (query) => {
    const { sql } = query;
    if (sql === 'begin') {
      [opening, ended] = [true, false];
      return NOTHING;
    }
    // Of a transaction in which nothing was asked, or that has ended with its last statement.
    if ((opening || ended) && (sql === 'commit' || sql === 'rollback')) {
      [opening, ended] = [false, false];
      return NOTHING;
    }
    const last = sql.startsWith(LAST);
    if (!opening && !last) return send(query);
    const before = opening ? 1 : 0;
    opening = false;
    const text = `${before ? 'begin;\n' : ''}${sql}${last ? ';\ncommit' : ''}`;
    const { rows } = await send({ ...query, sql: text });
    ended = last;
    return resultOf(rows.slice(before, last ? -1 : undefined));
  };
}

/** One statement's result as if it had been sent alone; of several, what each gave. */
function resultOf(results: readonly unknown[]): RawResult {
  const [result] = results;
  if (results.length !== 1) return { rows: results };
  if (Array.isArray(result)) return { rows: result };
  const { insertId, affectedRows, changedRows } = result as {
    readonly insertId?: number;
    readonly affectedRows?: number;
    readonly changedRows?: number;
  };
  return {
    insertId: insertId ? BigInt(insertId) : undefined,
    numAffectedRows: affectedRows === undefined ? undefined : BigInt(affectedRows),
    numChangedRows: changedRows === undefined ? undefined : BigInt(changedRows),
    rows: [],
  };
}
