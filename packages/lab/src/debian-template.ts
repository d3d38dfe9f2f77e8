import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from './errors.ts';
import type { LabInventory, LabTemplate } from './inventory.ts';
import { LabPaths, readJson, writeJson } from './lab-state.ts';
import { missingDebianPackages } from './packages.ts';
import { run } from './run-command.ts';
import {
  type BuiltTemplate,
  ensureBuilt,
  installBuilt,
  installedBuild,
  type TemplateRecipe,
} from './template-cache.ts';

const SOURCES = path.join(import.meta.dirname, '..', 'debian');
const BUILD_TIMEOUT_MS = 30 * 60_000;

const RECIPE: TemplateRecipe = {
  kind: 'debian',
  sources: SOURCES,
  salt: '1',
  files: ['debian.qcow2'],
  build,
};

const TEMPLATE: LabTemplate = {
  name: 'Debian 12',
  os: 'Debian',
  version: '12',
  arch: 'x86_64',
  diskGiB: 2,
  format: 'QCOW2',
  file: 'vm_templates/debian.qcow2',
  cloudInit: true,
  minRamMiB: 384,
  defaultRamMiB: 512,
  defaultVcpus: 1,
};

async function build(work: string, out: string): Promise<string> {
  const script = path.join(SOURCES, 'build.sh');
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child=SIGKILL'];
  await run(
    'unshare',
    [...namespaces, '--propagation', 'private', '--mount-proc', 'bash', script, work],
    {
      timeoutMs: BUILD_TIMEOUT_MS,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' },
    },
  );
  const raw = path.join(work, 'debian.raw');
  await run(
    'qemu-img',
    ['convert', '-c', '-f', 'raw', '-O', 'qcow2', raw, path.join(out, 'debian.qcow2')],
    { timeoutMs: BUILD_TIMEOUT_MS },
  );
  await rm(raw);
  return new Date().toISOString().slice(0, 10);
}

/**
 * Builds the template of real Debian 12 (kernel, cloud-init, sshd, guest agent), unless it is
 * cached: takes minutes and fetches some 150 MB of packages. A lab in the state directory gets it in
 * its datastore and inventory.
 *
 * @throws {LabError} TOOLS_MISSING
 */
export async function debianTemplate(options: {
  readonly cacheDir: string;
  readonly stateDir: string;
  readonly log: (line: string) => void;
}): Promise<BuiltTemplate> {
  const missing = missingDebianPackages(existsSync);
  if (missing.length > 0) {
    const names = missing.join(' ');
    throw new LabError('TOOLS_MISSING', `Missing Debian packages: apt-get install ${names}`);
  }
  const built = await ensureBuilt(options.cacheDir, RECIPE, options.log);
  const paths = new LabPaths(options.stateDir);
  const inventory = await readJson<LabInventory>(paths.inventory);
  if (inventory !== undefined) {
    await installBuilt(paths.datastore, RECIPE, built);
    const others = inventory.templates.filter(({ name }) => name !== TEMPLATE.name);
    await writeJson(paths.inventory, { ...inventory, templates: [...others, TEMPLATE] });
  }
  return built;
}

/** The Debian template as a lab offers it: empty unless it was put into its datastore. */
export async function installedDebianTemplate(datastore: string): Promise<readonly LabTemplate[]> {
  return (await installedBuild(datastore, RECIPE)) === undefined ? [] : [TEMPLATE];
}
