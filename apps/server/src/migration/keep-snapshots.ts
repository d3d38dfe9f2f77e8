import path from 'node:path';
import { isSshError } from '@baadal/ssh';
import { run } from '../platform/db.ts';
import { readDomainTags } from '../snapshot/disk-snapshots.ts';
import { type DomainAccess, reachDomain, reachDomainIfAny } from '../snapshot/domain-access.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import type { VmRecord } from '../vm/vm-record.ts';
import { rebridged } from './migration-xml.ts';
import {
  forgetSnapshots,
  type HeldTags,
  heldTags,
  lostSnapshots,
  lostTags,
  readSnapshots,
  retellSnapshots,
  type SavedSnapshots,
} from './saved-snapshots.ts';
import type { End } from './way.ts';

type Context = Pick<StepContext<unknown>, 'services' | 'signal' | 'log' | 'transaction'>;

/** What libvirt and the disks held before anything was touched; kept as the step's result. */
export type Saved = SavedSnapshots & {
  readonly tags: HeldTags;
};

/** Named as in the original. */
const DIRECTORY = 'vm_migration_data';

/** Writes all definitions to the rows of the snapshots and to the datastore. */
export async function saveSnapshots(ctx: Context, end: End): Promise<Saved> {
  return onHost(end, async () => {
    const on = await reachDomain(ctx, end.vm);
    const known = await readSnapshots(on);
    if (known.list.length === 0) return { ...known, tags: {} };
    const [tags] = await Promise.all([tagsOf(on, end), writeDown(on, end, known)]);
    await ctx.transaction(async (em) => {
      const sql = 'update snapshot set definition = ? where id = ? and vm_id = ?';
      for (const { name, xml } of known.list) await run(em, sql, [xml, name, end.vm.id]);
    });
    const count = known.list.length;
    ctx.log('INFO', `Saved the definitions of ${count} ${count === 1 ? 'snapshot' : 'snapshots'}.`);
    return { ...known, tags };
  });
}

async function tagsOf(on: DomainAccess, { vm }: End): Promise<HeldTags> {
  const paths = vm.disks.map((disk) => disk.path);
  return heldTags(paths, await readDomainTags(on, paths));
}

/** Beside the directory of images: `<datastore>/vm_images/<identity>.qcow2`. */
function fileOf(vm: VmRecord): string | null {
  const root = vm.disks.find((disk) => disk.root)?.path;
  if (!root) return null;
  return path.join(path.dirname(path.dirname(root)), DIRECTORY, `${vm.identity}.xml`);
}

/** For people, should all else be lost: what `virsh snapshot-create --redefine` takes, in order. */
async function writeDown(on: DomainAccess, { vm }: End, known: SavedSnapshots): Promise<void> {
  const file = fileOf(vm);
  if (!file) return;
  const text = known.list.map(({ xml }) => xml).join('\n');
  const head = `<!-- ${vm.identity}: ${known.list.length} snapshots, current: ${known.current ?? 'none'} -->`;
  const write = () =>
    on.ssh.writeFile(file, `${head}\n${text}\n`, { signal: on.signal, mode: 0o600 });
  try {
    await write();
  } catch (error) {
    if (!isSshError(error, 'FILE_NOT_FOUND')) throw error;
    await on.ssh.run(['mkdir', '-p', '--', path.dirname(file)], { signal: on.signal });
    await write();
  }
}

/** Removes what was written to the datastore; nothing when it is gone. */
export async function unsaveSnapshots(ctx: Context, vm: VmRecord): Promise<void> {
  const file = fileOf(vm);
  if (!file) return;
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    await ssh.run(['rm', '-f', '--', file], { signal: ctx.signal });
  });
}

/** Has libvirt on a host forget the snapshots; nothing when the domain is not there. */
export async function forgetAt(ctx: Context, end: End): Promise<void> {
  await onHost(end, async () => {
    const on = await reachDomainIfAny(ctx, end.vm);
    if (on) await forgetSnapshots(on);
  });
}

/**
 * Tells libvirt on a host of the snapshots, and proves that all are there: in its list, the current
 * one as that, and in each disk.
 * @param bridge what the definitions call the bridge, where that host calls it otherwise
 * @throws {FatalTaskError} naming what is missing
 */
export async function bringSnapshots(
  ctx: Context,
  end: End,
  saved: Saved,
  bridge: string = end.vm.bridge,
): Promise<void> {
  if (saved.list.length === 0) return;
  await onHost(end, async () => {
    const on = await reachDomain(ctx, end.vm);
    const before = await lostSnapshots(on, saved);
    if (before.length > 0) await retellSnapshots(on, saved, rebridged(bridge, end.vm.bridge));
    const [lost, tags] = await Promise.all([lostSnapshots(on, saved), tagsOf(on, end)]);
    const faults = [...lost, ...lostTags(saved.tags, tags)];
    if (faults.length > 0)
      throw new FatalTaskError(`On ${end.hostName} ${faults.join('; ')}.`, { code: 'CONFLICT' });
    ctx.log(
      'INFO',
      `libvirt on ${end.hostName} lists ${saved.list.length} of ${saved.list.length} snapshots, and the disks hold them.`,
    );
  });
}
