import { registerEnumType } from 'type-graphql';

/** What database, hosts and datastores can disagree on. */
export const LeakKind = {
  HOST_NOT_CHECKED: 'HOST_NOT_CHECKED',
  DATASTORE_NOT_CHECKED: 'DATASTORE_NOT_CHECKED',
  ORPHAN_DOMAIN: 'ORPHAN_DOMAIN',
  DUPLICATE_DOMAIN: 'DUPLICATE_DOMAIN',
  WRONG_HOST: 'WRONG_HOST',
  MISSING_DOMAIN: 'MISSING_DOMAIN',
  WRONG_STATE: 'WRONG_STATE',
  DEFINITION_DIFFERS: 'DEFINITION_DIFFERS',
  DISK_DIFFERS: 'DISK_DIFFERS',
  USED_TWICE: 'USED_TWICE',
  ORPHAN_FILE: 'ORPHAN_FILE',
  MISSING_FILE: 'MISSING_FILE',
  MISSING_SNAPSHOT: 'MISSING_SNAPSHOT',
  UNKNOWN_SNAPSHOT: 'UNKNOWN_SNAPSHOT',
  SNAPSHOT_HALF_WAY: 'SNAPSHOT_HALF_WAY',
  VM_NEVER_MADE: 'VM_NEVER_MADE',
  VM_WITHOUT_ADDRESS: 'VM_WITHOUT_ADDRESS',
  TASK_STUCK: 'TASK_STUCK',
  TASK_LEFTOVERS: 'TASK_LEFTOVERS',
  HOST_LEASE: 'HOST_LEASE',
  CONSOLE_TICKETS: 'CONSOLE_TICKETS',
} as const;
export type LeakKind = (typeof LeakKind)[keyof typeof LeakKind];
registerEnumType(LeakKind, {
  name: 'LeakKind',
  description: 'What database, hosts and datastores can disagree on.',
  valuesConfig: {
    HOST_NOT_CHECKED: { description: 'A host could not be asked.' },
    DATASTORE_NOT_CHECKED: { description: 'No host could list a datastore.' },
    ORPHAN_DOMAIN: { description: 'A domain that no VM record knows.' },
    DUPLICATE_DOMAIN: { description: "A VM's domain a second time, on another host." },
    WRONG_HOST: { description: "A VM's domain is on another host than its record says." },
    MISSING_DOMAIN: { description: 'A VM without a domain.' },
    WRONG_STATE: { description: 'A VM that does something else than its record says.' },
    DEFINITION_DIFFERS: { description: 'A domain without a MAC, VNC port or disk of its VM.' },
    DISK_DIFFERS: { description: "A VM's disk that is another file in its domain." },
    USED_TWICE: { description: 'A MAC or VNC port that two domains have.' },
    ORPHAN_FILE: { description: "A file in Baadal's directories that no record knows." },
    MISSING_FILE: { description: 'A record whose file is not there.' },
    MISSING_SNAPSHOT: { description: 'A snapshot that is neither in libvirt nor in the disk.' },
    UNKNOWN_SNAPSHOT: { description: 'A snapshot in libvirt that no record knows.' },
    SNAPSHOT_HALF_WAY: {
      description: 'A snapshot that waits to be taken or deleted, without a task.',
    },
    VM_NEVER_MADE: { description: 'A VM that waits to be made, without a task that makes it.' },
    VM_WITHOUT_ADDRESS: { description: 'A VM in a security domain without an address.' },
    TASK_STUCK: { description: 'A task that no worker carries on, or in an impossible state.' },
    TASK_LEFTOVERS: { description: 'A task that left something behind.' },
    HOST_LEASE: { description: 'A host that no collector follows.' },
    CONSOLE_TICKETS: { description: 'Console tickets that expired long ago.' },
  },
});

/** Where a repair acts, and what it costs. */
export interface Repair {
  /** True when something is lost for good. */
  readonly destructive: boolean;
  /** What is lost, in words; null when nothing is. */
  readonly loss: string | null;
}

const HARMLESS: Repair = { destructive: false, loss: null };

/** The kinds that one click can repair. For the others a person must decide. */
export const REPAIRS: Readonly<Partial<Record<LeakKind, Repair>>> = {
  ORPHAN_DOMAIN: {
    destructive: true,
    loss: 'The domain is stopped and removed with its saved memory and what it knows of snapshots. Its disk files stay.',
  },
  DUPLICATE_DOMAIN: {
    destructive: true,
    loss: 'The second definition, which is off. The VM, its first definition and its disks stay.',
  },
  WRONG_HOST: HARMLESS,
  MISSING_DOMAIN: HARMLESS,
  WRONG_STATE: HARMLESS,
  DEFINITION_DIFFERS: HARMLESS,
  DISK_DIFFERS: HARMLESS,
  ORPHAN_FILE: HARMLESS,
  MISSING_FILE: {
    destructive: true,
    loss: 'The disk as a part of the VM, and what a running guest still has open of it.',
  },
  MISSING_SNAPSHOT: { destructive: true, loss: 'The record of the snapshot, and nothing else.' },
  SNAPSHOT_HALF_WAY: HARMLESS,
  UNKNOWN_SNAPSHOT: { destructive: true, loss: 'The state of the VM that it holds.' },
  VM_WITHOUT_ADDRESS: HARMLESS,
  TASK_STUCK: HARMLESS,
  TASK_LEFTOVERS: HARMLESS,
  HOST_LEASE: HARMLESS,
  CONSOLE_TICKETS: HARMLESS,
};

/** A finding's kind and the names of what it is about, which its id is made of. */
export interface LeakKey {
  readonly kind: LeakKind;
  readonly parts: readonly string[];
}

const PREFIX = 'leak_';

/** The opaque id of a finding: the same as long as the same things disagree. */
export function leakId({ kind, parts }: LeakKey): string {
  return PREFIX + Buffer.from(JSON.stringify([kind, ...parts])).toString('base64url');
}

/**
 * Reads the kind and the names back out of a finding's id.
 * @returns null when the id is not one of ours
 */
export function readLeakId(id: string): LeakKey | null {
  if (!id.startsWith(PREFIX)) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(id.slice(PREFIX.length), 'base64url').toString());
    if (!Array.isArray(read) || !read.every((part) => typeof part === 'string')) return null;
    const [kind, ...parts] = read as [string, ...string[]];
    return Object.hasOwn(LeakKind, kind) ? { kind: kind as LeakKind, parts } : null;
  } catch {
    // Not JSON: somebody made the id up.
    return null;
  }
}
