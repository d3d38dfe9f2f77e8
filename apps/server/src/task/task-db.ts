import {
  createPool,
  type Pool,
  type PoolConnection,
  type ResultSetHeader,
  type RowDataPacket,
} from 'mysql2/promise';
import type { Statement } from '../platform/db.ts';
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
export interface Transaction {
  rows<T>(sql: string, params: readonly unknown[]): Promise<T[]>;
  /** Runs several in one round trip. @returns the rows of each, or what the driver says of a write */
  rowsOfEach(statements: readonly Statement[]): Promise<unknown[][]>;
  /** Writes with the commit: nothing can be done after it. */
  writeLast(...statements: readonly Statement[]): Promise<void>;
  /** Adds a statement to be run on the same connection once the transaction has ended, either way. */
  afterwards(sql: string): void;
}

/**
 * The task engine's own connections: a lease must be renewed even when steps use up every
 * connection of the entity manager's pool, and a claim costs no mapping. They may send several
 * statements at once, since a busy machine makes every round trip of a claim wait for the CPU twice;
 * all texts are constants of this folder.
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
      multipleStatements: true,
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
    const tx = new PooledTransaction(await this.#pool.getConnection());
    try {
      const result = await work(tx);
      await tx.commit();
      return result;
    } catch (error) {
      await tx.abandon();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

/** Begins with its first statement, and ends with its last, each in one round trip. */
class PooledTransaction implements Transaction {
  readonly #connection: PoolConnection;
  readonly #after: string[] = [];
  #begun = false;
  #ended = false;

  constructor(connection: PoolConnection) {
    this.#connection = connection;
  }

  async rows<T>(sql: string, params: readonly unknown[]): Promise<T[]> {
    const [found] = await this.#send([[sql, params]]);
    return found as T[];
  }

  async rowsOfEach(statements: readonly Statement[]): Promise<unknown[][]> {
    return (await this.#send(statements)) as unknown[][];
  }

  async writeLast(...statements: readonly Statement[]): Promise<void> {
    await this.#send([...statements, ['commit', []], ...this.#afterwards()]);
    this.#end();
  }

  afterwards(sql: string): void {
    this.#after.push(sql);
  }

  async commit(): Promise<void> {
    if (this.#ended) return;
    if (this.#begun) await this.#send([['commit', []], ...this.#afterwards()]);
    this.#end();
  }

  /** Rolls back, or throws the connection away where that is not possible. */
  async abandon(): Promise<void> {
    if (this.#ended) return;
    try {
      if (this.#begun) await this.#send([['rollback', []], ...this.#afterwards()]);
      this.#end();
    } catch {
      // The server rolls back whatever a lost connection left open.
      this.#connection.destroy();
    }
  }

  #afterwards(): Statement[] {
    return this.#after.map((sql) => [sql, []]);
  }

  #end(): void {
    this.#ended = true;
    this.#connection.release();
  }

  /** @returns what each statement gave */
  async #send(statements: readonly Statement[]): Promise<unknown[]> {
    const begin: readonly Statement[] = this.#begun ? [] : [['start transaction', []]];
    this.#begun = true;
    const all = [...begin, ...statements];
    const text = all.map(([sql]) => sql).join(';\n');
    const [results] = await this.#connection.query(
      text,
      all.flatMap(([, params]) => params),
    );
    return all.length === 1 ? [results] : (results as unknown[]).slice(begin.length);
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
