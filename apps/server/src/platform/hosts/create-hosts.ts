import type { Connection } from '@baadal/libvirt';
import { fetchHostKey, machineKey, publicKeyLine, type SshMachine, SshPool } from '@baadal/ssh';
import type { Logger } from 'pino';
import type { Em } from '../db.ts';
import { HostUnreachableError } from '../errors.ts';
import type { EventBus } from '../events.ts';
import type { HostId, NetworkBoxId } from '../ids.ts';
import { TIMEOUTS } from '../timeouts.ts';
import { readBoxAddress } from './box-address.ts';
import { describeFault } from './fault-words.ts';
import { HostAccess } from './host-access.ts';
import { type HostAddress, HostDirectory, type SshAddress } from './host-directory.ts';
import type { Hosts, MachineAddress, MachineVisit } from './hosts.ts';

/** What the hosts of a process are reached with. */
export interface HostsOptions {
  readonly em: () => Em;
  readonly events: EventBus;
  readonly log: Logger;
  /** Private key, OpenSSH format, without passphrase. */
  readonly sshKey: Buffer;
  /** Told of each call to libvirt. */
  readonly onCall?: (procedure: string, ms: number, failed: boolean) => void;
  /** libvirt's URI as a host's daemon sees it; `qemu:///system` unless told. */
  readonly libvirtUri?: (host: HostAddress) => string;
}

/** A frozen machine is found after 8 to 12 s. */
const SSH_TIMES = {
  connectTimeoutMs: TIMEOUTS.connectMs,
  commandTimeoutMs: TIMEOUTS.commandMs,
  keepaliveIntervalMs: 4_000,
  keepaliveCount: 2,
} as const;
const LIBVIRT_URI = 'qemu:///system';

/** The ways to all hosts of this process; nothing is dialled before it is asked for. */
export function createHosts(options: HostsOptions): Hosts {
  return new PooledHosts(options);
}

interface Known<Address extends SshAddress> {
  readonly address: Address;
  readonly access: HostAccess;
}

class PooledHosts implements Hosts {
  readonly #options: HostsOptions;
  readonly #directory: HostDirectory;
  readonly #pool: SshPool;
  readonly #known = new Map<HostId, Known<HostAddress>>();
  readonly #boxes = new Map<NetworkBoxId, Known<SshAddress>>();
  readonly #unsubscribe: () => void;

  constructor(options: HostsOptions) {
    this.#options = options;
    this.#directory = new HostDirectory(options.em, options.events);
    this.#unsubscribe = options.events.on('hostRemoved', ({ id }) => {
      const known = this.#known.get(id);
      this.#known.delete(id);
      if (known) void this.#forget(known);
    });
    this.#pool = new SshPool({
      ...SSH_TIMES,
      onState: (machine, state, error) =>
        options.log.debug({ machine, state, code: error?.code }, 'ssh connection'),
    });
  }

  async libvirt(hostId: HostId): Promise<Connection> {
    return await (await this.#access(hostId)).control();
  }

  async libvirtJobs(hostId: HostId): Promise<Connection> {
    return await (await this.#access(hostId)).jobs();
  }

  async libvirtStream(hostId: HostId): Promise<Connection> {
    return await (await this.#access(hostId)).stream();
  }

  async probe(hostId: HostId, signal?: AbortSignal): Promise<Connection> {
    return await (await this.#access(hostId)).probe(signal);
  }

  async ssh(hostId: HostId): Promise<SshMachine> {
    return await (await this.#access(hostId)).ssh();
  }

  get publicKey(): string | null {
    const { sshKey } = this.#options;
    return sshKey.length > 0 ? publicKeyLine(sshKey) : null;
  }

  place(hostId: HostId): Promise<HostAddress> {
    return this.#directory.find(hostId);
  }

  async offeredKey(address: string, sshPort: number): Promise<string> {
    try {
      const timeoutMs = TIMEOUTS.connectMs;
      return (await fetchHostKey(address, sshPort, { timeoutMs })).fingerprint;
    } catch (error) {
      throw unreachable(address, error);
    }
  }

  async visit(target: MachineAddress): Promise<MachineVisit> {
    const pool = new SshPool(SSH_TIMES);
    const { address, sshPort, sshUser, hostKeyFingerprint } = target;
    const privateKey = this.#options.sshKey;
    const machine = pool.machine({
      ...{ host: address, port: sshPort, user: sshUser, hostKeyFingerprint, privateKey },
    });
    const access = new HostAccess({ name: address, machine, libvirtUri: LIBVIRT_URI });
    const close = async () => {
      await access.close();
      pool.close();
    };
    try {
      await machine.connect();
    } catch (error) {
      await close();
      throw unreachable(address, error);
    }
    return { ssh: machine, libvirt: () => access.stream(), [Symbol.asyncDispose]: close };
  }

  async box(boxId: NetworkBoxId): Promise<SshMachine> {
    const address = await readBoxAddress(this.#options.em(), boxId);
    const known = this.#boxes.get(boxId);
    if (known && sameTarget(known.address, address)) return await known.access.ssh();
    if (known) void this.#forget(known);
    const access = this.#reach(address);
    this.#boxes.set(boxId, { address, access });
    return await access.ssh();
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#directory.close();
    const all = [...this.#known.values(), ...this.#boxes.values()];
    await Promise.allSettled(all.map(({ access }) => access.close()));
    this.#known.clear();
    this.#boxes.clear();
    this.#pool.close();
  }

  async #access(hostId: HostId): Promise<HostAccess> {
    const address = await this.#directory.find(hostId);
    const known = this.#known.get(hostId);
    if (known && sameTarget(known.address, address)) {
      if (known.address !== address) {
        this.#known.set(hostId, { address, access: known.access });
        if (address.status === 'UP') known.access.allowTrial();
      }
      return known.access;
    }
    if (known) void this.#forget(known);
    const access = this.#reach(address, this.#options.libvirtUri?.(address));
    this.#known.set(hostId, { address, access });
    return access;
  }

  #reach(address: SshAddress, libvirtUri = LIBVIRT_URI): HostAccess {
    const machine = this.#pool.machine({
      host: address.address,
      port: address.sshPort,
      user: address.sshUser,
      hostKeyFingerprint: address.hostKeyFingerprint,
      privateKey: this.#options.sshKey,
    });
    const { onCall } = this.#options;
    return new HostAccess({ name: address.name, machine, libvirtUri, onCall });
  }

  /** The row was edited, or is gone: what was reached the old way is let go. */
  async #forget({ address, access }: Known<SshAddress>): Promise<void> {
    this.#options.log.info({ machine: address.name }, 'machine is no longer reached this way');
    this.#pool.remove({ host: address.address, port: address.sshPort, user: address.sshUser });
    await access.close();
  }
}

function unreachable(address: string, error: unknown): HostUnreachableError {
  const reason = describeFault(error)?.reason ?? 'the connection failed';
  return new HostUnreachableError(address, reason, error);
}

function sameTarget(a: SshAddress, b: SshAddress): boolean {
  const target = (h: SshAddress) => [
    machineKey({ host: h.address, port: h.sshPort, user: h.sshUser }),
    h.hostKeyFingerprint,
    h.name,
  ];
  return target(a).join(' ') === target(b).join(' ');
}
