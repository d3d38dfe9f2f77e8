import { constantValues } from '../constant/constant.service.ts';
import { rows, transaction } from '../platform/db.ts';
import type { UploadId } from '../platform/ids.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import { claimUpload } from './upload.service.ts';
import { uploadFile } from './upload-files.ts';

/** Removes uploads of which nothing has arrived for long: their senders have given up. */
export const uploadSweepJob: PeriodicJob = {
  name: 'upload sweep',
  everyMs: 3_600_000,
  async run(services) {
    const em = services.em();
    const { uploadKeepHours } = await constantValues(em);
    const stale = await rows<{ id: UploadId; fileName: string; path: string }>(
      em,
      `select u.id, u.file_name as fileName, d.path from upload u
         join datastore d on d.id = u.datastore_id
        where u.updated_at < utc_timestamp(3) - interval ? hour and u.task_id is null
          and (u.writer is null or u.writer_until < utc_timestamp(3)) limit 100`,
      [uploadKeepHours],
    );
    for (const { id, fileName, path } of stale) {
      const taskId = await transaction(em, async (tx) => {
        const task = await enqueueTask(tx, {
          type: 'DELETE_UPLOAD',
          input: { uploadId: id, file: `${path}/${uploadFile(id)}` },
          title: `Delete abandoned upload ${fileName}`,
          lane: id,
        });
        await claimUpload(tx, id, task);
        return task;
      });
      announceTask(services.events, taskId, id);
    }
  },
};
