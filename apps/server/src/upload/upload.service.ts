import { runMutation } from '../audit/mutation.ts';
import { isAdmin, requireViewer, uploadsTemplates } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
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

/** Makes room for an image that is sent next. @throws {ForbiddenError | BadUserInputError} */
export async function createUpload(
  context: Context,
  input: CreateUploadInput,
): Promise<UploadType> {
  const viewer = requireViewer(context);
  await requireUploader(context.em, viewer);
  const datastoreId = await datastoreOf(context.em, input);
  const { clientMutationId, fileName, format } = input;
  const id = await runMutation(
    context,
    { action: 'createUpload', clientMutationId, detail: fileName },
    async ({ em }) => {
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

async function datastoreOf(em: Em, input: CreateUploadInput): Promise<DatastoreId> {
  const faults: FieldFault[] = [];
  const { maxUploadGiB } = await constantValues(em);
  if (input.sizeBytes <= 0n) faults.push({ path: 'sizeBytes', message: 'The file is empty.' });
  const tooLarge = input.sizeBytes > BigInt(maxUploadGiB) * GIB;
  if (tooLarge)
    faults.push({ path: 'sizeBytes', message: `An image has at most ${maxUploadGiB} GiB.` });
  const [datastore] = await rows<{ id: DatastoreId; freeGiB: number | null }>(
    em,
    `select id, capacity_gib - used_gib as freeGiB from datastore
      where (? is null and not closed) or id = ? order by every_host desc, freeGiB desc, name limit 1`,
    [input.datastoreId ?? null, input.datastoreId ?? null],
  );
  if (!datastore) faults.push({ path: 'datastoreId', message: 'There is no such datastore.' });
  else if (
    !tooLarge &&
    datastore.freeGiB !== null &&
    input.sizeBytes > BigInt(datastore.freeGiB + 1) * GIB
  )
    faults.push({
      path: 'sizeBytes',
      message: `The datastore has ${datastore.freeGiB} GiB left. Make room, or choose another.`,
    });
  if (faults.length > 0 || !datastore) throw new BadUserInputError(faults);
  return datastore.id;
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
