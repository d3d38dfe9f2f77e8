// A worker process with the product's own tasks, for tests that kill it at a boundary of a step.
import 'reflect-metadata';
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/platform/config.ts';
import { type Em, openDatabase, run } from '../src/platform/db.ts';
import { FatalTaskError } from '../src/task/task-errors.ts';
import { TASK_DEFINITIONS } from '../src/tasks.ts';
import { createVmTask } from '../src/vm/create-vm.task.ts';

const config = readConfig();
const killing = await openDatabase(config.databaseUrl);

/** VMs whose name begins so are undone from their last step. */
const FAILS = 'fail';
const undone = {
  ...createVmTask,
  steps: createVmTask.steps.map((step) => ({
    ...step,
    do: async (ctx: Parameters<typeof step.do>[0]) => {
      const result = await step.do(ctx);
      if (step === createVmTask.steps.at(-1) && ctx.input.spec.name.startsWith(FAILS))
        throw new FatalTaskError('Fails for the test.', { code: 'CONFLICT' });
      return result;
    },
  })),
};

const app = await startApp(config, {
  definitions: TASK_DEFINITIONS.map((task) => (task === createVmTask ? undone : task)),
  leaseMs: 2_000,
  pollMs: 200,
  hooks: {
    afterStepWrite: async ({ type }, step, phase) => {
      const em = killing.em.fork() as Em;
      const sql = 'delete from kill_at where boundary = ?';
      if (type === 'CREATE_VM' && (await run(em, sql, [`${phase} ${step}`])) > 0)
        process.kill(process.pid, 'SIGKILL');
    },
  },
});
process.on('SIGTERM', () => void app.stop(1_000).then(() => process.exit(0)));
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.send?.({ event: 'listening', url: app.url });
