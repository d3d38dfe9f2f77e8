// 200 tasks over 40 VMs on two hosts, queued at once, against the same calls made directly by a
// script in the same order, with as many at a time and as many connections.
//   node bench/tasks.ts [pairs]     5 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Connection, openConnection } from '@baadal/libvirt';
import { SshMachine } from '@baadal/ssh';
import {
  benchScope,
  buildProduct,
  cpuMs,
  signIn,
  startDatabase,
  startLab,
  startServer,
} from './server/cloud.ts';
import {
  type Finding,
  interleave,
  median,
  pairedRatio,
  printFindings,
  spread,
} from './server/figures.ts';
import { giveHostsTheirShare } from './server/host-shares.ts';
import { microTemplate, TaskWatch } from './server/lab-vm.ts';

const pairs = Number(process.argv[2] ?? 5);
const VMS = 40;
/** On every VM, one after the other. */
const ACTIONS = ['startVm', 'suspendVm', 'resumeVm', 'suspendVm', 'destroyVm'] as const;
/** As many as the worker runs at once. */
const AT_ONCE = 16;
/** Connections to libvirt per host, as many as the product has for such calls. */
const CONNECTIONS = 4;
/** On a machine that is busy otherwise a start may take longer than the client's usual patience. */
const PATIENT = { timeoutMs: 180_000 };
/** What is first in the queue: what people ask of many VMs, or what each of many people asks. */
const ORDERS = {
  ACTION_BY_ACTION: 'action by action',
  VM_BY_VM: 'VM by VM',
} as const;

await using scope = benchScope();
await buildProduct();
const [database, lab] = await Promise.all([startDatabase(scope), startLab(scope, 'task', 2)]);
const server = await startServer({
  databaseUrl: database.url,
  inventory: path.join(lab.stateDir, 'inventory.json'),
  env: { BAADAL_WORKER_CONCURRENCY: String(AT_ONCE) },
});
scope.defer(() => server.stop());
await server.ready();
const client = await signIn(server.url);
const tasks = await TaskWatch.open(client);

for (const [name, value] of [['cpuOvercommitRatio', '64']] as const)
  await client.ask('mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }', {
    i: { name, value },
  });

interface BenchVm {
  readonly id: string;
  readonly identity: string;
  readonly host: { readonly name: string };
}

async function makeVms(): Promise<BenchVm[]> {
  const templateId = await microTemplate(client, lab);
  const asked = await Promise.all(
    Array.from({ length: VMS }, async (_, i) => {
      const input = { name: `vm${i}`, templateId, start: false, ramMiB: 96 };
      const { createVm } = await client.ask(
        'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id identity host { name } } } }',
        { i: input },
      );
      return createVm;
    }),
  );
  for (const { id } of asked) await tasks.succeeded(id);
  return asked.map(({ vm }) => vm);
}

/** Libvirt on each host by connections of the bench's own. */
async function connect(): Promise<Map<string, Connection[]>> {
  const connections = new Map<string, Connection[]>();
  for (const host of lab.inventory.hosts) {
    const machine = new SshMachine(
      {
        ...{ host: host.address, port: host.sshPort, user: host.sshUser },
        hostKeyFingerprint: host.hostKeyFingerprint,
        privateKey: await readFile(lab.inventory.sshKeyFile),
      },
      {
        ...{ commandTimeoutMs: 60_000, connectTimeoutMs: 10_000, maxChannels: 8 },
        ...{ keepaliveIntervalMs: 10_000, keepaliveCount: 3 },
      },
    );
    scope.defer(() => machine.close());
    const open: Connection[] = [];
    for (let i = 0; i < CONNECTIONS; i++) {
      const socket = await machine.forwardUnix('/run/libvirt/libvirt-sock');
      const connection = await openConnection(socket, { uri: 'qemu:///system' });
      scope.defer(() => connection.close());
      open.push(connection);
    }
    connections.set(host.name, open);
  }
  return connections;
}

const vms = await makeVms();
const connections = await connect();

interface Call {
  readonly vm: BenchVm;
  readonly action: (typeof ACTIONS)[number];
}

/** Everything, in the order it is asked for: each action for all VMs, or all actions VM by VM. */
function calls(order: keyof typeof ORDERS): Call[] {
  const byVm = vms.map((vm) => ACTIONS.map((action) => ({ vm, action })));
  if (order === 'VM_BY_VM') return byVm.flat();
  return ACTIONS.flatMap((_, i) => byVm.flatMap((ofVm) => ofVm[i] ?? []));
}

/** Does all of a queue, as many at once as the worker may, each VM's one after the other. */
async function carryOut(queue: readonly Call[], work: (call: Call) => Promise<void>) {
  const waiting = [...queue];
  const held = new Set<BenchVm>();
  const running = new Set<Promise<void>>();
  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < AT_ONCE ? waiting.findIndex(({ vm }) => !held.has(vm)) : -1;
    const [call] = next < 0 ? [] : waiting.splice(next, 1);
    if (!call) {
      await Promise.race(running);
      continue;
    }
    held.add(call.vm);
    const run = work(call).finally(() => {
      held.delete(call.vm);
      running.delete(run);
    });
    running.add(run);
  }
}

/** Asks for everything at once, as people do who queue; counts from the first mutation. */
async function byProduct(queue: readonly Call[]): Promise<number> {
  const begin = performance.now();
  const asked: string[] = [];
  await carryOut(queue, async ({ vm, action }) => {
    const { task } = await client.ask(
      `mutation ($id: ID!) { task: ${action}(input: { id: $id }) { id } }`,
      { id: vm.id },
    );
    asked.push(task.id);
  });
  let last = begin;
  for (const id of asked) last = Math.max(last, await tasks.succeeded(id));
  return last - begin;
}

async function actDirectly({ vm, action }: Call): Promise<void> {
  const open = connections.get(vm.host.name) ?? [];
  const busy = ({ load }: Connection) => load.inFlight + load.queued;
  const [connection] = open.toSorted((a, b) => busy(a) - busy(b));
  if (!connection) throw new Error(`no connection to ${vm.host.name}`);
  const domain = await connection.domainLookupByName(vm.identity);
  if (action === 'startVm') await domain.start({}, PATIENT);
  if (action === 'suspendVm') await domain.suspend(PATIENT);
  if (action === 'resumeVm') await domain.resume(PATIENT);
  if (action === 'destroyVm') await domain.destroy({}, PATIENT);
}

async function directly(queue: readonly Call[]): Promise<number> {
  const begin = performance.now();
  await carryOut(queue, actDirectly);
  return performance.now() - begin;
}

/** What the product itself took for a task, which a busy machine does not change. */
interface Taken {
  readonly serverMs: number;
  readonly databaseMs: number;
  readonly statements: number;
}

async function takenSoFar(): Promise<Taken> {
  const counted = await database.asRoot("show global status like 'Questions'");
  const [serverMs, databaseMs] = [cpuMs(server.pid), cpuMs(database.pid)];
  return { serverMs, databaseMs, statements: Number(counted.split('\t')[1]) };
}

const perTask: Taken[] = [];

async function byProductCounted(queue: readonly Call[]): Promise<number> {
  const before = await takenSoFar();
  const ms = await byProduct(queue);
  const after = await takenSoFar();
  const each = (of: keyof Taken) => (after[of] - before[of]) / queue.length;
  perTask.push({
    serverMs: each('serverMs'),
    databaseMs: each('databaseMs'),
    statements: each('statements'),
  });
  return ms;
}

await giveHostsTheirShare(scope, lab);
const findings: Finding[] = [];
for (const [order, words] of Object.entries(ORDERS)) {
  const queue = calls(order as keyof typeof ORDERS);
  const taken = await interleave(pairs, {
    direct: async () => [await directly(queue)],
    product: async () => [await byProductCounted(queue)],
  });
  findings.push({
    what: `${queue.length} tasks, ${words}, to the same calls made directly, ${AT_ONCE} at a time`,
    figures: `${spread(taken.product.flat())} to ${spread(taken.direct.flat())}`,
    value: pairedRatio(taken.product, taken.direct),
    most: 1.25,
    unit: '×',
  });
}
const each = (of: keyof Taken) => median(perTask.map((taken) => taken[of])).toFixed(1);
console.log(
  `each task: ${each('serverMs')} ms CPU of the server, ${each('databaseMs')} ms of the database, ${each('statements')} statements`,
);
const load = (await readFile('/proc/loadavg', 'utf8')).split(' ')[0];
console.log(`load average at the end: ${load}`);
const met = printFindings(`Tasks over ${VMS} VMs on two hosts, ${pairs} pairs of each`, findings);
tasks.close();
client.close();
process.exitCode = met ? 0 : 1;
