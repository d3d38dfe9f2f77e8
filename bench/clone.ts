// Cloning a VM: the micro guest to RUNNING against the same copy, define and start made directly on
// warm connections; and the clone's disks and definition against virt-clone on the same host.
//   node bench/clone.ts [pairs]     11 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd, virt-clone.
import { randomUUID } from 'node:crypto';
import { DomainDefineFlags } from '@baadal/libvirt';
import { benchScope } from './server/cloud.ts';
import { interleave, median, pairedRatio, printFindings, spread } from './server/figures.ts';
import { deleteVm, directVms, microTemplate, reachHost, startCloud } from './server/lab-vm.ts';

const pairs = Number(process.argv[2] ?? 11);

await using scope = benchScope();
const { lab, client, tasks } = await startCloud(scope, { label: 'clon' });
const { machine, libvirt } = await reachHost(scope, lab);

const script = directVms(lab);

/** The parent: off, with as much of its own in its disk as a micro guest has that has booted. */
const { createVm } = await client.ask(
  'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id identity } } }',
  { i: { name: 'parent', templateId: await microTemplate(client, lab), start: false } },
);
await tasks.succeeded(createVm.id);
const parent: { id: string; identity: string } = createVm.vm;
const parentDisk = script.inDatastore(`vm_images/${parent.identity}.qcow2`);
await machine.run(['qemu-io', '-c', 'write -P 7 64M 1M', parentDisk]);

const CLONE = `mutation ($i: CloneVmInput!) { cloneVm(input: $i) { id children { id vm { id } } } }`;

/** What passed in the steps that make disks and definition, the group's part among them. */
const MAKING = ['hold disks', 'copy disks', 'define domain'];

async function makingOf(groupId: string): Promise<number> {
  const { task } = await client.ask(
    `query ($id: ID!) { task(id: $id) { steps { name startedAt finishedAt }
      children { steps { name startedAt finishedAt } } } }`,
    { id: groupId },
  );
  type Steps = { name: string; startedAt: string; finishedAt: string }[];
  const took = (steps: Steps, names: readonly string[]) =>
    steps
      .filter((step) => names.includes(step.name))
      .reduce((sum, s) => sum + Date.parse(s.finishedAt) - Date.parse(s.startedAt), 0);
  // The group's own "copy disks" is its waiting for the child's.
  return took(task.steps, ['hold disks']) + took(task.children[0].steps, MAKING);
}

/** @returns ms from the mutation until the clone is there, or those in which it was made */
async function byProduct(name: string, start: boolean): Promise<number> {
  const begin = performance.now();
  const { cloneVm } = await client.ask(CLONE, { i: { id: parent.id, namePrefix: name, start } });
  const [child] = cloneVm.children;
  const told = await tasks.succeeded(child.id);
  await tasks.succeeded(cloneVm.id);
  const making = await makingOf(cloneVm.id);
  await deleteVm(client, tasks, child.vm.id);
  return start ? told - begin : making;
}

/** What an admin's script with warm connections would do; as the product words it. */
async function directly(round: number): Promise<number> {
  const uuid = randomUUID();
  const identity = `direct-${round}`;
  const { xml, disk } = script.define({ identity, uuid, round });
  const begin = performance.now();
  await machine.run([
    ...['qemu-img', 'convert', '-q', '-t', 'writeback', '-f', 'qcow2', '-O', 'qcow2'],
    ...['-B', script.backing, '-F', 'qcow2', parentDisk, disk],
  ]);
  const domain = await libvirt.defineDomain(xml, DomainDefineFlags.VALIDATE);
  await domain.start();
  const ms = performance.now() - begin;
  await domain.destroy();
  await domain.undefine();
  await machine.run(['rm', '-f', disk]);
  return ms;
}

/** The tool that admins have. */
async function byVirtClone(round: number): Promise<number> {
  const name = `virt-${round}`;
  const disk = script.inDatastore(`vm_images/${name}.qcow2`);
  const begin = performance.now();
  await machine.run([
    ...['virt-clone', '--connect', 'qemu:///system', '--original', parent.identity],
    ...['--name', name, '--file', disk],
  ]);
  const ms = performance.now() - begin;
  await (await libvirt.domainLookupByName(name)).undefine();
  await machine.run(['rm', '-f', disk]);
  return ms;
}

const taken = await interleave(pairs, {
  direct: async (round) => [await directly(round)],
  running: async (round) => [await byProduct(`run${round}`, true)],
  made: async (round) => [await byProduct(`made${round}`, false)],
  virtClone: async (round) => [await byVirtClone(round)],
});
const load = (await machine.run(['cat', '/proc/loadavg'])).split(' ')[0];
console.log(`load average at the end: ${load}`);
const met = printFindings(`Cloning a VM, ${pairs} pairs`, [
  {
    what: 'mutation to RUNNING, to the same copy, define and start made directly',
    figures: `${spread(taken.running.flat())} to ${spread(taken.direct.flat())}`,
    value: pairedRatio(taken.running, taken.direct),
    most: 1.3,
    unit: '×',
  },
  {
    what: 'steps that make disks and definition, to virt-clone',
    figures: `${spread(taken.made.flat())} to ${spread(taken.virtClone.flat())}`,
    value: pairedRatio(taken.made, taken.virtClone),
    most: 0.33,
    unit: '×',
  },
]);
console.log(
  `virt-clone takes ${(median(taken.virtClone.flat()) / median(taken.made.flat())).toFixed(1)} times as long`,
);
tasks.close();
client.close();
process.exitCode = met ? 0 : 1;
