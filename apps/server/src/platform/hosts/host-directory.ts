import { type Em, rows } from '../db.ts';
import { NotFoundError } from '../errors.ts';
import type { EventBus } from '../events.ts';
import type { HostId } from '../ids.ts';

/** Where a machine is and how it is known to be the right one. */
export interface SshAddress {
  readonly name: string;
  readonly address: string;
  readonly sshPort: number;
  readonly sshUser: string;
  readonly hostKeyFingerprint: string;
}

/** Where a host is. */
export interface HostAddress extends SshAddress {
  readonly id: HostId;
  /** Open vSwitch bridge of its guests. */
  readonly bridge: string;
  /** What the collector saw last. */
  readonly status: string;
}

/** Host rows, read once and again after each event about the host. */
export class HostDirectory {
  readonly #em: () => Em;
  readonly #known = new Map<HostId, Promise<HostAddress>>();
  readonly #unsubscribe: () => void;

  constructor(em: () => Em, events: EventBus) {
    this.#em = em;
    const forget = ({ id }: { readonly id: HostId }) => void this.#known.delete(id);
    const unsubscribe = [events.on('host', forget), events.on('hostRemoved', forget)];
    this.#unsubscribe = () => {
      for (const end of unsubscribe) end();
    };
  }

  /** @throws {NotFoundError} when there is no such host */
  find(id: HostId): Promise<HostAddress> {
    const known = this.#known.get(id);
    if (known) return known;
    const reading = this.#read(id);
    this.#known.set(id, reading);
    reading.catch(() => {
      if (this.#known.get(id) === reading) this.#known.delete(id);
    });
    return reading;
  }

  close(): void {
    this.#unsubscribe();
    this.#known.clear();
  }

  async #read(id: HostId): Promise<HostAddress> {
    const [row] = await rows<HostAddress>(
      this.#em(),
      `select id, name, address, ssh_port as sshPort, ssh_user as sshUser,
         host_key_fingerprint as hostKeyFingerprint, bridge, status from host where id = ?`,
      [id],
    );
    if (!row) throw new NotFoundError('host', id);
    return row;
  }
}
