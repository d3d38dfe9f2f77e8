import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from './schema.ts';

const FILE = new URL('../../../schema.graphql', import.meta.url);
const HEADER = '# Generated from apps/server by `pnpm generate`. Do not edit.\n\n';

const printed = `${HEADER}${printSchema(lexicographicSortSchema(buildSchema()))}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== printed) {
    process.stderr.write('schema.graphql is not up to date. Run `pnpm generate`.\n');
    process.exit(1);
  }
} else writeFileSync(FILE, printed);
