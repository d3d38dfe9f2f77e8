import { expect, it } from 'vitest';
import { isDatabaseAway, openDatabase } from './db.ts';

it.each(['127.0.0.1:1', 'database.invalid'])('knows that a database at %s is away', async (at) => {
  const fault = await openDatabase(`mysql://baadal@${at}/baadal`).catch((error: unknown) => error);
  expect(isDatabaseAway(fault)).toBe(true);
});
