import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { waitUntil } from '../packages/lab/src/wait-until.ts';
import { CommandError, runLogged } from './logged-command.ts';
import { holdName, shortHash } from './run-lock.ts';

const root = dirname(import.meta.dirname);

interface Target {
  readonly name: string;
  /** Where vite is run. */
  readonly dir: string;
  /** Globs below the root; a change in any of these files means a new build. */
  readonly inputs: readonly string[];
  /** The file without which there is no build. */
  readonly result: string;
  /** Another configuration than vite's usual one. */
  readonly config?: string;
}

const app = (name: string, result: string, ...more: readonly string[]): Target => ({
  name,
  dir: join(root, 'apps', name),
  inputs: [`apps/${name}/*.*`, `apps/${name}/{src,public}/**/*`, 'tsconfig.base.json', ...more],
  result: join(root, 'apps', name, 'dist', result),
});

const targets: readonly Target[] = [
  app('server', 'main.js', 'packages/{libvirt,ssh}/src/**/*'),
  app('web', 'index.html', 'schema.graphql'),
  app('graphiql', 'index.html'),
];

/** What tests run as processes of their own, many times: bundled they start in a third of the time. */
const programs: Target = {
  ...app('server', 'main.js', 'apps/server/test/*.ts', 'packages/{libvirt,ssh}/src/**/*'),
  name: 'programs',
  result: join(root, 'apps/server/test/dist/main.js'),
  config: 'vite.programs.config.ts',
};

/** What the build left to be run or served. */
export const built = {
  server: join(root, 'apps/server/dist/main.js'),
  web: join(root, 'apps/web/dist'),
  graphiql: join(root, 'apps/graphiql/dist'),
} as const;

/** How node runs the built server: half the memory after a burst of requests, for a little more collecting. */
export const serverArgs: readonly string[] = [
  '--enable-source-maps',
  '--max-semi-space-size=8',
  built.server,
];

/** Where the output of the builds goes. */
export interface BuildOptions {
  readonly logDir: string;
  readonly signal?: AbortSignal;
}

/**
 * Builds what changed since the last build, by the content of the files, one build of a checkout at
 * a time.
 *
 * @returns names of what was built
 * @throws {CommandError} with the end of the log when a build fails
 */
export function build(options: BuildOptions): Promise<readonly string[]> {
  return buildAll(targets, options);
}

/**
 * Builds the server and the other programs of `apps/server/test`, when something in them changed.
 * @returns where they are
 */
export async function buildPrograms(): Promise<string> {
  await buildAll([programs], { logDir: join(root, '.baadal', 'logs') });
  return dirname(programs.result);
}

async function buildAll(
  wanted: readonly Target[],
  options: BuildOptions,
): Promise<readonly string[]> {
  const lock = await waitUntil('another build of this checkout to end', 600_000, () =>
    holdName(`baadal-build-${shortHash(root)}`),
  );
  try {
    const outcomes = await Promise.allSettled(wanted.map((target) => buildTarget(target, options)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    return wanted
      .filter((_, i) => outcomes[i]?.status === 'fulfilled' && outcomes[i].value)
      .map(({ name }) => name);
  } finally {
    lock.close();
  }
}

async function buildTarget(target: Target, options: BuildOptions): Promise<boolean> {
  const stamp = join(root, '.baadal', 'stamps', `build-${target.name}`);
  const wanted = inputHash(target);
  if (existsSync(stamp) && existsSync(target.result) && readFileSync(stamp, 'utf8') === wanted) {
    return false;
  }
  mkdirSync(dirname(stamp), { recursive: true });
  rmSync(stamp, { force: true });
  await runLogged(`build of ${target.name}`, {
    command: join(target.dir, 'node_modules', '.bin', 'vite'),
    args: ['build', ...(target.config ? ['--config', target.config] : [])],
    cwd: target.dir,
    logFile: join(options.logDir, `build-${target.name}.log`),
    tailLines: 50, // the bundler's own stack comes last
    ...(options.signal && { signal: options.signal }),
  });
  writeFileSync(stamp, wanted);
  return true;
}

function inputHash(target: Target): string {
  const hash = createHash('sha256');
  const files = ['pnpm-lock.yaml', ...globSync([...target.inputs], { cwd: root })];
  const tests = /\.test\.tsx?$/;
  for (const file of [...new Set(files)].filter((name) => !tests.test(name)).sort()) {
    const content = contentOf(join(root, file));
    if (content !== undefined) hash.update(file).update('\0').update(content).update('\0');
  }
  return hash.digest('hex');
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return undefined;
    throw error;
  }
}

async function main(): Promise<void> {
  const begin = performance.now();
  const names = await build({ logDir: join(root, '.baadal', 'logs') });
  const what = names.length > 0 ? `built ${names.join(', ')}` : 'everything is up to date';
  console.log(`${what} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof CommandError ? error.message : error);
    process.exitCode = 1;
  });
}
