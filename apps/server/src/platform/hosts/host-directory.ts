import { Batches } from '../batches.ts';
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

/** Hosts that are looked up within this are read together. */
const PAUSE_MS = 20;

/** Host rows, read once and again after each event about the host. */
export class HostDirectory {
  readonly #reads: Batches<HostId, HostAddress | null>;
  readonly #known = new Map<HostId, Promise<HostAddress>>();
  readonly #unsubscribe: () => void;

  constructor(em: () => Em, events: EventBus) {
    this.#reads = new Batches((ids) => readAddresses(em(), ids), { pauseMs: PAUSE_MS });
    const forget = ({ id, stays }: { readonly id: HostId; readonly stays?: boolean }) => {
      if (!stays) this.#known.delete(id);
    };
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
    const address = await this.#reads.ask(id);
    if (!address) throw new NotFoundError('host', id);
    return address;
  }
}

async function readAddresses(
  em: Em,
  ids: readonly HostId[],
): Promise<readonly (HostAddress | null)[]> {
  const found = await rows<HostAddress>(
    em,
    `select id, name, address, ssh_port as sshPort, ssh_user as sshUser,
       host_key_fingerprint as hostKeyFingerprint, bridge, status from host where id in (?)`,
    [ids],
  );
  const byId = new Map(found.map((address) => [address.id, address]));
  return ids.map((id) => byId.get(id) ?? null);
}
