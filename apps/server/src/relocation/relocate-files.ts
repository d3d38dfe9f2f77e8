import path from 'node:path';
import type { SshMachine } from '@baadal/ssh';
import type { MovingFile } from '../disk-move/disk-move.ts';
import { refuseSnapshots } from '../disk-move/mirror-file.ts';
import { reachVm } from '../disk-move/on-vm-host.ts';
import { fileSize, imageInfo } from '../image/qemu-img.ts';
import { checkEnds } from '../migration/check-ends.ts';
import { mendAccess } from '../migration/daemon-access.ts';
import type { Was } from '../migration/travel.ts';
import type { Way } from '../migration/way.ts';
import { bytesInWords } from '../platform/byte-size.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { flattenFirst, flattenRoom, removeFlat, type Spot } from './flatten-first.ts';
import type { Relocation, RelocationSpec } from './relocation.ts';
import { endSending, sendFile, type Transport, unsendFile } from './send-file.ts';

type Context = StepContext<RelocationSpec>;

async function transportOf(ctx: Context, { from, to }: Way): Promise<Transport> {
  const { hosts } = ctx.services;
  return {
    from: await onHost(from, () => hosts.ssh(from.hostId)),
    to: await onHost(to, () => hosts.ssh(to.hostId)),
    ends: { from, to },
    taskId: ctx.taskId,
    bandwidthMiBps: ctx.input.bandwidthMiBps,
    signal: ctx.signal,
  };
}

const spotOf = (ctx: Context, ssh: SshMachine, way: Way): Spot => ({
  ...{ ssh, way, taskId: ctx.taskId, signal: ctx.signal },
  bandwidthMiBps: ctx.input.bandwidthMiBps,
});

/**
 * Looks whether a VM can go before anything is made: what any migration needs, its new datastore
 * with room on the new host, and disks that can be copied as it is.
 * @returns what it does now
 */
export async function checkRelocation(ctx: Context, relocation: Relocation): Promise<Was> {
  const { move, way } = relocation;
  const { from, to } = way;
  // Its disks are not there yet.
  const bare = { ...to, vm: { ...to.vm, disks: [], seed: null, template: null } };
  const was = await checkEnds(ctx, { ...way, to: bare });
  const bytes = await onHost(from, () => checkOrigin(ctx, relocation, was));
  await onHost(to, async () => {
    const { to: ssh } = await transportOf(ctx, way);
    const { signal } = ctx;
    const mounted = await ssh.exec(['mountpoint', '-q', move.root], { signal });
    if (mounted.code !== 0)
      throw new FatalTaskError(
        `The datastore ${move.spec.datastore} is not there on host ${to.hostName}. Mount it at ${move.root}.`,
        { code: 'CONFLICT' },
      );
    for (const file of move.files)
      if ((await fileSize(ssh, file.to, signal)) !== null)
        throw new FatalTaskError(
          `There is a file in the place of disk ${file.target} on ${to.hostName} already: ${file.to}. Check for leaks, and remove it if nobody needs it.`,
          { code: 'CONFLICT' },
        );
    const said = await ssh.run(['stat', '-f', '-c', '%a %S', '--', move.root], { signal });
    const [blocks = 0, size = 0] = said.trim().split(' ').map(Number);
    if (bytes > blocks * size)
      throw new FatalTaskError(
        `Its disks take ${bytesInWords(bytes)}, but ${move.spec.datastore} has ${bytesInWords(blocks * size)} free on host ${to.hostName}.`,
        { code: 'NO_CAPACITY' },
      );
  });
  return was;
}

/** @returns what its files take */
async function checkOrigin(ctx: Context, { move, way }: Relocation, was: Was): Promise<number> {
  const on = await reachVm(ctx, { ...move, vm: way.from.vm });
  const spot = spotOf(ctx, on.ssh, way);
  let bytes = 0;
  for (const file of move.files) {
    const info = await imageInfo(on.ssh, file.from, { format: file.format, signal: ctx.signal });
    if (!info)
      throw new FatalTaskError(`The file of disk ${file.target} is missing: ${file.from}.`, {
        code: 'NOT_FOUND',
      });
    if (was !== 'OFF') refuseSnapshots(on, file, info.snapshots);
    bytes += (await fileSize(on.ssh, file.from, ctx.signal)) ?? 0;
    if (was === 'OFF') bytes += await flattenRoom(ctx, spot, file);
  }
  return bytes;
}

/** Makes empty files for libvirt to send the disks to; what a guest only reads is sent whole. */
export async function makePlaces(ctx: Context, { move, way }: Relocation): Promise<void> {
  const transport = await transportOf(ctx, way);
  for (const file of move.files) {
    await onHost(way.to, () =>
      transport.to.run(['mkdir', '-p', path.posix.dirname(file.to)], { signal: ctx.signal }),
    );
    if (file.diskId === null)
      await onHost(way.from, () => sendFile(transport, file, () => undefined));
    else await makePlace(ctx, transport, file);
  }
}

async function makePlace(ctx: Context, transport: Transport, file: MovingFile): Promise<void> {
  const { signal } = ctx;
  const { ends } = transport;
  const info = await onHost(ends.from, () =>
    imageInfo(transport.from, file.from, { format: file.format, signal }),
  );
  await onHost(ends.to, async () => {
    if ((await fileSize(transport.to, file.to, signal)) !== null) return;
    const size = String(info?.virtualBytes ?? 0);
    const argv = ['qemu-img', 'create', '-q', '-f', 'qcow2', file.to, size];
    await transport.to.run(argv, { signal });
  });
}

/** Sends all files of a VM that is off. */
export async function sendAll(
  ctx: Context,
  { move, way }: Relocation,
  onBytes: (done: number, total: number) => void,
): Promise<void> {
  // A boot, or somebody, may have taken away what lets them reach each other.
  await mendAccess(ctx, way.from.hostId, way.to.hostId);
  const transport = await transportOf(ctx, way);
  const { signal } = ctx;
  await onHost(way.from, async () => {
    const sizes = await Promise.all(
      move.files.map(async (file) => (await fileSize(transport.from, file.from, signal)) ?? 0),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const spot = spotOf(ctx, transport.from, way);
    let before = 0;
    for (const [i, file] of move.files.entries()) {
      await transport.to.run(['mkdir', '-p', path.posix.dirname(file.to)], { signal });
      const whole = await flattenFirst(ctx, spot, file);
      await sendFile(transport, whole, (bytes) => onBytes(before + bytes, total));
      await removeFlat(spot, file);
      before += sizes[i] ?? 0;
      onBytes(before, total);
    }
  });
}

/** Removes the files of the host that the VM is not on. */
export async function removeFiles(
  ctx: Context,
  { move, way }: Relocation,
  which: 'OLD' | 'NEW',
): Promise<void> {
  const { signal } = ctx;
  const end = which === 'OLD' ? way.from : way.to;
  const ssh = await onHost(end, () => ctx.services.hosts.ssh(end.hostId));
  if (which === 'NEW') {
    const transport = await transportOf(ctx, way);
    const spot = spotOf(ctx, transport.from, way);
    await onHost(way.from, async () => {
      await endSending(transport);
      for (const file of move.files) await removeFlat(spot, file);
    });
    for (const file of move.files) await onHost(end, () => unsendFile(transport, file));
    return;
  }
  const paths = move.files.map(({ from }) => from);
  await onHost(end, () => ssh.run(['rm', '-f', '--', ...paths], { signal }));
}
