import type { Connection, RowDataPacket } from 'mysql2/promise';

/**
 * The variable that names the server on which a template may be kept: it ends with the run. Not one
 * of the product's, which takes none that it does not know.
 */
export const TEMPLATE_SERVER = 'VITEST_DATABASE_TEMPLATE_SERVER';

const NAME = 't_template';
const WAIT_SECONDS = 120;

/**
 * Fills new databases as a template is, which whoever comes first makes by the migrations: all
 * tables at once instead of every change that they have seen.
 *
 * @param admin a connection that takes several statements at once
 * @param make fills an empty database
 */
export async function copyTemplate(
  admin: Connection,
  name: string,
  make: (database: string) => Promise<void>,
): Promise<void> {
  await admin.query('select get_lock(?, ?)', [NAME, WAIT_SECONDS]);
  try {
    const known = await admin.query<RowDataPacket[]>('show databases like ?', [NAME]);
    if (known[0].length === 0) await makeTemplate(admin, make);
  } finally {
    await admin.query('select release_lock(?)', [NAME]);
  }
  const [found] = await admin.query<RowDataPacket[]>(`select statements from ${NAME}.copy`);
  await admin.query(`use ${name}; ${found[0]?.['statements']}`);
}

async function makeTemplate(
  admin: Connection,
  make: (database: string) => Promise<void>,
): Promise<void> {
  await admin.query(`create database ${NAME} character set utf8mb4 collate utf8mb4_unicode_ci`);
  try {
    await make(NAME);
    const statements = await statementsOf(admin);
    await admin.query(`create table ${NAME}.copy (statements longtext not null)`);
    await admin.query(`insert into ${NAME}.copy values (?)`, [statements]);
  } catch (error) {
    await admin.query(`drop database ${NAME}`);
    throw error;
  }
}

/** The statements that make its tables, and fill those that have rows. */
async function statementsOf(admin: Connection): Promise<string> {
  const [tables] = await admin.query<RowDataPacket[]>(
    'select table_name as name from information_schema.tables where table_schema = ?',
    [NAME],
  );
  const statements = ['set foreign_key_checks = 0'];
  for (const { name } of tables as { name: string }[]) {
    const [made] = await admin.query<RowDataPacket[]>(`show create table ${NAME}.\`${name}\``);
    statements.push(String(made[0]?.['Create Table']));
    const [some] = await admin.query<RowDataPacket[]>(`select 1 from ${NAME}.\`${name}\` limit 1`);
    if (some.length > 0)
      statements.push(`insert into \`${name}\` select * from ${NAME}.\`${name}\``);
  }
  return statements.join(';\n');
}
