// packages/libvirt against python3-libvirt and virsh on one socket of a private daemon.
//   node bench/libvirt.ts [rounds]     9 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, python3-libvirt, virsh, sshd.
import { type Connection, connectUnix, openConnection } from '@baadal/libvirt';
import { SshMachine } from '@baadal/ssh';
import { startPrivateDaemon } from '../packages/libvirt/test/private-daemon.ts';
import { testDomainName, writeTestHost } from '../packages/libvirt/test/test-driver.ts';
import { startSshd } from '../packages/ssh/test/sshd.ts';
import { forwardByOpenSsh } from './libvirt/openssh.ts';
import { startPython, startVirsh } from './libvirt/peers.ts';
import { type Figures, interleave, median, pairedRatio, type Variant } from './libvirt/rounds.ts';

const DOMAINS = 500;
const NAME = testDomainName(7);
const rounds = Number(process.argv[2] ?? 9);

/** Calls per second of `count` calls with `pending` of them at a time, spread over connections. */
async function rate(
  connections: readonly Connection[],
  count: number,
  pending: number,
): Promise<number> {
  const domains = await Promise.all(connections.map((c) => c.domainLookupByName(NAME)));
  let left = count;
  const worker = async (index: number) => {
    const domain = domains[index % domains.length];
    while (left-- > 0) await domain?.info();
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: pending }, (_, i) => worker(i)));
  return count / ((performance.now() - start) / 1000);
}

async function timesPerSecond(count: number, call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < count; i++) await call();
  return count / ((performance.now() - start) / 1000);
}

/** Median latency in ms of `count` calls one after the other. */
async function latency(connection: Connection, count: number): Promise<number> {
  const domain = await connection.domainLookupByName(NAME);
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await domain.info();
    times.push(performance.now() - start);
  }
  return median(times);
}

interface Goal {
  readonly what: string;
  readonly variant: string;
  readonly against: string;
  /** None: a ratio that only explains. */
  readonly goal?: number;
  readonly most?: true;
}

const GOALS: readonly Goal[] = [
  { what: 'sequential', variant: 'info, sequential', against: 'info, python', goal: 0.65 },
  { what: 'pipelined', variant: 'info, 100 pending', against: 'info, python', goal: 1.5 },
  { what: '4 connections', variant: 'info, 4 connections', against: 'info, python', goal: 3 },
  { what: '… of the daemon', variant: 'info, 4 connections', against: 'info, 4 pythons' },
  { what: 'stats of 500', variant: 'stats', against: 'stats, python', goal: 2.5 },
  { what: 'list of 500', variant: 'list', against: 'list, python', goal: 1.5 },
  // docs/decisions/0003: sshd's own part is more than twice the direct call already.
  { what: 'ssh latency', variant: 'ms, ssh', against: 'ms, OpenSSH', goal: 1.5, most: true },
  { what: '… to direct', variant: 'ms, ssh', against: 'ms, direct' },
  { what: '… of OpenSSH', variant: 'ms, OpenSSH', against: 'ms, direct' },
];

function print(figures: Figures): boolean {
  console.log(`\nmedians of ${rounds} rounds; calls per second, or ms where the name says so`);
  for (const [name, values] of figures) {
    const [low, mid, high] = [Math.min(...values), median(values), Math.max(...values)];
    const digits = mid < 10 ? 3 : 0;
    console.log(
      `  ${name.padEnd(22)} ${mid.toFixed(digits).padStart(9)}   (${low.toFixed(digits)} … ${high.toFixed(digits)})`,
    );
  }
  console.log('\nmedian ratios of the rounds');
  let met = true;
  for (const { what, variant, against, goal, most } of GOALS) {
    const ratio = pairedRatio(figures, variant, against);
    const good = goal === undefined || (most ? ratio <= goal : ratio >= goal);
    met &&= good;
    const verdict =
      goal === undefined ? '' : `goal ${most ? '≤' : '≥'} ${goal}  ${good ? 'met' : 'MISSED'}`;
    console.log(`  ${what.padEnd(22)} ${ratio.toFixed(2).padStart(9)}   ${verdict}`);
  }
  return met;
}

await using stack = new AsyncDisposableStack();
const daemon = stack.use(await startPrivateDaemon());
const uri = writeTestHost(daemon.dir, DOMAINS);
const peerUri = `${uri.replace('test:', 'test+unix:')}?socket=${daemon.socket}`;
const sshd = await startSshd();
stack.defer(() => sshd.stop());
const machine = new SshMachine(sshd.target, {
  commandTimeoutMs: 10_000,
  connectTimeoutMs: 10_000,
  keepaliveIntervalMs: 10_000,
  keepaliveCount: 3,
  maxChannels: 8,
});
stack.defer(() => machine.close());
await machine.exec(['true']); // sshd then sends small packets at once

const open = async () => {
  const duplex = await connectUnix(daemon.socket);
  return stack.use(await openConnection(duplex, { uri }));
};
const one = await open();
const four = await Promise.all([open(), open(), open(), open()]);
const tunnel = await openConnection(await machine.forwardUnix(daemon.socket), { uri });
stack.use(tunnel);
const openSsh = await forwardByOpenSsh(sshd, daemon.socket);
stack.defer(() => openSsh.stop());
const byOpenSsh = stack.use(await openConnection(await connectUnix(openSsh.socket), { uri }));
const python = await startPython(peerUri, NAME);
stack.defer(() => python.stop());
const pythons = await Promise.all([1, 2, 3, 4].map(() => startPython(peerUri, NAME)));
stack.defer(() => {
  for (const peer of pythons) peer.stop();
});
const virsh = await startVirsh(peerUri, NAME);
stack.defer(() => virsh.stop());

const variants = new Map<string, Variant>([
  ['info, python', async () => 3000 / (await python.run('info', 3000))],
  ['info, sequential', () => rate([one], 3000, 1)],
  ['info, 100 pending', () => rate([one], 8000, 100)],
  ['info, 4 connections', () => rate(four, 12_000, 100)],
  [
    'info, 4 pythons',
    async () => {
      // what the daemon can do at all: four processes of the C client at once
      const start = performance.now();
      await Promise.all(pythons.map((peer) => peer.run('info', 3000)));
      return 12_000 / ((performance.now() - start) / 1000);
    },
  ],
  ['info, virsh domstate', async () => 300 / (await virsh.run('info', 300))],
  ['stats, python', async () => 150 / (await python.run('stats', 150))],
  ['stats', () => timesPerSecond(150, () => one.getAllDomainStats())],
  ['stats, virsh', async () => 10 / (await virsh.run('stats', 10))],
  ['list, python', async () => 200 / (await python.run('list', 200))],
  ['list', () => timesPerSecond(200, () => one.listAllDomains())],
  ['list, virsh', async () => 10 / (await virsh.run('list', 10))],
  ['ms, direct', () => latency(one, 500)],
  ['ms, ssh', () => latency(tunnel, 500)],
  ['ms, OpenSSH', () => latency(byOpenSsh, 500)],
]);
process.exitCode = print(await interleave(rounds, variants)) ? 0 : 1;
