import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type AddressPlan, addressPlan } from './addressing.ts';
import { LabError } from './errors.ts';
import {
  type LabPaths,
  type LabRecord,
  type MachineRecord,
  readJson,
  removeFile,
  writeJson,
} from './lab-state.ts';
import { firstChild, identify, killProcess, type ProcessIdentity } from './process-identity.ts';
import { runningUnit } from './process-record.ts';
import { run } from './run-command.ts';
import { waitUntil } from './wait-until.ts';

/** How the way between two hosts differs from a cable as fast as the machine. */
export interface LabLink {
  /** Names of two hosts. */
  readonly between: readonly [string, string];
  /** Round trip in milliseconds that is added, half of it each way. */
  readonly latencyMs?: number;
  /** Most megabits a second, each way. */
  readonly mbps?: number;
}

/** What a machine's own side of its links is made of. */
interface Side {
  readonly address: string;
  readonly delayMs: number;
  readonly mbps: number | undefined;
}

const SCRIPT = path.join(import.meta.dirname, '..', 'machine', 'delay.py');
const DEVICE = 'lab-delay';
/** A routing table that nothing else of a lab machine uses. */
const TABLE = '77';

/**
 * Checks links against the lab's hosts.
 *
 * @throws {LabError} UNKNOWN_HOST, INVALID_LINK
 */
export function checkLinks(record: LabRecord, links: readonly LabLink[]): void {
  const hosts = record.machines.filter(({ role }) => role === 'host').map(({ name }) => name);
  const seen = new Set<string>();
  for (const { between, latencyMs = 0, mbps = 1 } of links) {
    const unknown = between.find((name) => !hosts.includes(name));
    if (unknown !== undefined) {
      throw new LabError('UNKNOWN_HOST', `No host "${unknown}"; there are: ${hosts.join(', ')}`);
    }
    const pair = between.toSorted().join(' and ');
    if (between[0] === between[1] || seen.has(pair)) {
      throw new LabError('INVALID_LINK', `A link joins two hosts, once: ${pair}`);
    }
    if (!(latencyMs >= 0 && latencyMs <= 10_000) || !(mbps > 0 && mbps <= 10_000)) {
      throw new LabError('INVALID_LINK', `${pair}: 0 to 10000 ms, more than 0 to 10000 Mbit/s`);
    }
    seen.add(pair);
  }
}

function sidesOf(machine: MachineRecord, record: LabRecord, links: readonly LabLink[]): Side[] {
  const plan = addressPlan(record.slot);
  return links.flatMap(({ between, latencyMs = 0, mbps }) => {
    if (!between.includes(machine.name)) return [];
    const other = between.find((name) => name !== machine.name);
    const peer = record.machines.find(({ name }) => name === other);
    return peer ? [{ address: plan.host(peer.index).address, delayMs: latencyMs / 2, mbps }] : [];
  });
}

const processFile = (paths: LabPaths, name: string): string =>
  path.join(paths.machine(name), 'delay.json');

/**
 * Gives a running machine its side of the links, in place of what it had. Does nothing when the
 * machine is off: it gets them when it is powered on.
 *
 * @throws {LabError} COMMAND_FAILED
 */
export async function applyLinks(
  paths: LabPaths,
  record: LabRecord,
  machine: MachineRecord,
  links: readonly LabLink[],
): Promise<void> {
  const init = (await runningUnit(paths.machineProcesses(machine.name)))?.init;
  if (init === undefined || machine.role !== 'host') return;
  const inside = (...argv: string[]) =>
    run('nsenter', [`--net=/proc/${init.pid}/ns/net`, '--', ...argv]);
  const sides = sidesOf(machine, record, links);
  await stopDelay(paths, machine.name);
  await limitRates(inside, sides);
  await delayPackets({ paths, machine, init, inside, plan: addressPlan(record.slot) }, sides);
}

type Inside = (...argv: string[]) => Promise<string>;

/** An egress class for each peer; whatever is for others goes as fast as it can. */
async function limitRates(inside: Inside, sides: readonly Side[]): Promise<void> {
  const before = await inside('tc', 'qdisc', 'show', 'dev', 'eth0');
  if (before.includes('htb')) await inside('tc', 'qdisc', 'del', 'dev', 'eth0', 'root');
  const limited = sides.filter(({ mbps }) => mbps !== undefined);
  if (limited.length === 0) return;
  const add = (...argv: string[]) => inside('tc', ...argv);
  await add('qdisc', 'replace', 'dev', 'eth0', 'root', 'handle', '1:', 'htb', 'default', '1');
  const classes = [{ id: '1:1', rate: '10gbit', address: undefined as string | undefined }];
  limited.forEach(({ address, mbps }, i) => {
    classes.push({ id: `1:${(i + 16).toString(16)}`, rate: `${mbps}mbit`, address });
  });
  for (const { id, rate, address } of classes) {
    const klass = ['dev', 'eth0', 'parent', '1:', 'classid', id, 'htb', 'rate', rate];
    await add('class', 'add', ...klass, 'quantum', '60000');
    if (address === undefined) continue;
    const filter = ['dev', 'eth0', 'parent', '1:', 'protocol', 'ip', 'u32'];
    await add('filter', 'add', ...filter, 'match', 'ip', 'dst', `${address}/32`, 'flowid', id);
  }
}

interface DelayedMachine {
  readonly paths: LabPaths;
  readonly machine: MachineRecord;
  readonly init: ProcessIdentity;
  readonly inside: Inside;
  readonly plan: AddressPlan;
}

/** Routes what goes to far peers through a program that holds it back. */
async function delayPackets(on: DelayedMachine, sides: readonly Side[]): Promise<void> {
  const { inside, plan, machine } = on;
  const far = sides.filter(({ delayMs }) => delayMs > 0);
  if (far.length === 0) return;
  await startDelay(on, far);
  const own = plan.host(machine.index).address;
  await inside('ip', 'link', 'set', DEVICE, 'up');
  // Its packets come back to the kernel with the machine's own address as their source.
  await inside(
    ...['busybox', 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv4.conf.all.rp_filter=0'],
    ...[`net.ipv4.conf.${DEVICE}.rp_filter=0`, `net.ipv4.conf.${DEVICE}.accept_local=1`],
  );
  const rules = await inside('ip', 'rule', 'show');
  if (!rules.includes(DEVICE)) await inside('ip', 'rule', 'add', 'iif', DEVICE, 'lookup', TABLE);
  for (const { address } of far) {
    await inside('ip', 'route', 'replace', `${address}/32`, 'dev', 'eth0', 'table', TABLE);
    await inside('ip', 'route', 'replace', `${address}/32`, 'dev', DEVICE, 'src', own);
  }
}

async function startDelay(on: DelayedMachine, far: readonly Side[]): Promise<void> {
  const { init, paths, machine } = on;
  const delays = far.map(({ address, delayMs }) => `${address}=${delayMs}`);
  const script = await readFile(SCRIPT, 'utf8');
  const child = spawn(
    'nsenter',
    [`--target=${init.pid}`, '--all', 'python3', '-c', script, DEVICE, ...delays],
    { detached: true, stdio: 'ignore', cwd: '/' },
  );
  child.unref();
  await waitUntil('the delay to begin', 10_000, async () =>
    (await on.inside('ip', '-o', 'link')).includes(DEVICE),
  );
  // nsenter stays outside and waits for the one it started within the machine.
  const inner = child.pid === undefined ? undefined : firstChild(child.pid);
  const identity = inner === undefined ? undefined : identify(inner);
  if (identity) await writeJson(processFile(paths, machine.name), identity);
}

/** Its device goes with it, and the routes with the device. */
async function stopDelay(paths: LabPaths, name: string): Promise<void> {
  const identity = await readJson<ProcessIdentity>(processFile(paths, name));
  if (identity !== undefined) await killProcess(identity);
  await removeFile(processFile(paths, name));
}
