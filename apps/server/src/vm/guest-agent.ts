import { type Domain, DomainVcpuFlags, LibvirtError } from '@baadal/libvirt';
import { pause } from '../platform/back-off.ts';

/** True when the guest's agent is connected, by the XML of a running domain. */
export function hasGuestAgent(liveXml: string): boolean {
  return /<target [^>]*name='org\.qemu\.guest_agent\.0'[^>]*state='connected'/.test(liveXml);
}

/** The guest's kernel needs a moment to find a vCPU that was plugged in. */
const ONLINE_TRIES = 10;
const ONLINE_EVERY_MS = 500;

/**
 * Has the guest's agent turn on the vCPUs that were plugged in: many kernels, Debian's among them,
 * find them but leave them off.
 * @throws {LibvirtError} what the agent says at last
 */
export async function turnOnVcpus(
  domain: Pick<Domain, 'setVcpus'>,
  vcpus: number,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      return await domain.setVcpus(vcpus, DomainVcpuFlags.GUEST, { signal });
    } catch (error) {
      if (!(error instanceof LibvirtError) || tries === ONLINE_TRIES || signal.aborted) throw error;
      await pause(ONLINE_EVERY_MS, signal);
    }
}
