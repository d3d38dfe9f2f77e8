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
type SignName = 'ping' | 'ssh' | 'libvirt' | 'switch' | 'neighbour' | 'locks';

/** The signs of one host; those that were never looked for are left out. */
export type StoredHealth = { readonly [Name in SignName]?: StoredSign };
