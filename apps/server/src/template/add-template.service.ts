import { runMutation } from '../audit/mutation.ts';
import { isAdmin, requireViewer } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { loadDatastores } from '../datastore/datastore.service.ts';
import { DIRECTORIES } from '../datastore/datastore-directories.ts';
import { ImageFormat } from '../image/image-format.ts';
import { type Em, rows } from '../platform/db.ts';
import {
  BadUserInputError,
  ConflictError,
  type FieldFault,
  ForbiddenError,
  NotFoundError,
} from '../platform/errors.ts';
import { type DatastoreId, newId, type TaskId, type UploadId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import { claimUpload, requireUpload, requireUploader } from '../upload/upload.service.ts';
import { uploadFile } from '../upload/upload-files.ts';
import type { AddedTemplate } from './added-template.ts';
import { insertAddedTemplate } from './added-template.ts';
import type { AddTemplateInput } from './template.inputs.ts';
import { announceTemplate } from './template.service.ts';
import { largestDiskFaults } from './template-disk.ts';
import { templateFile } from './template-files.ts';

/**
 * Asks for a template made of an upload, or of an image on a datastore: reserves its name, and
 * enqueues the task that judges the image.
 * @throws {ForbiddenError | NotFoundError | BadUserInputError | ConflictError} and nothing is left
 */
export async function addTemplate(context: Context, input: AddTemplateInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { events } = context.services;
  await requireUploader(context.em, viewer);
  const spec = await specOf(context.em, viewer, input);
  const { clientMutationId } = input;
  const call = { action: 'addTemplate', clientMutationId, detail: spec.name };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    await insertAddedTemplate(em, spec);
    const id = await enqueueTask(em, {
      type: 'ADD_TEMPLATE',
      input: spec,
      title: `Add template ${spec.name}`,
      lane: spec.templateId,
      requestedBy: viewer.userId,
    });
    if (spec.uploadId) await claimUpload(em, spec.uploadId, id);
    afterCommit(() => {
      announceTask(events, id, spec.templateId);
      announceTemplate(events, { id: spec.templateId, ownerId: spec.ownerId, public: spec.public });
    });
    return id;
  });
}

const DEFAULTS = { minRamMiB: 128, defaultRamMiB: 1_024, defaultVcpus: 1, isoDiskGiB: 10 } as const;

async function specOf(em: Em, viewer: Viewer, input: AddTemplateInput): Promise<AddedTemplate> {
  const templateId = newId('tpl');
  const name = input.name.trim();
  const source = await sourceOf(em, viewer, input);
  const [minRamMiB, diskGiB] = [input.minRamMiB ?? DEFAULTS.minRamMiB, input.diskGiB ?? null];
  const faults = largestDiskFaults(diskGiB ?? 1, await constantValues(em));
  if (faults.length > 0) throw new BadUserInputError(faults);
  const isPublic = input.public ?? true;
  const extension = source.format.toLowerCase() as 'qcow2' | 'raw' | 'iso';
  return {
    ...source,
    ...{ templateId, name, diskGiB, minRamMiB },
    file: source.file ?? templateFile({ id: templateId, name }, extension),
    // What an admin offers to all is the cloud's own.
    ownerId: isPublic && isAdmin(viewer) ? null : viewer.userId,
    public: isPublic,
    description: input.description?.trim() || null,
    os: input.os?.trim() || 'Other',
    version: input.version?.trim() || null,
    arch: input.arch ?? 'x86_64',
    diskMode: input.diskMode ?? 'OVERLAY',
    cloudInit: (input.cloudInit ?? false) && source.format !== 'ISO',
    defaultRamMiB: Math.max(minRamMiB, input.defaultRamMiB ?? DEFAULTS.defaultRamMiB),
    defaultVcpus: input.defaultVcpus ?? DEFAULTS.defaultVcpus,
    sha256: input.sha256?.toLowerCase() ?? source.sha256,
  };
}

interface Source {
  readonly uploadId: UploadId | null;
  readonly uploaded: string | null;
  readonly file: string | null;
  readonly datastoreId: DatastoreId;
  readonly format: ImageFormat;
  readonly sha256: string | null;
}

async function sourceOf(em: Em, viewer: Viewer, input: AddTemplateInput): Promise<Source> {
  if (input.uploadId) return uploadedSource(em, viewer, input.uploadId);
  if (!input.file || !input.datastoreId)
    throw new BadUserInputError([
      {
        path: 'uploadId',
        message: 'Say which upload it is made of, or which file of a datastore.',
      },
    ]);
  if (!isAdmin(viewer))
    throw new ForbiddenError('Only an admin makes templates of files that lie on a datastore.');
  const file = `${DIRECTORIES.templates}/${input.file}`;
  const datastoreId = input.datastoreId as DatastoreId;
  const faults: FieldFault[] = [];
  const [datastore] = await loadDatastores(em, [datastoreId]);
  if (!datastore) faults.push({ path: 'datastoreId', message: 'There is no such datastore.' });
  const [user] = await rows<{ name: string }>(
    em,
    'select name from template where datastore_id = ? and ? in (file, kernel, initrd)',
    [datastoreId, file],
  );
  if (user)
    faults.push({ path: 'file', message: `It belongs to the template ${user.name} already.` });
  if (faults.length > 0) throw new BadUserInputError(faults);
  const format = input.format ?? ImageFormat.QCOW2;
  return { uploadId: null, uploaded: null, file, datastoreId, format, sha256: null };
}

async function uploadedSource(em: Em, viewer: Viewer, id: string): Promise<Source> {
  const upload = await requireUpload(em, viewer, id).catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
    throw new BadUserInputError([{ path: 'uploadId', message: 'There is no such upload.' }]);
  });
  if (Number(upload.receivedBytes) !== Number(upload.sizeBytes))
    throw new ConflictError(
      `${upload.fileName} has not arrived as a whole: ${upload.receivedBytes} of ${upload.sizeBytes} bytes. Send the rest first.`,
    );
  const { datastoreId, format, sha256 } = upload;
  const uploaded = uploadFile(upload.id);
  return { uploadId: upload.id, uploaded, file: null, datastoreId, format, sha256 };
}
