// Starts of VMs: all asked for at once, from the mutations to the end of their tasks, against the
// same domains started by libvirt directly with as many calls at once as a host's limit allows.
//   node bench/starts.ts [pairs]     5 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd.
import { benchScope } from './server/cloud.ts';
import { interleave, median, pairedRatio, printFindings, spread } from './server/figures.ts';
import { createVm, microTemplate, reachHost, startCloud } from './server/lab-vm.ts';

const pairs = Number(process.argv[2] ?? 5);
const VMS = 12;
/** As many tasks of the kind may run on one host. */
const AT_ONCE = 8;

await using scope = benchScope();
const { lab, client, tasks } = await startCloud(scope, {
  label: 'start',
  env: { BAADAL_WORKER_CONCURRENCY: '16' },
});
const templateId = await microTemplate(client, lab);
const { libvirt } = await reachHost(scope, lab);

const vms: { id: string; identity: string }[] = [];
for (let i = 0; i < VMS; i++) {
  const vm = await createVm(client, `start${i}`, templateId, { start: false });
  await tasks.succeeded(vm.taskId);
  vms.push(vm);
}
const domains = await Promise.all(vms.map(({ identity }) => libvirt.domainLookupByName(identity)));

/** Asks for the same of every VM at once. @returns ms until the end of the last task was told */
async function all(mutation: 'startVm' | 'destroyVm'): Promise<number> {
  const begin = performance.now();
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($i: ${type}!) { task: ${mutation}(input: $i) { id } }`;
  const ends = vms.map(async ({ id }) => {
    const { task } = await client.ask(query, { i: { id } });
    return tasks.succeeded(task.id as string);
  });
  return Math.max(...(await Promise.all(ends))) - begin;
}

async function byProduct(): Promise<number[]> {
  const ms = await all('startVm');
  await all('destroyVm');
  return [ms / VMS];
}

/** The product sees these starts and stops by itself, as those of anybody. */
async function directly(): Promise<number[]> {
  const begin = performance.now();
  const queue = domains.values();
  const lane = async () => {
    for (const domain of queue) await domain.start();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const ms = performance.now() - begin;
  await Promise.all(domains.map((domain) => domain.destroy()));
  await untilOff();
  return [ms / VMS];
}

async function untilOff(): Promise<void> {
  for (;;) {
    const { vms: page } = await client.ask(
      '{ vms(filter: { status: [SHUTDOWN] }) { totalCount } }',
    );
    if (page.totalCount === VMS) return;
  }
}

const taken = await interleave(pairs, { direct: directly, product: byProduct });
const rate = (rounds: readonly (readonly number[])[]) =>
  `${(1000 / median(rounds.flat())).toFixed(1)}/s`;
const met = printFindings(`Starts, ${pairs} pairs of ${VMS} VMs`, [
  {
    what: 'time of a start, all asked for at once, to libvirt itself',
    figures: `${rate(taken.product)} to ${rate(taken.direct)}; ${spread(taken.product.flat())}`,
    value: pairedRatio(taken.product, taken.direct),
    // At least 0.9 of its rate.
    most: 1.11,
    unit: '×',
  },
]);
tasks.close();
client.close();
process.exitCode = met ? 0 : 1;
