import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { addBaseRows, addHost, addUser, addVm } from '../../test/rows.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { openEventBus } from '../platform/events.ts';
import { sweepExpired, warnOfExpiry } from './expiry-sweep.ts';

let database: TestDatabase;
const em = () => database.orm.em.fork() as Em;
const mail = {
  ...{ host: 'mail.example.org', port: 25, secure: false, user: null, password: null },
  from: 'baadal@example.org',
};
const services = (to: typeof mail | null = mail) => ({
  ...{ em, events: openEventBus() },
  config: { mail: to, publicUrl: 'https://cloud.example.org' },
});
const told = () =>
  rows<{ recipient: string; subject: string }>(
    em(),
    'select recipient, subject from mail_outbox order by subject, recipient',
  );

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

it('mails owner and collaborators once before a VM expires, and once when it has', async () => {
  const base = await addBaseRows(em());
  const vm = await addVm(em(), base, { hostId: await addHost(em(), { name: 'host1' }) });
  const [bob, carl, dora] = await Promise.all(
    ['bob', 'carl', 'dora'].map((name) => addUser(em(), base.organisation, name)),
  );
  for (const user of [base.owner, bob, dora])
    await run(em(), "update user set email = concat(username, '@x.example') where id = ?", [user]);
  await run(em(), 'update user set active = 0 where id = ?', [dora]);
  for (const user of [bob, carl, dora])
    await run(em(), 'insert into vm_collaborator (vm_id, user_id) values (?, ?)', [vm.id, user]);
  const expires = (when: string) =>
    run(em(), `update vm set expires_at = utc_timestamp(3) ${when} where id = ?`, [vm.id]);

  await expires('+ interval 15 day');
  expect(await warnOfExpiry(services())).toBe(0);
  await expires('+ interval 13 day');
  // Nobody was told anything where there is no mail.
  expect(await warnOfExpiry(services(null))).toBe(0);
  expect(await warnOfExpiry(services())).toBe(1);
  expect(await warnOfExpiry(services())).toBe(0);
  expect(await told()).toMatchObject([
    { recipient: 'ann@x.example', subject: expect.stringMatching(/^VM test-\w+ expires on 20/) },
    { recipient: 'bob@x.example' },
  ]);
  await run(em(), 'delete from mail_outbox');
  await expires('- interval 1 second');
  expect(await sweepExpired(services())).toBe(1);
  expect(await warnOfExpiry(services())).toBe(0);
  expect(await told()).toMatchObject([
    { recipient: 'ann@x.example', subject: expect.stringMatching(/ has expired$/) },
    { recipient: 'bob@x.example' },
  ]);
});
