import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import { MIGRATIONS } from '../src/migrations/index.ts';
import { type Database, migrate, openDatabase } from '../src/platform/db.ts';

/** A database of one test file, with all tables and no rows. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  readonly orm: Database;
  /** Closes `orm` and removes the database. */
  drop(): Promise<void>;
}

/** The server that test databases are made on. */
export function testServerUrl(): string {
  const url = process.env['BAADAL_TEST_DATABASE_URL'];
  if (url) return url;
  throw new Error('No BAADAL_TEST_DATABASE_URL: run this with vitest, project it');
}

/** Makes a database with a name of its own, by the migrations, as a start of the server would. */
export async function createTestDatabase(server = testServerUrl()): Promise<TestDatabase> {
  const name = `t_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(server, (admin) =>
    admin.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`),
  );
  const url = new URL(`/${name}`, server).href;
  const orm = await openDatabase(url);
  if (MIGRATIONS.length > 0) await migrate(orm);
  else await orm.schema.create();
  const drop = async () => {
    await orm.close(true);
    await asAdmin(server, (admin) => admin.query(`drop database ${name}`));
  };
  return { url, orm, drop, [Symbol.asyncDispose]: drop };
}

async function asAdmin(
  server: string,
  work: (connection: Connection) => Promise<unknown>,
): Promise<void> {
  const url = new URL('/', server).href;
  const connection = await createConnection(url);
  try {
    await work(connection);
  } finally {
    await connection.end();
  }
}
