import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AddressPlan } from './addressing.ts';
import { LabError } from './errors.ts';
import { Handshake } from './handshake.ts';
import { type LabPaths, type MachineRecord, writeJson } from './lab-state.ts';
import { machineFiles } from './machine-config.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { killUnit, runningUnit, type UnitProcesses, unitProcesses } from './process-record.ts';
import { ensureKey } from './ssh-keys.ts';
import { plugMachine, unplugMachine } from './switch.ts';

const SCRIPTS = path.join(import.meta.dirname, '..', 'machine');
const HOST_KEY = 'etc/ssh/ssh_host_ed25519_key';

/** Makes a machine's host key, unless it is there; returns the public key's line. */
export async function ensureHostKey(paths: LabPaths, name: string): Promise<string> {
  const file = path.join(paths.machine(name), 'install', HOST_KEY);
  await mkdir(path.dirname(file), { recursive: true });
  return await ensureKey(file);
}

/** Writes what is the machine's own: configuration, keys, and the directories of its disk. */
async function writeMachine(
  paths: LabPaths,
  machine: MachineRecord,
  plan: AddressPlan,
): Promise<void> {
  const directory = paths.machine(machine.name);
  const bootScript = await readFile(path.join(SCRIPTS, 'boot.sh'), 'utf8');
  for (const part of ['disk', 'work', 'root', 'home/.ssh']) {
    await mkdir(path.join(directory, part), { recursive: true });
  }
  for (const [file, content] of machineFiles(machine, plan, bootScript)) {
    const target = path.join(directory, 'install', file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content, { mode: file.includes('/sbin/') ? 0o755 : 0o644 });
  }
  const ssh = path.join(directory, 'home', '.ssh');
  const [controller, hosts, hostsPrivate] = await Promise.all([
    ensureKey(paths.controllerKey),
    ensureKey(paths.hostsKey),
    readFile(paths.hostsKey, 'utf8'),
  ]);
  const authorised = machine.role === 'host' ? [controller, hosts] : [controller];
  await writeFile(path.join(ssh, 'authorized_keys'), `${authorised.join('\n')}\n`, { mode: 0o600 });
  if (machine.role === 'host') {
    await writeFile(path.join(ssh, 'id_ed25519'), hostsPrivate, { mode: 0o600 });
  }
  await chmod(ssh, 0o700);
  await chmod(path.join(directory, 'home'), 0o700);
}

/** What a machine hangs on: the lab's addresses, switch and storage. */
export interface Surroundings {
  readonly plan: AddressPlan;
  readonly switchProcess: ProcessIdentity;
  readonly storage: UnitProcesses;
}

/**
 * Powers a machine on and waits until its daemons are up. It goes on running when this process
 * ends, and is made so that the death of the one recorded process ends all of it.
 *
 * @throws {LabError} BOOT_FAILED with the end of the machine's boot log
 */
export async function startMachine(
  paths: LabPaths,
  machine: MachineRecord,
  around: Surroundings,
): Promise<void> {
  if ((await runningUnit(paths.machineProcesses(machine.name))) !== undefined) return;
  await stopMachine(paths, machine.name, around.switchProcess);
  try {
    await writeMachine(paths, machine, around.plan);
    await boot(paths, machine, around);
  } catch (error) {
    await stopMachine(paths, machine.name, around.switchProcess);
    const log = await bootLog(paths, machine.name);
    throw new LabError('BOOT_FAILED', `${machine.name} does not start: ${String(error)}\n${log}`, {
      cause: error,
    });
  }
}

async function boot(paths: LabPaths, machine: MachineRecord, around: Surroundings): Promise<void> {
  const directory = paths.machine(machine.name);
  const log = openSync(path.join(directory, 'power.log'), 'w');
  const child = spawn(
    'nsenter',
    [
      // The machine's mounts are copied from the storage's, which alone has the datastore mounted.
      ...[`--mount=/proc/${around.storage.outer.pid}/ns/mnt`, 'unshare'],
      ...['--mount', '--uts', '--ipc', '--pid', '--net', '--fork'],
      ...['--kill-child=SIGKILL', '--propagation', 'private'],
      ...['bash', path.join(SCRIPTS, 'init.sh'), directory, paths.datastoreMount, paths.shared],
    ],
    {
      detached: true,
      stdio: ['pipe', 'pipe', log],
      cwd: '/',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    },
  );
  closeSync(log);
  using handshake = new Handshake(child, machine.name);
  await handshake.expect('plug');
  await writeJson(paths.machineProcesses(machine.name), unitProcesses(handshake.pid));
  const { mac } =
    machine.role === 'gateway' ? around.plan.gateway : around.plan.host(machine.index);
  await plugMachine(around.switchProcess, { name: machine.name, pid: handshake.pid, mac });
  handshake.go();
  await handshake.expect('ready');
}

async function bootLog(paths: LabPaths, name: string): Promise<string> {
  const files = ['power.log', 'disk/var/log/lab-boot.log'];
  const texts = files
    .map((file) => path.join(paths.machine(name), file))
    .filter((file) => existsSync(file))
    .map(async (file) => (await readFile(file, 'utf8')).slice(-2000));
  return (await Promise.all(texts)).join('').trim();
}

/**
 * Cuts a machine's power: everything in it dies at once and unprepared, its disk stays.
 *
 * @param switchProcess the switch it hangs on, when that runs
 */
export async function stopMachine(
  paths: LabPaths,
  name: string,
  switchProcess: ProcessIdentity | undefined,
): Promise<void> {
  await killUnit(paths.machineProcesses(name));
  if (switchProcess !== undefined) await unplugMachine(switchProcess, name);
}
