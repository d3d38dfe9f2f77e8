import { sameFingerprint } from '@baadal/ssh';
import { earlierResult, runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import type { EditHostInput } from './host.inputs.ts';
import { requireHost } from './host.service.ts';
import { refuseTaken, requireAcceptable, requireOffered } from './host-changes.service.ts';
import { recordHostEvent } from './host-events.ts';
import { type ProbeRequest, probeMachine } from './host-probe.ts';
import type { HostView } from './host-views.ts';

/** What of a host's row people may edit. */
const EDITABLE = [
  'name',
  'address',
  'sshPort',
  'sshUser',
  'hostKeyFingerprint',
  'bridge',
  'rack',
  'slot',
] as const;
type Editable = Pick<HostView, (typeof EDITABLE)[number]>;

/** The row as it is to be; an empty rack is none. */
function edited(host: HostView, input: EditHostInput): Editable {
  const { rack, slot } = input;
  return {
    name: input.name ?? host.name,
    address: input.address ?? host.address,
    sshPort: input.sshPort ?? host.sshPort,
    sshUser: input.sshUser ?? host.sshUser,
    hostKeyFingerprint: input.hostKeyFingerprint ?? host.hostKeyFingerprint,
    bridge: input.bridge ?? host.bridge,
    rack: rack === undefined ? host.rack : rack || null,
    slot: slot === undefined ? host.slot : slot,
  };
}

/** Whether it is to be reached another way than now. */
function isElsewhere(now: Editable, next: Editable): boolean {
  return (
    now.address !== next.address ||
    now.sshPort !== next.sshPort ||
    now.sshUser !== next.sshUser ||
    !sameFingerprint(now.hostKeyFingerprint, next.hostKeyFingerprint)
  );
}

/**
 * Changes what is given. Another address, port, user or key is tried first: behind it must be the
 * same machine, with the confirmed key.
 * @throws {ConflictError | BadUserInputError | HostUnreachableError | NotFoundError}
 */
export async function editHost(context: Context, input: EditHostInput): Promise<HostView> {
  const call = { action: 'editHost', clientMutationId: input.clientMutationId };
  const earlier = await earlierResult(context, call);
  if (earlier) return requireHost(context.em, earlier);
  const host = await requireHost(context.em, input.id);
  const next = edited(host, input);
  await refuseTaken(context.em, next, host.id);
  if (isElsewhere(host, next)) await requireSame(context, host, { ...next, hostId: host.id });
  else if (next.bridge !== host.bridge) requireBridge(host, next.bridge);
  const changes = EDITABLE.filter((key) => host[key] !== next[key]);
  const detail = changes.map((key) => `${key} = ${next[key] ?? ''}`).join(', ');
  await runMutation(context, { ...call, detail }, async ({ em, afterCommit }) => {
    await rows(em, 'select id from host order by id for update');
    await refuseTaken(em, next, host.id);
    await write(em, host, next);
    const { userId } = requireViewer(context);
    for (const key of changes) {
      const [from, to] = [host[key], next[key]].map((value) => value?.toString() ?? null);
      const change = { attribute: key, from: from ?? null, to: to ?? null, actorId: userId };
      await recordHostEvent(em, host.id, change);
    }
    afterCommit(() => context.services.events.publish('host', { id: host.id }));
    return host.id;
  });
  return requireHost(context.em, host.id);
}

async function write(em: Em, host: HostView, next: Editable): Promise<void> {
  const { name, address, sshPort, sshUser, hostKeyFingerprint, bridge, rack, slot } = next;
  const [there] = await rows(em, 'select 1 from host where id = ?', [host.id]);
  if (!there) throw new NotFoundError('host', host.id);
  await run(
    em,
    `update host set name = ?, address = ?, ssh_port = ?, ssh_user = ?, host_key_fingerprint = ?,
       bridge = ?, rack = ?, slot = ? where id = ?`,
    [name, address, sshPort, sshUser, hostKeyFingerprint, bridge, rack, slot, host.id],
  );
}

async function requireSame(context: Context, host: HostView, request: ProbeRequest): Promise<void> {
  const offered = await context.services.hosts.offeredKey(request.address, request.sshPort);
  requireOffered(request.hostKeyFingerprint, offered);
  const probe = await probeMachine(context.services, request);
  const [known] = await rows<{ machineId: string | null }>(
    context.em,
    'select machine_id as machineId from host where id = ?',
    [host.id],
  );
  if (probe.facts && known?.machineId && probe.facts.machineId !== known.machineId)
    throw new ConflictError(
      `At ${request.address} is another machine than ${host.name}. Add it as a host of its own.`,
    );
  requireAcceptable(probe);
}

function requireBridge(host: HostView, bridge: string): void {
  const bridges = host.hardware?.switch.bridges ?? [];
  if (bridges.includes(bridge)) return;
  const found = bridges.join(', ') || 'none';
  const message = `${host.name} has no Open vSwitch bridge ${bridge}; it has ${found}.`;
  throw new BadUserInputError([{ path: 'bridge', message }]);
}
