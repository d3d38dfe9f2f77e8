import { ConnectionLostError, DeadlineError, type Domain, LibvirtError } from '@baadal/libvirt';
import { isSshError, type SshErrorCode } from '@baadal/ssh';
import { BaadalError, HostUnreachableError } from '../platform/errors.ts';
import type { Services } from '../services.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import type { VmPlace } from './vm-place.ts';
import type { VmRecord } from './vm-record.ts';
import type { VmStatus } from './vm-status.ts';

/** Faults of the way to a host, not of what was asked there. */
const SSH_WAY_FAULTS: readonly SshErrorCode[] = [
  'CONNECT_FAILED',
  'CONNECT_TIMEOUT',
  'CONNECTION_LOST',
  'CHANNEL_REFUSED',
  'COMMAND_TIMEOUT',
  'CLOSED',
];

/**
 * Runs host work of a task. A host that is away, or that went away in the middle, makes the step
 * wait and look again: it does not undo the task. What the host refuses does.
 * @throws {RetryableError | FatalTaskError} in words for people, naming the host
 */
export async function onHost<T>(
  vm: Pick<VmRecord, 'hostName'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw taskFault(vm.hostName, error);
  }
}

function taskFault(host: string, cause: unknown): unknown {
  if (cause instanceof HostUnreachableError)
    return new RetryableError(cause.message, { code: 'HOST_UNREACHABLE', cause });
  if (
    cause instanceof ConnectionLostError ||
    cause instanceof DeadlineError ||
    (isSshError(cause) && SSH_WAY_FAULTS.includes(cause.code))
  )
    return new RetryableError(`Host ${host} was lost in the middle: ${cause.message}`, {
      code: 'HOST_UNREACHABLE',
      cause,
    });
  if (cause instanceof LibvirtError) {
    const options = { code: 'CONFLICT', cause } as const;
    // Another job holds the domain; libvirt waited 30 s for it.
    if (cause.is('OPERATION_TIMEOUT')) return new RetryableError(cause.message, options);
    return new FatalTaskError(`libvirt on host ${host} refused: ${cause.message}`, options);
  }
  if (isSshError(cause, 'COMMAND_FAILED'))
    return new FatalTaskError(`A command failed on host ${host}: ${cause.message}`, {
      code: 'CONFLICT',
      cause,
    });
  return cause;
}

/** The VM's domain on its host, on the connection for calls that may last; null when not there. */
export async function findDomain(
  services: Services,
  vm: Pick<VmRecord, 'hostId' | 'uuid'>,
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
  throw notThere(vm);
}

const notThere = (vm: Pick<VmRecord, 'identity' | 'hostName'>) =>
  new BaadalError('CONFLICT', `The domain ${vm.identity} is not on host ${vm.hostName}.`);

/**
 * The VM's domain without asking the host: the first call on it tells whether it is there.
 * @throws {HostUnreachableError}
 */
export async function assumeDomain(services: Services, vm: VmPlace): Promise<Domain> {
  const connection = await services.hosts.libvirtJobs(vm.hostId);
  return connection.domainOf({ name: vm.identity, uuid: vm.uuid });
}

/**
 * What an assumed domain does.
 * @throws {BaadalError} CONFLICT when the host has no such domain
 */
export async function lookAt(vm: VmPlace, domain: Domain, signal: AbortSignal): Promise<VmStatus> {
  return statusOf(await ifThere(vm, domain.state({ signal })));
}

/** @throws {BaadalError} CONFLICT when the call found no such domain on the host */
export async function ifThere<T>(
  vm: Pick<VmRecord, 'identity' | 'hostName'>,
  call: Promise<T>,
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof LibvirtError && error.is('NO_DOMAIN') ? notThere(vm) : error;
  }
}

/** libvirt's state in our words: where a domain is, or where a start of it by somebody else leads. */
export function statusOf({ state, reason }: { state: string; reason: string }): VmStatus {
  // The call of a worker that was lost may still be at work.
  if (state === 'paused' && reason === 'starting-up') return 'RUNNING';
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
