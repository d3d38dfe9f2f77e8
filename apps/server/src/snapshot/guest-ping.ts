import type { SshMachine } from '@baadal/ssh';
import { boxesWithRole } from '../network/network-box.service.ts';
import { HostUnreachableError } from '../platform/errors.ts';
import type { StepContext } from '../task/task-definition.ts';
import type { VmRecord } from '../vm/vm-record.ts';

/** How long one ping waits. */
const TRY_SECONDS = 5;
/** Between its questions: the first one after a revert may be lost while switches learn. */
const INTERVAL_SECONDS = '0.2';

/**
 * Pings a guest from where it can be reached, the gateway, until it answers.
 * @returns false when it did not within the grace period, or has no address
 * @throws {HostUnreachableError} when nothing could be asked to ping
 */
export async function guestAnswers(
  ctx: StepContext<unknown>,
  vm: VmRecord,
  graceSeconds: number,
): Promise<boolean> {
  if (!vm.ip) return false;
  const ssh = await pinger(ctx, vm);
  const begin = performance.now();
  for (;;) {
    const passed = (performance.now() - begin) / 1000;
    const left = Math.ceil(graceSeconds - passed);
    if (left <= 0) return false;
    ctx.progress((passed / graceSeconds) * 100);
    const wait = String(Math.min(TRY_SECONDS, left));
    const argv = ['ping', '-n', '-q', '-c', '1', '-i', INTERVAL_SECONDS, '-w', wait, vm.ip.address];
    const { code, stderr } = await ssh.exec(argv, { signal: ctx.signal });
    if (code === 0) return true;
    // 1: no answer. Anything else: it cannot ping at all, and could not in a minute either.
    if (code !== 1) {
      ctx.log('WARN', `ping failed: ${stderr.trim()}`);
      return false;
    }
  }
}

/** A gateway that is reached; the VM's own host where the cloud has none. */
async function pinger(ctx: StepContext<unknown>, vm: VmRecord): Promise<SshMachine> {
  const { hosts } = ctx.services;
  let away: HostUnreachableError | undefined;
  for (const box of await boxesWithRole(ctx.em, 'GATEWAY')) {
    try {
      return await hosts.box(box.id);
    } catch (error) {
      if (!(error instanceof HostUnreachableError)) throw error;
      away = error;
    }
  }
  if (away) throw away;
  ctx.log('INFO', `No gateway is known: pinging from host ${vm.hostName}.`);
  return hosts.ssh(vm.hostId);
}
