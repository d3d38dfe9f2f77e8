import {
  DomainDefineFlags,
  DomainUndefineFlagsValues,
  DomainXMLFlags,
  LibvirtError,
} from '@baadal/libvirt';
import type { Services } from '../services.ts';
import { onHost } from '../task/on-host.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { parseDomainDisks } from './domain-disks.ts';
import { findDomain, requireDomain } from './domain-of.ts';
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

/**
 * Looks for a disk whose file in the domain's definition is not the file in the VM's rows. What the
 * guest wrote to that file would be lost if the definition were overwritten.
 * @returns the difference in words; null when there is none
 * @throws {RetryableError | FatalTaskError} in words for people, naming the host
 */
export async function otherDisk(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<string | null> {
  return onHost(vm, async () => {
    const domain = await findDomain(services, vm, signal);
    if (!domain) return null;
    const there = parseDomainDisks(await domain.xml(DomainXMLFlags.INACTIVE, { signal }));
    for (const { target, path } of there) {
      const ours = vm.disks.find((disk) => disk.target === target);
      if (ours && ours.path !== path)
        return `The disk ${target} of ${vm.name} is ${path} on host ${vm.hostName}, not ${ours.path}.`;
    }
    return null;
  });
}

/**
 * Makes sure that a definition may be overwritten without losing the only name of a disk's file.
 * @throws {FatalTaskError} CONFLICT when {@link otherDisk} finds a difference
 * @throws {RetryableError | FatalTaskError} in words for people, naming the host
 */
export async function requireOwnDisks(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<void> {
  const other = await otherDisk(services, vm, signal);
  if (!other) return;
  throw new FatalTaskError(`${other} An admin finds on the page Health what is to be done.`, {
    code: 'CONFLICT',
  });
}

/** Flags that undefine a domain with everything that libvirt keeps beside its definition. */
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
