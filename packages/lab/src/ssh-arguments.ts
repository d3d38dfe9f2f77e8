import path from 'node:path';
import type { LabInventory, LabMachine } from './inventory.ts';
import { LabPaths } from './lab-state.ts';

/** Arguments for `ssh` to a machine of a lab, its host key pinned; a command may follow. */
export function sshArguments(
  stateDir: string,
  inventory: Pick<LabInventory, 'sshKeyFile'>,
  machine: LabMachine,
): readonly string[] {
  const knownHosts = path.join(new LabPaths(stateDir).shared, 'known_hosts');
  return [
    ...['-F', 'none', '-i', inventory.sshKeyFile, '-p', String(machine.sshPort)],
    ...['-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', 'LogLevel=ERROR'],
    ...['-o', `UserKnownHostsFile=${knownHosts}`, '-o', 'StrictHostKeyChecking=yes'],
    ...['-o', 'ConnectTimeout=5', `${machine.sshUser}@${machine.address}`],
  ];
}
