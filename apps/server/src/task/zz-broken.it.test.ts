import { afterAll, beforeAll, expect } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSagaTables, SAGA_STEPS, saga } from '../../test/saga-fixture.ts';
import { describeTask } from '../../test/task-harness.ts';
import { engineServices } from '../../test/task-world.ts';
import { rows, run } from '../platform/db.ts';
import type { Services } from '../services.ts';

/** The rules of every task, tried on the simplest that has all it needs to break them. */
let database: TestDatabase;
let services: Services;
beforeAll(async () => {
  database = await createTestDatabase();
  services = engineServices(database);
  await createSagaTables(services.em());
});
afterAll(() => database.drop());

const made = async () =>
  (
    await rows<{ step: string }>(services.em(), 'select step from saga_made order by task_id, step')
  ).map(({ step }) => step);

const broken = {
  ...saga,
  steps: saga.steps.map((s) => (s.name === 'b' ? { name: 'b', do: s.do } : s)),
};
describeTask(broken, () => ({
  services,
  definition: broken,
  prepare: async () => {
    await run(services.em(), 'delete from saga_made');
    return { input: { fails: null, holds: null } };
  },
  expectDone: async () => expect(await made()).toEqual([...SAGA_STEPS]),
  expectNothingLeft: async () => expect(await made()).toEqual([]),
}));
