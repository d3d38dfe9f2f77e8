import { ConnectionLostError, DeadlineError, type Domain, LibvirtError } from '@baadal/libvirt';
import { BaadalError, HostUnreachableError } from '../platform/errors.ts';
import type { Services } from '../services.ts';
import { RetryableError } from '../task/task-errors.ts';
import type { VmRecord } from './vm-record.ts';
import type { VmStatus } from './vm-status.ts';

/**
 * Runs host work of a task. A host that is away, or that went away in the middle, makes the step
 * wait and look again: it does not undo the task.
 * @throws {RetryableError}
 */
export async function onHost<T>(vm: VmRecord, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HostUnreachableError)
      throw new RetryableError(error.message, { code: 'HOST_UNREACHABLE', cause: error });
    if (error instanceof ConnectionLostError || error instanceof DeadlineError)
      throw new RetryableError(`Host ${vm.hostName} was lost in the middle: ${error.message}`, {
        code: 'HOST_UNREACHABLE',
        cause: error,
      });
    // Another job holds the domain; libvirt waited 30 s for it.
    if (error instanceof LibvirtError && error.is('OPERATION_TIMEOUT'))
      throw new RetryableError(error.message, { code: 'CONFLICT', cause: error });
    throw error;
  }
}

/** The VM's domain on its host, on the connection for calls that may last; null when not there. */
export async function findDomain(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<Domain | null> {
  const connection = await services.hosts.libvirtJobs(vm.hostId);
  try {
    return await connection.domainLookupByUuid(vm.uuid, { signal });
  } catch (error) {
    if (error instanceof LibvirtError && error.is('NO_DOMAIN')) return null;
    throw error;
  }
}

/** @throws {BaadalError} CONFLICT when the host has no such domain */
export async function requireDomain(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<Domain> {
  const domain = await findDomain(services, vm, signal);
  if (domain) return domain;
  throw new BaadalError('CONFLICT', `The domain ${vm.identity} is not on host ${vm.hostName}.`);
}

/** libvirt's state in our words. */
export function statusOf(state: string): VmStatus {
  switch (state) {
    case 'running':
    case 'blocked':
    // On its way down; its QEMU still runs.
    case 'shutdown':
      return 'RUNNING';
    case 'paused':
    case 'pmsuspended':
      return 'SUSPENDED';
    case 'shutoff':
      return 'SHUTDOWN';
    case 'crashed':
      return 'CRASHED';
    default:
      return 'UNKNOWN';
  }
}
