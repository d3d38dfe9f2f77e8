import { type Connection, type Domain, MonitorError, monitorCommand } from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';
import { FatalTaskError } from '../task/task-errors.ts';

/**
 * Snapshots inside qcow2 files, past libvirt: what a file holds, and taking and removing where
 * libvirt cannot. libvirt 9.0 refuses a running domain's snapshot without memory, and its daemon
 * dies (SIGSEGV) when it deletes a snapshot of a disk that was detached since.
 */

/** Saved memory in bytes by the snapshot's name; null when there is no such file. */
export type Tags = ReadonlyMap<string, bigint> | null;

interface ListedSnapshot {
  readonly name: string;
  readonly 'vm-state-size': number;
}

interface BlockNode {
  readonly 'node-name': string;
  readonly drv: string;
  readonly image: {
    readonly filename: string;
    readonly snapshots?: readonly ListedSnapshot[];
  };
}

interface On {
  readonly connection: Connection;
  readonly domain: Domain;
  readonly signal: AbortSignal;
}

const tagsOf = (snapshots: readonly ListedSnapshot[] = []) =>
  new Map(snapshots.map((s) => [s.name, BigInt(s['vm-state-size'])]));

/**
 * The snapshots in each file, in the order of the paths; also of files that are in use.
 * @throws {FatalTaskError} for a file that is there and cannot be read
 */
export function readTags(
  ssh: SshMachine,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Tags[]> {
  return Promise.all(paths.map((path) => tagsOfFile(ssh, path, signal)));
}

async function tagsOfFile(ssh: SshMachine, path: string, signal: AbortSignal): Promise<Tags> {
  const argv = ['qemu-img', 'info', '--force-share', '--output=json', '-f', 'qcow2', path];
  const said = await ssh.exec(argv, { signal });
  if (said.code === 0)
    return tagsOf((JSON.parse(said.stdout) as { snapshots?: ListedSnapshot[] }).snapshots);
  const there = await ssh.exec(['test', '-e', path], { signal });
  if (there.code !== 0) return null;
  throw new FatalTaskError(`The disk ${path} cannot be read: ${said.stderr.trim()}`, {
    code: 'CONFLICT',
  });
}

/**
 * As {@link readTags}, for the disks of a domain. Files that its QEMU has open are not read: QEMU
 * is asked about them, which is quicker.
 */
export async function readDomainTags(
  on: On & { readonly ssh: SshMachine; readonly active: boolean },
  paths: readonly string[],
): Promise<Tags[]> {
  const open = on.active ? await openDisks(on) : new Map<string, BlockNode>();
  return Promise.all(
    paths.map(async (path) => {
      const node = open.get(path);
      return node ? tagsOf(node.image.snapshots) : tagsOfFile(on.ssh, path, on.signal);
    }),
  );
}

/** The qcow2 files that a running domain has open for writing, by path. */
async function openDisks({ connection, domain, signal }: On): Promise<Map<string, BlockNode>> {
  const command = { execute: 'query-named-block-nodes', arguments: { flat: true } };
  const nodes = (await monitorCommand(connection, domain, command, { signal })) as BlockNode[];
  return new Map(nodes.filter((n) => n.drv === 'qcow2').map((n) => [n.image.filename, n]));
}

/**
 * Takes a snapshot of a running domain's disks alone: all at one moment, in milliseconds, while
 * the guest runs on.
 * @throws {FatalTaskError} when QEMU refuses
 */
export async function takeOpenDisks(on: On, tag: string, paths: readonly string[]): Promise<void> {
  const open = await openDisks(on);
  const missing = paths.filter((path) => !open.get(path)?.image.snapshots?.some(named(tag)));
  const actions = missing.map((path) => {
    const node = open.get(path);
    if (!node)
      throw new FatalTaskError(`The running domain does not use the disk ${path}.`, {
        code: 'CONFLICT',
      });
    const data = { device: node['node-name'], name: tag };
    return { type: 'blockdev-snapshot-internal-sync', data };
  });
  if (actions.length === 0) return;
  const command = { execute: 'transaction', arguments: { actions } };
  await monitorCommand(on.connection, on.domain, command, { signal: on.signal }).catch(refused);
}

const named = (tag: string) => (snapshot: ListedSnapshot) => snapshot.name === tag;

function refused(error: unknown): never {
  if (error instanceof MonitorError)
    throw new FatalTaskError(error.message, { code: 'CONFLICT', cause: error });
  throw error;
}

/** Removes a snapshot from the files of a domain, attached or not, running or not. */
export async function removeTag(
  on: On & { readonly ssh: SshMachine; readonly active: boolean },
  tag: string,
  paths: readonly string[],
): Promise<void> {
  const open = on.active ? await openDisks(on) : new Map<string, BlockNode>();
  for (const node of open.values()) {
    if (!node.image.snapshots?.some(named(tag))) continue;
    const data = { device: node['node-name'], name: tag };
    const command = { execute: 'blockdev-snapshot-delete-internal-sync', arguments: data };
    await monitorCommand(on.connection, on.domain, command, { signal: on.signal }).catch(refused);
  }
  const closed = paths.filter((path) => !open.has(path));
  const tags = await readTags(on.ssh, closed, on.signal);
  for (const [i, path] of closed.entries())
    if (tags[i]?.has(tag))
      await on.ssh.run(['qemu-img', 'snapshot', '-d', tag, path], { signal: on.signal });
}
