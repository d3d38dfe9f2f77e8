import { z } from 'zod';
import { throughAnyHost } from '../datastore/through-any-host.ts';
import { rows, run } from '../platform/db.ts';
import type { DatastoreId, UploadId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';

/** Removes an upload: its file, then its row. What fails leaves the row, and can be asked for again. */

interface DeleteUpload {
  readonly uploadId: UploadId;
  /** Absolute path on the hosts. */
  readonly file: string;
}
type Context = StepContext<DeleteUpload>;

const input = z.object({
  uploadId: z.string(),
  file: z.string(),
}) as unknown as z.ZodType<DeleteUpload>;

async function removeFile(ctx: Context): Promise<void> {
  const { file, uploadId } = ctx.input;
  const datastores = await rows<{ id: DatastoreId }>(
    ctx.em,
    'select datastore_id as id from upload where id = ?',
    [uploadId],
  );
  await throughAnyHost(ctx, { datastores: datastores.map(({ id }) => id) }, (ssh) =>
    ssh.run(['rm', '-f', '--', file], { signal: ctx.signal }),
  );
}

/** It can be sent on, or removed again. */
async function letGo(ctx: Context): Promise<void> {
  const sql = 'update upload set task_id = null where id = ? and task_id = ?';
  await ctx.transaction((em) => run(em, sql, [ctx.input.uploadId, ctx.taskId]));
}

async function removeRow(ctx: Context): Promise<void> {
  await ctx.transaction((em) => run(em, 'delete from upload where id = ?', [ctx.input.uploadId]));
}

export const deleteUploadTask = defineTask<DeleteUpload>({
  type: 'DELETE_UPLOAD',
  input,
  steps: [
    { name: 'remove file', weight: 1, do: removeFile, undo: letGo, leftover: () => 'its row' },
    { name: 'remove row', weight: 1, do: removeRow },
  ],
  succeeded: () => 'The upload is removed successfully',
});
