import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { openDatabase } from './platform/db.ts';

/**
 * Writes the migration from the last one's schema to that of the entities:
 * `node --import @oxc-node/core/register src/make-migration.ts <database url> <Name>`.
 * The database must be empty; read what comes out before committing it.
 */
const [url, name] = process.argv.slice(2);
if (!url || !/^[A-Z][A-Za-z]+$/.test(name ?? ''))
  throw new Error('usage: make-migration.ts <url of an empty database> <NameOfTheChange>');

const db = await openDatabase(url);
await db.migrator.up();
const sql = await db.schema.getUpdateSchemaSQL({ wrap: false });
await db.close();

const statements = sql
  .split(/;\s*\n/)
  .map((statement) => statement.trim().replace(/;$/, ''))
  .filter(Boolean);
if (statements.length === 0) throw new Error('Nothing changed.');
const stamp = new Date().toISOString().slice(0, 16).replace(/[-T:]/g, '');
const className = `Migration${stamp}_${name}`;
const file = new URL(`./migrations/${className}.ts`, import.meta.url);
const lines = statements.map((s) => `    this.addSql(\`${s.replaceAll('`', '\\`')}\`);`);
writeFileSync(
  file,
  `import { Migration } from '@mikro-orm/migrations';\n\nexport class ${className} extends Migration {\n  override up(): void {\n${lines.join('\n')}\n  }\n}\n`,
);
const index = new URL('./migrations/index.ts', import.meta.url);
const before = readFileSync(index, 'utf8');
writeFileSync(
  index,
  `import { ${className} } from './${className}.ts';\n${before.replace(/,?\s*\] as const/, `,\n  ${className},\n] as const`)}`,
);
