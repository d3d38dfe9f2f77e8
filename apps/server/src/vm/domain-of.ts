import { type Domain, LibvirtError } from '@baadal/libvirt';
import { BaadalError } from '../platform/errors.ts';
import type { Services } from '../services.ts';
import type { VmPlace } from './vm-place.ts';
import type { VmRecord } from './vm-record.ts';
import type { VmStatus } from './vm-status.ts';

/**
 * Finds the VM's domain on its host, on the connection for calls that may last.
 * @returns null when the host has no such domain
 */
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

/**
 * As {@link findDomain}, for work that needs the domain.
 * @throws {BaadalError} CONFLICT when the host has no such domain
 */
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
 * The status of a VM by its domain, as {@link assumeDomain} gives it.
 * @throws {BaadalError} CONFLICT when the host has no such domain
 */
export async function lookAt(vm: VmPlace, domain: Domain, signal: AbortSignal): Promise<VmStatus> {
  return statusOf(await ifThere(vm, domain.state({ signal })));
}

/**
 * Waits for a call on a domain that was assumed to be there.
 * @throws {BaadalError} CONFLICT when it turns out that the host has no such domain
 */
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

/**
 * Translates libvirt's state of a domain into the status of a VM. A domain that is just starting
 * counts as running.
 */
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
