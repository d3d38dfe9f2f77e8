import type { Domain } from '@baadal/libvirt';
import type { EventBus } from '../platform/events.ts';
import type { VmId } from '../platform/ids.ts';
import { statusOf } from './domain-of.ts';
import type { VmStatus } from './vm-status.ts';

interface Wait {
  readonly vmId: VmId;
  readonly domain: Domain;
  readonly wanted: VmStatus;
  readonly timeoutMs: number;
  readonly events: EventBus;
  readonly signal: AbortSignal;
  /** Called at first and every five seconds. */
  readonly nudge: () => Promise<void>;
}

const NUDGE_MS = 5_000;
/** Safety net for a lost event; the event itself ends the wait at once. */
const LOOK_MS = 2_000;

/**
 * Waits until the domain has a state, woken by the collector's events.
 * @returns false when time ran out
 * @throws the signal's reason when aborted
 */
export async function waitForStatus(wait: Wait): Promise<boolean> {
  const deadline = Date.now() + wait.timeoutMs;
  let nextNudge = 0;
  while (Date.now() < deadline) {
    const now = await wait.domain.state({ signal: wait.signal });
    if (statusOf(now) === wait.wanted) return true;
    if (Date.now() >= nextNudge) {
      const woken = change(wait);
      // It is awaited below; aborted during the nudge, it must not be a rejection nobody handles.
      woken.catch(() => undefined);
      await wait.nudge();
      nextNudge = Date.now() + NUDGE_MS;
      await woken;
    } else {
      await change(wait);
    }
  }
  return false;
}

/** Resolves when the VM changed or it is time to look again. */
function change({ vmId, events, signal }: Wait): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      off();
      signal.removeEventListener('abort', onAbort);
    };
    const finish = () => {
      done();
      resolve();
    };
    const onAbort = () => {
      done();
      reject(signal.reason);
    };
    const timer = setTimeout(finish, LOOK_MS);
    const off = events.on('vm', ({ id }) => id === vmId && finish());
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}
