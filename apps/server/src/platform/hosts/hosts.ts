import type { Connection } from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';
import type { HostId, NetworkBoxId } from '../ids.ts';
import type { HostAddress } from './host-directory.ts';

/** Where a machine is that is no host yet. */
export interface MachineAddress {
  readonly address: string;
  readonly sshPort: number;
  readonly sshUser: string;
  readonly hostKeyFingerprint: string;
}

/** A machine that is no host yet, reached for a moment. */
export interface MachineVisit extends AsyncDisposable {
  readonly ssh: SshMachine;
  /** @throws {HostUnreachableError} */
  libvirt(): Promise<Connection>;
}

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
   * @param signal gives the dialling up, for whoever else waits for it as well
   * @throws {HostUnreachableError}
   */
  probe(hostId: HostId, signal?: AbortSignal): Promise<Connection>;
  /** @throws {HostUnreachableError} */
  ssh(hostId: HostId): Promise<SshMachine>;
  /** Where a host is; kept in memory. @throws {NotFoundError} */
  place(hostId: HostId): Promise<HostAddress>;
  /**
   * A gateway machine, by the same key, pinning and breaker as hosts.
   * @throws {HostUnreachableError | NotFoundError}
   */
  box(boxId: NetworkBoxId): Promise<SshMachine>;
  /**
   * The fingerprint of the host key that whatever is at an address offers; nothing is trusted.
   * @throws {HostUnreachableError}
   */
  offeredKey(address: string, sshPort: number): Promise<string>;
  /** Reaches a machine that is no host yet. @throws {HostUnreachableError} */
  visit(machine: MachineAddress): Promise<MachineVisit>;
  /** The line for a host's `authorized_keys` that lets us in; null while we have no key. */
  readonly publicKey: string | null;
  close(): Promise<void>;
}
