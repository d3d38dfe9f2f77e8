import type { Database, Em } from '../src/platform/db.ts';
import { openDatabase } from '../src/platform/db.ts';

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['BAADAL_TEST_DATABASE_URL'] ?? 'mysql://baadal:x@127.0.0.1:33999/';
  const name = `t_${process.pid}_${Date.now()}`;
  const admin = await openDatabase(new URL('/mysql', server).href);
  await (admin.em.fork() as Em).execute(
    `create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`,
  );
  const url = new URL(`/${name}`, server).href;
  const db: Database = await openDatabase(url);
  await db.schema.create();
  await db.close();
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      await (admin.em.fork() as Em).execute(`drop database ${name}`);
      await admin.close();
    },
  };
}
