import {
  createPool,
  type Pool,
  type PoolConnection,
  type ResultSetHeader,
  type RowDataPacket,
} from 'mysql2/promise';
import { TIMEOUTS } from '../platform/timeouts.ts';

/** A lock held longer than this by somebody else is waited for in the next round instead. */
const LOCK_WAIT_SECONDS = 5;

const SESSION = [
  'set session transaction isolation level read committed',
  `set session innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}`,
] as const;

/** What the pool's event really gives: a connection with callbacks. */
interface Session {
  query(sql: string, done: (error: unknown) => void): void;
}
/** A connection that cannot be set up fails its first statement, too, which is reported there. */
const ignore = (_error: unknown): void => undefined;

/** Runs plain statements. */
export interface Statements {
  rows<T>(sql: string, params: readonly unknown[]): Promise<T[]>;
  /** @returns how many rows matched, changed or not */
  write(sql: string, params: readonly unknown[]): Promise<number>;
}

/** Statements of one transaction. */
export interface Transaction extends Statements {
  /** Adds a statement to be run on the same connection once the transaction has ended, either way. */
  afterwards(sql: string): void;
}

/**
 * The task engine's own connections: a lease must be renewed even when steps use up every
 * connection of the entity manager's pool, and a claim costs no mapping.
 */
export class TaskDb implements Statements {
  readonly #pool: Pool;

  constructor(url: string, connections: number) {
    this.#pool = createPool({
      uri: url,
      connectionLimit: connections,
      maxIdle: connections,
      timezone: 'Z',
      connectTimeout: TIMEOUTS.connectMs,
      enableKeepAlive: true,
    });
    // Queued before the first statement of whoever asked for the connection.
    this.#pool.on('connection', (connection) => {
      for (const statement of SESSION) (connection as unknown as Session).query(statement, ignore);
    });
  }

  rows<T>(sql: string, params: readonly unknown[]): Promise<T[]> {
    return rowsOf<T>(this.#pool, sql, params);
  }

  write(sql: string, params: readonly unknown[]): Promise<number> {
    return writeOn(this.#pool, sql, params);
  }

  /** Runs work in one transaction. */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const connection = await this.#pool.getConnection();
    const after: string[] = [];
    try {
      await connection.query('start transaction');
      const result = await work({
        rows: (sql, params) => rowsOf(connection, sql, params),
        write: (sql, params) => writeOn(connection, sql, params),
        afterwards: (sql) => after.push(sql),
      });
      await connection.query('commit');
      for (const statement of after) await connection.query(statement);
      connection.release();
      return result;
    } catch (error) {
      await abandon(connection, after);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

/** Rolls back, or throws the connection away where that is not possible. */
async function abandon(connection: PoolConnection, after: readonly string[]): Promise<void> {
  try {
    await connection.query('rollback');
    for (const statement of after) await connection.query(statement);
    connection.release();
  } catch {
    // The server rolls back whatever a lost connection left open.
    connection.destroy();
  }
}

async function rowsOf<T>(on: Pool | PoolConnection, sql: string, params: readonly unknown[]) {
  const [found] = await on.query<RowDataPacket[]>(sql, [...params]);
  return found as T[];
}

async function writeOn(on: Pool | PoolConnection, sql: string, params: readonly unknown[]) {
  const [result] = await on.query<ResultSetHeader>(sql, [...params]);
  return result.affectedRows;
}
