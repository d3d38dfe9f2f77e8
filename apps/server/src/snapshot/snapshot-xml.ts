import { escapeXml } from '../platform/xml-text.ts';
import type { VmStatus } from '../vm/vm-status.ts';

/**
 * The few things of libvirt's XML of a snapshot that are read, and the two documents that are
 * written. What is read was written by libvirt itself, in its own canonical form.
 * @see https://libvirt.org/formatsnapshot.html
 */

/** What a new snapshot is called. */
export interface SnapshotName {
  /** Its name in libvirt and in the files. */
  readonly id: string;
  /** What people call it; libvirt's tools show it as description. */
  readonly title: string;
}

/** Asks libvirt for a snapshot inside the domain's qcow2 files, with memory when it runs. */
export function newSnapshotXml({ id, title }: SnapshotName): string {
  return `<domainsnapshot><name>${id}</name><description>${escapeXml(title)}</description></domainsnapshot>`;
}

/** A snapshot that was taken without libvirt. */
export interface TakenSnapshot extends SnapshotName {
  readonly parent: string | null;
  readonly takenAt: Date;
  /** Targets of the disks that hold it. */
  readonly targets: readonly string[];
  /** The domain's persistent definition. */
  readonly domainXml: string;
}

/**
 * Tells libvirt of a snapshot of the disks alone: as of a domain that is off, since a machine that
 * goes back to it boots from its disks.
 */
export function diskSnapshotXml(snapshot: TakenSnapshot): string {
  const { id, title, parent, takenAt, targets, domainXml } = snapshot;
  const disks = targets.map((target) => `<disk name='${target}' snapshot='internal'/>`);
  return `<domainsnapshot>
  <name>${id}</name>
  <description>${escapeXml(title)}</description>
  <state>shutoff</state>
  ${parent === null ? '' : `<parent><name>${escapeXml(parent)}</name></parent>`}
  <creationTime>${Math.floor(takenAt.getTime() / 1000)}</creationTime>
  <memory snapshot='no'/>
  <disks>${disks.join('')}</disks>
  ${domainXml.replace(/^<\?xml[^>]*\?>/, '')}
</domainsnapshot>`;
}

/** The XML of a snapshot as that of a root, for when its parent is not known to libvirt. */
export function withoutParent(definition: string): string {
  return definition.replace(/<parent>\s*<name>[^<]*<\/name>\s*<\/parent>/, '');
}

/** What libvirt's XML of a snapshot says. */
export interface SnapshotFacts {
  readonly parent: string | null;
  readonly takenAt: Date;
  readonly memory: boolean;
  /** What the VM is after a revert. */
  readonly vmStatus: VmStatus;
}

/**
 * Reads what we need to know from libvirt's XML of a snapshot.
 * @throws {Error} when the XML is not that of a snapshot
 */
export function readSnapshotXml(definition: string): SnapshotFacts {
  // What stands before the domain is the snapshot's own.
  const own = definition.split('<domain ')[0] ?? '';
  const seconds = Number(/<creationTime>(\d+)</.exec(own)?.[1]);
  const state = /<state>([^<]+)</.exec(own)?.[1];
  if (!state || Number.isNaN(seconds)) throw new Error('This is not the XML of a snapshot.');
  return {
    parent: /<parent>\s*<name>([^<]+)</.exec(own)?.[1] ?? null,
    takenAt: new Date(seconds * 1000),
    memory: /<memory snapshot='internal'/.test(own),
    vmStatus: state === 'running' ? 'RUNNING' : state === 'paused' ? 'SUSPENDED' : 'SHUTDOWN',
  };
}
