import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from './errors.ts';
import { Handshake } from './handshake.ts';
import { type LabPaths, writeJson } from './lab-state.ts';
import { killUnit, type UnitProcesses, unitProcesses } from './process-record.ts';

const SCRIPT = path.join(import.meta.dirname, '..', 'machine', 'datastore.sh');
const DIRECTORIES = [
  'vm_images',
  'vm_extra_disks',
  'vm_templates',
  'vm_archive',
  'vm_migration_data',
];

/** Makes the datastore's directories. */
export async function ensureDatastore(paths: LabPaths): Promise<void> {
  for (const name of DIRECTORIES) {
    await mkdir(path.join(paths.datastore, name), { recursive: true });
  }
  await mkdir(paths.datastoreMount, { recursive: true });
}

/**
 * Starts the storage: a mount namespace in which the datastore is mounted as shared storage.
 *
 * @throws {LabError} BOOT_FAILED with its log
 */
export async function startStorage(paths: LabPaths): Promise<UnitProcesses> {
  const logFile = path.join(paths.stateDir, 'storage.log');
  const log = openSync(logFile, 'w');
  const child = spawn(
    'unshare',
    [
      ...['--mount', '--pid', '--fork', '--kill-child=SIGKILL', '--propagation', 'private'],
      ...['bash', SCRIPT, paths.datastore, paths.datastoreMount],
    ],
    { detached: true, stdio: ['pipe', 'pipe', log], cwd: '/' },
  );
  closeSync(log);
  try {
    using handshake = new Handshake(child, 'storage');
    await handshake.expect('plug');
    const processes = unitProcesses(handshake.pid);
    await writeJson(paths.storageProcess, processes);
    handshake.go();
    await handshake.expect('ready');
    return processes;
  } catch (cause) {
    await killUnit(paths.storageProcess);
    const text = await readFile(logFile, 'utf8');
    throw new LabError('BOOT_FAILED', `The storage does not start: ${String(cause)}\n${text}`, {
      cause,
    });
  }
}
