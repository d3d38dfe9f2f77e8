import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, NotFoundError } from '../platform/errors.ts';
import type { HostId, TaskId, UserId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import type {
  HostLinkHistoryView,
  HostNetworkView,
  MeasureHostNetworkInput,
} from './host-network.type.ts';
import { loadHostNetwork, loadLinkHistory } from './network-view.ts';

/** The lane of all measurements: two at once would measure each other. */
const MEASURING_LANE = 'host-network';

const DAY_MS = 86_400_000;

/** @throws {BadUserInputError} for a moment that is to come */
export async function hostNetwork(context: Context, at: Date | null): Promise<HostNetworkView> {
  if (at !== null && at.getTime() > Date.now())
    throw new BadUserInputError([{ path: 'at', message: 'Choose a moment in the past.' }]);
  return loadHostNetwork(context.em, at);
}

/** @throws {NotFoundError | BadUserInputError} */
export async function hostLinkHistory(
  context: Context,
  asked: {
    readonly source: string;
    readonly target: string;
    readonly from: Date | undefined;
    readonly to: Date | undefined;
  },
): Promise<HostLinkHistoryView> {
  const { source, target } = asked;
  const to = asked.to ?? new Date();
  const from = asked.from ?? new Date(to.getTime() - DAY_MS);
  if (from >= to)
    throw new BadUserInputError([{ path: 'from', message: 'The beginning lies before the end.' }]);
  await requireHosts(context.em, [source, target]);
  return loadLinkHistory(context.em, [source as HostId, target as HostId], { from, to });
}

async function requireHosts(em: Em, ids: readonly string[]): Promise<void> {
  const known = await rows<{ id: string }>(em, 'select id from host where id in (?)', [ids]);
  const missing = ids.find((id) => !known.some((host) => host.id === id));
  if (missing !== undefined) throw new NotFoundError('host', missing);
}

/**
 * Asks for a measurement between hosts.
 * @throws {BadUserInputError} when fewer than two hosts are named, or one that is not there
 */
export async function measureHostNetwork(
  context: Context,
  input: MeasureHostNetworkInput,
): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId, throughput = false } = input;
  const hostIds = input.hostIds ? [...new Set(input.hostIds)] : null;
  const detail = `${hostIds ? `${hostIds.length} hosts` : 'all hosts'}${throughput ? ', throughput' : ''}`;
  const call = { action: 'measureHostNetwork', clientMutationId, detail };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    if (hostIds) await checkHosts(em, hostIds);
    const id = await enqueueMeasurement(em, {
      hostIds: hostIds as HostId[] | null,
      throughput,
      requestedBy: viewer.userId,
    });
    afterCommit(() => {
      announceTask(context.services.events, id);
      context.services.events.publish('hostNetwork', {});
    });
    return id;
  });
}

async function checkHosts(em: Em, ids: readonly string[]): Promise<void> {
  if (ids.length < 2)
    throw new BadUserInputError([
      { path: 'hostIds', message: 'A measurement needs at least two hosts.' },
    ]);
  const known = await rows<{ id: string }>(em, 'select id from host where id in (?)', [ids]);
  if (known.length < ids.length)
    throw new BadUserInputError([{ path: 'hostIds', message: 'One of these is no host.' }]);
}

/** Writes the task, in the caller's transaction; the caller announces it. */
export function enqueueMeasurement(
  em: Em,
  what: {
    readonly hostIds: readonly HostId[] | null;
    readonly throughput: boolean;
    readonly requestedBy: UserId | null;
  },
): Promise<TaskId> {
  const { requestedBy, ...input } = what;
  return enqueueTask(em, {
    type: 'MEASURE_HOST_NETWORK',
    input,
    title: `Measure the network between hosts`,
    lane: MEASURING_LANE,
    requestedBy,
  });
}
