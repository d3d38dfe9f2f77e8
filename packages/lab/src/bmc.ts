import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from './errors.ts';
import { type LabPaths, type MachineRecord, readJson, removeFile, writeJson } from './lab-state.ts';
import type { Surroundings } from './machine.ts';
import { identify, isRunning, killProcess, type ProcessIdentity } from './process-identity.ts';
import { configureSwitch } from './switch.ts';

/** The name that all BMCs of a lab let in. */
export const BMC_USER = 'admin';

const SCRIPTS = path.join(import.meta.dirname, '..', 'machine');
const CLI = path.join(import.meta.dirname, 'cli.ts');

/** The password of a lab's BMCs, made once. */
export async function bmcPassword(paths: LabPaths): Promise<string> {
  const file = path.join(paths.stateDir, 'keys', 'bmc-password');
  if (!existsSync(file)) {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, randomBytes(8).toString('hex'), { mode: 0o600 });
  }
  return (await readFile(file, 'utf8')).trim();
}

/** The command by which machines are switched, as ipmi_sim and the wake listener call it. */
function chassis(paths: LabPaths, machine: string, around: Surroundings): readonly string[] {
  return [
    path.join(SCRIPTS, 'chassis.sh'),
    ...[paths.stateDir, machine, CLI, process.execPath, String(around.storage.outer.pid)],
  ];
}

function lanConf(
  machine: MachineRecord,
  address: string,
  secret: { readonly password: string; readonly command: string },
): string {
  return [
    `name "${machine.name}"`,
    'set_working_mc 0x20',
    'startlan 1',
    `addr ${address} 623`,
    'priv_limit admin',
    'allowed_auths_callback none md2 md5 straight',
    'allowed_auths_user none md2 md5 straight',
    'allowed_auths_operator none md2 md5 straight',
    'allowed_auths_admin none md2 md5 straight',
    `guid ${machine.machineId}`,
    'endlan',
    `chassis_control "${secret.command}"`,
    'user 1 true "" "" user 10 none md2 md5 straight',
    `user 2 true "${BMC_USER}" "${secret.password}" admin 10 none md2 md5 straight`,
    '',
  ].join('\n');
}

const EMULATION = [
  'mc_setbmc 0x20',
  'mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02',
  'sel_enable 0x20 1000 0x0a',
  'mc_enable 0x20',
  '',
].join('\n');

async function runs(file: string): Promise<boolean> {
  const identity = await readJson<ProcessIdentity>(file);
  return identity !== undefined && isRunning(identity);
}

/** Starts a program in the switch's network that lives on when this process ends. */
async function startBeside(
  around: Surroundings,
  argv: readonly string[],
  files: { readonly record: string; readonly log: string; readonly cwd: string },
): Promise<void> {
  const log = openSync(files.log, 'w');
  const child = spawn('nsenter', [`--net=/proc/${around.switchProcess.pid}/ns/net`, ...argv], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: files.cwd,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  closeSync(log);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const spawned = new Promise<void>((resolve) => child.once('spawn', resolve));
  await Promise.race([spawned, failed]);
  child.unref();
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new LabError('BOOT_FAILED', `${argv[0]} ended at once`);
  await writeJson(files.record, identity);
}

/** Starts a host's BMC, which runs whether the host is on or off. Does nothing when it runs. */
export async function startBmc(
  paths: LabPaths,
  machine: MachineRecord,
  around: Surroundings,
): Promise<void> {
  const directory = path.join(paths.machine(machine.name), 'bmc');
  const record = paths.bmcProcess(machine.name);
  if (await runs(record)) return;
  await mkdir(path.join(directory, 'state'), { recursive: true });
  const { bmc } = around.plan.host(machine.index);
  await configureSwitch(around.switchProcess, [`address replace ${bmc}/24 dev br-mgmt`]);
  const secret = {
    password: await bmcPassword(paths),
    command: chassis(paths, machine.name, around).join(' '),
  };
  const conf = path.join(directory, 'lan.conf');
  const emulation = path.join(directory, 'sim.emu');
  await writeFile(conf, lanConf(machine, bmc, secret), { mode: 0o600 });
  await writeFile(emulation, EMULATION);
  const argv = ['ipmi_sim', '-c', conf, '-f', emulation, '-s', path.join(directory, 'state'), '-n'];
  const log = path.join(directory, 'bmc.log');
  await startBeside(around, argv, { record, log, cwd: directory });
}

/** Starts what answers magic packets for these hosts. */
export async function startWakeListener(
  paths: LabPaths,
  hosts: readonly MachineRecord[],
  around: Surroundings,
): Promise<void> {
  await stopWakeListener(paths);
  const known = hosts.map(({ name, index }) => `${around.plan.host(index).mac}=${name}`);
  const command = ['bash', ...chassis(paths, 'MACHINE', around)];
  const argv = ['perl', path.join(SCRIPTS, 'wake.pl'), ...known, '--', ...command];
  const log = path.join(paths.stateDir, 'wake.log');
  await startBeside(around, argv, { record: paths.wakeProcess, log, cwd: paths.stateDir });
}

/** Ends a host's BMC. */
export async function stopBmc(paths: LabPaths, name: string): Promise<void> {
  await stop(paths.bmcProcess(name));
}

/** Ends what answers magic packets. */
export async function stopWakeListener(paths: LabPaths): Promise<void> {
  await stop(paths.wakeProcess);
}

async function stop(record: string): Promise<void> {
  const identity = await readJson<ProcessIdentity>(record);
  if (identity !== undefined) await killProcess(identity);
  await removeFile(record);
}
