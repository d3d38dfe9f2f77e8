// Evacuating a host of 20 VMs that run, to the end of the task, against virsh that migrates 20 guests
// like them one after another.
//   node bench/evacuate.ts [rounds] [vms]     2 and 20 by default; exit 1 when a goal is missed
// Needs root, libvirt's daemons, mariadbd, virsh.
import { randomUUID } from 'node:crypto';
import { DomainDefineFlags } from '@baadal/libvirt';
import { benchScope } from './server/cloud.ts';
import { interleave, pairedRatio, printFindings, spread } from './server/figures.ts';
import {
  createVm,
  directVms,
  microTemplate,
  type Outside,
  reachHost,
  startCloud,
} from './server/lab-vm.ts';

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

/** Guests like them on the first host, of which the product knows nothing. */
async function makePeers(): Promise<string[]> {
  const script = directVms(lab);
  const { machine, libvirt } = outside[0];
  const names: string[] = [];
  for (let i = 0; i < VMS; i++) {
    const identity = `peer-${i}`;
    const { xml, disk } = script.define({ identity, uuid: randomUUID(), round: i });
    const size = `${script.diskGiB}G`;
    const layer = ['-f', 'qcow2', '-b', script.backing, '-F', script.format, disk, size];
    await machine.run(['qemu-img', 'create', '-q', ...layer]);
    const domain = await libvirt.defineDomain(xml, DomainDefineFlags.VALIDATE);
    await domain.start();
    names.push(identity);
  }
  return names;
}

async function ask(mutation: string, type: string, id: string): Promise<string> {
  const query = `mutation ($i: ${type}!) { ${mutation}(input: $i) { id } }`;
  return (await client.ask(query, { i: { id } }))[mutation].id;
}

async function evacuate(): Promise<number[]> {
  const begin = performance.now();
  const task = await ask('evacuateHost', 'EvacuateHostInput', hostId('host1'));
  const told = await tasks.succeeded(task);
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
  return [seconds];
}

await makeOurs();
const peers = await makePeers();
const taken = await interleave(rounds, { ours: evacuate, virsh: () => byVirsh(peers) });
const met = printFindings(`Evacuation of ${VMS} VMs, ${rounds} rounds`, [
  {
    what: `a host of ${VMS} VMs that run, to virsh one after another`,
    figures: `${spread(taken.ours.flat(), 's')} to ${spread(taken.virsh.flat(), 's')}`,
    value: pairedRatio(taken.ours, taken.virsh),
    most: 0.71,
    unit: '×',
  },
]);
process.exitCode = met ? 0 : 1;
