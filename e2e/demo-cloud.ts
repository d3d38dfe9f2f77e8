import { randomUUID } from 'node:crypto';
import { labIn } from './demo-lab.ts';
import type { MadeVm, ProductApi } from './product-api.ts';

interface Wanted {
  readonly name: string;
  readonly owner?: string;
  readonly vcpus?: number;
  readonly ramMiB?: number;
  readonly purpose?: string;
  /** Default: it is only made, not started. */
  readonly state?: 'running' | 'suspended' | 'crashed';
}

const people = [
  { username: 'asha', name: 'Asha Iyer', roles: ['USER'] },
  { username: 'ravi', name: 'Ravi Kumar', roles: ['FACULTY'] },
] as const;

const wanted: readonly Wanted[] = [
  { name: 'build-1', purpose: 'Nightly builds' },
  { name: 'build-2', purpose: 'Nightly builds' },
  { name: 'compilers-lab-1', owner: 'ravi', ramMiB: 256 },
  { name: 'compilers-lab-2', owner: 'ravi', ramMiB: 256 },
  { name: 'compilers-lab-3', owner: 'ravi', ramMiB: 256 },
  { name: 'db-primary', ramMiB: 512, vcpus: 2, purpose: 'Results of the survey', state: 'running' },
  { name: 'db-replica', ramMiB: 512, vcpus: 2 },
  { name: 'dns', state: 'running' },
  { name: 'grader', owner: 'ravi', state: 'suspended' },
  { name: 'mail-test' },
  { name: 'networks-lab-1', owner: 'ravi' },
  { name: 'networks-lab-2', owner: 'ravi' },
  { name: 'seminar', owner: 'asha' },
  { name: 'simulation-7', owner: 'asha', vcpus: 4, ramMiB: 1024, state: 'crashed' },
  { name: 'simulation-8', owner: 'asha', vcpus: 4, ramMiB: 1024 },
  { name: 'staging', vcpus: 2 },
  { name: 'thesis', owner: 'asha', purpose: 'Measurements for the thesis' },
  { name: 'web-1', vcpus: 2, ramMiB: 256, purpose: 'Public pages', state: 'running' },
  { name: 'web-2', vcpus: 2, ramMiB: 256, purpose: 'Public pages' },
  { name: 'wiki' },
];

/** Makes people and VMs as a small institute has them, and brings all into the wanted state. */
export async function makeDemoCloud(
  api: ProductApi,
  stateDir: string,
): Promise<ReadonlyMap<string, MadeVm>> {
  const users = await makePeople(api);
  const found = await vmsByName(api);
  for (const { name, owner, state, ...size } of wanted) {
    const ownerId = owner && users.get(owner);
    const input = { ...size, ...(ownerId && { ownerId }), start: false };
    const vm = found.get(name) ?? { ...(await api.madeVm(name, input)), status: 'SHUTDOWN' };
    found.set(name, vm);
    if (state === undefined || vm.status === state.toUpperCase()) continue;
    if (vm.status !== 'RUNNING') await api.act('startVm', vm.id);
    if (state === 'suspended') await api.act('suspendVm', vm.id);
    if (state === 'crashed') await crash(stateDir, name);
  }
  await addHistory(api, found.get('web-1')?.id ?? '');
  return found;
}

/** Gives a VM a disk and two snapshots, one on the other, unless it has snapshots. */
async function addHistory(api: ProductApi, vmId: string): Promise<void> {
  const { vm } = await api.request<{ vm: { snapshots: unknown[] } }>(
    'query History($id: ID!) { vm(id: $id) { snapshots { id } } }',
    { id: vmId },
  );
  if (vm.snapshots.length > 0) return;
  await done(api, 'attachDisk', 'AttachDiskInput', { vmId, sizeGiB: 2 });
  for (const [name, description] of [
    ['before-upgrade', 'As it ran all summer'],
    ['upgraded', 'New kernel, not yet public'],
  ]) {
    // It may still boot.
    const input = { vmId, name, description, requirePing: false };
    await done(api, 'createSnapshot', 'CreateSnapshotInput', input);
  }
}

async function done(api: ProductApi, mutation: string, type: string, input: object): Promise<void> {
  const { task } = await api.request<{ task: { id: string } }>(
    `mutation Do($input: ${type}!) { task: ${mutation}(input: $input) { id } }`,
    { input },
  );
  await api.succeeded(task.id);
}

async function makePeople(api: ProductApi): Promise<ReadonlyMap<string, string>> {
  type Users = { users: { id: string; username: string }[] };
  const { users } = await api.request<Users>('query People { users { id username } }');
  const ids = new Map(users.map(({ id, username }) => [username, id]));
  for (const person of people) {
    if (ids.has(person.username)) continue;
    const { createUser } = await api.request<{ createUser: { id: string } }>(
      'mutation Person($input: CreateUserInput!) { createUser(input: $input) { id } }',
      { input: { ...person, password: randomUUID() } },
    );
    ids.set(person.username, createUser.id);
  }
  return ids;
}

type DemoVm = MadeVm & { readonly status: string };

async function vmsByName(api: ProductApi): Promise<Map<string, DemoVm>> {
  type Vms = { vms: { nodes: (Omit<DemoVm, 'taskId'> & { tasks: { id: string }[] })[] } };
  const { vms } = await api.request<Vms>(
    'query Vms { vms(first: 200) { nodes { id name status tasks { id } } } }',
  );
  return new Map(
    vms.nodes.map(({ tasks, ...vm }) => [vm.name, { ...vm, taskId: tasks.at(-1)?.id ?? '' }]),
  );
}

/** Kills the guest's QEMU on its host, as a defect of it would. */
async function crash(stateDir: string, name: string): Promise<void> {
  const kill = `pid=/run/libvirt/qemu/$(virsh list --name | grep _${name}$).pid && kill -9 $(cat $pid)`;
  for (const host of ['host1', 'host2']) {
    await labIn(stateDir, 'ssh', host, kill).catch(() => undefined); // it is on the other host
  }
}
