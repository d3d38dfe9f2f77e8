import { type Domain, DomainShutdownFlagValues, LibvirtError } from '@baadal/libvirt';
import { z } from 'zod';
import { constantValues } from '../constant/constant.service.ts';
import { rows } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { NOTHING_PENDING } from './active-settings.ts';
import { assumeDomain, ifThere, lookAt } from './domain-of.ts';
import { requireVmPlace, type VmPlace } from './vm-place.ts';
import { type NewStatus, statusAtEnd } from './vm-record.ts';
import type { VmStatus } from './vm-status.ts';
import { waitForStatus } from './wait-for-status.ts';

/**
 * What is done to a VM that exists: start, shut down, reboot, destroy, suspend, resume. What libvirt
 * does at once is one step: two cost twice the round trips of one, which many tasks at once have to
 * wait for. There is nothing to undo: a start that fails leaves the VM off, a shutdown that fails
 * leaves it on.
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

/** The calls that change a domain at once. */
type Calls = 'start' | 'destroy' | 'suspend' | 'resume';

/** What such a call makes of a VM, and what it needs it to be. */
interface Call {
  readonly wanted: VmStatus;
  /** Statuses from which libvirt may do it; any when absent. */
  readonly from?: readonly VmStatus[];
  /** The events by which libvirt tells of it. */
  readonly lifecycle: readonly string[];
  readonly perform: (domain: Domain, signal: AbortSignal) => Promise<void>;
}

const CALLS: Readonly<Record<Calls, Call>> = {
  start: {
    wanted: 'RUNNING',
    from: ['SHUTDOWN', 'CRASHED'],
    lifecycle: ['started/booted', 'resumed/unpaused'],
    perform: (domain, signal) => domain.start({}, { signal }),
  },
  destroy: {
    wanted: 'SHUTDOWN',
    lifecycle: ['stopped/destroyed'],
    perform: (domain, signal) => domain.destroy({}, { signal }),
  },
  suspend: {
    wanted: 'SUSPENDED',
    from: ['RUNNING'],
    lifecycle: ['suspended/paused'],
    perform: (domain, signal) => domain.suspend({ signal }),
  },
  resume: {
    wanted: 'RUNNING',
    from: ['SUSPENDED'],
    lifecycle: ['resumed/unpaused'],
    perform: (domain, signal) => domain.resume({ signal }),
  },
};

/** Times a call is made: again where the domain came to allow it just after it was refused. */
const CALL_TRIES = 2;

/**
 * Makes a call that libvirt itself makes only where the domain's state allows it, and at once: a look
 * before and one after would each be as much work as the call. Refused, it may have been done before.
 * What libvirt tells of it meanwhile is left to the record, which goes with the step's end.
 */
async function callAndRecord(
  ctx: Context,
  name: Calls,
  outcome: Pick<NewStatus, 'reason' | 'passed'>,
): Promise<void> {
  const call = CALLS[name];
  const vm = await requireVmPlace(ctx.em, ctx.input.vmId);
  const { hostId, uuid } = vm;
  const { lifecycle, wanted } = call;
  const tell = (stage: 'BEGINS' | 'RECORDED' | 'GIVEN_UP') =>
    ctx.services.events.publish('acting', { hostId, uuid, stage, lifecycle });
  tell('BEGINS');
  try {
    await onHost(vm, () => callWhereAllowed(ctx, vm, call));
  } catch (error) {
    tell('GIVEN_UP');
    throw error;
  }
  const status = { ...outcome, status: wanted, desired: wanted, started: name === 'start' };
  record(ctx, vm.id, status, () => tell('RECORDED'));
}

async function callWhereAllowed(ctx: Context, vm: VmPlace, call: Call): Promise<void> {
  const { signal } = ctx;
  const domain = await assumeDomain(ctx.services, vm);
  for (let tries = 1; ; tries++) {
    try {
      return await ifThere(vm, call.perform(domain, signal));
    } catch (error) {
      if (!(error instanceof LibvirtError && error.is('OPERATION_INVALID'))) throw error;
      const now = await lookAt(vm, domain, signal);
      if (now === call.wanted) return;
      if (call.from) needs(now, call.from, vm.name);
      if (tries === CALL_TRIES)
        throw new FatalTaskError(error.message, { code: 'CONFLICT', cause: error });
    }
  }
}

interface Recorded extends NewStatus {
  /** After a start the domain has all its settings. */
  readonly started?: boolean;
}

/** With the step's end; of what a VM is then, the engine tells. */
function record(ctx: Context, vmId: VmId, status: Recorded, written?: () => void): void {
  const { started, ...change } = status;
  const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
  ctx.writeWithEnd({
    ...statusAtEnd(vmId, { ...change, ...(started && { also: NOTHING_PENDING }) }, by),
    ...(written && { written }),
  });
}

function needs(now: VmStatus, allowed: readonly VmStatus[], name: string): void {
  if (!allowed.includes(now))
    throw new FatalTaskError(
      `${name} is ${now.toLowerCase()}; this needs it to be ${allowed.join(' or ').toLowerCase()}.`,
      { code: 'CONFLICT' },
    );
}

/** Asks the guest by ACPI until it is off; a guest that has not booted yet does not hear at first. */
async function shutDown(ctx: Context): Promise<void> {
  const vm = await requireVmPlace(ctx.em, ctx.input.vmId);
  await onHost(vm, async () => {
    const domain = await assumeDomain(ctx.services, vm);
    const now = await lookAt(vm, domain, ctx.signal);
    if (now === 'SHUTDOWN') return;
    needs(now, ['RUNNING'], ctx.input.name);
    try {
      await untilOff(ctx, domain);
    } catch (error) {
      if (!(error instanceof LibvirtError && error.is('OPERATION_INVALID'))) throw error;
      // Somebody else changed the state between the look and the act: perhaps to what is wanted.
      if ((await lookAt(vm, domain, ctx.signal)) === 'SHUTDOWN') return;
      throw new FatalTaskError(error.message, { code: 'CONFLICT', cause: error });
    }
  });
}

async function untilOff(ctx: Context, domain: Domain): Promise<void> {
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
}

/** What it is when another worker may have shut it down. */
async function recordShutdown(ctx: Context): Promise<void> {
  const vm = await requireVmPlace(ctx.em, ctx.input.vmId);
  const status = await onHost(vm, async () =>
    lookAt(vm, await assumeDomain(ctx.services, vm), ctx.signal),
  );
  record(ctx, vm.id, { status, desired: 'SHUTDOWN', reason: 'shut down on request' });
}

const limits = [{ scope: 'HOST', max: 8 }] as const;

async function isWanted(ctx: Context): Promise<boolean> {
  const [vm] = await rows<{ desired: VmStatus }>(
    ctx.em,
    'select desired_status as desired from vm where id = ?',
    [ctx.input.vmId],
  );
  return vm?.desired === 'RUNNING';
}

interface CallTask {
  readonly type: 'START_VM' | 'DESTROY_VM' | 'SUSPEND_VM' | 'RESUME_VM';
  readonly call: Calls;
  readonly done: string;
  readonly reason: string | null;
}

function callTask({ type, call, done, reason }: CallTask) {
  return defineTask<PowerVm>({
    ...{ type, input, limits },
    steps: [
      {
        name: call,
        do: async (ctx) => {
          if (ctx.input.ifWanted && !(await isWanted(ctx))) return { left: true };
          return void (await callAndRecord(ctx, call, { reason }));
        },
      },
    ],
    succeeded: (ctx) =>
      ctx.result<{ left: true } | null>(call)?.left
        ? `${ctx.input.name} is left as it is: meanwhile somebody stopped it`
        : `${ctx.input.name} is ${done} successfully`,
  });
}

/** Starts a VM; one that runs already stays as it is. */
export const startVmTask = callTask({
  ...{ type: 'START_VM', call: 'start', done: 'started', reason: null },
});
/** Pulls the plug of a VM. */
export const destroyVmTask = callTask({
  ...{ type: 'DESTROY_VM', call: 'destroy', done: 'destroyed', reason: 'destroyed on request' },
});
/** Pauses the CPUs of a VM. */
export const suspendVmTask = callTask({
  ...{ type: 'SUSPEND_VM', call: 'suspend', done: 'suspend', reason: 'suspended on request' },
});
/** Lets the CPUs of a suspended VM go on. */
export const resumeVmTask = callTask({
  ...{ type: 'RESUME_VM', call: 'resume', done: 'resumed', reason: null },
});

/**
 * Asks the guest to shut down. That is a step of its own, since it takes time and may be broken
 * off.
 */
export const shutdownVmTask = defineTask<PowerVm>({
  ...{ type: 'SHUTDOWN_VM', input, limits },
  steps: [
    { name: 'shut down', weight: 9, cancellable: true, do: shutDown },
    { name: 'record', weight: 1, do: recordShutdown },
  ],
  succeeded: (ctx) => `${ctx.input.name} is shut down successfully`,
});

/**
 * A reboot is a shutdown and a start: it ends knowing what happened, and changes that wait for the
 * next start take effect, neither of which the guest's own reset gives.
 */
export const rebootVmTask = defineTask<PowerVm>({
  ...{ type: 'REBOOT_VM', input, limits },
  steps: [
    { name: 'shut down', weight: 6, cancellable: true, do: shutDown },
    {
      name: 'start',
      weight: 4,
      do: (ctx) => callAndRecord(ctx, 'start', { reason: null, passed: true }),
    },
  ],
  succeeded: (ctx) => `${ctx.input.name} is rebooted successfully`,
});
