import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PowerState } from './power-method.ts';

const runFile = promisify(execFile);
const TIMEOUT_MS = 20_000;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A BMC and how it is entered. */
export interface Bmc {
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

/** A BMC did not do what it was asked; the message never holds the password. */
export class IpmiError extends Error {
  readonly code = 'IPMI';
}

/**
 * Runs `ipmitool chassis power`. The password is handed over in the environment, since arguments are
 * seen by everybody on the machine. Cipher suite 3 is named, or ipmitool would ask for ten seconds.
 * @throws {IpmiError}
 */
async function chassisPower(bmc: Bmc, command: string, signal: AbortSignal): Promise<string> {
  const options = ['-I', 'lanplus', '-C', '3', '-R', '3', '-N', '3', '-E'];
  const target = ['-H', bmc.address, '-U', bmc.username, 'chassis', 'power', command];
  try {
    const { stdout } = await runFile('ipmitool', [...options, ...target], {
      ...{ signal, timeout: TIMEOUT_MS },
      env: { PATH, HOME: '/', IPMI_PASSWORD: bmc.password },
    });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new IpmiError('ipmitool is not installed on the server: apt-get install ipmitool.');
    throw new IpmiError(`The BMC ${bmc.address} does not answer, or refuses name and password.`);
  }
}

/** Whether the host has power, as its BMC says. @throws {IpmiError} */
export async function powerState(bmc: Bmc, signal: AbortSignal): Promise<PowerState> {
  const said = await chassisPower(bmc, 'status', signal);
  if (/Chassis Power is on/i.test(said)) return 'ON';
  if (/Chassis Power is off/i.test(said)) return 'OFF';
  throw new IpmiError(`The BMC ${bmc.address} said nothing about power.`);
}

/** Switches power; asking for what is so already does no harm. @throws {IpmiError} */
export async function switchPower(bmc: Bmc, to: PowerState, signal: AbortSignal): Promise<void> {
  if ((await powerState(bmc, signal)) === to) return;
  await chassisPower(bmc, to === 'ON' ? 'on' : 'off', signal);
}
