// Evacuating a host of 20 VMs that run, to the end of the task, against virsh that migrates the same
// guests one after another, and back, so that the product finds them where it left them.
//   node bench/evacuate.ts [rounds] [vms]     2 and 20 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd, virsh.
import { setTimeout as delay } from 'node:timers/promises';
import { benchScope } from './server/cloud.ts';
import { interleave, median, pairedRatio, printFindings, spread } from './server/figures.ts';
import { createVm, microTemplate, type Outside, reachHost, startCloud } from './server/lab-vm.ts';

const rounds = Number(process.argv[2] ?? 2);
const VMS = Number(process.argv[3] ?? 20);

await using scope = benchScope();
const { lab, client, tasks } = await startCloud(scope, { label: 'ev', hosts: 2 });
const outside = [await reachHost(scope, lab, 0), await reachHost(scope, lab, 1)] as const;
const { hosts } = await client.ask('{ hosts { id name } }');
const hostId = (name: string): string =>
  hosts.find((host: { name: string }) => host.name === name)?.id ?? '';

/** VMs of the product, all on the first host. */
async function makeOurs(): Promise<void> {
  const templateId = await microTemplate(client, lab);
  await client.ask('mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }', {
    i: { name: 'cpuOvercommitRatio', value: '64' },
  });
  for (let i = 0; i < VMS; i++) {
    const vm = await createVm(client, `ours${i}`, templateId, { hostId: hostId('host1') });
    await tasks.succeeded(vm.taskId);
  }
}

async function ask(mutation: string, type: string, id: string): Promise<string> {
  const query = `mutation ($i: ${type}!) { ${mutation}(input: $i) { id } }`;
  return (await client.ask(query, { i: { id } }))[mutation].id;
}

const steps = new Map<string, number[]>();

/** How long each step of the migrations took, in ms. */
async function noteSteps(id: string): Promise<void> {
  const { task } = await client.ask(
    `query ($id: ID!) { task(id: $id) { children { steps { name startedAt finishedAt } } } }`,
    { id },
  );
  for (const child of task.children)
    for (const { name, startedAt, finishedAt } of child.steps)
      steps.set(name, [...(steps.get(name) ?? []), Date.parse(finishedAt) - Date.parse(startedAt)]);
}

async function evacuate(): Promise<number[]> {
  const begin = performance.now();
  const task = await ask('evacuateHost', 'EvacuateHostInput', hostId('host1'));
  const told = await tasks.succeeded(task);
  await noteSteps(task);
  await tasks.succeeded(await ask('returnVms', 'ReturnVmsInput', task));
  return [(told - begin) / 1000];
}

async function send(from: Outside, to: number, name: string): Promise<void> {
  const host = lab.inventory.hosts[to];
  // The way that the product has set up between the hosts.
  const uri = `qemu+ssh://baadal-${hostId(host?.name ?? '')}/system?proxy=native&no_tty=1`;
  const flags = ['--live', '--persistent', '--undefinesource'];
  await from.machine.run(['virsh', 'migrate', ...flags, name, uri, `tcp://${host?.address}`]);
}

async function byVirsh(names: readonly string[]): Promise<number[]> {
  const begin = performance.now();
  for (const name of names) await send(outside[0], 1, name);
  const seconds = (performance.now() - begin) / 1000;
  for (const name of names) await send(outside[1], 0, name);
  while ((await identities()).length < VMS) await delay(200);
  return [seconds];
}

/** Of VMs that run, as the product knows. */
async function identities(): Promise<string[]> {
  const query = '{ vms(first: 100, filter: { status: [RUNNING] }) { nodes { identity } } }';
  const { vms } = await client.ask(query);
  return vms.nodes.map((vm: { identity: string }) => vm.identity);
}

await makeOurs();
const names = await identities();
const taken = await interleave(rounds, { ours: evacuate, virsh: () => byVirsh(names) });
const met = printFindings(`Evacuation of ${VMS} VMs, ${rounds} rounds`, [
  {
    what: `a host of ${VMS} VMs that run, to virsh one after another`,
    figures: `${spread(taken.ours.flat(), 's')} to ${spread(taken.virsh.flat(), 's')}`,
    value: pairedRatio(taken.ours, taken.virsh),
    most: 0.71,
    unit: '×',
  },
]);
for (const [name, times] of steps) console.log(`${name.padEnd(20)} ${median(times)} ms`);
process.exitCode = met ? 0 : 1;
