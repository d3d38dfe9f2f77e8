// Lists of VMs: 10,000 in the database against a bare Apollo server, and against 100.
//   node bench/list-vms.ts [rounds]     9 by default; exit 1 when a goal is missed
// Needs mariadbd.

import { ApiClient } from './server/api-client.ts';
import {
  type BenchDatabase,
  benchScope,
  buildProduct,
  signIn,
  startBareApi,
  startDatabase,
  startServer,
} from './server/cloud.ts';
import { interleave, pairedRatio, printFindings, spread } from './server/figures.ts';
import { fillDatabase } from './server/fill.ts';
import { listQuery } from './server/vm-fields.ts';

const rounds = Number(process.argv[2] ?? 9);
const CALLS = 20;
const CALLS_OF_1000 = 12;
const API_ONLY = { BAADAL_ROLES: 'api' };

await using scope = benchScope();
await buildProduct();
const database = await startDatabase(scope);

/** A server on a database of its own with so many VMs. */
async function serverWith(vms: number) {
  const databaseUrl = await database.create(`vms${vms}`);
  const server = await startServer({ databaseUrl, env: API_ONLY });
  scope.defer(() => server.stop());
  await fillDatabase(databaseUrl, vms);
  const client = await signIn(server.url);
  return { databaseUrl, client };
}

/** Statements that one request makes, without those that find out who asks. */
async function statementsOf(db: BenchDatabase, ask: () => Promise<unknown>): Promise<string[]> {
  await db.asRoot("set global log_output = 'TABLE'; set global general_log = 1");
  await ask();
  await db.asRoot('set global general_log = 0');
  const log = await db.asRoot(
    `select replace(convert(argument using utf8mb4), '\\n', ' ') from mysql.general_log
      where command_type in ('Query', 'Execute') and user_host like 'baadal%'`,
  );
  await db.asRoot('truncate table mysql.general_log');
  const lines = log.split('\n').filter(Boolean);
  return lines.filter((line) => !/\b(api_token|session)\b/.test(line));
}

const many = await serverWith(10_000);
const few = await serverWith(100);
const peer = await startBareApi(many.databaseUrl);
scope.defer(() => peer.stop());
const bare = new ApiClient(peer.url);

const counted = listQuery(true);
const plain = listQuery(false);
const page = { first: 50 };
const { vms } = await many.client.ask(counted, page);
const { vms: theirs } = await bare.ask(counted, page);
if (JSON.stringify(vms) !== JSON.stringify(theirs)) throw new Error('the answers differ');

await many.client.time(50, counted, page);
await bare.time(50, counted, page);
await few.client.time(50, counted, page);
const statements = await statementsOf(database, () => many.client.ask(counted, page));

const taken = await interleave(rounds, {
  ours: () => many.client.time(CALLS, counted, page),
  bare: () => bare.time(CALLS, counted, page),
  few: () => few.client.time(CALLS, counted, page),
  oursPlain: () => many.client.time(CALLS, plain, page),
  barePlain: () => bare.time(CALLS, plain, page),
  fewPlain: () => few.client.time(CALLS, plain, page),
  oursLong: () => many.client.time(CALLS_OF_1000, plain, { first: 1000 }),
  bareLong: () => bare.time(CALLS_OF_1000, plain, { first: 1000 }),
});

type Variant = keyof typeof taken;
const compare = (what: string, a: Variant, b: Variant, most: number) => ({
  what,
  figures: `${spread(taken[a].flat())} to ${spread(taken[b].flat())}`,
  value: pairedRatio(taken[a], taken[b]),
  most,
  unit: '×',
});
console.log(statements.map((line) => `  ${line.trim().replace(/\s+/g, ' ')}`).join('\n'));
const met = printFindings(`Lists of VMs, ${rounds} rounds`, [
  {
    what: 'SQL statements of a page with its count',
    figures: '',
    value: statements.length,
    most: 3,
    unit: '',
  },
  compare('page of 50 of 10,000 with count, to bare Apollo', 'ours', 'bare', 1.5),
  compare('page of 50 of 10,000 without count, to bare Apollo', 'oursPlain', 'barePlain', 1.5),
  compare('page of 50 with count, of 10,000 to of 100', 'ours', 'few', 1.2),
  compare('page of 50 without count, of 10,000 to of 100', 'oursPlain', 'fewPlain', 1.2),
  compare('page of 1,000 of 10,000, to bare Apollo', 'oursLong', 'bareLong', 1.5),
]);
for (const client of [many.client, few.client, bare]) client.close();
process.exitCode = met ? 0 : 1;
