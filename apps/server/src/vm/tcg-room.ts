import { type Connection, type Domain, MonitorError, monitorCommand } from '@baadal/libvirt';

/**
 * Room for the code of new vCPUs in an emulated guest. QEMU cuts its translation cache into regions,
 * and each vCPU fills one after another; when one is plugged in while none is free, QEMU aborts
 * and the guest is lost (`tcg_region_initial_alloc`, QEMU 7.2; seen with a guest that idled there).
 * Guests that run on KVM have no such cache.
 */

/** How full the cache is, in bytes, by `info jit`. */
export interface TranslationCache {
  readonly used: number;
  readonly size: number;
}

const MIB = 1024 * 1024;
/** One is left for what the guest does between the question and the plugging. */
const SPARE_REGIONS = 1;

/** @returns null when the text tells nothing of it */
export function parseJit(text: string): TranslationCache | null {
  const [, used, size] = /^gen code size +(\d+)\/(\d+)$/m.exec(text) ?? [];
  return used && size ? { used: Number(used), size: Number(size) } : null;
}

/**
 * Whether an emulated guest can have so many vCPUs in all. The worst case is assumed: that each
 * of the present vCPUs has just begun a region.
 * @see QEMU tcg/region.c, tcg_n_regions
 */
export function hasRegionsFor(
  cache: TranslationCache,
  { wanted, maximum }: { readonly wanted: number; readonly maximum: number },
): boolean {
  // The cache is a little smaller than asked for: guard pages.
  const fitting = Math.round(cache.size / (2 * MIB));
  const regions = fitting <= maximum ? maximum : Math.min(fitting, maximum * 8);
  const full = Math.floor(cache.used / (cache.size / regions));
  return full + wanted + SPARE_REGIONS <= regions;
}

/**
 * As {@link hasRegionsFor}, for a running domain, whose QEMU is asked. True for a guest that is not
 * emulated, and where QEMU does not tell.
 */
export async function hasRoomForVcpus(
  connection: Connection,
  domain: Domain,
  ask: { readonly xml: string; readonly wanted: number; readonly maximum: number },
  signal: AbortSignal,
): Promise<boolean> {
  if (!/^\s*<domain type='qemu'/.test(ask.xml)) return true;
  try {
    const command = { execute: 'x-query-jit' };
    const told = (await monitorCommand(connection, domain, command, { signal })) as {
      readonly 'human-readable-text'?: string;
    };
    const cache = parseJit(told['human-readable-text'] ?? '');
    return cache === null || hasRegionsFor(cache, ask);
  } catch (error) {
    // A QEMU that does not know the question: it is asked to plug as before.
    if (error instanceof MonitorError) return true;
    throw error;
  }
}
