import { run } from '../platform/db.ts';
import { BaadalError, type ErrorCode } from '../platform/errors.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import {
  attachToDomain,
  detachFromDomain,
  makeDiskVolume,
  recordAttachment,
  removeDiskVolume,
  reserveDisk,
  unreserveDisk,
} from './attach-extra-disk.ts';
import { type ExtraDiskSpec, findDisk } from './extra-disks.ts';

/** What became of the disk that was asked for with a new VM. */
export type NewDiskOutcome = {
  /** Why the VM is without it; null when it has it. */
  readonly fault: { readonly code: ErrorCode; readonly message: string } | null;
  readonly leftovers: readonly string[];
};

/**
 * Attaches the extra disk of a VM that is there by now. That it cannot be done is an outcome, not a
 * fault: the VM is to stay.
 * @throws what may pass: a host that is away
 */
export async function attachNewDisk(
  ctx: StepContext<unknown>,
  spec: ExtraDiskSpec | null | undefined,
): Promise<NewDiskOutcome | null> {
  if (!spec) return null;
  try {
    await reserveDisk(ctx, spec);
    await makeDiskVolume(ctx, spec);
    await attachToDomain(ctx, spec);
    await recordAttachment(ctx, spec);
    return { fault: null, leftovers: [] };
  } catch (error) {
    if (!isFinal(error)) throw error;
    const { code, message } = error;
    ctx.log('ERROR', message);
    return { fault: { code, message }, leftovers: await cleanUp(ctx, spec) };
  }
}

/** Refused by a host, or by the rules at a retry: trying again at once would not help. */
function isFinal(error: unknown): error is BaadalError {
  if (error instanceof FatalTaskError) return true;
  return (
    error instanceof BaadalError &&
    ['NO_CAPACITY', 'QUOTA_EXCEEDED', 'BAD_USER_INPUT'].includes(error.code)
  );
}

/** @returns in words, what is missing and what stays behind */
async function cleanUp(ctx: StepContext<unknown>, spec: ExtraDiskSpec): Promise<string[]> {
  const missing = `an extra disk of ${spec.sizeGiB} GiB is missing`;
  const disk = await findDisk(ctx.em, spec.diskId);
  try {
    await detachFromDomain(ctx, spec);
    await removeDiskVolume(ctx, spec);
    await unreserveDisk(ctx, spec);
    return [missing];
  } catch (error) {
    if (!isFinal(error)) throw error;
    return [missing, ...(disk ? [`perhaps its volume ${disk.path}`] : [])];
  }
}

/**
 * Takes the disk of a VM that goes away itself: its file and row. The guest is not asked; it is
 * destroyed next.
 */
export async function dropNewDisk(
  ctx: StepContext<unknown>,
  spec: ExtraDiskSpec | null | undefined,
): Promise<void> {
  if (!spec) return;
  await removeDiskVolume(ctx, spec);
  await ctx.transaction((em) =>
    run(em, 'delete from disk where id = ? and vm_id = ?', [spec.diskId, spec.vmId]),
  );
}
