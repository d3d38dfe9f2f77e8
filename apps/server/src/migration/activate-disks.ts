import { randomUUID } from 'node:crypto';
import { MonitorError, monitorCommand } from '@baadal/libvirt';
import type { Services } from '../services.ts';
import { onHost } from '../task/on-host.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { findDomain } from '../vm/domain-of.ts';
import type { Place } from './look.ts';

interface Context {
  readonly services: Services;
  readonly signal: AbortSignal;
}

interface BlockDevice {
  readonly inserted?: { readonly 'node-name': string };
}

/**
 * Has QEMU take the disks of a VM that stands still. Those of one that was moved while it was
 * suspended stay inactive until it runs: its snapshots and clones fail, and before version 10 QEMU
 * ends on an assertion (`BDRV_O_INACTIVE`), with what the guest has in its memory, when it moves
 * once more, a disk grows, or a snapshot is deleted. What QEMU exports it activates first, so each
 * disk is exported for a moment, to nobody. Twice does no harm.
 * @throws {FatalTaskError} when QEMU refuses
 */
export async function activateDisks({ services, signal }: Context, place: Place): Promise<void> {
  await onHost(place, async () => {
    const domain = await findDomain(services, place, signal);
    if (!domain) return;
    const connection = await services.hosts.libvirtJobs(place.hostId);
    const monitor = (execute: string, args?: Record<string, unknown>) =>
      monitorCommand(connection, domain, { execute, ...(args && { arguments: args }) }, { signal });
    try {
      const devices = (await monitor('query-block')) as BlockDevice[];
      // A worker that was lost may have left it.
      await monitor('nbd-server-stop').catch(unlessRefused);
      // Port 0: any that is free. Over with the server are its exports.
      await monitor('nbd-server-start', {
        addr: { type: 'inet', data: { host: '127.0.0.1', port: '0' } },
      });
      try {
        for (const { inserted } of devices)
          if (inserted)
            await monitor('block-export-add', {
              ...{ type: 'nbd', id: `activate-${randomUUID()}`, name: randomUUID() },
              'node-name': inserted['node-name'],
            });
      } finally {
        await monitor('nbd-server-stop');
      }
    } catch (error) {
      if (!(error instanceof MonitorError)) throw error;
      throw new FatalTaskError(
        `QEMU on ${place.hostName} does not take its disks before it runs: ${error.message}. Resume it first; it can be suspended again at once.`,
        { code: 'CONFLICT', cause: error },
      );
    }
  });
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof MonitorError)) throw error;
}
