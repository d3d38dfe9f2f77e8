import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { lockFile } from './state-lock.ts';

/** A template in the cache: its files' directory and what it was built from. */
export interface BuiltTemplate {
  readonly directory: string;
  readonly version: string;
}

/** How a kind of template is built and told from one that was built otherwise. */
export interface TemplateRecipe {
  /** First part of the directory's name in the cache, and name of the stamp in a datastore. */
  readonly kind: string;
  /** Directory with the sources; a change in any of them means a new build. */
  readonly sources: string;
  /** To be changed when the way of building changes and not only its sources. */
  readonly salt: string;
  /** The files the build makes, in the order in which they are installed. */
  readonly files: readonly string[];
  /** Builds the files into `out`, with room for more in `work`; returns the version. */
  build(work: string, out: string): Promise<string>;
}

async function hashOf({ sources, salt }: TemplateRecipe): Promise<string> {
  const hash = createHash('sha256').update(salt);
  for (const name of (await readdir(sources)).sort()) {
    hash.update(name).update(await readFile(path.join(sources, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function find(
  cacheDir: string,
  { kind }: TemplateRecipe,
  hash: string,
): Promise<BuiltTemplate | undefined> {
  const [prefix, suffix] = [`${kind}-`, `-${hash}`];
  const newest = (await readdir(cacheDir))
    .filter((name) => name.startsWith(prefix) && name.endsWith(suffix))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
  if (newest === undefined) return undefined;
  return {
    directory: path.join(cacheDir, newest),
    version: newest.slice(prefix.length, -suffix.length),
  };
}

/** The template from the cache; built there first when it is missing. */
export async function ensureBuilt(
  cacheDir: string,
  recipe: TemplateRecipe,
  log: (line: string) => void,
): Promise<BuiltTemplate> {
  await mkdir(cacheDir, { recursive: true });
  const hash = await hashOf(recipe);
  const found = await find(cacheDir, recipe, hash);
  if (found !== undefined) return found;
  await using _lock = await lockFile(path.join(cacheDir, `${recipe.kind}.lock`));
  const meanwhile = await find(cacheDir, recipe, hash);
  if (meanwhile !== undefined) return meanwhile;
  log(`building the ${recipe.kind} template`);
  // What a build that was killed left behind; this kind's lock is ours.
  const prefix = `.build-${recipe.kind}-`;
  for (const name of await readdir(cacheDir)) {
    if (name.startsWith(prefix)) await rm(path.join(cacheDir, name), { recursive: true });
  }
  const work = await mkdtemp(path.join(cacheDir, prefix));
  try {
    const out = path.join(work, 'out');
    await mkdir(out);
    const version = await recipe.build(work, out);
    const directory = path.join(cacheDir, `${recipe.kind}-${version}-${hash}`);
    await rename(out, directory);
    return { directory, version };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function stampOf(datastore: string, { kind }: TemplateRecipe): string {
  return path.join(datastore, 'vm_templates', `.${kind}`);
}

/** Name of the build that is installed in a datastore; undefined when there is none. */
export async function installedBuild(
  datastore: string,
  recipe: TemplateRecipe,
): Promise<string | undefined> {
  return await readFile(stampOf(datastore, recipe), 'utf8').catch(() => undefined);
}

/** Puts a built template into a datastore's `vm_templates`, unless this very build is there. */
export async function installBuilt(
  datastore: string,
  recipe: TemplateRecipe,
  { directory }: BuiltTemplate,
): Promise<void> {
  if ((await installedBuild(datastore, recipe)) === path.basename(directory)) return;
  const target = path.join(datastore, 'vm_templates');
  await mkdir(target, { recursive: true });
  for (const file of recipe.files) {
    // The guests' disks are backed by the old file: replace it, never write into it.
    const partial = path.join(target, `.${file}.part`);
    await copyFile(path.join(directory, file), partial, constants.COPYFILE_FICLONE);
    await rename(partial, path.join(target, file));
  }
  await writeFile(stampOf(datastore, recipe), path.basename(directory));
}
