import { DomainDeviceModifyFlags } from '@baadal/libvirt';
import type { Services } from '../services.ts';
import { onHost } from '../task/on-host.ts';
import { requireDomain } from './domain-of.ts';
import { diskXml } from './domain-xml.ts';
import type { VmRecord } from './vm-record.ts';

/**
 * Attaches to a VM's running domain those of the VM's disks that the domain lacks. Does nothing
 * when the VM is off. Safe to repeat.
 * @returns the targets of the disks that were attached
 * @throws {RetryableError | FatalTaskError} in words for people, naming the host
 */
export async function attachMissingDisks(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<string[]> {
  return onHost(vm, async () => {
    const domain = await requireDomain(services, vm, signal);
    if (!(await domain.isActive({ signal }))) return [];
    const live = await domain.xml(0, { signal });
    const missing = vm.disks.filter((disk) => !live.includes(`<source file='${disk.path}'`));
    for (const disk of missing)
      await domain.attachDevice(diskXml(disk), DomainDeviceModifyFlags.LIVE, { signal });
    return missing.map((disk) => disk.target);
  });
}
