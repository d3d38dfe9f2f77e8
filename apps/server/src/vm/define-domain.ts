import { DomainDefineFlags, DomainUndefineFlagsValues, LibvirtError } from '@baadal/libvirt';
import type { Services } from '../services.ts';
import { findDomain, onHost, requireDomain } from './domain-of.ts';
import { domainXml } from './domain-xml.ts';
import type { VmRecord } from './vm-record.ts';

/** The persistent definition of a VM's domain, as its rows say. */
function definitionOf(vm: VmRecord): string {
  const network = vm.ip ? { mac: vm.ip.mac, bridge: vm.bridge, vlanTag: vm.ip.vlanTag } : null;
  return domainXml({ ...vm, vmId: vm.id, network });
}

/**
 * Writes the persistent definition of a VM's domain on its host, anew where there is one; a domain
 * that runs takes it at its next start. Safe to repeat.
 * @throws {RetryableError | FatalTaskError} in words for people, naming the host
 */
export async function defineDomain(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<void> {
  await onHost(vm, async () => {
    const connection = await services.hosts.libvirt(vm.hostId);
    await connection.defineDomain(definitionOf(vm), DomainDefineFlags.VALIDATE, { signal });
  });
}

/** All that libvirt may know of a domain beside its definition. */
export const EVERYTHING =
  DomainUndefineFlagsValues.MANAGED_SAVE |
  DomainUndefineFlagsValues.SNAPSHOTS_METADATA |
  DomainUndefineFlagsValues.NVRAM |
  DomainUndefineFlagsValues.CHECKPOINTS_METADATA;

/**
 * Removes a VM's domain from its host with all that libvirt knows of it; nothing when it is gone.
 * @throws {RetryableError | FatalTaskError} in words for people, naming the host
 */
export async function undefineDomain(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<void> {
  await onHost(vm, async () => {
    const domain = await findDomain(services, vm, signal);
    await domain?.undefine(EVERYTHING, { signal });
  });
}

/**
 * Pulls the plug of a VM's domain; nothing when it is off or gone.
 * @throws {RetryableError | FatalTaskError} in words for people, naming the host
 */
export async function destroyDomain(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<void> {
  await onHost(vm, async () => {
    const domain = await findDomain(services, vm, signal);
    if (domain && (await domain.isActive({ signal }))) await domain.destroy({}, { signal });
  });
}

/**
 * Starts a VM's domain; one that runs already is left alone.
 * @throws {RetryableError | FatalTaskError} in words for people, naming the host
 */
export async function startDomain(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<void> {
  await onHost(vm, async () => {
    const domain = await requireDomain(services, vm, signal);
    try {
      await domain.start({}, { signal });
    } catch (error) {
      // It runs already: this step was cut after the call, and is being repeated.
      if (!(error instanceof LibvirtError && error.is('OPERATION_INVALID'))) throw error;
    }
  });
}
