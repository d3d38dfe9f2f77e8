import type { Connection } from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';
import type { HostId } from '../ids.ts';

/**
 * The only way to a host. Every call has a deadline and goes through the host's circuit breaker: a
 * host that does not answer fails at once until it is seen again, and never delays another host.
 */
export interface Hosts {
  /**
   * A warm connection for short calls (lists, states, define, destroy).
   * @throws {HostUnreachableError} at once while the breaker is open
   */
  libvirt(hostId: HostId): Promise<Connection>;
  /** A connection for calls that may last (start, snapshot, migrate); at most 4 at once on each. */
  libvirtJobs(hostId: HostId): Promise<Connection>;
  /** A connection of the caller's own, for a stream; close it after use. */
  libvirtStream(hostId: HostId): Promise<Connection>;
  /**
   * A connection of the caller's own, dialled even while the breaker is open: for the one who
   * watches the host. Its success closes the breaker; close it after use.
   * @throws {HostUnreachableError}
   */
  probe(hostId: HostId): Promise<Connection>;
  /** @throws {HostUnreachableError} */
  ssh(hostId: HostId): Promise<SshMachine>;
  close(): Promise<void>;
}
