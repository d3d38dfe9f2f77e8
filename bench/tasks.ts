// 200 tasks over 40 VMs on two hosts, queued at once, against the same calls made directly by a
// script with as many at a time.
//   node bench/tasks.ts [pairs]     5 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Connection, openConnection } from '@baadal/libvirt';
import { SshMachine } from '@baadal/ssh';
import {
  benchScope,
  buildProduct,
  signIn,
  startDatabase,
  startLab,
  startServer,
} from './server/cloud.ts';
import { interleave, pairedRatio, printFindings, spread } from './server/figures.ts';
import { microTemplate, TaskWatch } from './server/lab-vm.ts';

const pairs = Number(process.argv[2] ?? 5);
const VMS = 40;
/** On every VM, one after the other. */
const ACTIONS = ['startVm', 'suspendVm', 'resumeVm', 'suspendVm', 'destroyVm'] as const;
/** As many as the worker runs at once. */
const AT_ONCE = 16;

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

/** Libvirt on each host by two connections of the bench's own, as the product has for such calls. */
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
    for (let i = 0; i < 2; i++) {
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

/** Asks for everything first, as people do who queue; counts from the first mutation. */
async function byProduct(): Promise<number> {
  const begin = performance.now();
  const asked = await Promise.all(
    vms.map(async (vm) => {
      const ids: string[] = [];
      for (const action of ACTIONS) {
        const { task } = await client.ask(
          `mutation ($id: ID!) { task: ${action}(input: { id: $id }) { id } }`,
          { id: vm.id },
        );
        ids.push(task.id);
      }
      return ids;
    }),
  );
  let last = begin;
  for (const id of asked.flat()) last = Math.max(last, await tasks.succeeded(id));
  return last - begin;
}

async function actDirectly(vm: BenchVm, turn: number): Promise<void> {
  const open = connections.get(vm.host.name) ?? [];
  const connection = open[turn % open.length];
  if (!connection) throw new Error(`no connection to ${vm.host.name}`);
  const domain = await connection.domainLookupByName(vm.identity);
  for (const action of ACTIONS) {
    if (action === 'startVm') await domain.start();
    if (action === 'suspendVm') await domain.suspend();
    if (action === 'resumeVm') await domain.resume();
    if (action === 'destroyVm') await domain.destroy();
  }
}

async function directly(): Promise<number> {
  const begin = performance.now();
  const waiting = [...vms.entries()];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        await actDirectly(next[1], next[0]);
    }),
  );
  return performance.now() - begin;
}

const taken = await interleave(pairs, {
  direct: async () => [await directly()],
  product: async () => [await byProduct()],
});
const load = (await readFile('/proc/loadavg', 'utf8')).split(' ')[0];
console.log(`load average at the end: ${load}`);
const count = VMS * ACTIONS.length;
const met = printFindings(`${count} tasks over ${VMS} VMs on two hosts, ${pairs} pairs`, [
  {
    what: `${count} queued tasks, to the same calls made directly, ${AT_ONCE} at a time`,
    figures: `${spread(taken.product.flat())} to ${spread(taken.direct.flat())}`,
    value: pairedRatio(taken.product, taken.direct),
    most: 1.25,
    unit: '×',
  },
]);
tasks.close();
client.close();
process.exitCode = met ? 0 : 1;
