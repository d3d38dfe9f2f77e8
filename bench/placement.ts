// Chooses a host among 500 with 20,000 VMs: the judgement alone, and with what it reads.
//   node bench/placement.ts [rounds]     50 by default; exit 1 when a goal is missed
// Needs mariadbd.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { benchScope, buildProduct, startDatabase, startServer } from './server/cloud.ts';
import { type Finding, median, printFindings, spread } from './server/figures.ts';
import { fillDatabase } from './server/fill.ts';

const rounds = Number(process.argv[2] ?? 50);
const HOSTS = 500;
const VMS = 20_000;
const LIMIT_MS = 10;

/** What the measuring process says. */
interface Measured {
  readonly pure: readonly number[];
  readonly preview: readonly number[];
}

await using scope = benchScope();
await buildProduct();
const database = await startDatabase(scope);
const databaseUrl = await database.create('placement');
const server = await startServer({ databaseUrl, env: { BAADAL_ROLES: 'api' } });
scope.defer(() => server.stop());
await fillDatabase(databaseUrl, VMS, HOSTS);

// The server's code needs a loader of its own; the figures are taken in that process.
const SERVER = path.join(import.meta.dirname, '..', 'apps', 'server');
const child = fork(path.join(SERVER, 'test', 'time-placement.ts'), [databaseUrl, String(rounds)], {
  cwd: SERVER,
  execArgv: ['--import', '@oxc-node/core/register'],
});
const [measured] = (await once(child, 'message')) as [Measured];

function finding(what: string, values: readonly number[]): Finding {
  return { what, figures: spread(values), value: median(values), most: LIMIT_MS, unit: ' ms' };
}

const met = printFindings(`Placement, ${rounds} rounds`, [
  finding(`judge ${HOSTS} hosts`, measured.pure),
  finding(`read and judge ${HOSTS} hosts with ${VMS} VMs`, measured.preview),
]);
process.exitCode = met ? 0 : 1;
