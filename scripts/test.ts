// `npm test` after the bootstrap: all checks and rings of tests one after the other, one line at the
// end that adds them up. Parts can be named: `npm test -- check unit`.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { labDown } from '../packages/lab/src/index.ts';
import { build } from './build.ts';
import { checkSteps } from './check.ts';
import { leftovers, processesOf } from './leftovers.ts';
import { runSteps, type Tally } from './steps.ts';
import { StopRequest } from './stop-request.ts';
import { addUp, type RunOutcome, readReportFile, tallyLine } from './vitest-report.ts';

const root = dirname(import.meta.dirname);
const logDir = join(root, '.baadal', 'logs');
/** Short, because the paths of unix sockets below it must not pass 107 bytes; on a real disk. */
const tmpDir = join(root, '.baadal', `t-${randomBytes(2).toString('hex')}`);
const TIME_LIMIT_MS = 45 * 60_000;
const LAST_MOMENT_MS = 10_000;
/** With compiled code that the hundred processes of a run, which load the same packages, share. */
const environment = {
  ...process.env,
  TMPDIR: tmpDir,
  NODE_COMPILE_CACHE: join(root, '.baadal', 'cache', 'node'),
};
/** More files than these fail for a reason, not for want of time. */
const MOST_FILES_AGAIN = 4;
/** Files that passed only when they were run once more. */
const unsteady: string[] = [];

const one = (name: string, ok: boolean): Tally => ({
  passed: ok ? 1 : 0,
  failed: ok ? [] : [name],
  skipped: 0,
});

/** Runs rings of vitest, output to the terminal as it comes. */
async function vitest(projects: readonly string[], signal: AbortSignal): Promise<Tally> {
  return (await runVitest(projects, [], signal)).tally;
}

/**
 * Runs a ring against real daemons and guests, where a busy machine can be the reason of a failure.
 * A few files that failed are run once more, alone. What passes only then is named at the end, so
 * that it is looked into; what fails twice has failed.
 */
async function patientVitest(projects: readonly string[], signal: AbortSignal): Promise<Tally> {
  const first = await runVitest(projects, [], signal);
  const files = first.failedFiles;
  if (files.length === 0 || files.length > MOST_FILES_AGAIN || signal.aborted) return first.tally;
  const names = files.map((file) => relative(root, file));
  console.log(`\n== ${projects[0]}, once more: ${names.join(' ')}`);
  const again = await runVitest(projects, names, signal);
  unsteady.push(...names.filter((name) => !again.failedFiles.includes(join(root, name))));
  return addUp([first.others, again.tally]);
}

async function runVitest(
  projects: readonly string[],
  files: readonly string[],
  signal: AbortSignal,
): Promise<RunOutcome> {
  const report = join(
    logDir,
    `report-${projects.join('-')}${files.length > 0 ? '-again' : ''}.json`,
  );
  rmSync(report, { force: true });
  const child = spawn(
    join(root, 'node_modules', '.bin', 'vitest'),
    [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      ...files,
      '--silent=passed-only',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: environment },
  );
  signal.addEventListener('abort', () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
  });
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  return readReportFile(report, code === 0);
}

async function buildAll(signal: AbortSignal): Promise<Tally> {
  try {
    const names = await build({ logDir, signal });
    console.log(names.length > 0 ? `built ${names.join(', ')}` : 'everything is up to date');
    return one('build', true);
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return one('build', false);
  }
}

/**
 * Tests must end what they started. What is there all the same is told, and ended here; what is just
 * ending, as a helper of vitest's own after its last run, has a moment to do so. After a stop the labs
 * of the tests that were in their middle are taken down first.
 */
async function leavesNothing(stopped: boolean): Promise<Tally> {
  if (stopped) await endLabs();
  const deadline = performance.now() + LAST_MOMENT_MS;
  let left = leftovers(tmpDir);
  while (left.length > 0 && performance.now() < deadline) {
    await delay(200);
    left = leftovers(tmpDir);
  }
  for (const line of left) console.log(`left behind: ${line}`);
  for (const { pid } of processesOf(tmpDir)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
  try {
    rmSync(tmpDir, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    console.log(`left behind: ${tmpDir} (${(error as Error).message})`);
    return one('nothing left behind', false);
  }
  return one('nothing left behind', left.length === 0);
}

/** Never rejects: what it cannot end is told as left behind. */
async function endLabs(): Promise<void> {
  for (const stateDir of labsBelow(tmpDir)) {
    console.log(`taking down the lab in ${stateDir}`);
    await labDown({ stateDir }).catch((error: Error) => console.log(error.message));
  }
  // A test's own file systems, the innermost first.
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? [])
    .filter((dir) => dir.startsWith(`${tmpDir}/`));
  for (const dir of mounted.toReversed()) spawnSync('umount', [dir]);
}

/** Directories of labs, at most two below; a lab keeps its record in `lab.json`. */
function labsBelow(dir: string, depth = 2): string[] {
  if (existsSync(join(dir, 'lab.json'))) return [dir];
  if (depth === 0 || !existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => labsBelow(join(dir, name), depth - 1));
}

const parts: Readonly<Record<string, (signal: AbortSignal) => Promise<Tally> | Tally>> = {
  check: (signal) => runSteps(checkSteps(), { logDir, signal }),
  unit: (signal) => vitest(['unit', 'web'], signal),
  build: buildAll,
  it: (signal) => patientVitest(['it'], signal),
  e2e: (signal) => patientVitest(['e2e', 'e2e-alone'], signal),
};

async function runParts(names: readonly string[], signal: AbortSignal): Promise<readonly Tally[]> {
  const tallies: Tally[] = [];
  for (const name of names) {
    if (signal.aborted) break;
    console.log(`\n== ${name}`);
    const begin = performance.now();
    const tally = (await parts[name]?.(signal)) ?? one(name, false);
    tallies.push(tally);
    console.log(`== ${name}: ${tallyLine(tally)} (${seconds(begin)} s)`);
  }
  return tallies;
}

const seconds = (begin: number): string => ((performance.now() - begin) / 1000).toFixed(0);

async function main(asked: readonly string[]): Promise<number> {
  const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    console.error(
      `No such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`,
    );
    return 2;
  }
  const begin = performance.now();
  const stop = new StopRequest();
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  const signal = AbortSignal.any([stop.signal, limit]);
  mkdirSync(tmpDir, { recursive: true });
  const tallies = [...(await runParts(asked.length > 0 ? asked : Object.keys(parts), signal))];
  tallies.push(await leavesNothing(signal.aborted));
  if (signal.aborted) {
    console.log(
      limit.aborted
        ? `\nThe time limit of ${TIME_LIMIT_MS / 60_000} minutes has passed`
        : '\nStopped',
    );
    tallies.push(one('the whole run', false));
  }
  const sum = addUp(tallies);
  for (const name of unsteady) console.log(`passed only when run once more: ${name}`);
  for (const name of sum.failed) console.log(`failed: ${name.replace(`${root}/`, '')}`);
  console.log(`\nAll in ${seconds(begin)} s`);
  console.log(tallyLine(sum));
  return sum.failed.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
if (process.connected) process.disconnect();
process.exit();
