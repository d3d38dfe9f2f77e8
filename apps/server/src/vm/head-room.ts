import type { ConstantValues } from '../constant/constants.ts';

/** How much a VM can be given while it runs, fixed at its start. */
export interface Maxima {
  readonly maxVcpus: number;
  readonly maxRamMiB: number;
}

type Limits = Pick<
  ConstantValues,
  'vcpuHeadroomFactor' | 'ramHeadroomFactor' | 'maxVcpusPerVm' | 'maxRamMiBPerVm'
>;

/** The maxima of a VM of this size: a multiple of it, within what a VM may have at all. */
export function maximaOf(size: { vcpus: number; ramMiB: number }, limits: Limits): Maxima {
  const within = (wanted: number, limit: number, least: number) =>
    Math.max(least, Math.min(limit, Math.floor(wanted)));
  return {
    maxVcpus: within(size.vcpus * limits.vcpuHeadroomFactor, limits.maxVcpusPerVm, size.vcpus),
    maxRamMiB: within(size.ramMiB * limits.ramHeadroomFactor, limits.maxRamMiBPerVm, size.ramMiB),
  };
}
