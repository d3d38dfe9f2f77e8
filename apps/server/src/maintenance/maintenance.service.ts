import { type MutationTx, runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, ConflictError } from '../platform/errors.ts';
import type { HostId, TaskId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import type { Boot } from './boot.task.ts';
import { cloudState, setCloudState } from './cloud-state.ts';
import { keptVms } from './kept-vms.ts';
import type {
  BootCloudInput,
  BootHostsInput,
  ShutdownCloudInput,
  ShutdownHostsInput,
  ShutdownInput,
} from './maintenance.inputs.ts';
import type { ShutDown } from './shut-down.task.ts';
import { CLOUD_LANE, closeHosts, shutHostIds } from './shut-hosts.ts';

interface Named {
  readonly id: HostId;
  readonly name: string;
  readonly status: string;
}

/** All hosts, locked in the order in which everybody locks them. */
const lockHosts = (em: Em) =>
  rows<Named>(em, 'select id, name, status from host order by id for update');

/** @throws {BadUserInputError} naming what is no host */
function chosen(hosts: readonly Named[], ids: readonly string[]): Named[] {
  const wanted = new Set(ids);
  const found = hosts.filter(({ id }) => wanted.has(id));
  const unknown = [...wanted].filter((id) => !hosts.some((host) => host.id === id));
  if (unknown.length > 0)
    throw new BadUserInputError([
      { path: 'ids', message: `There is no host ${unknown.join(', ')}.` },
    ]);
  return found;
}

const namesOf = (hosts: readonly Named[]) => hosts.map(({ name }) => name).join(', ');
const refs = (hosts: readonly Named[]) => hosts.map(({ id, name }) => ({ id, name }));

async function shutDownOf(
  em: Em,
  hosts: readonly Named[],
  input: ShutdownInput,
): Promise<ShutDown> {
  const { maintenanceAtOnce: atOnce, maintenanceKeepsBySnapshot } = await constantValues(em);
  const method = input.method ?? (maintenanceKeepsBySnapshot === 1 ? 'SNAPSHOT' : 'MANAGED_SAVE');
  return { hosts: refs(hosts), powerOff: input.powerOff, method, atOnce };
}

/** Closes the hosts in the transaction of the mutation already: nothing slips in behind it. */
async function enqueueShutDown(
  context: Context,
  { em, afterCommit }: MutationTx,
  task: {
    readonly type: 'SHUTDOWN_HOSTS' | 'SHUTDOWN_CLOUD';
    readonly title: string;
    readonly input: ShutDown;
  },
): Promise<TaskId> {
  const requestedBy = requireViewer(context).userId;
  const id = await enqueueTask(em, { ...task, lane: CLOUD_LANE, requestedBy });
  const ids = task.input.hosts.map((host) => host.id);
  await closeHosts(em, ids, id);
  afterCommit(() => announce(context, id, ids));
  return id;
}

function announce({ services }: Context, task: TaskId, hostIds: readonly HostId[]): void {
  announceTask(services.events, task, CLOUD_LANE);
  for (const id of hostIds) services.events.publish('host', { id });
  services.events.publish('cloud', {});
}

/**
 * Has hosts shut down with the memory of their VMs kept.
 * @throws {BadUserInputError | ConflictError}
 */
export function shutdownHosts(context: Context, input: ShutdownHostsInput): Promise<TaskId> {
  const { clientMutationId, ids } = input;
  const call = { action: 'shutdownHosts', clientMutationId, detail: ids.join(', ') };
  return runMutation(context, call, async (tx) => {
    const hosts = chosen(await lockHosts(tx.em), ids);
    const shut = await shutHostIds(
      tx.em,
      hosts.map(({ id }) => id),
    );
    const again = hosts.filter(({ id }) => shut.includes(id));
    if (again.length > 0) throw new ConflictError(`Shut down already: ${namesOf(again)}.`);
    const away = hosts.filter(({ status }) => status !== 'UP');
    if (away.length > 0)
      throw new ConflictError(`Not up, so that nothing can be kept there: ${namesOf(away)}.`);
    const title = `Shut down ${hosts.length === 1 ? 'host' : 'hosts'} ${namesOf(hosts)}`;
    const task = await shutDownOf(tx.em, hosts, input);
    return enqueueShutDown(context, tx, {
      ...{ type: 'SHUTDOWN_HOSTS', title: title.slice(0, 255), input: task },
    });
  });
}

/** Has the whole cloud shut down. @throws {ConflictError} when it is not open, or has no hosts */
export function shutdownCloud(context: Context, input: ShutdownCloudInput): Promise<TaskId> {
  const call = { action: 'shutdownCloud', clientMutationId: input.clientMutationId };
  return runMutation(context, call, async (tx) => {
    const { state } = await cloudState(tx.em);
    if (state !== 'OPEN') throw new ConflictError(NOT_OPEN[state]);
    const hosts = await lockHosts(tx.em);
    if (hosts.length === 0) throw new ConflictError('There is no host yet.');
    const task = await shutDownOf(tx.em, hosts, input);
    const id = await enqueueShutDown(context, tx, {
      ...{ type: 'SHUTDOWN_CLOUD', title: 'Shut down the cloud', input: task },
    });
    await setCloudState(tx.em, 'CLOSING', id);
    return id;
  });
}

const NOT_OPEN = {
  CLOSING: 'The cloud is being shut down already.',
  CLOSED: 'The cloud is shut down already.',
  OPENING: 'The cloud is being booted. Wait for its end.',
} as const;

/** Has hosts booted and their VMs brought back. @throws {BadUserInputError | ConflictError} */
export function bootHosts(context: Context, input: BootHostsInput): Promise<TaskId> {
  const { clientMutationId, ids } = input;
  const call = { action: 'bootHosts', clientMutationId, detail: ids.join(', ') };
  return runMutation(context, call, async (tx) => {
    const hosts = chosen(await lockHosts(tx.em), ids);
    const shut = await shutHostIds(
      tx.em,
      hosts.map(({ id }) => id),
    );
    const kept = await keptVms(tx.em, { hostIds: hosts.map(({ id }) => id) });
    const open = hosts.filter(
      ({ id }) => !shut.includes(id) && !kept.some(({ hostId }) => hostId === id),
    );
    if (open.length > 0) throw new ConflictError(`Not shut down: ${namesOf(open)}.`);
    const title = `Boot ${hosts.length === 1 ? 'host' : 'hosts'} ${namesOf(hosts)}`;
    return enqueueBoot(context, tx, { type: 'BOOT_HOSTS', title: title.slice(0, 255), hosts });
  });
}

/** Has the cloud booted. @throws {ConflictError} when nothing is shut down */
export function bootCloud(context: Context, input: BootCloudInput): Promise<TaskId> {
  const call = { action: 'bootCloud', clientMutationId: input.clientMutationId };
  return runMutation(context, call, async (tx) => {
    const { state } = await cloudState(tx.em);
    if (state === 'CLOSING')
      throw new ConflictError('The cloud is being shut down. Wait for its end, or cancel that.');
    if (state === 'OPENING') throw new ConflictError(NOT_OPEN.OPENING);
    const hosts = await lockHosts(tx.em);
    const shut = await shutHostIds(
      tx.em,
      hosts.map(({ id }) => id),
    );
    if (state === 'OPEN' && shut.length === 0 && (await keptVms(tx.em)).length === 0)
      throw new ConflictError('Nothing is shut down.');
    const id = await enqueueBoot(context, tx, {
      ...{ type: 'BOOT_CLOUD', title: 'Boot the cloud', hosts },
    });
    await setCloudState(tx.em, 'OPENING', id);
    return id;
  });
}

async function enqueueBoot(
  context: Context,
  { em, afterCommit }: MutationTx,
  {
    type,
    title,
    hosts,
  }: {
    readonly type: 'BOOT_HOSTS' | 'BOOT_CLOUD';
    readonly title: string;
    readonly hosts: readonly Named[];
  },
): Promise<TaskId> {
  const { maintenanceAtOnce: atOnce } = await constantValues(em);
  const input: Boot = { hosts: refs(hosts), atOnce };
  const requestedBy = requireViewer(context).userId;
  const id = await enqueueTask(em, { type, input, title, lane: CLOUD_LANE, requestedBy });
  afterCommit(() =>
    announce(
      context,
      id,
      hosts.map((host) => host.id),
    ),
  );
  return id;
}
