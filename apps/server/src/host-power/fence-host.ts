import { recordHostEvent } from '../host/host-events.ts';
import { pause } from '../platform/back-off.ts';
import { rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { atBmc } from './host-switch.ts';
import { type Bmc, powerState, switchPower } from './ipmi.ts';

const LOOK_EVERY_MS = 1_000;
/** A chassis takes seconds to cut its power. */
const LIMIT_MS = 60_000;

/** A host without power, as its BMC says. A type, so that a step may keep it. */
export type Fenced = {
  readonly bmc: string;
  /** Whether it had power until now. */
  readonly wasOn: boolean;
  /** ISO 8601. */
  readonly provenAt: string;
};

/**
 * Cuts a host's power by its BMC, and asks the BMC until it says that there is none: from then on
 * nothing there can write to a disk. Safe to run twice.
 * @throws {RetryableError} when the BMC does not answer
 * @throws {FatalTaskError} when the power stays on
 */
export async function fenceHost(
  ctx: StepContext<unknown>,
  host: { readonly id: HostId; readonly name: string },
  bmc: Bmc,
): Promise<Fenced> {
  const { signal } = ctx;
  const wasOn = (await atBmc(() => powerState(bmc, signal))) === 'ON';
  if (wasOn) await atBmc(() => switchPower(bmc, 'OFF', signal));
  const begin = performance.now();
  while ((await atBmc(() => powerState(bmc, signal))) !== 'OFF') {
    if (performance.now() - begin > LIMIT_MS)
      throw new FatalTaskError(
        `The BMC of ${host.name} was told to cut the power and still says that it is on. Look at the host.`,
        { code: 'CONFLICT' },
      );
    await pause(LOOK_EVERY_MS, signal);
    signal.throwIfAborted();
  }
  await recordFenced(ctx, host.id);
  return { bmc: bmc.address, wasOn, provenAt: new Date().toISOString() };
}

async function recordFenced(ctx: StepContext<unknown>, hostId: HostId): Promise<void> {
  await ctx.transaction(async (em) => {
    await run(
      em,
      `update host_power set state = 'OFF', checked_at = utc_timestamp(3),
         switched_at = utc_timestamp(3) where host_id = ?`,
      [hostId],
    );
    const [told] = await rows(em, 'select 1 from host_event where host_id = ? and task_id = ?', [
      hostId,
      ctx.taskId,
    ]);
    if (told) return;
    await recordHostEvent(em, hostId, {
      ...{
        attribute: 'power',
        from: null,
        to: 'OFF',
        reason: 'fenced before its VMs start elsewhere',
      },
      ...{ actorId: ctx.requestedBy, taskId: ctx.taskId },
    });
  });
  ctx.services.events.publish('host', { id: hostId });
}
