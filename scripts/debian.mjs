// Debian packages for the bootstrap: which are missing, and installing them. Plain JavaScript
// without dependencies, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const policyFile = '/usr/sbin/policy-rc.d';
const policyMark = '# made by the Baadal bootstrap while apt-get runs; may be removed';

/**
 * The packages that a command needs and that are not installed.
 *
 * @param {'start' | 'test'} command
 * @param {NodeJS.ProcessEnv} env the settings decide: an own database needs no MariaDB, no lab no QEMU
 * @returns {Array<{ name: string, why: string }>} empty where there is no dpkg: then nothing is known
 */
export function missingPackages(command, env) {
  const groups = JSON.parse(readFileSync(new URL('debian-packages.json', import.meta.url), 'utf8'));
  const wanted = { ...groups.always };
  if (command === 'test' || !env.BAADAL_DATABASE_URL) Object.assign(wanted, groups.database);
  if (command === 'test' || !env.BAADAL_RRDCACHED) Object.assign(wanted, groups.metrics);
  if (command === 'test' || env.BAADAL_LAB !== '0') Object.assign(wanted, groups.lab);
  if (command === 'test') Object.assign(wanted, groups.test);
  // dpkg-query exits 1 when it does not know one of the names, and still prints the others.
  const format = `\${Package} \${db:Status-Status}\n`;
  const query = spawnSync('dpkg-query', ['-W', '-f', format, ...Object.keys(wanted)], {
    encoding: 'utf8',
  });
  if (query.error) return [];
  const installed = new Set(
    query.stdout.split('\n').flatMap((line) => {
      const [name, status] = line.split(' ');
      return status === 'installed' ? [name] : [];
    }),
  );
  return Object.entries(wanted).flatMap(([name, why]) =>
    installed.has(name) ? [] : [{ name, why }],
  );
}

const installOptions = ['-y', '--no-install-recommends', '--no-remove'];

/**
 * The one command an administrator runs by hand.
 *
 * @param {ReadonlyArray<{ name: string }>} missing
 */
export function installCommand(missing) {
  return `apt-get install ${installOptions.join(' ')} ${missing.map(({ name }) => name).join(' ')}`;
}

/**
 * Installs packages as root; no service of theirs is started meanwhile (policy-rc.d).
 *
 * @param {ReadonlyArray<{ name: string }>} missing
 * @param {(command: string, args: string[], env: NodeJS.ProcessEnv) => Promise<void>} run
 * @throws what `run` rejects with when apt-get fails
 */
export async function installPackages(missing, run) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const lock = ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Dpkg::Use-Pty=0'];
  const ours = !existsSync(policyFile) || readFileSync(policyFile, 'utf8').includes(policyMark);
  if (ours) writeFileSync(policyFile, `#!/bin/sh\n${policyMark}\nexit 101\n`, { mode: 0o755 });
  try {
    // Old lists are better than none: offline, the installation may still find all in the cache.
    await run('apt-get', [...lock, '-q', 'update'], env).catch(() => {});
    const names = missing.map(({ name }) => name);
    await run('apt-get', [...lock, '-q', 'install', ...installOptions, ...names], env);
  } finally {
    if (ours) rmSync(policyFile, { force: true });
  }
}
