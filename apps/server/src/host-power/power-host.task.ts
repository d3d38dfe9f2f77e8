import { type Connection, DomainStatsTypes } from '@baadal/libvirt';
import { z } from 'zod';
import { constantValues } from '../constant/constant.service.ts';
import { recordHostEvent } from '../host/host-events.ts';
import { pause } from '../platform/back-off.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { ConflictError, HostUnreachableError } from '../platform/errors.ts';
import type { HostId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { refuseRunning } from './host-power.service.ts';
import { atBmc, type HostSwitch, hostSwitch } from './host-switch.ts';
import { powerState, switchPower } from './ipmi.ts';
import { wake } from './wake-on-lan.ts';

/**
 * Switches a host on (by its BMC or a magic packet) or off (asked over SSH first, then by its BMC),
 * and waits until that is so. There is nothing to undo: a host that does not come up is told, one
 * that does not go down stays as it is.
 */
interface PowerHostTask {
  readonly hostId: HostId;
  readonly hostName: string;
  /** Nobody asked: it is switched to save power, or because room is needed. */
  readonly byPolicy: boolean;
}
type Context = StepContext<PowerHostTask>;

const input = z.object({
  hostId: z.string(),
  hostName: z.string(),
  byPolicy: z.boolean(),
}) as unknown as z.ZodType<PowerHostTask>;

const LOOK_EVERY_MS = 1_000;
const WAKE_EVERY_MS = 10_000;

const powerOf = (ctx: Context): Promise<HostSwitch> =>
  hostSwitch(ctx.em, ctx.services, ctx.input.hostId);

/** Looks again and again until it is so. @throws {FatalTaskError} in the words given, when it is late */
async function until(
  ctx: Context,
  limit: { readonly seconds: number; readonly late: string },
  isSo: (sinceMs: number) => Promise<boolean>,
): Promise<void> {
  const begin = performance.now();
  for (;;) {
    const since = performance.now() - begin;
    if (await isSo(since)) return;
    if (since > limit.seconds * 1000) throw new FatalTaskError(limit.late, { code: 'CONFLICT' });
    ctx.progress(Math.min(99, (since / (limit.seconds * 1000)) * 100));
    await pause(LOOK_EVERY_MS, ctx.signal);
    ctx.signal.throwIfAborted();
  }
}

async function switchOn(ctx: Context): Promise<void> {
  const { method, bmc, mac } = await powerOf(ctx);
  if (bmc) return atBmc(() => switchPower(bmc, 'ON', ctx.signal));
  if (method === 'WAKE_ON_LAN' && mac) return wake(mac);
  throw new FatalTaskError(`${ctx.input.hostName} can only be switched on by hand.`, {
    code: 'CONFLICT',
  });
}

async function waitUp(ctx: Context): Promise<void> {
  const { hostBootTimeoutSeconds: seconds } = await constantValues(ctx.em);
  const late = `${ctx.input.hostName} is not up ${seconds} s after it was switched on. Look at its console.`;
  let wokenAt = 0;
  await until(ctx, { seconds, late }, async (sinceMs) => {
    const { status, method, mac } = await powerOf(ctx);
    if (status === 'UP') return true;
    if (method === 'WAKE_ON_LAN' && mac && sinceMs - wokenAt > WAKE_EVERY_MS) {
      wokenAt = sinceMs;
      await wake(mac);
    }
    return false;
  });
}

async function recordOn(ctx: Context): Promise<void> {
  const { hostId } = ctx.input;
  await ctx.transaction((em) => writePower(em, ctx, { state: 'ON', offBy: null }));
  ctx.services.events.publish('host', { id: hostId });
}

/** From now on placement leaves it out. */
async function close(ctx: Context): Promise<void> {
  const { hostId, hostName, byPolicy } = ctx.input;
  try {
    await ctx.transaction(async (em) => {
      await rows(em, 'select id from host where id = ? for update', [hostId]);
      await refuseRunning(em, { id: hostId, name: hostName });
      await run(
        em,
        `insert into host_power (host_id, method, off_by) values (?, 'NONE', ?)
         on duplicate key update off_by = values(off_by)`,
        [hostId, byPolicy ? 'POLICY' : 'ADMIN'],
      );
    });
  } catch (error) {
    if (error instanceof ConflictError)
      throw new FatalTaskError(error.message, { code: 'CONFLICT', cause: error });
    throw error;
  }
}

async function open(ctx: Context): Promise<void> {
  await ctx.transaction((em) =>
    run(em, 'update host_power set off_by = null where host_id = ?', [ctx.input.hostId]),
  );
}

/** Its BMC says so. */
async function isOff(ctx: Context): Promise<boolean> {
  const { bmc } = await powerOf(ctx);
  return bmc !== null && (await atBmc(() => powerState(bmc, ctx.signal))) === 'OFF';
}

/** Domains of others count as well. A host that is away already has nothing to ask. */
async function look(ctx: Context): Promise<void> {
  const { hostId, hostName } = ctx.input;
  if (await isOff(ctx)) return;
  let connection: Connection;
  try {
    connection = await ctx.services.hosts.libvirt(hostId);
  } catch (error) {
    if (error instanceof HostUnreachableError) return;
    throw error;
  }
  const domains = await connection.getAllDomainStats(DomainStatsTypes.STATE);
  const OFF = 5;
  const running = domains.filter(({ stats }) => Number(stats['state.state'] ?? OFF) !== OFF);
  if (running.length === 0) return;
  const names = running.map(({ domain }) => domain.name).join(', ');
  throw new FatalTaskError(`Domains run on ${hostName}: ${names}. Shut them down first.`, {
    code: 'CONFLICT',
  });
}

async function shutDown(ctx: Context): Promise<void> {
  if (await isOff(ctx)) return;
  try {
    const ssh = await ctx.services.hosts.ssh(ctx.input.hostId);
    await ssh.exec(['shutdown', '-h', 'now'], { signal: ctx.signal, timeoutMs: 15_000 });
  } catch {
    ctx.signal.throwIfAborted();
    // It goes down, or is down: what counts is what is seen next.
    ctx.log('INFO', 'The SSH connection ended.');
  }
}

async function waitDown(ctx: Context): Promise<void> {
  const { hostShutdownSeconds: seconds } = await constantValues(ctx.em);
  const late = `${ctx.input.hostName} is still on ${seconds} s after it was told to shut down.`;
  const { bmc } = await powerOf(ctx);
  if (!bmc) return until(ctx, { seconds, late }, async () => (await powerOf(ctx)).status !== 'UP');
  try {
    await until(ctx, { seconds, late }, () =>
      atBmc(async () => (await powerState(bmc, ctx.signal)) === 'OFF'),
    );
  } catch (error) {
    if (!(error instanceof FatalTaskError)) throw error;
    ctx.log('WARN', `${late} Its power is cut.`);
    await atBmc(() => switchPower(bmc, 'OFF', ctx.signal));
  }
  await until(ctx, { seconds: 60, late }, async () => (await powerOf(ctx)).status !== 'UP');
}

async function recordOff(ctx: Context): Promise<void> {
  const { hostId, byPolicy } = ctx.input;
  const reason = byPolicy ? 'powered off: it was idle' : 'powered off by an admin';
  await ctx.transaction(async (em) => {
    await writePower(em, ctx, { state: 'OFF', offBy: byPolicy ? 'POLICY' : 'ADMIN' });
    await run(
      em,
      `update host set status = 'DOWN', status_reason = ?, ssh_ok_since = null, libvirt_ok_since = null
        where id = ? and status <> 'UP'`,
      [reason, hostId],
    );
  });
  ctx.services.events.publish('host', { id: hostId });
}

async function writePower(
  em: Em,
  ctx: Context,
  to: { readonly state: 'ON' | 'OFF'; readonly offBy: 'ADMIN' | 'POLICY' | null },
): Promise<void> {
  const { hostId } = ctx.input;
  await run(
    em,
    `update host_power set state = ?, off_by = ?, checked_at = utc_timestamp(3),
       switched_at = utc_timestamp(3), idle_since = null where host_id = ?`,
    [to.state, to.offBy, hostId],
  );
  const [told] = await rows(em, 'select 1 from host_event where host_id = ? and task_id = ?', [
    hostId,
    ctx.taskId,
  ]);
  if (told) return;
  const change = { attribute: 'power', from: null, to: to.state };
  await recordHostEvent(em, hostId, { ...change, actorId: ctx.requestedBy, taskId: ctx.taskId });
}

export const powerOnHostTask = defineTask<PowerHostTask>({
  type: 'POWER_ON_HOST',
  input,
  steps: [
    { name: 'switch on', do: switchOn },
    { name: 'wait until it is up', weight: 9, cancellable: true, do: waitUp },
    { name: 'record', do: recordOn },
  ],
  succeeded: (ctx) => `${ctx.input.hostName} is powered on`,
});

export const powerOffHostTask = defineTask<PowerHostTask>({
  type: 'POWER_OFF_HOST',
  input,
  steps: [
    { name: 'close', do: close, undo: open },
    { name: 'look for domains', do: look },
    { name: 'shut down', do: shutDown },
    { name: 'wait until it is off', weight: 9, do: waitDown },
    { name: 'record', do: recordOff },
  ],
  succeeded: (ctx) => `${ctx.input.hostName} is powered off`,
});
