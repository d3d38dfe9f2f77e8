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

function generate(generator: Generator): void {
  const [command, ...args] = generator.command;
  const result = spawnSync(command, args, { cwd: join(root, generator.dir), encoding: 'utf8' });
  if (result.status === 0) return;
  const why = result.error?.message ?? `${result.stdout}${result.stderr}`;
  throw new Error(`The generator of ${generator.name} failed:\n${why}`);
}

/** @returns the files that were not up to date */
function remake(checkOnly: boolean): readonly string[] {
  const changed: string[] = [];
  for (const generator of generators) {
    const before = readAll(generator);
    generate(generator);
    const names = differences(before, readAll(generator));
    if (checkOnly) restore(before, names);
    changed.push(...names);
  }
  return changed;
}

const checkOnly = process.argv.includes('--check');
const changed = remake(checkOnly);
for (const name of changed) console.log(`${checkOnly ? 'not up to date' : 'made'}: ${name}`);
if (checkOnly && changed.length > 0) {
  console.log('Run `pnpm generate` and commit the result.');
  process.exitCode = 1;
}
