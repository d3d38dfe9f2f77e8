// Remakes all generated files; with --check it only tells which are not up to date.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);

interface Generator {
  readonly name: string;
  /** Where the command is run, below the root. */
  readonly dir: string;
  readonly command: readonly [string, ...string[]];
  /** Globs below the root of what it makes. */
  readonly makes: readonly string[];
}

const codegen = (dir: string): Generator => ({
  name: `documents of ${dir}`,
  dir,
  command: ['node_modules/.bin/graphql-codegen', '--config', 'codegen.ts'],
  makes: [`${dir}/src/**/generated/**/*`],
});

/** In the order in which one reads what another made. */
const generators: readonly Generator[] = [
  {
    name: 'libvirt protocol',
    dir: '.',
    command: [process.execPath, 'packages/libvirt/generator/generate.ts'],
    makes: ['packages/libvirt/src/generated/**/*'],
  },
  {
    name: 'schema.graphql',
    dir: 'apps/server',
    command: [process.execPath, '--import', '@oxc-node/core/register', 'src/print-schema.ts'],
    makes: ['schema.graphql'],
  },
  codegen('apps/web'),
  codegen('apps/cli'),
];

type Files = ReadonlyMap<string, string>;

function readAll(generator: Generator): Files {
  const files = globSync([...generator.makes], { cwd: root }).filter((file) =>
    statSync(join(root, file)).isFile(),
  );
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** Names of files that one has and the other has not, or has differently. */
function differences(before: Files, after: Files): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}

function restore(before: Files, changed: readonly string[]): void {
  for (const name of changed) {
    const text = before.get(name);
    if (text === undefined) rmSync(join(root, name));
    else writeFileSync(join(root, name), text);
  }
}

class GeneratorError extends Error {
  readonly code = 'GENERATOR_FAILED';
}

function generate(generator: Generator): void {
  const [command, ...args] = generator.command;
  const result = spawnSync(command, args, {
    cwd: join(root, generator.dir),
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (result.status === 0) return;
  const why = result.error?.message ?? `${result.stdout}${result.stderr}`;
  throw new GeneratorError(`The generator of ${generator.name} failed:\n${why}`);
}

/** @returns the files that were not up to date; with `checkOnly` they are left as they were */
function remake(checkOnly: boolean): readonly string[] {
  const stale: string[] = [];
  for (const generator of generators) {
    const before = readAll(generator);
    try {
      generate(generator);
    } finally {
      const changed = differences(before, readAll(generator));
      if (checkOnly) restore(before, changed);
      stale.push(...changed);
    }
  }
  return stale;
}

function main(checkOnly: boolean): void {
  const stale = remake(checkOnly);
  for (const name of stale) console.log(`${checkOnly ? 'not up to date' : 'made'}: ${name}`);
  if (checkOnly && stale.length > 0) {
    console.log('Run `pnpm generate` and commit the result.');
    process.exitCode = 1;
  }
}

try {
  main(process.argv.includes('--check'));
} catch (error) {
  if (!(error instanceof GeneratorError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
