import { type Domain, DomainMigrateFlags, DomainXMLFlags, LibvirtError } from '@baadal/libvirt';
import { pause } from '../platform/back-off.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError, RetryableError, TaskCancelledError } from '../task/task-errors.ts';
import { aliasOf } from './access-files.ts';
import { isLeaving, look } from './look.ts';
import { rebridged } from './migration-xml.ts';
import { readTransfer, transferPercent, transferWords } from './transfer.ts';
import type { End, Way } from './way.ts';

/** How a running domain is moved. */
export interface SendOptions {
  /** The guest runs on while its memory is copied. */
  readonly live: boolean;
  readonly bandwidthMiBps: number | null;
  readonly maxDowntimeMs: number | null;
  /** Disks that go along, to files that are there; absent: both hosts see the same ones. */
  readonly disks?: DisksAlong;
}

/** What moves with a domain whose new host does not see its disks. */
export interface DisksAlong {
  readonly targets: readonly string[];
  /** Puts the new files' paths into libvirt's XML of the domain. */
  readonly adapt: (xml: string) => string;
}

type Context = Pick<StepContext<unknown>, 'services' | 'signal' | 'progress' | 'log'>;

/** How often progress is read; libvirt tells it only when asked. */
const LOOK_MS = 500;

/**
 * Moves a domain that runs, or is suspended, from libvirt to libvirt: one call at the origin, which
 * does the rest itself and goes on with it even when nobody is there any more. The origin keeps its
 * definition, without a QEMU; the destination gets one.
 * @throws {LibvirtError} as libvirt says; OPERATION_ABORTED when it was cancelled
 */
export async function sendDomain(
  ctx: Context,
  domain: Domain,
  way: Way,
  options: SendOptions,
): Promise<void> {
  const { LIVE, PERSIST_DEST, NON_SHARED_DISK } = DomainMigrateFlags;
  const { disks } = options;
  const flags = PERSIST_DEST | (options.live ? LIVE : 0) | (disks ? NON_SHARED_DISK : 0);
  const params = { migrate_uri: dataUri(way.to), ...(await paramsOf(ctx, domain, way, disks)) };
  const call = domain.migrate(
    {
      uri: libvirtUri(way.to),
      params: { ...params, ...(options.bandwidthMiBps && { bandwidth: options.bandwidthMiBps }) },
      flags,
    },
    // Its own progress says whether it lives.
    { timeoutMs: Number.POSITIVE_INFINITY },
  );
  const ended = call.then(
    () => true,
    () => true,
  );
  if (options.maxDowntimeMs) void limitDowntime(ctx, domain, options.maxDowntimeMs, ended);
  await follow(ctx, domain, ended);
  await call;
}

/** As the origin's libvirt daemon reaches the destination's. */
function libvirtUri({ hostId }: End): string {
  return `qemu+ssh://${aliasOf(hostId)}/system?proxy=native&no_tty=1`;
}

/** Where memory goes; an IPv6 address is bracketed. */
function dataUri({ address }: End): string {
  return `tcp://${address.includes(':') ? `[${address}]` : address}`;
}

/** A host may call its bridge otherwise, or have the disks elsewhere: then both definitions say so. */
async function paramsOf(
  { signal }: Context,
  domain: Domain,
  { from, to }: Way,
  disks: DisksAlong | undefined,
) {
  if (from.vm.bridge === to.vm.bridge && !disks) return {};
  const { INACTIVE, MIGRATABLE, SECURE } = DomainXMLFlags;
  const bridge = rebridged(from.vm.bridge, to.vm.bridge);
  const adapt = (xml: string) => bridge(disks ? disks.adapt(xml) : xml);
  return {
    ...(disks && { migrate_disks: disks.targets }),
    destination_xml: adapt(await domain.xml(MIGRATABLE | SECURE, { signal })),
    persistent_xml: adapt(await domain.xml(INACTIVE | SECURE, { signal })),
  };
}

/**
 * Shows the progress of a migration until it has ended, whoever began it. A step that is cancelled
 * stops it; a worker that lost the task does not.
 * @param ended resolves when the caller knows of its end; else libvirt is asked
 */
export async function follow(
  ctx: Context,
  domain: Domain,
  ended: Promise<boolean> | null,
): Promise<void> {
  for (;;) {
    if (await Promise.race([ended ?? pause(LOOK_MS), pause(LOOK_MS, ctx.signal)])) return;
    if (ctx.signal.aborted) {
      if (!(ctx.signal.reason instanceof TaskCancelledError)) throw ctx.signal.reason;
      await abort(domain);
    }
    const unhurried = new AbortController().signal;
    if (!ended && !(await isLeaving(domain, unhurried))) return;
    await show(ctx, domain);
  }
}

async function show(ctx: Context, domain: Domain): Promise<void> {
  try {
    const stats = await domain.jobStats({});
    const transfer = readTransfer(stats);
    if (!transfer) return;
    const what = Number(stats.stats['disk_total'] ?? 0) > 0 ? 'memory and disks' : 'memory';
    ctx.progress(transferPercent(transfer), transferWords(transfer, what));
  } catch (error) {
    // It has gone by now, or its host has: the call itself says which.
    if (!(error instanceof Error)) throw error;
  }
}

/** Stops a migration; one that has ended meanwhile is no fault. */
export async function abort(domain: Domain): Promise<void> {
  try {
    await domain.abortJob();
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
  }
}

/** libvirt takes the limit only once the migration runs. */
async function limitDowntime(
  ctx: Context,
  domain: Domain,
  downtimeMs: number,
  ended: Promise<boolean>,
): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (let attempt = 0; attempt < 40 && !over && !ctx.signal.aborted; attempt++) {
    try {
      await domain.setMigrationDowntime(downtimeMs);
      return;
    } catch (error) {
      if (!(error instanceof LibvirtError)) return;
      await pause(50, ctx.signal);
    }
  }
}

/**
 * What a failed migration means for the task: what may pass is tried again, once it is known where
 * the VM is.
 */
export async function sendFault(ctx: Context, way: Way, cause: unknown): Promise<unknown> {
  if (!(cause instanceof LibvirtError)) return cause;
  if (cause.is('OPERATION_ABORTED') && ctx.signal.aborted) return ctx.signal.reason;
  const words = `${way.from.hostName} could not move it to ${way.to.hostName}: ${cause.message}`;
  const there = await look(
    { services: ctx.services, signal: new AbortController().signal },
    way.to,
  );
  if (there.kind === 'UNREACHABLE')
    return new RetryableError(words, { code: 'HOST_UNREACHABLE', cause });
  if (cause.is('OPERATION_TIMEOUT')) return new RetryableError(words, { code: 'CONFLICT', cause });
  return new FatalTaskError(words, { code: 'CONFLICT', cause });
}
