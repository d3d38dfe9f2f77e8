import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { createTestRedis } from '../../test/redis.ts';
import { waitFor } from '../../test/wait-for.ts';
import { openEventBus } from './events.ts';
import { newId } from './ids.ts';

it('passes over what others say on its channel, and hears the next event', async () => {
  await using redis = await createTestRedis();
  const bus = openEventBus(redis.url);
  const other = new Redis(redis.url);
  try {
    const heard: unknown[] = [];
    bus.on('host', (event) => heard.push(event));
    await waitFor('the subscription', async () => {
      const [, count] = (await other.pubsub('NUMSUB', 'baadal:events')) as [string, number];
      return Number(count) === 1 && bus.healthy();
    });
    for (const text of ['{', 'null', '{"topic":"error","payload":{}}', '{"topic":"host"}'])
      await other.publish('baadal:events', text);
    const id = newId('host');
    bus.publish('host', { id });
    await waitFor('the event', () => heard.length > 0);
    expect(heard).toEqual([{ id }]);
  } finally {
    other.disconnect();
    await bus.close();
  }
});
