// Taking a snapshot with memory and reverting to it: from the mutation to the end of its task,
// against libvirt's calls made directly on a warm connection, on the same running VM.
//   node bench/snapshot.ts [pairs]     10 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd.
import { DomainSnapshotRevertFlags } from '@baadal/libvirt';
import { benchScope } from './server/cloud.ts';
import { interleave, median, printFindings, type Rounds, spread } from './server/figures.ts';
import { createVm, microTemplate, reachHost, startCloud } from './server/lab-vm.ts';

const pairs = Number(process.argv[2] ?? 10);

await using scope = benchScope();
const { lab, client, tasks } = await startCloud(scope, { label: 'snap' });
const vm = await createVm(client, 'measured', await microTemplate(client, lab));
await tasks.succeeded(vm.taskId);
const { libvirt } = await reachHost(scope, lab);
const domain = await libvirt.domainLookupByName(vm.identity);

const CREATE = 'mutation ($i: CreateSnapshotInput!) { task: createSnapshot(input: $i) { id } }';
const REVERT = 'mutation ($i: RevertToSnapshotInput!) { task: revertToSnapshot(input: $i) { id } }';
const DELETE = 'mutation ($i: DeleteSnapshotInput!) { task: deleteSnapshot(input: $i) { id } }';

/** Asks for a task and waits for its end. @returns how long both took, in ms */
async function timed(query: string, input: Record<string, unknown>): Promise<number> {
  const begin = performance.now();
  const { task } = await client.ask(query, { i: input });
  return (await tasks.succeeded(task.id)) - begin;
}

async function newest(): Promise<string> {
  const query = 'query ($id: ID!) { vm(id: $id) { snapshots { id } } }';
  const { vm: seen } = await client.ask(query, { id: vm.id });
  return seen.snapshots.at(-1).id;
}

async function byProduct(round: number): Promise<number[]> {
  const taken = await timed(CREATE, { vmId: vm.id, name: `round ${round}` });
  const id = await newest();
  const reverted = await timed(REVERT, { id });
  await timed(DELETE, { id });
  return [taken, reverted];
}

async function directly(round: number): Promise<number[]> {
  const moments = [performance.now()];
  const xml = `<domainsnapshot><name>direct-${round}</name></domainsnapshot>`;
  const snapshot = await domain.createSnapshot(xml);
  moments.push(performance.now());
  await snapshot.revert(DomainSnapshotRevertFlags.FORCE);
  moments.push(performance.now());
  await snapshot.delete();
  const [begin = 0, taken = 0, reverted = 0] = moments;
  return [taken - begin, reverted - taken];
}

// The guest must have booted: one that does not answer is not snapshotted.
await timed(CREATE, { vmId: vm.id, name: 'booted' });

const taken = await interleave(pairs, { direct: directly, product: byProduct });
const part = (rounds: Rounds, index: number) => rounds.map((samples) => samples[index] ?? NaN);
const met = printFindings(
  `Snapshot with memory and revert, ${pairs} pairs`,
  ['snapshot', 'revert'].map((what, i) => {
    const [product, direct] = [part(taken.product, i), part(taken.direct, i)];
    return {
      what: `${what}, what is above 1.1 × the bare call`,
      figures: `${spread(product)} to ${spread(direct)}`,
      value: median(product.map((ms, pair) => ms - 1.1 * (direct[pair] ?? NaN))),
      most: 100,
      unit: ' ms',
    };
  }),
);
tasks.close();
client.close();
process.exitCode = met ? 0 : 1;
