import { runMutation } from '../audit/mutation.ts';
import { isAdmin, requireViewer, uploadsTemplates } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { choiceDatastores, lockSpace } from '../datastore/datastore-space.ts';
import { gibOf } from '../image/image-check.ts';
import { type Em, rows, run } from '../platform/db.ts';
import {
  BadUserInputError,
  ConflictError,
  type FieldFault,
  ForbiddenError,
  NotFoundError,
} from '../platform/errors.ts';
import { type DatastoreId, newId, type TaskId, type UploadId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import type { CreateUploadInput, DeleteUploadInput, UploadType } from './upload.type.ts';
import { uploadFile } from './upload-files.ts';

const COLUMNS = `u.id, u.file_name as fileName, u.format, u.size_bytes as sizeBytes,
  u.received_bytes as receivedBytes, u.sha256, u.created_at as createdAt,
  u.updated_at as updatedAt, u.owner_id as ownerId, u.datastore_id as datastoreId,
  u.task_id as taskId`;

/** Whether the viewer may bring images from outside. */
export async function mayUpload(em: Em, viewer: Viewer): Promise<boolean> {
  return uploadsTemplates(viewer, await constantValues(em));
}

/** @throws {ForbiddenError} when the viewer may not bring images from outside */
export async function requireUploader(em: Em, viewer: Viewer): Promise<void> {
  if (!(await mayUpload(em, viewer)))
    throw new ForbiddenError('Only admins upload images; an admin may let faculty do so, too.');
}

/** Uploads that no template was made of yet: the viewer's, for admins all; the newest first. */
export function listUploads(em: Em, viewer: Viewer): Promise<UploadType[]> {
  return rows<UploadType>(
    em,
    `select ${COLUMNS} from upload u where ${isAdmin(viewer) ? 'true' : 'u.owner_id = ?'}
      order by u.id desc limit 200`,
    isAdmin(viewer) ? [] : [viewer.userId],
  );
}

/** An upload with the absolute path of its file. */
export interface UploadRecord extends UploadType {
  readonly file: string;
}

/** @throws {NotFoundError} also for somebody else's: no difference is made */
export async function requireUpload(em: Em, viewer: Viewer, id: string): Promise<UploadRecord> {
  const [upload] = await rows<UploadType & { path: string }>(
    em,
    `select ${COLUMNS}, d.path from upload u join datastore d on d.id = u.datastore_id
      where u.id = ?`,
    [id],
  );
  if (!upload || (upload.ownerId !== viewer.userId && !isAdmin(viewer)))
    throw new NotFoundError('upload', id);
  return { ...upload, file: `${upload.path}/${uploadFile(upload.id)}` };
}

const GIB = 1024n ** 3n;

/**
 * Makes room for an image that is sent next. Parallel ones, and what of earlier ones is still to
 * come, never count on the same space.
 * @throws {ForbiddenError | BadUserInputError}
 */
export async function createUpload(
  context: Context,
  input: CreateUploadInput,
): Promise<UploadType> {
  const viewer = requireViewer(context);
  await requireUploader(context.em, viewer);
  const { clientMutationId, fileName, format } = input;
  const id = await runMutation(
    context,
    { action: 'createUpload', clientMutationId, detail: fileName },
    async ({ em }) => {
      await lockSpace(em);
      const datastoreId = await datastoreOf(em, input);
      const made: UploadId = newId('upl');
      const sha256 = input.sha256?.toLowerCase() ?? null;
      await run(
        em,
        `insert into upload (id, owner_id, file_name, format, size_bytes, received_bytes, sha256,
                             datastore_id, created_at, updated_at)
         values (?, ?, ?, ?, ?, 0, ?, ?, utc_timestamp(3), utc_timestamp(3))`,
        [made, viewer.userId, fileName, format, Number(input.sizeBytes), sha256, datastoreId],
      );
      return made;
    },
  );
  return requireUpload(context.em, viewer, id);
}

async function datastoreOf(em: Em, { datastoreId, sizeBytes }: CreateUploadInput) {
  const faults: FieldFault[] = [];
  const { maxUploadGiB } = await constantValues(em);
  if (sizeBytes <= 0n) faults.push({ path: 'sizeBytes', message: 'The file is empty.' });
  const tooLarge = sizeBytes > BigInt(maxUploadGiB) * GIB;
  if (tooLarge)
    faults.push({ path: 'sizeBytes', message: `An image has at most ${maxUploadGiB} GiB.` });
  const datastores = await roomForUploads(em);
  const [datastore] = datastoreId
    ? datastores.filter(({ id }) => id === datastoreId)
    : datastores.filter(({ closed }) => !closed);
  if (!datastore) faults.push({ path: 'datastoreId', message: 'There is no such datastore.' });
  else if (datastore.closed)
    faults.push({
      path: 'datastoreId',
      message: `${datastore.name} takes nothing new. Choose another.`,
    });
  else if (!tooLarge && datastore.freeGiB !== null && sizeBytes > BigInt(datastore.freeGiB) * GIB)
    faults.push({
      path: 'sizeBytes',
      message: `The datastore ${datastore.name} has ${datastore.freeGiB} GiB left above its reserve. Make room, or choose another.`,
    });
  if (faults.length > 0 || !datastore) throw new BadUserInputError(faults);
  return datastore.id;
}

/** What is left on each datastore above its reserve, the one with most first. */
async function roomForUploads(em: Em) {
  const { datastoreReserveGiB } = await constantValues(em);
  const coming = await rows<{ id: DatastoreId; bytes: number | string }>(
    em,
    `select datastore_id as id, sum(greatest(size_bytes - received_bytes, 0)) as bytes from upload
      group by datastore_id`,
  );
  const bytesTo = new Map(coming.map(({ id, bytes }) => [id, BigInt(bytes)]));
  const datastores = await choiceDatastores(em, datastoreReserveGiB);
  return datastores
    .map(({ id, name, closed, limited, capacityGiB, usedGiB, reserveGiB }) => ({
      ...{ id, name, closed, limited },
      freeGiB:
        capacityGiB === null || usedGiB === null
          ? null
          : Math.max(0, capacityGiB - usedGiB - reserveGiB - gibOf(bytesTo.get(id) ?? 0n)),
    }))
    .sort((a, b) => Number(a.limited) - Number(b.limited) || (b.freeGiB ?? -1) - (a.freeGiB ?? -1));
}

/** Asks for an upload's end, its file included. @throws {NotFoundError | ConflictError} */
export function deleteUpload(context: Context, input: DeleteUploadInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId } = input;
  const call = { action: 'deleteUpload', clientMutationId, subject: input.id };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const upload = await requireUpload(em, viewer, input.id);
    const id = await enqueueTask(em, {
      type: 'DELETE_UPLOAD',
      input: { uploadId: upload.id, file: upload.file },
      title: `Delete upload ${upload.fileName}`,
      lane: upload.id,
      requestedBy: viewer.userId,
    });
    await claimUpload(em, upload.id, id);
    afterCommit(() => announceTask(context.services.events, id, upload.id));
    return id;
  });
}

/**
 * Gives an upload to a task: nobody writes to its file from then on.
 * @throws {ConflictError} while somebody still sends, or another task has it
 */
export async function claimUpload(em: Em, id: UploadId, taskId: TaskId): Promise<void> {
  const claimed = await run(
    em,
    `update upload set task_id = ? where id = ? and (task_id is null or task_id = ?)
        and (writer is null or writer_until < utc_timestamp(3))`,
    [taskId, id, taskId],
  );
  if (claimed === 1) return;
  throw new ConflictError('The upload is still being sent, or a template is being made of it.');
}
