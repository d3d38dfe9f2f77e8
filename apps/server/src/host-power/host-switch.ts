import { type Em, rows } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import { type Bmc, IpmiError } from './ipmi.ts';
import type { PowerMethod } from './power-method.ts';

/** By what a host can be switched, and what is known of it now. */
export interface HostSwitch {
  readonly method: PowerMethod;
  readonly mac: string | null;
  readonly status: string;
  /** Null: it has none, or too little is known of it. */
  readonly bmc: Bmc | null;
}

/** @throws {FatalTaskError} when the host is gone */
export async function hostSwitch(
  em: Em,
  { secrets }: Pick<Services, 'secrets'>,
  hostId: HostId,
): Promise<HostSwitch> {
  const [row] = await rows<{
    method: PowerMethod | null;
    mac: string | null;
    status: string;
    address: string | null;
    username: string | null;
    password: string | null;
  }>(
    em,
    `select p.method, h.mac, h.status, p.bmc_address as address, p.bmc_username as username,
       p.bmc_password as password from host h left join host_power p on p.host_id = h.id where h.id = ?`,
    [hostId],
  );
  if (!row) throw new FatalTaskError('The host is gone.', { code: 'NOT_FOUND' });
  const { method, mac, status, address, username, password } = row;
  const bmc =
    method === 'IPMI' && address && username && password
      ? { address, username, password: secrets.open(password) }
      : null;
  return { method: method ?? 'NONE', mac, status, bmc };
}

/** A BMC that does not answer may do so in a moment. @throws {RetryableError} */
export async function atBmc<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IpmiError)
      throw new RetryableError(error.message, { code: 'HOST_UNREACHABLE', cause: error });
    throw error;
  }
}
