import { expect, it } from 'vitest';
import { mayScrape } from './may-scrape.ts';

const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ headers, socket: { remoteAddress } }) as unknown as Parameters<typeof mayScrape>[0];
const TOKEN = 'sixteen-letters!';

it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('lets %s in without a token', (address) => {
  expect(mayScrape(from(address), undefined)).toBe(true);
  expect(mayScrape(from(address, { 'x-forwarded-for': '192.0.2.1' }), undefined)).toBe(false);
});

it.each(['192.0.2.1', '::ffff:192.0.2.1', '1.127.0.1', ''])('keeps %s out', (address) => {
  expect(mayScrape(from(address), undefined)).toBe(false);
});

it('asks everybody for the token when there is one', () => {
  const bearing = (text: string) => from('192.0.2.1', { authorization: text });
  expect(mayScrape(bearing(`Bearer ${TOKEN}`), TOKEN)).toBe(true);
  for (const text of ['', 'Bearer ', 'Bearer x', TOKEN, `Basic ${TOKEN}`])
    expect(mayScrape(bearing(text), TOKEN)).toBe(false);
  expect(mayScrape(from('127.0.0.1'), TOKEN)).toBe(false);
});
