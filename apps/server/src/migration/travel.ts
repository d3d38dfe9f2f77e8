import { LibvirtError } from '@baadal/libvirt';
import { pause } from '../platform/back-off.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import { defineDomain, destroyDomain } from '../vm/define-domain.ts';
import { findDomain } from '../vm/domain-of.ts';
import { activateDisks } from './activate-disks.ts';
import { mendAccess } from './daemon-access.ts';
import { look } from './look.ts';
import { abort, follow, type SendOptions, sendDomain, sendFault } from './send-domain.ts';
import type { End, Way } from './way.ts';
import { isIncomplete, type Seen, type Whereabouts, whereabouts } from './whereabouts.ts';

/** What a VM did before it began to move. */
export type Was = 'RUNNING' | 'SUSPENDED' | 'OFF';

export type Context = Pick<StepContext<unknown>, 'services' | 'signal' | 'progress' | 'log'>;

/** How a VM is to be moved. */
export interface Travel extends SendOptions {
  readonly was: Was;
  /** One that has stopped on the way is carried on as one that is off. */
  readonly evenStopped: boolean;
}

interface Sight {
  readonly from: Seen;
  readonly to: Seen;
  readonly at: Whereabouts;
}

async function sight(ctx: Context, way: Way, was: Was): Promise<Sight> {
  const [from, to] = await Promise.all([look(ctx, way.from), look(ctx, way.to)]);
  const at = whereabouts(from, to);
  // It is to stand still, and libvirt gives the same reason for one that came back from its saved memory.
  return { from, to, at: at === 'HALTED' && was === 'SUSPENDED' ? 'ORIGIN' : at };
}

/** Each round ends nearer to the end, or with an error. */
const ROUNDS = 8;

/**
 * Brings a VM from one host to the other, from whatever state both are in: each round looks at the
 * two first. The origin keeps its definition.
 * @throws {RetryableError} while a host that would have to be asked is silent
 * @throws {FatalTaskError} when it cannot be moved; it is where it was then
 */
export async function travel(ctx: Context, way: Way, how: Travel): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const now = await sight(ctx, way, how.was);
    if (now.at === 'DESTINATION') return await arrive(ctx, way, now);
    if (now.at === 'ORIGIN' && now.from.kind === 'OFF') return await carry(ctx, way, now.to, how);
    if (now.at === 'ORIGIN') await setOut(ctx, way, now, how);
    else await unravel(ctx, way, now, how.was);
  }
  throw new RetryableError('The VM does not come to rest on either host.', { code: 'CONFLICT' });
}

/**
 * Finds out which host a VM is on after a migration was broken off, and leaves it whole on that one.
 * A migration that still goes on is stopped.
 */
export async function settle(
  ctx: Context,
  way: Way,
  was: Was,
): Promise<'ORIGIN' | 'DESTINATION' | 'NEITHER'> {
  for (let round = 0; round < ROUNDS; round++) {
    const now = await sight(ctx, way, was);
    if (now.at === 'DESTINATION') {
      await arrive(ctx, way, now);
      return now.at;
    }
    if (now.at === 'ORIGIN') {
      await endIncomplete(ctx, way.to, now.to);
      await giveDisks(ctx, way.from, now.from);
      return now.at;
    }
    if (now.at === 'NEITHER') return now.at;
    if (now.at === 'UNDER_WAY') await stop(ctx, way.from);
    await unravel(ctx, way, now, was);
  }
  throw new RetryableError('The VM does not come to rest on either host.', { code: 'CONFLICT' });
}

/** One round of what is neither here nor there. */
async function unravel(ctx: Context, way: Way, { at, from, to }: Sight, was: Was): Promise<void> {
  const { hostName: here } = way.from;
  const { hostName: there } = way.to;
  switch (at) {
    case 'UNDER_WAY':
      return await waitForEnd(ctx, way.from);
    case 'HALTED':
      await endIncomplete(ctx, way.to, to);
      return await goOn(ctx, way.from, was);
    case 'BOTH':
      throw new FatalTaskError(
        `The VM runs on ${here} and on ${there}. Neither is touched: stop one of them by hand.`,
        { code: 'CONFLICT' },
      );
    case 'NEITHER':
      throw new FatalTaskError(`The domain is neither on ${here} nor on ${there}.`, {
        code: 'CONFLICT',
      });
    case 'ASK_ORIGIN':
    case 'ASK_DESTINATION':
      throw silence(at === 'ASK_ORIGIN' ? from : to, at === 'ASK_ORIGIN' ? here : there);
    case 'ORIGIN':
    case 'DESTINATION':
      return;
    default:
      return at satisfies never;
  }
}

function silence(seen: Seen, host: string): RetryableError {
  const why = seen.kind === 'UNREACHABLE' ? seen.reason : `${host} is not done with it yet.`;
  return new RetryableError(`Where the VM is cannot be told yet: ${why}`, {
    code: 'HOST_UNREACHABLE',
  });
}

/** libvirt moves it already: by the call of a worker that was lost. */
async function waitForEnd(ctx: Context, end: End): Promise<void> {
  await onHost(end, async () => {
    const domain = await findDomain(ctx.services, end, ctx.signal);
    if (domain) await follow(ctx, domain, null);
  });
}

async function stop(ctx: Context, end: End): Promise<void> {
  await onHost(end, async () => {
    const domain = await findDomain(ctx.services, end, ctx.signal);
    if (domain) await abort(domain);
  });
}

/** A guest that ran when its migration halted it runs on. libvirt takes its disks' locks first. */
async function goOn(ctx: Context, end: End, was: Was): Promise<void> {
  await onHost(end, async () => {
    const domain = await findDomain(ctx.services, end, ctx.signal);
    if (was === 'RUNNING') await domain?.resume({ signal: ctx.signal });
    else await domain?.suspend({ signal: ctx.signal });
  });
}

const CLEARS_MS = 3_000;

/** libvirt removes a copy that is half there by itself, soon; whatever is left then goes. */
async function endIncomplete(ctx: Context, end: End, seen: Seen): Promise<void> {
  const until = performance.now() + CLEARS_MS;
  for (let now = seen; isIncomplete(now); now = await look(ctx, end)) {
    if (performance.now() > until) return await destroyDomain(ctx.services, end.vm, ctx.signal);
    await pause(200, ctx.signal);
    ctx.signal.throwIfAborted();
  }
}

async function arrive(ctx: Context, way: Way, { from, to }: Sight): Promise<void> {
  await endAtOrigin(ctx, way, from);
  await giveDisks(ctx, way.to, to);
}

/** One that stands still where it is has its disks all the same. */
async function giveDisks(ctx: Context, end: End, seen: Seen): Promise<void> {
  if (seen.kind !== 'PAUSED') return;
  try {
    await activateDisks(ctx, end);
  } catch (error) {
    // It is whole; its next move tries this again, and is refused before anything is lost.
    if (!(error instanceof FatalTaskError)) throw error;
    ctx.log('WARN', error.message);
  }
}

/** Once the VM is at its destination, nothing of it has a QEMU at the origin. */
async function endAtOrigin(ctx: Context, way: Way, seen: Seen): Promise<void> {
  if (seen.kind !== 'PAUSED') return;
  ctx.log('WARN', `What was left of it on ${way.from.hostName} is ended; it runs elsewhere.`);
  await destroyDomain(ctx.services, way.from.vm, ctx.signal);
}

/** Begins, and waits for the end. */
async function setOut(ctx: Context, way: Way, { from, to }: Sight, how: Travel): Promise<void> {
  await endIncomplete(ctx, way.to, to);
  // It may have come here past us, or its way was cut off at the end.
  if (from.kind === 'PAUSED') await activateDisks(ctx, way.from);
  await onHost(way.from, async () => {
    const domain = await findDomain(ctx.services, way.from, ctx.signal);
    if (!domain) return;
    try {
      await sendDomain(ctx, domain, way, how);
    } catch (error) {
      if (await isOnItsWay(ctx, way, error)) return;
      const fault = await sendFault(ctx, way, error);
      if (!(fault instanceof FatalTaskError)) throw fault;
      // Another round goes the mended way.
      if (await mendAccess(ctx, way.from.hostId, way.to.hostId)) return;
      throw fault;
    }
  });
}

/** Whether it was refused since another call moves it already, or since it has stopped. */
async function isOnItsWay(ctx: Context, way: Way, error: unknown): Promise<boolean> {
  if (!(error instanceof LibvirtError && error.is('OPERATION_INVALID'))) return false;
  const now = await look(ctx, way.from);
  return (now.kind !== 'RUNNING' && now.kind !== 'PAUSED') || now.leaving;
}

/** A VM that is off moves by its definition alone; it is on both hosts then, and runs on none. */
async function carry(ctx: Context, way: Way, to: Seen, how: Travel): Promise<void> {
  await endIncomplete(ctx, way.to, to);
  if (how.was !== 'OFF' && !how.evenStopped)
    throw new FatalTaskError(`It stopped on ${way.from.hostName} while it was being moved.`, {
      code: 'CONFLICT',
    });
  await defineDomain(ctx.services, way.to.vm, ctx.signal);
}
