import { checkForLeaks } from '../../src/leak/leak-check.ts';
import { rows } from '../../src/platform/db.ts';
import { waitFor } from '../wait-for.ts';
import type { ChaosCloud } from './chaos-cloud.ts';
import type { ChaosDriver } from './driver.ts';
import { type Model, type ModelState, modelOf, POWER_CUT } from './model.ts';

interface TaskRow {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly status: string;
  readonly vmId: string | null;
  readonly attempt: number;
  readonly isGroup: number;
  readonly start: number | null;
  readonly ifWanted: number | null;
  readonly memory: number | null;
  readonly snapshotId: string | null;
  readonly diskId: string | null;
  readonly message: string | null;
  readonly endedAt: Date;
}

interface VmRow {
  readonly id: string;
  readonly name: string;
  readonly identity: string;
  readonly status: string;
  readonly desired: string;
  readonly hostName: string;
  readonly told: string | null;
  readonly reason: string | null;
}

/** Time for everything to come to its end once nothing is broken any more. */
const SETTLE_MS = 240_000;
const OPEN = "status in ('PENDING', 'RUNNING', 'RETRYING')";
const VIRSH: Readonly<Record<string, string>> = {
  ...{ running: 'RUNNING', 'shut off': 'SHUTDOWN', paused: 'SUSPENDED' },
};

/** QEMU pauses a guest that finds its datastore full; it goes on when it is resumed. */
async function resumePaused(cloud: ChaosCloud, driver: ChaosDriver): Promise<void> {
  const paused = (await readVms(cloud)).filter(
    ({ status, reason }) => status === 'SUSPENDED' && reason === 'paused: its disk reports errors',
  );
  for (const { id, name } of paused) {
    driver.note(`resume of ${name}, which found the datastore full`);
    const task = await cloud.product.act(cloud.product.admin, 'resumeVm', id);
    if (task.status !== 'SUCCEEDED') driver.violation(`${name} cannot be resumed: ${task.message}`);
  }
}

/** What a VM's history says of its states, oldest first. */
async function statesOf(cloud: ChaosCloud, vmId: string): Promise<string> {
  const events = await rows<{ at: Date; from: string; to: string }>(
    cloud.product.em(),
    "select at, `from`, `to` from vm_event where vm_id = ? and attribute = 'status' order by id",
    [vmId],
  );
  return events
    .map(({ at, from, to }) => `${at.toISOString().slice(17, 23)} ${from} → ${to}`)
    .join(', ');
}

/** Waits for the end of everything, and tells the driver of all that is not as it must be. */
export async function verify(cloud: ChaosCloud, driver: ChaosDriver): Promise<void> {
  await cloud.untilWhole();
  await cloud.untilHostsAreUp().catch((error: Error) => driver.violation(error.message));
  await untilEnded(cloud, driver);
  await retryPartial(cloud, driver);
  await resumePaused(cloud, driver);
  await untilTold(cloud);
  const tasks = await endedTasks(cloud);
  const there = new Set((await readVms(cloud)).map(({ id }) => id));
  for (const task of tasks.filter(({ status }) => status === 'PARTIAL')) {
    // Of a group whose VM is deleted since, nothing more can be done; what it left, the leak check tells.
    if (task.isGroup && task.vmId && !there.has(task.vmId)) continue;
    driver.violation(`${task.title} (${task.id}) is still PARTIAL: ${task.message}`);
  }
  const leaks = await checkForLeaks(cloud.product.app.services);
  for (const { kind, subject, detail } of leaks.findings)
    driver.violation(`leak ${kind}: ${subject}: ${detail}`);
  await verifyVms(cloud, driver, tasks);
}

/** An event that was lost with Redis is made up for by the collector's routine look. */
async function untilTold(cloud: ChaosCloud): Promise<void> {
  const behind = 'select 1 from vm where told_status <> status';
  const none = async () => (await rows(cloud.product.em(), behind)).length === 0;
  await waitFor('every history to be complete', none, SETTLE_MS).catch(() => undefined);
}

async function untilEnded(cloud: ChaosCloud, driver: ChaosDriver): Promise<void> {
  const open = () =>
    rows<{ id: string; title: string; status: string }>(
      cloud.product.em(),
      `select id, title, status from task where ${OPEN}`,
    );
  const none = async () => (await open()).length === 0;
  await waitFor('every task to end', none, SETTLE_MS).catch(() => undefined);
  for (const { id, title, status } of await open())
    driver.violation(`${title} (${id}) has no end: ${status}`);
}

/** What was left behind while something was broken can be mended now. */
async function retryPartial(cloud: ChaosCloud, driver: ChaosDriver): Promise<void> {
  const partial = await rows<{ id: string; title: string }>(
    cloud.product.em(),
    "select id, title from task where status = 'PARTIAL'",
  );
  for (const { id, title } of partial) {
    driver.note(`retry of ${title}, which was PARTIAL`);
    await cloud.product.request(cloud.product.admin, 'retryTask', id);
  }
  if (partial.length > 0) await untilEnded(cloud, driver);
}

/** In the order they ended. */
function endedTasks(cloud: ChaosCloud): Promise<TaskRow[]> {
  return rows<TaskRow>(
    cloud.product.em(),
    `select id, type, title, status, vm_id as vmId, attempt, message, finished_at as endedAt,
            children_at_once is not null as isGroup,
            json_extract(input, '$.start') = true as start,
            json_extract(input, '$.ifWanted') = true as ifWanted,
            json_extract(input, '$.memory') = true as memory,
            json_unquote(json_extract(input, '$.snapshotId')) as snapshotId,
            json_unquote(coalesce(json_extract(input, '$.spec.diskId'), json_extract(input, '$.diskId'))) as diskId
       from task order by finished_at, seq`,
  );
}

async function verifyVms(
  cloud: ChaosCloud,
  driver: ChaosDriver,
  tasks: readonly TaskRow[],
): Promise<void> {
  const vms = await readVms(cloud);
  const domains = await readDomains(cloud);
  const perVm = Map.groupBy(
    withCuts(cloud, tasks).filter(({ vmId }) => vmId !== null),
    ({ vmId }) => vmId,
  );
  const models = new Map<string, Model>();
  for (const [vmId, history] of perVm) {
    const model = modelOf(
      history.map(({ start, memory, ifWanted, ...task }) => ({
        ...{
          ...task,
          start: Boolean(start),
          ifWanted: Boolean(ifWanted),
          memory: memory === null || Boolean(memory),
        },
      })),
    );
    const vm = vms.find(({ id }) => id === vmId);
    if (vm) models.set(vm.id, model);
    const is = (vm?.status ?? 'ABSENT') as ModelState;
    const story = history.map(({ type, status }) => `${type} ${status}`).join(', ');
    if (vm?.desired === 'RUNNING' && is === 'SHUTDOWN' && !mayHaveStopped(history))
      driver.violation(
        `${vm.name} is to run, and is off (${vm.reason}): ${story}; ${await statesOf(cloud, vm.id)}`,
      );
    if (!model.states.has(is))
      driver.violation(
        `${vm?.name ?? vmId} is ${is} (${vm?.reason}), not ${[...model.states].join(' or ')}: ${story}`,
      );
  }
  await verifySnapshots(cloud, driver, models);
  await verifyDisks(cloud, driver, models);
  for (const vm of vms) await judgePlace(cloud, driver, vm, domains.get(vm.identity) ?? []);
  const known = new Set(vms.map(({ identity }) => identity));
  for (const [name, places] of domains)
    if (!known.has(name)) driver.violation(`domain ${name} on ${places[0]?.host} is of no VM`);
}

/** Whether a task that failed may have stopped it, though nobody's wish was fulfilled. */
const mayHaveStopped = (history: readonly TaskRow[]): boolean =>
  history.some(
    ({ type, status }) =>
      ['SHUTDOWN_VM', 'REBOOT_VM', 'DESTROY_VM', 'REVERT_TO_SNAPSHOT', 'START_VM'].includes(type) &&
      status !== 'SUCCEEDED',
  );

/** Beside the tasks, in their order, the losses of power. */
function withCuts(cloud: ChaosCloud, tasks: readonly TaskRow[]): TaskRow[] {
  const nothing = {
    start: null,
    ifWanted: null,
    memory: null,
    snapshotId: null,
    diskId: null,
    message: null,
  };
  const cuts = cloud.cuts.flatMap(({ at, vmIds }) =>
    [...vmIds].map((vmId) => ({
      ...{ ...nothing, id: '', type: POWER_CUT, title: '', status: '', attempt: 1, isGroup: 0 },
      ...{ vmId, endedAt: at },
    })),
  );
  return [...tasks, ...cuts].toSorted((a, b) => a.endedAt.getTime() - b.endedAt.getTime());
}

/** The snapshots in the records; that they are in libvirt and the disks is for the leak check. */
async function verifySnapshots(
  cloud: ChaosCloud,
  driver: ChaosDriver,
  models: ReadonlyMap<string, Model>,
): Promise<void> {
  const sql = 'select id, vm_id as vmId, state from snapshot';
  const found = await rows<{ id: string; vmId: string; state: string }>(cloud.product.em(), sql);
  for (const { id, state } of found)
    if (state !== 'READY') driver.violation(`snapshot ${id} is still ${state}`);
  for (const [vmId, { snapshots, doubtful }] of models) {
    const there = found.filter((row) => row.vmId === vmId).map(({ id }) => id);
    for (const id of snapshots.keys())
      if (!there.includes(id)) driver.violation(`snapshot ${id} of ${vmId} is lost`);
    for (const id of there)
      if (!snapshots.has(id) && !doubtful.has(id))
        driver.violation(
          `snapshot ${id} of ${vmId} is there, though it was never made or is deleted`,
        );
  }
}

/** The extra disks in the records; that domains and files agree is for the leak check. */
async function verifyDisks(
  cloud: ChaosCloud,
  driver: ChaosDriver,
  models: ReadonlyMap<string, Model>,
): Promise<void> {
  const sql = 'select id, vm_id as vmId, attached from disk where vm_id is not null';
  const found = await rows<{ id: string; vmId: string; attached: number }>(cloud.product.em(), sql);
  for (const { id, attached } of found)
    if (!attached) driver.violation(`disk ${id} is still reserved only`);
  for (const [vmId, { disks }] of models)
    for (const id of disks ?? [])
      if (!found.some((disk) => disk.id === id && disk.vmId === vmId))
        driver.violation(`disk ${id} of ${vmId} is lost`);
}

type Place = { readonly host: string; readonly state: string };

/** Exactly one host has it, the right one, in the state that row and history tell. */
async function judgePlace(
  cloud: ChaosCloud,
  driver: ChaosDriver,
  vm: VmRow,
  places: readonly Place[],
): Promise<void> {
  const [place] = places;
  if (places.length !== 1 || place?.host !== vm.hostName)
    driver.violation(
      `${vm.name} is to be on ${vm.hostName}, but is on ${places.map(({ host }) => host).join(' and ') || 'no host'}`,
    );
  if (place && place.state !== vm.status) {
    const why = await cloud.product.onHost(
      place.host,
      'virsh',
      'domstate',
      '--reason',
      vm.identity,
    );
    driver.violation(`${vm.name}: row ${vm.status}, virsh ${place.state}, now ${why.trim()}`);
  }
  if (vm.told !== vm.status)
    driver.violation(
      `${vm.name}: row ${vm.status}, its history ends with ${vm.told}: ${await statesOf(cloud, vm.id)}`,
    );
}

function readVms(cloud: ChaosCloud): Promise<VmRow[]> {
  return rows<VmRow>(
    cloud.product.em(),
    `select v.id, v.name, v.identity, v.status, v.desired_status as desired, v.status_reason as reason, h.name as hostName,
            (select e.\`to\` from vm_event e where e.vm_id = v.id and e.attribute = 'status'
              order by e.id desc limit 1) as told
       from vm v left join host h on h.id = v.host_id`,
  );
}

/** Past the product: what each host's virsh lists. */
async function readDomains(cloud: ChaosCloud): Promise<Map<string, Place[]>> {
  const found = new Map<string, Place[]>();
  for (const { name: host } of cloud.product.lab.inventory.hosts) {
    const list = await cloud.product.onHost(host, 'virsh', 'list', '--all');
    for (const line of list.split('\n').slice(2)) {
      const [, name, state] = /^\s*\S+\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
      if (name && state)
        found.set(name, [...(found.get(name) ?? []), { host, state: VIRSH[state] ?? state }]);
    }
  }
  return found;
}
