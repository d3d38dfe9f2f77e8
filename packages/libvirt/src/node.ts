import type { RemoteNodeGetInfoRet } from './generated/codec-other.ts';
import { safeNumber } from './safe-number.ts';

/** The machine the daemon runs on. */
export interface NodeInfo {
  /** CPU model, e.g. `x86_64`. */
  readonly model: string;
  readonly memoryKiB: number;
  /** Active CPUs. */
  readonly cpus: number;
  /** Expected frequency, 0 when unknown. */
  readonly mhz: number;
  readonly numaNodes: number;
  readonly socketsPerNode: number;
  readonly coresPerSocket: number;
  readonly threadsPerCore: number;
}

/** `virNodeInfo` from the wire. */
export function toNodeInfo(ret: RemoteNodeGetInfoRet): NodeInfo {
  const end = ret.model.indexOf(0);
  return {
    model: Buffer.from(end < 0 ? ret.model : ret.model.subarray(0, end)).toString('latin1'),
    memoryKiB: safeNumber(ret.memory),
    cpus: ret.cpus,
    mhz: ret.mhz,
    numaNodes: ret.nodes,
    socketsPerNode: ret.sockets,
    coresPerSocket: ret.cores,
    threadsPerCore: ret.threads,
  };
}
