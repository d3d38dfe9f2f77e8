import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LAB_PACKAGES } from '../packages/lab/src/index.ts';
import { root } from './test/npm-start.ts';

const NOBODY = '65534';
let copy: string;

/** An ordinary user may not see into the checkout (in /root, say): the bootstrap alone is copied. */
beforeEach(() => {
  copy = mkdtempSync('/tmp/baadal-bootstrap-');
  chmodSync(copy, 0o755);
  mkdirSync(join(copy, 'scripts'));
  for (const name of ['run.mjs', 'debian.mjs', 'debian-packages.json']) {
    copyFileSync(join(root, 'scripts', name), join(copy, 'scripts', name));
  }
});

afterEach(() => rmSync(copy, { recursive: true }));

/** Stands in for dpkg-query on a machine that has only the named packages. */
function machineWith(packages: readonly string[]): string {
  const bin = join(copy, 'bin');
  mkdirSync(bin);
  const lines = packages.map((name) => `echo '${name} installed'`).join('\n');
  writeFileSync(join(bin, 'dpkg-query'), `#!/bin/sh\n${lines}\nexit 1\n`, { mode: 0o755 });
  return bin;
}

/** The machine's own Node, which everybody can run; ours is in the checkout. */
function ordinaryPath(bin: string): string {
  const others = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((dir) => !dir.startsWith(root));
  return [bin, ...others].join(delimiter);
}

function runAsNobody(command: string, env: NodeJS.ProcessEnv) {
  return spawnSync(
    'setpriv',
    [
      `--reuid=${NOBODY}`,
      `--regid=${NOBODY}`,
      '--clear-groups',
      'node',
      join(copy, 'scripts/run.mjs'),
      command,
    ],
    { cwd: copy, env, encoding: 'utf8' },
  );
}

describe('the bootstrap, not as root', () => {
  it('names the missing packages and the one command, and makes nothing', () => {
    const has = LAB_PACKAGES.filter((name) => name !== 'bindfs');
    const result = runAsNobody('start', {
      PATH: ordinaryPath(
        machineWith([...has, 'mariadb-client-core', 'rrdtool', 'rrdcached', 'ipmitool']),
      ),
    });
    expect(result.stderr).toContain('bindfs: shared datastore');
    expect(result.stderr.trim().split('\n').at(-1)).toBe(
      '  apt-get install -y --no-install-recommends --no-remove mariadb-server-core bindfs',
    );
    expect(result.status).toBe(1);
    expect(existsSync(join(copy, '.baadal'))).toBe(false);
  });

  it('asks for no more than the settings need', () => {
    const PATH = ordinaryPath(machineWith([]));
    const lean = runAsNobody('start', { PATH, BAADAL_LAB: '0' });
    expect(lean.stderr).toContain(
      '--no-remove rrdtool iputils-ping ipmitool mariadb-server-core mariadb-client-core rrdcached\n',
    );
    const tests = runAsNobody('test', { PATH, BAADAL_LAB: '0' });
    for (const name of ['chromium', 'redis-server', 'qemu-system-x86']) {
      expect(tests.stderr).toContain(` ${name}`);
    }
  });
});
