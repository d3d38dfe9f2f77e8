// A worker process of its own, for tests that kill, stop and wake it.
import 'reflect-metadata';
import { openDatabase } from '../src/platform/db.ts';
import { openEventBus } from '../src/platform/events.ts';
import { TaskEngine } from '../src/task/engine.ts';
import { killAtBoundary, saga } from './saga-fixture.ts';
import { completeSet, engineServices, QUICK } from './task-world.ts';

const [url = '', redisUrl = '', pollMs = '100'] = process.argv.slice(2);
const orm = await openDatabase(url);
const events = openEventBus(redisUrl || undefined);
const services = engineServices({ url, orm }, events);
const engine = new TaskEngine({
  services,
  definitions: completeSet([saga]),
  concurrency: 2,
  processName: `saga-worker:${process.pid}`,
  ...QUICK,
  pollMs: Number(pollMs),
  hooks: { afterStepWrite: killAtBoundary(() => services.em()) },
});
engine.start();
process.on('disconnect', () => {
  void engine.stop({ graceMs: 2_000 }).then(() => process.exit(0));
});
process.send?.('ready');
