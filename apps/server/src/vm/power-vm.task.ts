import { type Domain, DomainShutdownFlagValues, LibvirtError } from '@baadal/libvirt';
import { z } from 'zod';
import { constantValues } from '../constant/constant.service.ts';
import { rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { defineTask, type Step, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { NOTHING_PENDING } from './active-settings.ts';
import { onHost, seeDomain } from './domain-of.ts';
import { requireVmPlace, type VmPlace } from './vm-place.ts';
import { recordStatus } from './vm-record.ts';
import type { VmStatus } from './vm-status.ts';
import { waitForStatus } from './wait-for-status.ts';

/**
 * What is done to a VM that exists: start, shut down, reboot, destroy, suspend, resume. Each is one
 * step on the host that looks before it acts and writes down what the VM then is: done again, it
 * looks again. Two steps cost twice the round trips of one, which many tasks at once have to wait
 * for. There is nothing to undo: a start that fails leaves the VM off, a shutdown that fails leaves
 * it on.
 */

interface PowerVm {
  readonly vmId: VmId;
  readonly name: string;
  /** Of a start that nobody asked for: only when it is still to run at its turn. */
  readonly ifWanted?: boolean | undefined;
}
type Context = StepContext<PowerVm>;

const input = z.object({
  vmId: z.string(),
  name: z.string(),
  ifWanted: z.boolean().optional(),
}) as unknown as z.ZodType<PowerVm>;

/** Carries out the operation when the domain is not where it should be yet. */
type Act = (ctx: Context, domain: Domain, now: VmStatus) => Promise<void>;

/** What came of it. */
interface Outcome {
  readonly vm: VmPlace;
  readonly status: VmStatus;
}

async function act(ctx: Context, wanted: VmStatus, perform: Act): Promise<Outcome> {
  const vm = await requireVmPlace(ctx.em, ctx.input.vmId);
  return onHost(vm, async () => {
    const { domain, status: now, look } = await seeDomain(ctx.services, vm, ctx.signal);
    if (now === wanted) return { vm, status: now };
    try {
      await perform(ctx, domain, now);
    } catch (error) {
      if (!(error instanceof LibvirtError && error.is('OPERATION_INVALID'))) throw error;
      // Somebody else changed the state between the look and the act: perhaps to what is wanted.
      if ((await look()) === wanted) return { vm, status: wanted };
      throw new FatalTaskError(error.message, { code: 'CONFLICT', cause: error });
    }
    return { vm, status: await look() };
  });
}

/** What the VM is when another worker may have acted. */
async function lookAgain(ctx: Context): Promise<Outcome> {
  const vm = await requireVmPlace(ctx.em, ctx.input.vmId);
  const { status } = await onHost(vm, () => seeDomain(ctx.services, vm, ctx.signal));
  return { vm, status };
}

interface Wanted {
  readonly desired: VmStatus;
  readonly reason: string | null;
  /** After a start the domain has all its settings. */
  readonly started?: boolean;
}

async function record(ctx: Context, { vm, status }: Outcome, wanted: Wanted): Promise<void> {
  const { desired, reason, started } = wanted;
  const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
  await ctx.transaction(async (em) => {
    if (started) await run(em, `update vm set ${NOTHING_PENDING} where id = ?`, [vm.id]);
    await recordStatus(em, vm.id, { status, desired, reason }, by);
  });
  ctx.services.events.publish('vm', { id: vm.id });
}

function needs(now: VmStatus, allowed: readonly VmStatus[], name: string): void {
  if (!allowed.includes(now))
    throw new FatalTaskError(
      `${name} is ${now.toLowerCase()}; this needs it to be ${allowed.join(' or ').toLowerCase()}.`,
      {
        code: 'CONFLICT',
      },
    );
}

const start: Act = async (ctx, domain, now) => {
  needs(now, ['SHUTDOWN', 'CRASHED'], ctx.input.name);
  await domain.start({}, { signal: ctx.signal });
};

const destroy: Act = async (ctx, domain) => domain.destroy({}, { signal: ctx.signal });

const suspend: Act = async (ctx, domain, now) => {
  needs(now, ['RUNNING'], ctx.input.name);
  await domain.suspend({ signal: ctx.signal });
};

const resume: Act = async (ctx, domain, now) => {
  needs(now, ['SUSPENDED'], ctx.input.name);
  await domain.resume({ signal: ctx.signal });
};

/** Asks the guest by ACPI until it is off; a guest that has not booted yet does not hear at first. */
const shutdown: Act = async (ctx, domain, now) => {
  needs(now, ['RUNNING'], ctx.input.name);
  const { shutdownTimeoutSeconds } = await constantValues(ctx.em);
  const off = await waitForStatus({
    vmId: ctx.input.vmId,
    domain,
    wanted: 'SHUTDOWN',
    timeoutMs: shutdownTimeoutSeconds * 1000,
    events: ctx.services.events,
    signal: ctx.signal,
    nudge: () => domain.shutdown(DomainShutdownFlagValues.ACPI_POWER_BTN, { signal: ctx.signal }),
  });
  if (!off)
    throw new FatalTaskError(
      `${ctx.input.name} did not shut down within ${shutdownTimeoutSeconds} s and still runs. Shut it down from inside, or force it off; what it has not written is lost then.`,
      { code: 'CONFLICT' },
    );
};

const limits = [{ scope: 'HOST', max: 8 }] as const;

async function isWanted(ctx: Context): Promise<boolean> {
  const [vm] = await rows<{ desired: VmStatus }>(
    ctx.em,
    'select desired_status as desired from vm where id = ?',
    [ctx.input.vmId],
  );
  return vm?.desired === 'RUNNING';
}

interface PowerTask {
  readonly type: 'START_VM' | 'SHUTDOWN_VM' | 'DESTROY_VM' | 'SUSPEND_VM' | 'RESUME_VM';
  readonly step: string;
  readonly done: string;
  readonly wanted: Wanted;
  readonly perform: Act;
}

function powerTask({ type, step, done, wanted, perform }: PowerTask) {
  const work = (ctx: Context) => act(ctx, wanted.desired, perform);
  const steps: readonly Step<PowerVm>[] =
    type === 'SHUTDOWN_VM'
      ? [
          // A step of its own, since it lasts and may be broken off.
          { name: step, weight: 9, cancellable: true, do: async (ctx) => void (await work(ctx)) },
          {
            name: 'record',
            weight: 1,
            do: async (ctx) => record(ctx, await lookAgain(ctx), wanted),
          },
        ]
      : [
          {
            name: step,
            do: async (ctx) => {
              if (ctx.input.ifWanted && !(await isWanted(ctx))) return { left: true };
              return void (await record(ctx, await work(ctx), wanted));
            },
          },
        ];
  return defineTask<PowerVm>({
    ...{ type, input, limits, steps },
    succeeded: (ctx) =>
      ctx.result<{ left: true } | null>(step)?.left
        ? `${ctx.input.name} is left as it is: meanwhile somebody stopped it`
        : `${ctx.input.name} is ${done} successfully`,
  });
}

export const startVmTask = powerTask({
  ...{ type: 'START_VM', step: 'start', done: 'started' },
  wanted: { desired: 'RUNNING', reason: null, started: true },
  perform: start,
});
export const shutdownVmTask = powerTask({
  ...{ type: 'SHUTDOWN_VM', step: 'shut down', done: 'shut down' },
  wanted: { desired: 'SHUTDOWN', reason: 'shut down on request' },
  perform: shutdown,
});
export const destroyVmTask = powerTask({
  ...{ type: 'DESTROY_VM', step: 'destroy', done: 'destroyed' },
  wanted: { desired: 'SHUTDOWN', reason: 'destroyed on request' },
  perform: destroy,
});
export const suspendVmTask = powerTask({
  ...{ type: 'SUSPEND_VM', step: 'suspend', done: 'suspend' },
  wanted: { desired: 'SUSPENDED', reason: 'suspended on request' },
  perform: suspend,
});
export const resumeVmTask = powerTask({
  ...{ type: 'RESUME_VM', step: 'resume', done: 'resumed' },
  wanted: { desired: 'RUNNING', reason: null },
  perform: resume,
});

/**
 * A reboot is a shutdown and a start: it ends knowing what happened, and changes that wait for the
 * next start take effect, neither of which the guest's own reset gives.
 */
export const rebootVmTask = defineTask<PowerVm>({
  type: 'REBOOT_VM',
  input,
  limits,
  steps: [
    {
      name: 'shut down',
      weight: 6,
      cancellable: true,
      do: async (ctx) => void (await act(ctx, 'SHUTDOWN', shutdown)),
    },
    {
      name: 'start',
      weight: 4,
      do: async (ctx) =>
        record(ctx, await act(ctx, 'RUNNING', start), {
          ...{ desired: 'RUNNING', reason: null, started: true },
        }),
    },
  ],
  succeeded: (ctx) => `${ctx.input.name} is rebooted successfully`,
});
