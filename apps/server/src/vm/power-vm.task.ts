import { type Domain, DomainShutdownFlagValues, LibvirtError } from '@baadal/libvirt';
import { z } from 'zod';
import { constantValues } from '../constant/constant.service.ts';
import { run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { NOTHING_PENDING } from './active-settings.ts';
import { onHost, requireDomain, statusOf } from './domain-of.ts';
import { recordStatus, requireVmRecord } from './vm-record.ts';
import type { VmStatus } from './vm-status.ts';
import { waitForStatus } from './wait-for-status.ts';

/**
 * What is done to a VM that exists: start, shut down, reboot, destroy, suspend, resume. Each is one
 * step on the host that looks before it acts, and one that writes down what the VM then is. There
 * is nothing to undo: a start that fails leaves the VM off, a shutdown that fails leaves it on.
 */

interface PowerVm {
  readonly vmId: VmId;
  readonly name: string;
}
type Context = StepContext<PowerVm>;

const input = z.object({ vmId: z.string(), name: z.string() }) as unknown as z.ZodType<PowerVm>;

/** Carries out the operation when the domain is not where it should be yet. */
type Act = (ctx: Context, domain: Domain, now: VmStatus) => Promise<void>;

async function act(ctx: Context, wanted: VmStatus, perform: Act): Promise<void> {
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    const now = statusOf(await domain.state({ signal: ctx.signal }));
    if (now === wanted) return;
    try {
      await perform(ctx, domain, now);
    } catch (error) {
      if (!(error instanceof LibvirtError && error.is('OPERATION_INVALID'))) throw error;
      // Somebody else changed the state between the look and the act: perhaps to what is wanted.
      if (statusOf(await domain.state({ signal: ctx.signal })) === wanted) return;
      throw new FatalTaskError(error.message, { code: 'CONFLICT', cause: error });
    }
  });
}

/** After a start the domain has all its settings. */
async function recordStart(ctx: Context): Promise<void> {
  await ctx.transaction((em) =>
    run(em, `update vm set ${NOTHING_PENDING} where id = ?`, [ctx.input.vmId]),
  );
  await record(ctx, 'RUNNING', null);
}

async function record(ctx: Context, desired: VmStatus, reason: string | null): Promise<void> {
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  const status = await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    return statusOf(await domain.state({ signal: ctx.signal }));
  });
  await ctx.transaction((em) =>
    recordStatus(
      em,
      vm.id,
      { status, desired, reason },
      { actorId: ctx.requestedBy, taskId: ctx.taskId },
    ),
  );
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

function powerTask(
  type: 'START_VM' | 'SHUTDOWN_VM' | 'DESTROY_VM' | 'SUSPEND_VM' | 'RESUME_VM',
  words: { readonly step: string; readonly done: string; readonly reason: string | null },
  wanted: VmStatus,
  perform: Act,
) {
  return defineTask<PowerVm>({
    type,
    input,
    limits,
    steps: [
      {
        name: words.step,
        weight: 9,
        cancellable: type === 'SHUTDOWN_VM',
        do: (ctx) => act(ctx, wanted, perform),
      },
      {
        name: 'record',
        weight: 1,
        do: (ctx) => (type === 'START_VM' ? recordStart(ctx) : record(ctx, wanted, words.reason)),
      },
    ],
    succeeded: (ctx) => `${ctx.input.name} is ${words.done} successfully`,
  });
}

export const startVmTask = powerTask(
  'START_VM',
  { step: 'start', done: 'started', reason: null },
  'RUNNING',
  start,
);
export const shutdownVmTask = powerTask(
  'SHUTDOWN_VM',
  { step: 'shut down', done: 'shut down', reason: 'shut down on request' },
  'SHUTDOWN',
  shutdown,
);
export const destroyVmTask = powerTask(
  'DESTROY_VM',
  { step: 'destroy', done: 'destroyed', reason: 'destroyed on request' },
  'SHUTDOWN',
  destroy,
);
export const suspendVmTask = powerTask(
  'SUSPEND_VM',
  { step: 'suspend', done: 'suspend', reason: 'suspended on request' },
  'SUSPENDED',
  suspend,
);
export const resumeVmTask = powerTask(
  'RESUME_VM',
  { step: 'resume', done: 'resumed', reason: null },
  'RUNNING',
  resume,
);

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
      do: (ctx) => act(ctx, 'SHUTDOWN', shutdown),
    },
    { name: 'start', weight: 4, do: (ctx) => act(ctx, 'RUNNING', start) },
    { name: 'record', weight: 1, do: recordStart },
  ],
  succeeded: (ctx) => `${ctx.input.name} is rebooted successfully`,
});
