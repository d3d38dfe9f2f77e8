import { z } from 'zod';
import { rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import {
  type AccessHost,
  accessHosts,
  distrustAccess,
  ensureAccess,
  recordReached,
  removeAccess,
  tellAll,
  tryAccess,
} from './daemon-access.ts';
import type { ReachedHost } from './host-migration.entity.ts';

/**
 * Sets up what migrations between a host and the others need: a key made on the host, the host keys
 * of the others pinned in a file of its own, one marked line in `authorized_keys` of each. Then each
 * way is tried as libvirt goes it. Hosts that are away are told when they are needed. Undone, the
 * host takes no part any more, unless it did before.
 */

interface SetUpMigration {
  readonly hostId: HostId;
  readonly hostName: string;
  /** The consent came with this task: undone, it is taken back. */
  readonly fresh: boolean;
}
type Context = StepContext<SetUpMigration>;

const input = z.object({
  hostId: z.string(),
  hostName: z.string(),
  fresh: z.boolean(),
}) as unknown as z.ZodType<SetUpMigration>;

async function makeKey(ctx: Context): Promise<void> {
  distrustAccess([ctx.input.hostId]);
  await ensureAccess(ctx, [ctx.input.hostId]);
  ctx.log('INFO', `${ctx.input.hostName} has a key of its own for migrations.`);
}

async function unmakeKey(ctx: Context): Promise<void> {
  const { hostId, hostName, fresh } = ctx.input;
  if (!fresh) return;
  distrustAccess([hostId]);
  await ctx.transaction((em) => run(em, 'delete from host_migration where host_id = ?', [hostId]));
  ctx.services.events.publish('host', { id: hostId });
  const [host] = await rows(ctx.em, 'select 1 from host where id = ?', [hostId]);
  if (!host) return;
  await onHost({ hostName }, async () =>
    removeAccess(await ctx.services.hosts.ssh(hostId), ctx.signal),
  );
}

async function tryWays(ctx: Context): Promise<void> {
  const all = await accessHosts(ctx.em);
  const self = all.find(({ id }) => id === ctx.input.hostId);
  if (!self) throw new FatalTaskError('The host is gone, or takes no part any more.');
  const others = all.filter(({ id, status }) => id !== self.id && status === 'UP');
  const reached = await Promise.all(
    others.map(async (other): Promise<ReachedHost> => {
      const [there, back] = await Promise.all([
        attempt(ctx, self, other),
        attempt(ctx, other, self),
      ]);
      return { hostId: other.id, fault: there ?? back };
    }),
  );
  await ctx.transaction((em) => recordReached(em, self.id, reached));
  for (const { hostId, fault } of reached) {
    const name = others.find(({ id }) => id === hostId)?.name ?? '';
    ctx.log(fault ? 'WARN' : 'INFO', fault ?? `VMs can move to ${name} and from there.`);
  }
  ctx.services.events.publish('host', { id: self.id });
}

async function attempt(ctx: Context, from: AccessHost, to: AccessHost): Promise<string | null> {
  try {
    return await tryAccess(ctx, from, to);
  } catch (error) {
    if (error instanceof RetryableError || error instanceof FatalTaskError) return error.message;
    throw error;
  }
}

export const setUpMigrationTask = defineTask<SetUpMigration>({
  type: 'SET_UP_MIGRATION',
  input,
  steps: [
    {
      name: 'make key',
      do: makeKey,
      undo: unmakeKey,
      leftover: (ctx) => `the key for migrations on ${ctx.input.hostName}`,
    },
    { name: 'tell other hosts', do: tellAll },
    { name: 'try', do: tryWays },
  ],
  succeeded: (ctx) => `Migration is set up on ${ctx.input.hostName}.`,
});
