/** One sign of life, in the row. Times are ISO 8601. */
export interface StoredSign {
  /** Null: it was not looked for, so nothing is known. */
  readonly ok: boolean | null;
  /** Since when it is as it is. */
  readonly since: string;
  /** When it was good last; null when it never was. */
  readonly seenAt: string | null;
  /** What is wrong, or what was seen. */
  readonly message: string | null;
}

/** The signs a host is judged by. */
const SIGNS = ['ping', 'ssh', 'libvirt', 'switch', 'datastores', 'neighbour', 'locks'] as const;
type SignName = (typeof SIGNS)[number];

/** The signs of one host; those that were never looked for are left out. */
export type StoredHealth = { readonly [Name in SignName]?: StoredSign };
/** What one look gave. */
export interface SeenSign {
  readonly ok: boolean | null;
  readonly message: string | null;
}

/** Adds what was seen to what was known; `since` stays as long as the sign is the same. */
export function withSeen(
  known: StoredHealth,
  seen: { readonly [Name in SignName]?: SeenSign },
  now: Date,
): StoredHealth {
  const at = now.toISOString();
  const changed = Object.entries(seen).map(([name, { ok, message }]) => {
    const before = known[name as SignName];
    const since = before && before.ok === ok ? before.since : at;
    return [name, { ok, since, seenAt: ok ? at : (before?.seenAt ?? null), message }] as const;
  });
  return { ...known, ...Object.fromEntries(changed) };
}

/** Whether people would see a difference other than the times. */
export function looksDifferent(a: StoredHealth, b: StoredHealth): boolean {
  return SIGNS.some((name) => a[name]?.ok !== b[name]?.ok || a[name]?.message !== b[name]?.message);
}

/** What is known of a host that we do not reach. */
export interface LostSigns {
  /** Whether it answers pings from here; null when that could not be tried. */
  readonly ping: boolean | null;
  /** Whether another host reaches it; null when none could be asked. */
  readonly neighbour: boolean | null;
  /** Whether it holds locks of its disks; null when nobody could look. */
  readonly locks: boolean | null;
  /** How many disks were looked at. */
  readonly disks: number;
  /** Who was asked. */
  readonly witness: string | null;
  /** Since its last sign of life. */
  readonly silentMs: number;
  /** So long it must have been silent before it counts as down. */
  readonly limitMs: number;
}

/** What a host that we do not reach is. */
export interface LostVerdict {
  readonly status: 'DOWN' | 'UNREACHABLE';
  /** In words: what speaks for it, or what speaks against its being down. */
  readonly reason: string;
}

/**
 * Whether a host that we do not reach is down. One sign is never enough: our own way to it may be cut
 * while its VMs run on. Down is only what is silent for long enough to us and to another host, and
 * holds no lock of its disks.
 */
export function judgeLost(signs: LostSigns): LostVerdict {
  const { ping, neighbour, locks, witness, silentMs, limitMs } = signs;
  const unreachable = (reason: string): LostVerdict => ({ status: 'UNREACHABLE', reason });
  if (ping) return unreachable('it answers pings');
  if (neighbour) return unreachable(`${witness} reaches it, so its VMs may run on`);
  if (locks)
    return unreachable(`it holds the locks of its disks, as ${witness} sees it: its VMs run on`);
  const seconds = Math.round(silentMs / 1000);
  if (silentMs < limitMs) return unreachable(`silent for ${seconds} s of ${limitMs / 1000} s`);
  if (neighbour === null || locks === null)
    return unreachable('no other host is up that could tell whether it is down');
  const disks = signs.disks > 0 ? `, and none of its ${signs.disks} disks is locked` : '';
  return {
    status: 'DOWN',
    reason: `silent for ${seconds} s: no answer to SSH and pings from here, nor to ${witness}${disks}`,
  };
}
