// Making a VM: from the mutation to the end of its task, against the same volume, define and start
// called directly on warm connections.
//   node bench/create-vm.ts [pairs]     15 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd.
import { randomUUID } from 'node:crypto';
import { DomainDefineFlags } from '@baadal/libvirt';
import { benchScope } from './server/cloud.ts';
import { interleave, median, pairedRatio, printFindings, spread } from './server/figures.ts';
import {
  createVm,
  deleteVm,
  directVms,
  microTemplate,
  reachHost,
  startCloud,
} from './server/lab-vm.ts';

const pairs = Number(process.argv[2] ?? 15);

await using scope = benchScope();
const { lab, client, tasks } = await startCloud(scope, { label: 'make' });
const templateId = await microTemplate(client, lab);
const { machine, libvirt } = await reachHost(scope, lab);

const script = directVms(lab);

const answered: number[] = [];

async function byProduct(round: number): Promise<number[]> {
  const begin = performance.now();
  const vm = await createVm(client, `made${round}`, templateId);
  if (round > 0) answered.push(performance.now() - begin);
  const told = await tasks.succeeded(vm.taskId);
  const ms = told - begin;
  if (round > 0) await noteSteps(vm.taskId, { begin, told });
  await deleteVm(client, tasks, vm.id);
  return [ms];
}

const steps = new Map<string, number[]>();
const direct = new Map<string, number[]>();

/** Notes how long each step of a task took, and what passed between them, in ms. */
async function noteSteps(id: string, seen: { begin: number; told: number }): Promise<void> {
  const { task } = await client.ask(
    `query ($id: ID!) { task(id: $id) {
      createdAt startedAt finishedAt steps { name startedAt finishedAt } } }`,
    { id },
  );
  const note = (name: string, ms: number) => steps.set(name, [...(steps.get(name) ?? []), ms]);
  const time = (text: string) => Date.parse(text) - performance.timeOrigin;
  note('asked → row', time(task.createdAt) - seen.begin);
  note('row → claimed', time(task.startedAt) - time(task.createdAt));
  let within = 0;
  for (const step of task.steps) {
    const ms = time(step.finishedAt) - time(step.startedAt);
    note(step.name, ms);
    within += ms;
  }
  note('between steps', time(task.finishedAt) - time(task.startedAt) - within);
  note('end → told', seen.told - time(task.finishedAt));
}

/** What an admin's script with warm connections would do; as the product words it. */
async function directly(round: number): Promise<number[]> {
  const uuid = randomUUID();
  const identity = `direct-${round}`;
  const { xml, disk } = script.define({ identity, uuid, round });
  const { backing, format, diskGiB } = script;
  const moments = [performance.now()];
  await machine.run([
    ...[
      'qemu-img',
      'create',
      '-q',
      '-f',
      'qcow2',
      '-b',
      backing,
      '-F',
      format,
      disk,
      `${diskGiB}G`,
    ],
  ]);
  moments.push(performance.now());
  const domain = await libvirt.defineDomain(xml, DomainDefineFlags.VALIDATE);
  moments.push(performance.now());
  await domain.start();
  moments.push(performance.now());
  await domain.destroy();
  await domain.undefine();
  await machine.run(['rm', '-f', disk]);
  const [begin = 0, made = 0, defined = 0, started = 0] = moments;
  if (round > 0)
    for (const [name, ms] of [
      ['make disk', made - begin],
      ['define domain', defined - made],
      ['start', started - defined],
    ] as const)
      direct.set(name, [...(direct.get(name) ?? []), ms]);
  return [started - begin];
}

const taken = await interleave(pairs, { direct: directly, product: byProduct });
for (const [name, ms] of direct) steps.set(`directly: ${name}`, ms);
console.log('parts, medians in ms:');
for (const [name, times] of steps) console.log(`  ${name.padEnd(24)} ${median(times).toFixed(0)}`);
const met = printFindings(`Making a VM, ${pairs} pairs`, [
  {
    what: 'mutation to SUCCEEDED, to the same calls made directly',
    figures: `${spread(taken.product.flat())} to ${spread(taken.direct.flat())}`,
    value: pairedRatio(taken.product, taken.direct),
    most: 1.25,
    unit: '×',
  },
  {
    what: 'mutation answered, p50',
    figures: spread(answered),
    value: median(answered),
    most: 30,
    unit: ' ms',
  },
]);
tasks.close();
client.close();
process.exitCode = met ? 0 : 1;
