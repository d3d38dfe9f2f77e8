import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import { type Database, migrate, openDatabase } from '../src/platform/db.ts';
import { copyTemplate, TEMPLATE_SERVER } from './database-template.ts';

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

/**
 * Makes a database with a name of its own, by the migrations, as a start of the server would; on the
 * server of the whole run as a copy of one that was made so.
 */
export async function createTestDatabase(server = testServerUrl()): Promise<TestDatabase> {
  const name = `t_${process.pid}_${randomBytes(4).toString('hex')}`;
  const urlOf = (database: string) => new URL(`/${database}`, server).href;
  await asAdmin(server, async (admin) => {
    await admin.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`);
    if (server === process.env[TEMPLATE_SERVER])
      await copyTemplate(admin, name, (template) => migrateAt(urlOf(template)));
  });
  const url = urlOf(name);
  const orm = await openDatabase(url);
  if (server !== process.env[TEMPLATE_SERVER]) await migrate(orm);
  const drop = async () => {
    await orm.close(true);
    await asAdmin(server, (admin) => admin.query(`drop database ${name}`));
  };
  return { url, orm, drop, [Symbol.asyncDispose]: drop };
}

async function migrateAt(url: string): Promise<void> {
  const orm = await openDatabase(url);
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}

async function asAdmin(
  server: string,
  work: (connection: Connection) => Promise<unknown>,
): Promise<void> {
  const url = new URL('/', server).href;
  const connection = await createConnection({ uri: url, multipleStatements: true });
  try {
    await work(connection);
  } finally {
    await connection.end();
  }
}
