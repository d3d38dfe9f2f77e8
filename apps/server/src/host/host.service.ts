import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { loadVmViews, type VmView } from '../vm/vm-views.ts';
import type { ReconcileHostInput, SetHostMaintenanceInput } from './host.type.ts';
import { recordHostEvent } from './host-events.ts';
import { type HostView, loadHostViews } from './host-views.ts';

/** @throws {NotFoundError} */
export async function requireHost(em: Em, id: string): Promise<HostView> {
  const [host] = await loadHostViews(em, [id as HostId]);
  if (!host) throw new NotFoundError('host', id);
  return host;
}

/**
 * Opens a host for new VMs, or closes it for them; its running VMs stay.
 * @throws {NotFoundError}
 */
export async function setHostMaintenance(
  context: Context,
  input: SetHostMaintenanceInput,
): Promise<HostView> {
  const { id, on, clientMutationId } = input;
  const call = { action: 'setHostMaintenance', clientMutationId, detail: on ? 'on' : 'off' };
  const changed = await runMutation(context, call, async ({ em, afterCommit }) => {
    const [host] = await rows<{ maintenance: number }>(
      em,
      'select maintenance from host where id = ? for update',
      [id],
    );
    if (!host) throw new NotFoundError('host', id);
    if (!on) await refuseWhileEmptied(em, id);
    if (Boolean(host.maintenance) !== on) {
      await run(em, 'update host set maintenance = ? where id = ?', [on, id]);
      await recordHostEvent(em, id as HostId, {
        ...{ attribute: 'maintenance', from: on ? 'off' : 'on', to: on ? 'on' : 'off' },
        actorId: requireViewer(context).userId,
      });
    }
    afterCommit(() => context.services.events.publish('host', { id: id as HostId }));
    return id;
  });
  return requireHost(context.em, changed);
}

/** @throws {ConflictError} */
async function refuseWhileEmptied(em: Em, id: string): Promise<void> {
  const [task] = await rows<{ title: string }>(
    em,
    "select title from task where host_id = ? and type = 'EVACUATE_HOST' and status in (?) limit 1",
    [id, ACTIVE_STATUSES],
  );
  if (task)
    throw new ConflictError(
      `It is being emptied: ${task.title}. Cancel that task first, or wait for its end.`,
    );
}

/**
 * Has the host's collector compare its domains with the database now; what it finds arrives as
 * changes of host and VMs.
 * @throws {NotFoundError}
 */
export async function reconcileHost(
  context: Context,
  input: ReconcileHostInput,
): Promise<HostView> {
  const { id, clientMutationId } = input;
  const asked = await runMutation(
    context,
    { action: 'reconcileHost', clientMutationId },
    async ({ em, afterCommit }) => {
      const host = await requireHost(em, id);
      afterCommit(() => context.services.events.publish('reconcile', { hostId: host.id }));
      return host.id;
    },
  );
  return requireHost(context.em, asked);
}

/** The VMs of several hosts by host, each by name; two statements. */
export async function loadVmsOfHosts(
  em: Em,
  ids: readonly HostId[],
): Promise<ReadonlyMap<HostId, VmView[]>> {
  const found = await rows<{ id: VmId }>(em, 'select id from vm where host_id in (?)', [ids]);
  const views =
    found.length === 0
      ? []
      : await loadVmViews(
          em,
          found.map(({ id }) => id),
        );
  const byHost = new Map<HostId, VmView[]>(ids.map((id) => [id, []]));
  for (const vm of views.toSorted((a, b) => a.name.localeCompare(b.name)))
    if (vm.hostId) byHost.get(vm.hostId)?.push(vm);
  return byHost;
}
