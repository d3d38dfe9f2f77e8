// Live migration of the micro guest with two snapshots: from the mutation to the end of its task,
// against `virsh migrate --live` with the snapshot calls made by hand, on a VM that is its twin.
//   node bench/migrate.ts [pairs]     10 by default; exit 1 when the goal is missed
// Needs root, libvirt's daemons, mariadbd.
import { type Domain, DomainSnapshotCreateFlags, DomainSnapshotDeleteFlags } from '@baadal/libvirt';
import { benchScope } from './server/cloud.ts';
import { interleave, pairedRatio, printFindings, spread } from './server/figures.ts';
import { createVm, microTemplate, type Outside, reachHost, startCloud } from './server/lab-vm.ts';

const pairs = Number(process.argv[2] ?? 10);

await using scope = benchScope();
const { lab, client, tasks } = await startCloud(scope, { label: 'mig', hosts: 2 });
const template = await microTemplate(client, lab);
const outside = [await reachHost(scope, lab), await reachHost(scope, lab, 1)] as const;
const addresses = lab.inventory.hosts.map(({ address }) => address);

const SNAPSHOT = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
const MIGRATE = 'mutation ($i: MigrateVmInput!) { migrateVm(input: $i) { id } }';
const HOSTS = '{ hosts { id name } }';

/** A VM that runs on the first host, with two snapshots, the second with memory. */
async function makeVm(name: string) {
  const { hosts } = await client.ask(HOSTS);
  const first = hosts.find((host: { name: string }) => host.name === lab.inventory.hosts[0]?.name);
  const vm = await createVm(client, name, template, { hostId: first.id });
  await tasks.succeeded(vm.taskId);
  for (const memory of [false, true]) {
    const i = { vmId: vm.id, name: memory ? 'memory' : 'disks', memory };
    const { createSnapshot } = await client.ask(SNAPSHOT, { i });
    await tasks.succeeded(createSnapshot.id);
  }
  return vm;
}

async function byProduct(): Promise<number[]> {
  const begin = performance.now();
  const { migrateVm } = await client.ask(MIGRATE, { i: { id: ours.id } });
  return [(await tasks.succeeded(migrateVm.id)) - begin];
}

/** What an admin's script does, on warm connections: nothing is checked, nothing could be undone. */
async function byHand(round: number): Promise<number[]> {
  const [source, target] = [outside[round % 2], outside[(round + 1) % 2]] as [Outside, Outside];
  const begin = performance.now();
  const domain = await source.libvirt.domainLookupByName(twin.identity);
  const snapshots = await saveAndForget(domain);
  const to = `qemu+ssh://root@${addresses[(round + 1) % 2]}/system`;
  await source.machine.run(
    ['virsh', 'migrate', '--live', '--persistent', '--undefinesource', twin.identity, to],
    { timeoutMs: 120_000 },
  );
  const there = await target.libvirt.domainLookupByName(twin.identity);
  for (const { xml, current } of snapshots) {
    const { REDEFINE, CURRENT } = DomainSnapshotCreateFlags;
    await there.createSnapshot(xml, current ? REDEFINE | CURRENT : REDEFINE);
  }
  return [performance.now() - begin];
}

async function saveAndForget(domain: Domain) {
  const listed = await domain.snapshots();
  const current = (await domain.currentSnapshot()).name;
  const saved = [];
  for (const snapshot of listed)
    saved.push({ xml: await snapshot.xml(1), current: snapshot.name === current });
  for (const snapshot of listed) await snapshot.delete(DomainSnapshotDeleteFlags.METADATA_ONLY);
  // The first has no parent.
  return saved.toSorted(
    (a, b) => Number(a.xml.includes('<parent>')) - Number(b.xml.includes('<parent>')),
  );
}

const ours = await makeVm('measured');
const twin = await makeVm('twin');
const taken = await interleave(pairs, { hand: byHand, product: byProduct });
const met = printFindings(`Live migration with two snapshots, ${pairs} pairs`, [
  {
    what: 'mutation to the end of the task, to virsh and the calls by hand',
    figures: `${spread(taken.product.flat())} to ${spread(taken.hand.flat())}`,
    value: pairedRatio(taken.product, taken.hand),
    most: 1.2,
    unit: '×',
  },
]);
tasks.close();
client.close();
process.exitCode = met ? 0 : 1;
