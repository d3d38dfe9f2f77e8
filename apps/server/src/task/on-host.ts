import { ConnectionLostError, DeadlineError, LibvirtError } from '@baadal/libvirt';
import { isSshError, type SshErrorCode } from '@baadal/ssh';
import { HostUnreachableError } from '../platform/errors.ts';
import { FatalTaskError, RetryableError } from './task-errors.ts';

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
 * Runs a task's work on a host, and turns what goes wrong there into an error that the engine
 * understands. When the host is away, or goes away in the middle, the step waits and is tried
 * again. When the host refuses, the task fails and is undone.
 * @throws {RetryableError | FatalTaskError} in words for people, naming the host
 */
export async function onHost<T>(
  host: { readonly hostName: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw taskFault(host.hostName, error);
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
