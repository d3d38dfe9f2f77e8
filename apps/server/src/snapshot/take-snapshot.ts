import {
  DomainSnapshotCreateFlags,
  DomainSnapshotDeleteFlags,
  DomainXMLFlags,
  freezeFileSystems,
  LibvirtError,
  thawFileSystems,
} from '@baadal/libvirt';
import type { SnapshotId } from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import type { StepContext } from '../task/task-definition.ts';
import { statusOf } from '../vm/domain-of.ts';
import { hasGuestAgent } from '../vm/guest-agent.ts';
import { readTags, removeTag, type Tags, takeOpenDisks } from './disk-snapshots.ts';
import { currentInLibvirt, type DomainAccess, findInLibvirt } from './domain-access.ts';
import { withSavingProgress } from './memory-progress.ts';
import { diskSnapshotXml, newSnapshotXml } from './snapshot-xml.ts';

/** What is to be taken. */
export interface Wanted {
  readonly id: SnapshotId;
  readonly title: string;
  /** Of a running domain: its memory too. */
  readonly memory: boolean;
  /** The disks' files by target. */
  readonly disks: readonly { readonly target: string; readonly file: string }[];
}

/** What the guest's agent is asked through. */
type Reached = Pick<DomainAccess, 'domain' | 'connection' | 'signal'>;
type Log = Pick<StepContext<unknown>, 'log'>;
type Report = Pick<StepContext<unknown>, 'log' | 'progress'>;

const filesOf = (wanted: Pick<Wanted, 'disks'>) => wanted.disks.map((disk) => disk.file);

const holdsAll = (tags: readonly Tags[], id: string) => tags.every((of) => of?.has(id));

/** What became of the guest's file systems. A type, so that a step may keep it. */
export type Froze = {
  /** They were frozen while the disks' snapshot was taken. */
  readonly quiesced: boolean;
  /** They were frozen, and nothing is known of their end. */
  readonly stuck: boolean;
};

const NOT_FROZEN: Froze = { quiesced: false, stuck: false };

/**
 * Takes a snapshot inside the domain's files, unless it is there. What an earlier try left half
 * done is removed first; of what libvirt does not know, QEMU takes the place by itself.
 */
export async function takeSnapshot(ctx: Report, on: DomainAccess, wanted: Wanted): Promise<Froze> {
  const known = (await findInLibvirt(on, wanted.id)) !== null;
  if (known && (await isTaken(on, wanted))) return NOT_FROZEN;
  if (known || !on.active) await dropSnapshot(on, wanted.id, filesOf(wanted));
  if (on.active && !wanted.memory) return takeDisks(ctx, on, wanted);
  // Without the step's signal: the daemon would go on with the call all the same.
  const options = { timeoutMs: TIMEOUTS.memoryToDiskMs };
  const call = () => on.domain.createSnapshot(newSnapshotXml(wanted), 0, options);
  const wrote = on.active ? await writeOut(ctx, on) : NOT_FROZEN;
  await (on.active ? withSavingProgress(ctx, on, call) : call());
  return wrote;
}

/**
 * Has a running guest write to its disks what it holds in memory alone: a template, or a clone, that
 * is made of the snapshot's disks would lack it.
 */
export async function writeOut(log: Log, on: Reached): Promise<Froze> {
  const stuck = (await freeze(log, on)) && !(await thaw(log, on));
  return { quiesced: false, stuck };
}

/** libvirt lists a snapshot from the moment it begins: what the files hold decides. */
async function isTaken(on: DomainAccess, wanted: Wanted): Promise<boolean> {
  if (on.active) await untilNoJob(on);
  return holdsAll(await readTags(on.ssh, filesOf(wanted), on.signal), wanted.id);
}

/** The call of a worker that was lost may still be at work; this one waits for its end. */
async function untilNoJob({ domain, signal }: DomainAccess): Promise<void> {
  await domain.jobStats({}, { signal, timeoutMs: TIMEOUTS.memoryToDiskMs });
}

async function takeDisks(log: Log, on: DomainAccess, wanted: Wanted): Promise<Froze> {
  const { domain, signal } = on;
  const quiesced = await freeze(log, on);
  const takenAt = new Date();
  let stuck = false;
  try {
    await takeOpenDisks(on, wanted.id, filesOf(wanted));
  } finally {
    stuck = quiesced && !(await thaw(log, on));
  }
  const xml = diskSnapshotXml({
    ...{ id: wanted.id, title: wanted.title, takenAt },
    parent: await currentInLibvirt(on),
    targets: wanted.disks.map((disk) => disk.target),
    domainXml: await domain.xml(DomainXMLFlags.INACTIVE | DomainXMLFlags.SECURE, { signal }),
  });
  const flags = DomainSnapshotCreateFlags.REDEFINE | DomainSnapshotCreateFlags.CURRENT;
  await domain.createSnapshot(xml, flags, { signal });
  return { quiesced, stuck };
}

/** One that does not run writes nothing, and its agent answers nothing. */
async function freeze(log: Log, on: Reached): Promise<boolean> {
  const { domain, connection, signal } = on;
  if (statusOf(await domain.state({ signal })) !== 'RUNNING') return false;
  if (!hasGuestAgent(await domain.xml(0, { signal }))) return false;
  try {
    const frozen = await freezeFileSystems(connection, domain, { signal });
    log.log('INFO', `The guest agent froze ${frozen} file ${frozen === 1 ? 'system' : 'systems'}.`);
    return true;
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
    log.log('WARN', `The guest agent did not freeze the file systems: ${error.message}`);
    // Some may be frozen. An agent that hangs was asked nothing, and says so again.
    await thaw(log, on, 'WARN');
    return false;
  }
}

/**
 * A guest that stays frozen hangs: without the step's signal, and told when it fails.
 * @returns whether the agent says that they are
 */
async function thaw(log: Log, on: Reached, level: 'WARN' | 'ERROR' = 'ERROR'): Promise<boolean> {
  try {
    await thawFileSystems(on.connection, on.domain);
    return true;
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
    log.log(level, `The guest agent did not thaw the file systems: ${error.message}`);
    return false;
  }
}

/**
 * Removes a snapshot from the files and from libvirt, wholly, half or not there at all. libvirt
 * makes the children those of its parent, and the parent the current one where it was that.
 */
export async function dropSnapshot(
  on: DomainAccess,
  id: string,
  files: readonly string[],
): Promise<void> {
  if (on.active) await untilNoJob(on);
  await removeTag(on, id, files);
  const known = await findInLibvirt(on, id);
  await known?.delete(DomainSnapshotDeleteFlags.METADATA_ONLY, { signal: on.signal });
}

/** Thaws a guest that a lost worker may have left frozen. */
export async function thawIfFrozen(log: Log, on: DomainAccess): Promise<void> {
  if (!on.active) return;
  if (hasGuestAgent(await on.domain.xml(0, { signal: on.signal }))) await thaw(log, on);
}
