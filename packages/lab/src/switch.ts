import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { type AddressPlan, addressPlan, slotCandidates, slotConflicts } from './addressing.ts';
import { LabError } from './errors.ts';
import { Handshake } from './handshake.ts';
import { identify, type ProcessIdentity } from './process-identity.ts';
import { run } from './run-command.ts';

/**
 * BMCs answer at the bridge's own address. Left alone, that is the lowest one of its ports, another
 * with a host that is plugged in or out: whoever talked to a BMC before then waits 5 to 45 s for ARP.
 */
const MANAGEMENT_MAC = '52:54:00:00:00:01';

/**
 * The switch is a network namespace that lives as long as one idle process: two plain bridges,
 * `br-mgmt` for management and `br-trunk`, which passes VLAN-tagged frames between the hosts.
 *
 * @param record called with the process before the switch may go on to live without us
 */
export async function startSwitch(
  record: (process: ProcessIdentity) => Promise<void>,
): Promise<ProcessIdentity> {
  const child = spawn(
    'unshare',
    [
      '--net',
      // With a socket as stdin, bash takes itself for a remote shell and would read ~/.bashrc.
      'bash',
      '--norc',
      '-c',
      'echo plug; read -r go || exit 1; echo ready; exec sleep infinity >/dev/null',
    ],
    { detached: true, stdio: ['pipe', 'pipe', 'ignore'], cwd: '/' },
  );
  using handshake = new Handshake(child, 'switch');
  await handshake.expect('plug');
  const identity = identify(handshake.pid);
  if (identity === undefined) throw new LabError('BOOT_FAILED', 'The switch ended at once');
  await record(identity);
  await configureSwitch(identity, [
    'link set lo up',
    `link add br-mgmt address ${MANAGEMENT_MAC} type bridge mcast_snooping 0`,
    'link set br-mgmt up',
    'link add br-trunk type bridge mcast_snooping 0',
    'link set br-trunk up',
  ]);
  handshake.go();
  await handshake.expect('ready');
  return identity;
}

/** Runs `ip` commands, one a line, in the switch's network namespace. */
export async function configureSwitch(
  switchProcess: ProcessIdentity,
  commands: readonly string[],
  options: { readonly force?: boolean } = {},
): Promise<void> {
  await run(
    'nsenter',
    [
      `--net=/proc/${switchProcess.pid}/ns/net`,
      'ip',
      ...(options.force === true ? ['-force'] : []),
      '-batch',
      '-',
    ],
    { input: `${commands.join('\n')}\n` },
  );
}

/** Plugs a machine's `eth0` into the management network and its `eth1` into the trunk. */
export async function plugMachine(
  switchProcess: ProcessIdentity,
  machine: { readonly name: string; readonly pid: number; readonly mac: string },
): Promise<void> {
  await unplugMachine(switchProcess, machine.name);
  const { name, pid, mac } = machine;
  await configureSwitch(switchProcess, [
    `link add ${name}-m type veth peer name eth0 address ${mac} netns ${pid}`,
    `link set ${name}-m master br-mgmt up`,
    `link add ${name}-t type veth peer name eth1 netns ${pid}`,
    `link set ${name}-t master br-trunk up`,
  ]);
}

/**
 * Takes a machine's links away at once. Its namespace would do so when it ends, but some time
 * later, and until then the kernel goes on answering pings for a machine that is off.
 */
export async function unplugMachine(
  switchProcess: ProcessIdentity,
  machineName: string,
): Promise<void> {
  try {
    await configureSwitch(
      switchProcess,
      [`link del ${machineName}-m`, `link del ${machineName}-t`],
      { force: true },
    );
  } catch {
    // "Cannot find device": nothing was plugged in.
  }
}

/** Whose a controller's interface is: the lab's name and where its state lies. */
export interface LabOwner {
  readonly name: string;
  readonly stateDir: string;
}

/** Kept as the interface's alias. */
function ownerMark({ name, stateDir }: LabOwner): string {
  return `baadal-lab:${name}:${createHash('sha256').update(stateDir).digest('hex').slice(0, 12)}`;
}

interface InterfaceEntry {
  readonly ifname: string;
  readonly ifalias?: string;
}
interface AddressEntry {
  readonly addr_info: readonly { readonly local?: string }[];
}
interface RouteEntry {
  readonly dst: string;
}

async function usedDestinations(): Promise<readonly string[]> {
  const [addresses, routes] = await Promise.all([
    run('ip', ['-4', '-json', 'address', 'show']),
    run('ip', ['-4', '-json', 'route', 'show', 'table', 'all']),
  ]);
  const locals = (JSON.parse(addresses) as AddressEntry[]).flatMap(({ addr_info }) =>
    addr_info.map(({ local }) => local ?? ''),
  );
  return [...locals, ...(JSON.parse(routes) as RouteEntry[]).map(({ dst }) => dst)];
}

/**
 * Gives the controller (this machine) its place on the management network, and with it the lab its
 * slot: the interface is named after the slot, so the kernel lets only one lab have it.
 *
 * @param preferred the slot this lab had before, tried first
 * @throws {LabError} NO_FREE_NETWORK
 */
export async function connectController(
  switchProcess: ProcessIdentity,
  lab: LabOwner,
  preferred: number | undefined,
): Promise<AddressPlan> {
  const used = await usedDestinations();
  const candidates = slotCandidates(lab.name);
  const order = preferred === undefined ? candidates : [preferred, ...candidates];
  for (const slot of order) {
    if (slotConflicts(slot, used)) continue;
    const plan = addressPlan(slot);
    if (await claimController(switchProcess, plan, ownerMark(lab))) return plan;
  }
  throw new LabError('NO_FREE_NETWORK', 'All of 10.100.0.0/16 to 10.227.0.0/16 are in use');
}

async function claimController(
  switchProcess: ProcessIdentity,
  plan: AddressPlan,
  mark: string,
): Promise<boolean> {
  const name = plan.controllerInterface;
  const peer = ['peer', 'name', 'controller', 'netns', String(switchProcess.pid)];
  try {
    await run('ip', ['link', 'add', name, 'type', 'veth', ...peer]);
  } catch (error) {
    if (await interfaceExists(name)) return false; // another lab was quicker
    throw error;
  }
  await run('ip', ['-batch', '-'], {
    input: [
      `link set ${name} alias ${mark}`,
      `address add ${plan.controller}/24 dev ${name}`,
      `link set ${name} up`,
      `route add ${plan.network} via ${plan.gateway.address} dev ${name}`,
      '',
    ].join('\n'),
  });
  await configureSwitch(switchProcess, ['link set controller master br-mgmt up']);
  return true;
}

async function interfaces(): Promise<readonly InterfaceEntry[]> {
  return JSON.parse(await run('ip', ['-json', 'link', 'show'])) as InterfaceEntry[];
}

async function interfaceExists(name: string): Promise<boolean> {
  return (await interfaces()).some(({ ifname }) => ifname === name);
}

/** True while the controller's interface is there and this lab's. */
export async function controllerConnected(slot: number, lab: LabOwner): Promise<boolean> {
  const name = addressPlan(slot).controllerInterface;
  const mark = ownerMark(lab);
  return (await interfaces()).some(({ ifname, ifalias }) => ifname === name && ifalias === mark);
}

/** Takes the controller's interface away, if it is still this lab's. */
export async function disconnectController(slot: number, lab: LabOwner): Promise<void> {
  if (!(await controllerConnected(slot, lab))) return;
  const name = addressPlan(slot).controllerInterface;
  try {
    await run('ip', ['link', 'del', name]);
  } catch (error) {
    // The switch's namespace may take it along first.
    if (await interfaceExists(name)) throw error;
  }
}
