import { expect, test } from 'vitest';
import { ChannelSlots } from './channel-slots.ts';

const never = new AbortController().signal;

test('slots are given first come first served', async () => {
  const slots = new ChannelSlots(1);
  const first = await slots.acquire(never);
  const order: number[] = [];
  const waiting = [1, 2, 3].map((n) =>
    slots.acquire(never).then((release) => {
      order.push(n);
      release();
    }),
  );
  first();
  first(); // giving back twice counts once
  await Promise.all(waiting);
  expect(order).toEqual([1, 2, 3]);
  expect(slots.used).toBe(0);
});

test('an aborted waiter leaves the queue', async () => {
  const slots = new ChannelSlots(1);
  const release = await slots.acquire(never);
  const controller = new AbortController();
  const gone = slots.acquire(controller.signal);
  const next = slots.acquire(never);
  controller.abort(new Error('gone'));
  await expect(gone).rejects.toThrow('gone');
  release();
  (await next)();
  expect(slots.used).toBe(0);
});
