import type { Domain } from '@baadal/libvirt';
import { describe, expect, it } from 'vitest';
import { openEventBus } from '../platform/events.ts';
import type { VmId } from '../platform/ids.ts';
import { waitForStatus } from './wait-for-status.ts';

/** A domain that runs and does not hear. */
const deaf = { state: () => Promise.resolve({ state: 'running', reason: '' }) } as never as Domain;

const wait = (nudge: () => Promise<void>, signal: AbortSignal) =>
  waitForStatus({
    ...{ vmId: 'vm_1' as VmId, domain: deaf, wanted: 'SHUTDOWN', timeoutMs: 60_000 },
    ...{ events: openEventBus(), signal, nudge },
  });

describe('waitForStatus', () => {
  it('ends with the reason of an abort in the middle of a nudge, and rejects nothing else', async () => {
    const stop = new AbortController();
    const reason = new Error('lease lost');
    const waiting = wait(() => {
      stop.abort(reason);
      return Promise.reject(reason);
    }, stop.signal);
    // Vitest fails the run for a rejection that nobody handles.
    await expect(waiting).rejects.toBe(reason);
  });

  it('ends with the fault of the nudge', async () => {
    const fault = new Error('refused');
    const waiting = wait(() => Promise.reject(fault), new AbortController().signal);
    await expect(waiting).rejects.toBe(fault);
  });
});
