import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { undefineDomain } from '../vm/define-domain.ts';
import { findDomain, onHost, requireDomain, statusOf } from '../vm/domain-of.ts';
import { ensureAccess } from './host-access.ts';
import { look } from './look.ts';
import type { Was } from './travel.ts';
import { type End, filesOf, type Way } from './way.ts';

type Context = Pick<StepContext<unknown>, 'services' | 'signal' | 'log'>;

const refuse = (message: string) => new FatalTaskError(message, { code: 'CONFLICT' });

/**
 * What only the hosts themselves can tell before a VM moves: that it is at its origin, that its
 * destination has no domain of its own by that id, and sees every file.
 * @returns what it does now
 * @throws {RetryableError | FatalTaskError} with the remedy
 */
export async function checkEnds(ctx: Context, way: Way): Promise<Was> {
  const [was] = await Promise.all([
    checkOrigin(ctx, way.from),
    checkFiles(ctx, way.to),
    clearDestination(ctx, way),
    // Written anew where somebody has changed them, or where a host was away when they changed.
    ensureAccess(ctx, [way.from.hostId, way.to.hostId]),
  ]);
  return was;
}

async function checkOrigin(ctx: Context, end: End): Promise<Was> {
  return onHost(end, async () => {
    const domain = await requireDomain(ctx.services, end.vm, ctx.signal);
    const status = statusOf(await domain.state({ signal: ctx.signal }));
    if (status === 'RUNNING' || status === 'SUSPENDED') return status;
    if (await domain.hasManagedSave({ signal: ctx.signal }))
      throw refuse(
        `Its memory is saved on ${end.hostName}, and would be lost. Start it first, then move it.`,
      );
    return 'OFF';
  });
}

/** Prints those of its arguments that cannot be read. */
const UNREADABLE = 'for file do test -r "$file" || printf "%s\\n" "$file"; done';

async function checkFiles(ctx: Context, end: End): Promise<void> {
  await onHost(end, async () => {
    const ssh = await ctx.services.hosts.ssh(end.hostId);
    const argv = ['sh', '-c', UNREADABLE, 'sh', ...filesOf(end.vm)];
    const missing = (await ssh.run(argv, { signal: ctx.signal })).split('\n').filter(Boolean);
    if (missing.length > 0)
      throw refuse(
        `${end.hostName} does not see ${missing.join(', ')}. Mount the datastore there, or move to another host.`,
      );
  });
}

/** A definition that an earlier life of the VM left there would be in the way. */
async function clearDestination(ctx: Context, { from, to }: Way): Promise<void> {
  const there = await look(ctx, to);
  if (there.kind === 'OFF') {
    // Of a task that is carried on, it is its own.
    const here = await look(ctx, from);
    if (here.kind === 'ABSENT') return;
    ctx.log('WARN', `A stale definition of it on ${to.hostName} is removed.`);
    return undefineDomain(ctx.services, to.vm, ctx.signal);
  }
  if (there.kind === 'RUNNING' || there.kind === 'PAUSED')
    throw refuse(`${to.hostName} has a copy of it already. Look at both hosts.`);
  if (there.kind === 'ABSENT') return;
  await onHost(to, () => findDomain(ctx.services, to, ctx.signal));
}
