import type { SshMachine } from '@baadal/ssh';
import { constantValues } from '../constant/constant.service.ts';
import {
  judgeLost,
  looksDifferent,
  type SeenSign,
  type StoredHealth,
  withSeen,
} from '../host/host-health.ts';
import type { HostFault } from '../platform/hosts/fault-words.ts';
import type { HostAddress } from '../platform/hosts/host-directory.ts';
import type { DatastoreId } from '../platform/ids.ts';
import type { CollectorServices } from './collector-services.ts';
import type { HostBook } from './host-book.ts';
import {
  locksAreHeld,
  lookOverSsh,
  mountedPaths,
  pingFromHere,
  seenByNeighbour,
} from './host-signs.ts';
import {
  type HostRow,
  neighboursOf,
  type OwnedHost,
  readImages,
  writeMissingDatastores,
  writeVerdict,
} from './host-store.ts';

/** How the session stands with its host when the pulse is felt. */
export type PulseState =
  | { readonly kind: 'FOLLOWED'; readonly ssh: SshMachine }
  | { readonly kind: 'LOST'; readonly fault: HostFault }
  | { readonly kind: 'CONNECTING' };

/** Whose pulse is felt. */
export interface PulseOf {
  readonly host: OwnedHost;
  readonly book: HostBook;
  /** The host's row as it was when its collector took it. */
  readonly known: HostRow;
  readonly state: () => PulseState;
  /** Called when it answers a ping again. */
  readonly answers: () => void;
}

const BEAT_MS = 5_000;
/**
 * Of a host that is followed, mounts are looked at, and one that answered is pinged, on every so many
 * beats. A ping is a process of its own, whose start holds this one up for 5 ms, or 60 on a busy machine.
 */
const WIDE_BEATS = 3;
/** Times of the last signs are written no more often. */
const WRITE_MS = 15_000;
/** What other hosts say of one that we do not reach. */
interface Hearing {
  readonly witness: string | null;
  /** Disks whose locks were looked at. */
  readonly disks: number;
  readonly neighbour: SeenSign;
  readonly locks: SeenSign;
}

/** Disks whose locks are looked at; one is enough to know that a host lives. */
const MAX_IMAGES = 20;

/**
 * Feels a host's pulse for as long as its session lives: ping, a command over SSH, the switch; and,
 * while it is not reached, what other hosts see of it. From that it judges whether the host is down.
 */
export class HostPulse {
  readonly #services: CollectorServices;
  readonly #host: OwnedHost;
  readonly #book: HostBook;
  readonly #state: () => PulseState;
  readonly #answers: () => void;
  readonly #stop = new AbortController();
  #health: StoredHealth;
  /** Last sign of life of any kind. */
  #aliveAt: number | null = null;
  #writtenAt = 0;
  #beats = 0;
  #missing: string;
  #hearing: Hearing | null = null;
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> = Promise.resolve();

  constructor(services: CollectorServices, { host, book, known, state, answers }: PulseOf) {
    this.#services = services;
    this.#host = host;
    this.#book = book;
    this.#state = state;
    this.#answers = answers;
    this.#health = known.health;
    this.#missing = known.missingDatastores;
    this.#next(BEAT_MS * Math.random());
  }

  /** Ends it; nothing is written any more once this resolves. */
  async stop(): Promise<void> {
    this.#stop.abort();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#beating;
  }

  #next(delayMs: number): void {
    if (this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#beating = this.#beat().finally(() => this.#next(BEAT_MS));
    }, delayMs);
  }

  /** Never rejects: the next beat tries again. */
  async #beat(): Promise<void> {
    try {
      const place = await this.#services.hosts.place(this.#host.id);
      const before = this.#health;
      const seen = await this.#look(place);
      if (this.#stop.signal.aborted) return;
      const now = new Date();
      const alive = [seen.ping, seen.ssh, seen.neighbour, seen.locks].some((sign) => sign?.ok);
      if (alive) this.#aliveAt = now.getTime();
      this.#health = withSeen(before, seen, now);
      await this.#write(before, this.#health, seen.ssh?.ok === true);
      if (this.#hearing) await this.#judge(this.#health, this.#hearing);
    } catch (error) {
      if (!this.#stop.signal.aborted)
        this.#services.log.debug({ hostId: this.#host.id, err: error }, 'cannot feel a pulse');
    }
  }

  async #look(place: HostAddress): Promise<Partial<Record<keyof StoredHealth, SeenSign>>> {
    const { signal } = this.#stop;
    const state = this.#state();
    this.#hearing = null;
    const followed = state.kind === 'FOLLOWED';
    const wide = followed && this.#beats++ % WIDE_BEATS === 0;
    const well = followed && this.#health.ping?.ok === true;
    const ping = wide || !well ? this.#ping(place) : undefined;
    if (state.kind === 'FOLLOWED') {
      const unasked = { ok: null, message: null };
      return {
        ...(await lookOverSsh(state.ssh, place.bridge, signal)),
        ...(wide ? await this.#lookAtMounts(state.ssh) : {}),
        ...(ping && { ping: await ping }),
        libvirt: { ok: true, message: null },
        ...{ neighbour: unasked, locks: unasked },
      };
    }
    if (state.kind === 'CONNECTING') return ping ? { ping: await ping } : {};
    const { part, reason: message } = state.fault;
    const bad = { ok: false, message };
    this.#hearing = await this.#askOthers(place);
    const { neighbour, locks } = this.#hearing;
    return {
      ...(ping && { ping: await ping }),
      ...(part === 'ssh' ? { ssh: bad, switch: { ok: null, message: null } } : {}),
      libvirt: bad,
      ...{ neighbour, locks },
    };
  }

  async #ping({ address }: HostAddress): Promise<SeenSign> {
    const sign = await pingFromHere(address, this.#stop.signal);
    if (sign.ok && this.#health.ping?.ok === false) this.#answers();
    return sign;
  }

  async #lookAtMounts(ssh: SshMachine): Promise<{ readonly datastores: SeenSign }> {
    const { em, events } = this.#services;
    const datastores = await this.#book.datastoresOf(this.#host.id);
    const paths = datastores.map(({ path }) => path);
    const mounted = await mountedPaths(ssh, paths, this.#stop.signal);
    const missing = datastores.filter(({ path }) => !mounted.has(path));
    const ids = missing.map(({ id }) => id);
    const before = this.#missing;
    if (ids.join() !== before) {
      await writeMissingDatastores(em(), this.#host, ids);
      this.#missing = ids.join();
      const changed = new Set([...before.split(',').filter(Boolean), ...ids]);
      for (const id of changed) events.publish('datastore', { id: id as DatastoreId });
    }
    const words = missing.map(({ name, path }) => `${name} is not mounted: mount it at ${path}`);
    return {
      datastores: { ok: ids.length === 0, message: words.join('; ') || null },
    };
  }

  /** The first of the other hosts that can be asked. */
  async #askOthers(place: HostAddress): Promise<Hearing> {
    const { em, hosts } = this.#services;
    const { signal } = this.#stop;
    for (const other of await neighboursOf(em(), this.#host)) {
      try {
        const ssh = await hosts.ssh(other.id);
        const reaches = await seenByNeighbour(ssh, place, signal);
        const images = await readImages(em(), this.#host, {
          ...{ witness: other.id, limit: MAX_IMAGES },
        });
        const held = await locksAreHeld(ssh, images, signal);
        return hearingOf(other.name, { reaches, held, disks: images.length });
      } catch {
        // It is away itself: the next one is asked.
      }
    }
    const nobody = { ok: null, message: 'no other host is up' };
    return { witness: null, disks: 0, neighbour: nobody, locks: nobody };
  }

  async #write(before: StoredHealth, now: StoredHealth, reached: boolean): Promise<void> {
    const due = Date.now() - this.#writtenAt >= WRITE_MS;
    if (!due && !looksDifferent(before, now)) return;
    await this.#book.writeHealth({ host: this.#host, health: now, reached });
    this.#writtenAt = Date.now();
    this.#services.events.publish('host', { id: this.#host.id, stays: true });
  }

  async #judge(health: StoredHealth, hearing: Hearing): Promise<void> {
    const { em, events, log } = this.#services;
    const { hostDownAfterSeconds } = await constantValues(em());
    const verdict = judgeLost({
      ping: health.ping?.ok ?? null,
      neighbour: hearing.neighbour.ok,
      locks: hearing.locks.ok,
      ...{ disks: hearing.disks, witness: hearing.witness },
      silentMs: Date.now() - Math.max(lastSign(health), this.#aliveAt ?? 0),
      limitMs: hostDownAfterSeconds * 1000,
    });
    if (this.#stop.signal.aborted || this.#state().kind !== 'LOST') return;
    if (!(await writeVerdict(em(), this.#host, verdict))) return;
    log.warn({ hostId: this.#host.id, ...verdict }, 'host was judged');
    events.publish('host', { id: this.#host.id });
  }
}

/** When any sign was good last, ms since 1970; 0 when never. */
function lastSign(health: StoredHealth): number {
  const times = Object.values(health).map((sign) => (sign.seenAt ? Date.parse(sign.seenAt) : 0));
  return Math.max(0, ...times);
}

function hearingOf(
  witness: string,
  found: { readonly reaches: boolean; readonly held: boolean; readonly disks: number },
): Hearing {
  const { reaches, held, disks } = found;
  return {
    ...{ witness, disks },
    neighbour: {
      ok: reaches,
      message: reaches ? `${witness} reaches it` : `${witness} does not reach it`,
    },
    locks: {
      ok: held,
      message: held
        ? `a disk of its VMs is locked, as ${witness} sees it`
        : `none of ${disks} disks is locked, as ${witness} sees it`,
    },
  };
}
