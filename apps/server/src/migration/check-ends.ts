import { LibvirtError } from '@baadal/libvirt';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { undefineDomain } from '../vm/define-domain.ts';
import { findDomain, requireDomain, statusOf } from '../vm/domain-of.ts';
import { ensureAccess } from './daemon-access.ts';
import { type GuestCpu, guestCpuOf } from './guest-cpu.ts';
import { look, type Place } from './look.ts';
import type { Was } from './travel.ts';
import { type End, filesOf, type Way } from './way.ts';

type Context = Pick<StepContext<unknown>, 'services' | 'signal' | 'log'>;

const refuse = (message: string) => new FatalTaskError(message, { code: 'CONFLICT' });

/**
 * What only the hosts themselves can tell before a VM moves: that it is at its origin, that its
 * destination has no domain of its own by that id, sees every file, and has the CPU that the guest
 * runs on.
 * @returns what it does now
 * @throws {RetryableError | FatalTaskError} with the remedy
 */
export async function checkEnds(ctx: Context, way: Way): Promise<Was> {
  const [was] = await Promise.all([
    checkOrigin(ctx, way.from),
    checkFiles(ctx, way.to),
    clearDestination(ctx, way),
    checkCpu(ctx, way),
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

async function checkCpu(ctx: Context, { from, to }: Way): Promise<void> {
  const xml = await onHost(from, async () => {
    const domain = await findDomain(ctx.services, from, ctx.signal);
    const runs = domain && (await domain.isActive({ signal: ctx.signal }));
    return runs ? domain.xml(0, { signal: ctx.signal }) : null;
  });
  const cpu = xml && guestCpuOf(xml);
  if (cpu) await requireCpu(ctx, to, cpu);
}

/**
 * Whether a host can go on with a guest on this CPU, as its own libvirt says; the placement knows
 * only the model that was recorded when the host was looked at.
 * @throws {FatalTaskError} naming the features that are missing
 */
export async function requireCpu(ctx: Context, host: Place, cpu: GuestCpu): Promise<void> {
  await onHost(host, async () => {
    const connection = await ctx.services.hosts.libvirt(host.hostId);
    try {
      await connection.requireHypervisorCpu(cpu, { signal: ctx.signal });
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error;
      if (error.is('CPU_INCOMPATIBLE'))
        throw refuse(
          `${host.hostName} lacks what the VM runs on: ${error.str2 ?? error.message}. Move it to another host, or while it is off.`,
        );
      // Older than the question, or a CPU of a kind that it cannot compare: libvirt looks itself
      // before anything moves, only later.
      ctx.log('INFO', `${host.hostName} does not compare CPUs: ${error.message}`);
    }
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
