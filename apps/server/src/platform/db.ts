import { MikroORM } from '@mikro-orm/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MariaDbDriver } from '@mikro-orm/mariadb';
import { Migrator } from '@mikro-orm/migrations';
import { MySqlDriver } from '@mikro-orm/mysql';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { createConnection } from 'mysql2/promise';
import { ENTITIES } from '../entities.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { LAST, type RawConnection, saveRoundTrips } from './round-trips.ts';
import { TIMEOUTS } from './timeouts.ts';

/** The entity manager of one request, task step or collector pass; forked, never shared. */
export type Em = SqlEntityManager;
export type Database = Awaited<ReturnType<typeof MikroORM.init>>;

/** What the server at a URL says it is; the ORM's driver must match it, else schema diffs never end. */
export type DatabaseFlavour = 'mysql' | 'mariadb';

/**
 * Asks the database server what it is.
 * @throws the driver's error when it cannot be reached or refuses the account
 */
async function detectFlavour(url: string): Promise<DatabaseFlavour> {
  const connection = await createConnection({ uri: url, connectTimeout: TIMEOUTS.connectMs });
  try {
    const [rows] = await connection.query('select version() as version');
    const { version } = (rows as { version: string }[])[0] ?? { version: '' };
    return /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}

type OrmOptions = NonNullable<Parameters<typeof MikroORM.init>[0]>;

/** The ORM's options for a database, also used to print migrations. */
function ormOptions(url: string, flavour: DatabaseFlavour): OrmOptions {
  return {
    driver: (flavour === 'mariadb' ? MariaDbDriver : MySqlDriver) as never,
    clientUrl: url,
    entities: [...ENTITIES],
    metadataProvider: ReflectMetadataProvider,
    extensions: [Migrator],
    charset: 'utf8mb4',
    collate: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    forceUtcTimezone: true,
    pool: { min: 1, max: 24 },
    // Plain statements get Dates and numbers; the ORM takes them as well as strings.
    driverOptions: { connectTimeout: TIMEOUTS.connectMs, dateStrings: false, decimalNumbers: true },
    // All texts are constants of ours; values are escaped by the driver.
    multipleStatements: true,
    onCreateConnection: (connection) => prepare(connection as unknown as RawConnection),
    migrations: { migrationsList: [...MIGRATIONS], snapshot: false, transactional: false },
    // Faults are thrown; what the migrator and the ORM have to say beside is not for our output.
    logger: () => undefined,
  };
}

/** The isolation level: once for a connection, rather than a round trip before each transaction. */
async function prepare(connection: RawConnection): Promise<void> {
  const sql = 'set session transaction isolation level read committed';
  await connection.executeQuery({ sql, parameters: [] });
  saveRoundTrips(connection);
}

/** Opens the database; it does not need to answer yet. */
export async function openDatabase(url: string): Promise<Database> {
  return (await MikroORM.init(ormOptions(url, await detectFlavour(url)))) as Database;
}

/**
 * Brings the schema up to date, one process at a time (a named lock of the database server).
 */
export async function migrate(orm: Database): Promise<void> {
  const em = orm.em.fork() as Em;
  await em.transactional(async (locked) => {
    await locked.execute("select get_lock('baadal-migrate', 120)");
    try {
      await orm.migrator.up();
    } finally {
      await locked.execute("select release_lock('baadal-migrate')");
    }
  });
}

/** The value of a JSON column in a plain row: MariaDB gives it as text, MySQL parsed. */
export function fromJson<T>(json: string | T): T {
  return typeof json === 'string' ? (JSON.parse(json) as T) : json;
}

/** Rows of a plain statement, inside the manager's transaction when there is one. */
export async function rows<T>(em: Em, sql: string, params: readonly unknown[] = []): Promise<T[]> {
  return (await em.execute(sql, params as never[], 'all')) as unknown as T[];
}

/** Runs a plain statement and returns the number of rows it touched. */
export async function run(em: Em, sql: string, params: readonly unknown[] = []): Promise<number> {
  const result = (await em.execute(sql, params as never[], 'run')) as { affectedRows: number };
  return Number(result.affectedRows);
}

/** A plain statement and its values. */
export type Statement = readonly [sql: string, params: readonly unknown[]];

/** Several plain statements in one round trip. @returns the rows of each; one at least is asked */
export async function rowsOfEach(em: Em, statements: readonly Statement[]): Promise<unknown[][]> {
  const found = await rows<unknown[]>(em, ...joined(statements));
  return statements.length === 1 ? [found] : found;
}

/** Runs several plain statements in one round trip; those after one that fails are not run. */
export async function runEach(em: Em, statements: readonly Statement[]): Promise<void> {
  await rows(em, ...joined(statements));
}

const joined = (statements: readonly Statement[]): Statement => [
  statements.map(([sql]) => sql).join(';\n'),
  statements.flatMap(([, params]) => params),
];

/** Runs a transaction's last plain statements and commits with them: nothing may be asked after. */
export async function runLast(em: Em, statements: readonly Statement[]): Promise<void> {
  const [sql, params] = joined(statements);
  await rows(em, `${LAST}${sql}`, params);
}

const DUPLICATE_KEY = 1062;
const LOCK_FAULTS = new Set([1205, 1213]);
const AWAY_CODES = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'POOL_CLOSED',
]);

function* causes(error: unknown): Generator<{ code?: string; errno?: number; message?: string }> {
  for (let e = error, i = 0; e && i < 6; e = (e as Error).cause, i++) yield e;
}

/** True when a unique index refused the row; `index` narrows it to one index. */
export function isDuplicate(error: unknown, index?: string): boolean {
  for (const e of causes(error))
    if (e.errno === DUPLICATE_KEY) return !index || (e.message ?? '').includes(index);
  return false;
}

/** True for a deadlock or a lock wait that ran out: the transaction may be repeated. */
export function isLockFault(error: unknown): boolean {
  for (const e of causes(error)) if (e.errno && LOCK_FAULTS.has(e.errno)) return true;
  return false;
}

/** True when the database server is away, starting or stopping. */
export function isDatabaseAway(error: unknown): boolean {
  for (const e of causes(error)) if (e.code && AWAY_CODES.has(e.code)) return true;
  return false;
}

const TRANSACTION_ATTEMPTS = 5;

/**
 * Runs `work` in a transaction of its own (READ COMMITTED), again after a deadlock.
 * `work` must not call a host: locks are held meanwhile.
 */
export async function transaction<T>(em: Em, work: (em: Em) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await em.fork().transactional((inner) => work(inner as Em));
    } catch (error) {
      if (attempt >= TRANSACTION_ATTEMPTS || !isLockFault(error)) throw error;
    }
  }
}
