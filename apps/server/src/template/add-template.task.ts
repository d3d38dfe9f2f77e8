import { z } from 'zod';
import { constantValues } from '../constant/constant.service.ts';
import { throughAnyHost } from '../datastore/through-any-host.ts';
import { gibOf } from '../image/image-check.ts';
import { inspectImage } from '../image/inspect-image.ts';
import { fileSize, sha256Of } from '../image/qemu-img.ts';
import { rows, run } from '../platform/db.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { type AddedTemplate, insertAddedTemplate } from './added-template.ts';
import { announceTemplate, loadTemplates } from './template.service.ts';

/**
 * Makes a template of an upload, or of an image that lies on a datastore: its row (already there
 * the first time, written by the mutation), the checksum, the judgement of the image, its place.
 * Undone, the upload is what it was, and can be removed or tried again.
 */

type Context = StepContext<AddedTemplate>;

/** The spec was checked by the mutation that wrote it; here only its shape counts. */
const input = z
  .looseObject({ templateId: z.string(), name: z.string(), file: z.string() })
  .transform((spec) => spec as unknown as AddedTemplate);

async function reserve(ctx: Context): Promise<void> {
  const { templateId, uploadId } = ctx.input;
  const [there] = await loadTemplates(ctx.em, [templateId]);
  if (there) return;
  await ctx.transaction(async (em) => {
    await insertAddedTemplate(em, ctx.input);
    if (!uploadId) return;
    const sql = 'update upload set task_id = ? where id = ? and (task_id is null or task_id = ?)';
    if ((await run(em, sql, [ctx.taskId, uploadId, ctx.taskId])) !== 1)
      throw new FatalTaskError('The upload is gone, or in use already.', { code: 'NOT_FOUND' });
  });
  announce(ctx);
}

async function release(ctx: Context): Promise<void> {
  const { templateId, uploadId } = ctx.input;
  await ctx.transaction(async (em) => {
    await run(em, 'delete from template where id = ?', [templateId]);
    const sql = 'update upload set task_id = null where id = ? and task_id = ?';
    await run(em, sql, [uploadId, ctx.taskId]);
  });
  announce(ctx);
}

function announce(ctx: Context): void {
  const { templateId: id, ownerId, public: isPublic, uploadId } = ctx.input;
  const { events } = ctx.services;
  announceTemplate(events, { id, ownerId, public: isPublic });
  if (uploadId) events.publish('template', { id: uploadId, audience: ctx.requestedBy });
}

/** Absolute paths: where the image is to lie, and where it lies now. */
async function placesOf(ctx: Context): Promise<{ image: string; now: string }> {
  const sql = 'select path from datastore where id = ?';
  const [datastore] = await rows<{ path: string }>(ctx.em, sql, [ctx.input.datastoreId]);
  if (!datastore) throw new FatalTaskError('The datastore is gone.', { code: 'NOT_FOUND' });
  const { file, uploaded } = ctx.input;
  const place = (name: string) => `${datastore.path}/${name}`;
  return { image: place(file), now: place(uploaded ?? file) };
}

const at = ({ input: { datastoreId } }: Context) => ({ datastores: [datastoreId] });

/** @returns the checksum, which is shown whether or not one was given to compare it with */
async function compareChecksum(ctx: Context): Promise<string> {
  const { now } = await placesOf(ctx);
  const { sha256 } = ctx.input;
  const found = await throughAnyHost(ctx, at(ctx), async (ssh) => {
    if ((await fileSize(ssh, now, ctx.signal)) === null)
      throw new FatalTaskError(`There is no file ${now}.`, { code: 'NOT_FOUND' });
    return sha256Of(ssh, now, ctx.signal);
  });
  if (sha256 !== null && sha256 !== found)
    throw new FatalTaskError(
      `The image is not what was announced: its SHA-256 is ${found}, not ${sha256}. Send it again.`,
      { code: 'BAD_USER_INPUT' },
    );
  ctx.log('INFO', `SHA-256 ${found}${sha256 === null ? '' : ', as announced'}.`);
  return found;
}

interface Judged {
  readonly sizeBytes: number;
  readonly virtualGiB: number;
  readonly [key: string]: number;
}

async function judge(ctx: Context): Promise<Judged> {
  const { now } = await placesOf(ctx);
  const { format } = ctx.input;
  const { maxTemplateDiskGiB } = await constantValues(ctx.em);
  const image = await throughAnyHost(ctx, at(ctx), (ssh) =>
    inspectImage(ssh, {
      ...{ format, file: now, signal: ctx.signal },
      maxVirtualBytes: BigInt(maxTemplateDiskGiB) * 1024n ** 3n,
      backingRoots: [],
    }),
  );
  const virtualGiB = gibOf(image.virtualBytes);
  ctx.log(
    'INFO',
    `A sound ${format} image, ${image.sizeBytes} bytes, ${virtualGiB} GiB as a disk.`,
  );
  return { sizeBytes: image.sizeBytes, virtualGiB };
}

async function install(ctx: Context): Promise<void> {
  const { image, now } = await placesOf(ctx);
  if (image === now) return;
  await throughAnyHost(ctx, at(ctx), async (ssh) => {
    if ((await fileSize(ssh, now, ctx.signal)) === null) return;
    await ssh.run(['chmod', '644', '--', now], { signal: ctx.signal });
    await ssh.run(['mv', '-n', '-T', '--', now, image], { signal: ctx.signal });
  });
}

async function takeOut(ctx: Context): Promise<void> {
  const { image, now } = await placesOf(ctx);
  if (image === now) return;
  const [upload] = await rows(ctx.em, 'select 1 from upload where id = ?', [ctx.input.uploadId]);
  await throughAnyHost(ctx, at(ctx), async (ssh) => {
    if ((await fileSize(ssh, image, ctx.signal)) === null) return;
    // An upload that nobody knows any more is not left behind.
    const back = upload ? ['mv', '-n', '-T', '--', image, now] : ['rm', '-f', '--', image];
    await ssh.run(back, { signal: ctx.signal });
  });
}

/** What an ISO proposes for the disk it installs on. */
const ISO_DISK_GIB = 10;

async function record(ctx: Context): Promise<void> {
  const { templateId, uploadId, diskGiB, format } = ctx.input;
  const { sizeBytes, virtualGiB } = ctx.result<Judged>('judge image');
  const sha256 = ctx.result<string>('compare checksum');
  const imageGiB = format === 'ISO' ? null : virtualGiB;
  const size = imageGiB === null ? (diskGiB ?? ISO_DISK_GIB) : Math.max(diskGiB ?? 0, imageGiB);
  await ctx.transaction(async (em) => {
    await run(
      em,
      `update template set state = 'READY', size_bytes = ?, sha256 = ?, disk_gib = ?, image_gib = ?
        where id = ?`,
      [sizeBytes, sha256, size, imageGiB, templateId],
    );
    await run(em, 'delete from upload where id = ?', [uploadId]);
  });
  announce(ctx);
}

export const addTemplateTask = defineTask<AddedTemplate>({
  type: 'ADD_TEMPLATE',
  input: input as z.ZodType<AddedTemplate>,
  limits: [{ scope: 'KIND', max: 4 }],
  steps: [
    { name: 'reserve', weight: 1, do: reserve, undo: release, leftover: () => 'its row' },
    { name: 'compare checksum', weight: 8, cancellable: true, do: compareChecksum },
    { name: 'judge image', weight: 4, cancellable: true, do: judge },
    { name: 'install', weight: 1, do: install, undo: takeOut, leftover: () => 'its image' },
    { name: 'record', weight: 1, do: record },
  ],
  succeeded: (ctx) => `Template ${ctx.input.name} is added successfully`,
});
