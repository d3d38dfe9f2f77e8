import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Stranger } from '../collector/host-store.ts';
import type { Context } from '../context.ts';
import { requireHost } from '../host/host.service.ts';
import type { HostView } from '../host/host-views.ts';
import { type Em, rows } from '../platform/db.ts';
import {
  BadUserInputError,
  ConflictError,
  HostUnreachableError,
  NotFoundError,
} from '../platform/errors.ts';
import { newId, type TaskId, type UserId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { loadUsers } from '../user/user.service.ts';
import { VM_NAME, VM_NAME_RULE } from '../vm/vm-name.ts';
import type { AdoptDomainInput } from './stranger.inputs.ts';
import { strangersOf } from './stranger-rows.ts';

/** @throws {NotFoundError | HostUnreachableError} */
async function requireStranger(
  em: Em,
  input: { readonly hostId: string; readonly uuid: string },
): Promise<{ readonly host: HostView; readonly domain: Stranger }> {
  const host = await requireHost(em, input.hostId);
  if (host.status !== 'UP' && host.status !== 'MAINTENANCE')
    throw new HostUnreachableError(host.name, host.statusReason ?? 'it is not up');
  const uuid = input.uuid.toLowerCase();
  const domain = (await strangersOf(em, host.id)).find((stranger) => stranger.uuid === uuid);
  if (!domain) throw new NotFoundError('domain', input.uuid);
  return { host, domain };
}

/** One lane for all that is done to one stranger. */
const laneOf = (uuid: string) => uuid.replaceAll('-', '');

/** @throws {ConflictError} when somebody else is at it already */
async function refuseBusy(em: Em, uuid: string): Promise<void> {
  const [busy] = await rows(em, 'select 1 from task where lane = ? and status in (?) limit 1', [
    laneOf(uuid),
    ACTIVE_STATUSES,
  ]);
  if (busy) throw new ConflictError('A task is at work on this domain. Wait for its end.');
}

/**
 * Has a domain that somebody else made become a VM, without a break.
 * @throws {BadUserInputError | ConflictError | NotFoundError | HostUnreachableError}
 */
export async function adoptDomain(context: Context, input: AdoptDomainInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { host, domain } = await requireStranger(context.em, input);
  const name = input.name ?? domain.name;
  if (!VM_NAME.test(name))
    throw new BadUserInputError([{ path: 'name', message: `${VM_NAME_RULE} Give it one.` }]);
  const [owner] = await loadUsers(context.em, [input.ownerId as UserId]);
  if (!owner?.active)
    throw new BadUserInputError([
      { path: 'ownerId', message: 'There is no such user, or the account is not active.' },
    ]);
  const call = {
    action: 'adoptDomain',
    clientMutationId: input.clientMutationId,
    detail: `${domain.name} on ${host.name} as ${name} of ${owner.username}`,
  };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    await rows(em, 'select id from host where id = ? for update', [host.id]);
    await refuseBusy(em, domain.uuid);
    await refuseTaken(em, owner.id, { name, identity: domain.name });
    const vmId = newId('vm');
    const lane = laneOf(domain.uuid);
    const id = await enqueueTask(em, {
      type: 'ADOPT_DOMAIN',
      input: {
        ...{ vmId, hostId: host.id, hostName: host.name, uuid: domain.uuid, name },
        ...{ ownerId: owner.id, purpose: input.purpose?.trim() || null },
      },
      title: `Adopt domain ${domain.name} as VM ${name}`,
      ...{ vmId, hostId: host.id, lane, requestedBy: viewer.userId },
    });
    afterCommit(() => announceTask(context.services.events, id, lane));
    return id;
  });
}

async function refuseTaken(
  em: Em,
  ownerId: UserId,
  { name, identity }: { readonly name: string; readonly identity: string },
): Promise<void> {
  const [taken] = await rows<{ same: number }>(
    em,
    'select name = ? as same from vm where (owner_id = ? and name = ?) or identity = ? limit 1',
    [name, ownerId, name, identity],
  );
  if (!taken) return;
  const message = taken.same
    ? `There is a VM named ${name} already. Choose another name.`
    : `A VM has the domain name ${identity} already. Rename the domain first: virsh domrename.`;
  throw new ConflictError(message, { details: { fields: [{ path: 'name', message }] } });
}
