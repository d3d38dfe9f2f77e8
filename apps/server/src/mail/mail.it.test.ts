import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { pino } from 'pino';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { addBaseRows, type BaseRows } from '../../test/rows.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, UnavailableError } from '../platform/errors.ts';
import { openEventBus } from '../platform/events.ts';
import { loadMailState, sendTestMail } from './mail.service.ts';
import { forgetMails, queueMails, sendDueMails } from './mail-outbox.ts';

/** A mail server of the test: takes mail for all but `nobody@`. */
class MailServer {
  readonly letters: { to: string; text: string; secure: boolean }[] = [];
  /** What happens while it takes a letter. */
  whileTaking: () => Promise<void> = async () => undefined;
  /** What clients said to it beside mail. */
  authentications = 0;
  readonly #server: SMTPServer;

  constructor(options: SMTPServerOptions = { disabledCommands: ['STARTTLS'] }) {
    this.#server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      ...options,
      onAuth: (_auth, _session, done) => {
        this.authentications++;
        done(null, { user: 'me' });
      },
      onRcptTo: ({ address }, _session, done) => {
        if (!address.startsWith('nobody@')) done();
        else done(Object.assign(new Error('No such mailbox'), { responseCode: 550 }));
      },
      onData: (stream, session, done) => {
        let text = '';
        stream.on('data', (bytes: Buffer) => {
          text += String(bytes);
        });
        stream.on('end', () => {
          for (const { address } of session.envelope.rcptTo)
            this.letters.push({ to: address, text, secure: session.secure });
          this.whileTaking().then(() => done(), done);
        });
      },
    });
  }

  async listen(port = 0): Promise<number> {
    const { server } = this.#server;
    this.#server.listen(port, '127.0.0.1');
    if (!server.listening) await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((done) => this.#server.close(() => done()));
  }
}

let database: TestDatabase;
let base: BaseRows;
let server: MailServer;
let port: number;
const events = openEventBus();
const log = pino({ level: 'silent' });
const em = () => database.orm.em.fork() as Em;
const settings = () => ({
  ...{ host: '127.0.0.1', port, secure: false, user: null, password: null },
  from: 'Baadal <baadal@example.org>',
});
const services = (mail: ReturnType<typeof settings> | SettingsWithUser = settings()) => ({
  ...{ em, log, events, mail },
});
type SettingsWithUser = Omit<ReturnType<typeof settings>, 'user' | 'password'> & {
  user: string;
  password: string;
};
const context = (mail: ReturnType<typeof settings> | null) =>
  ({
    viewer: { userId: base.owner, roles: ['ADMIN'] },
    em: em(),
    services: { em, events, log, config: { mail } },
    address: 'test',
  }) as unknown as Context;
const mails = () =>
  rows<{ status: string; attempts: number; fault: string | null; wait: number }>(
    em(),
    `select status, attempts, fault, timestampdiff(second, utc_timestamp(3), due_at) as wait
       from mail_outbox order by id`,
  );
const letter = {
  topic: 'alert',
  recipient: 'ada@example.org',
  subject: 'Härd',
  body: 'It is hot.',
};
const makeDue = () => run(em(), 'update mail_outbox set due_at = utc_timestamp(3)');

/** A certificate as an organisation of its own makes it, which this machine is told to believe. */
function ownCertificate(): { readonly key: Buffer; readonly cert: Buffer } {
  const dir = mkdtempSync(join(tmpdir(), 'mail-'));
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const whose = ['-days', '2', '-subj', '/CN=mail', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', [...made, ...whose, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  // Node reads it when it is first asked whom the machine believes, and never again.
  process.env['SSL_CERT_FILE'] = cert;
  getCACertificates('system');
  delete process.env['SSL_CERT_FILE'];
  const files = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(dir, { recursive: true });
  return files;
}
let believed: ReturnType<typeof ownCertificate>;

beforeAll(async () => {
  believed = ownCertificate();
  database = await createTestDatabase();
  base = await addBaseRows(em());
});
beforeEach(async () => {
  await run(em(), 'delete from mail_outbox');
  server = new MailServer();
  port = await server.listen();
  return () => server.close();
});
afterAll(async () => {
  await database?.drop();
});

describe('the outbox', () => {
  it('hands mails to the mail server, what belongs together as one', async () => {
    await queueMails(em(), [
      letter,
      { ...letter, subject: 'Second' },
      { ...letter, recipient: 'bob@example.org' },
    ]);
    expect(await sendDueMails(services())).toEqual({ sent: 3, kept: 0 });
    expect(server.letters.map(({ to }) => to).toSorted()).toEqual([
      ...['ada@example.org', 'bob@example.org'],
    ]);
    const ada = server.letters.find(({ to }) => to === 'ada@example.org')?.text ?? '';
    expect(ada).toMatch(/^From: Baadal <baadal@example.org>\r?$/m);
    expect(ada).toMatch(/^Message-ID: <mail_\w+@example.org>\r?$/m);
    expect(ada).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(ada).toMatch(/^Subject: =\?UTF-8\?Q\?H=C3=A4rd_=28and_1_more=29\?=\r?$/m);
    expect(ada).toMatch(/^Second\r?$/m);
    expect(await sendDueMails(services())).toEqual({ sent: 0, kept: 0 });
    expect((await mails()).every(({ status }) => status === 'SENT')).toBe(true);
  });

  it('keeps mails while the server is away, waits longer each time, and sends them once', async () => {
    await queueMails(em(), [letter]);
    await server.close();
    expect(await sendDueMails(services())).toEqual({ sent: 0, kept: 1 });
    const [first] = await mails();
    expect(first).toMatchObject({ status: 'WAITING', attempts: 1 });
    expect(first?.fault).toMatch(/ECONNREFUSED/);
    expect(first?.wait).toBeGreaterThan(30);
    // It is not due yet.
    expect(await sendDueMails(services())).toEqual({ sent: 0, kept: 0 });
    await makeDue();
    await sendDueMails(services());
    expect((await mails())[0]?.wait).toBeGreaterThan(90);
    server = new MailServer();
    await server.listen(port);
    await makeDue();
    const both = await Promise.all([sendDueMails(services()), sendDueMails(services())]);
    expect(both.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    expect(server.letters).toHaveLength(1);
    expect((await mails())[0]).toMatchObject({ status: 'SENT', fault: null });
  });

  it('are sent once, however long the mail server takes for each', async () => {
    const people = ['ada', 'bob', 'cyd', 'dot'];
    await queueMails(
      em(),
      people.map((name) => ({ ...letter, recipient: `${name}@example.org` })),
    );
    const others: object[] = [];
    server.whileTaking = async () => {
      // As if it had taken so long: a second sender looks what is due by then.
      await run(em(), 'update mail_outbox set due_at = due_at - interval 200 second');
      if (others.length < people.length) others.push(await sendDueMails(services()));
    };
    expect(await sendDueMails(services())).toEqual({ sent: 4, kept: 0 });
    expect(others).toEqual(people.map(() => ({ sent: 0, kept: 0 })));
    expect(server.letters).toHaveLength(4);
    expect((await mails()).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
  });

  it('are not sent by who was away so long that another sender took them over', async () => {
    await queueMails(em(), [letter, { ...letter, recipient: 'bob@example.org' }]);
    let other: object | undefined;
    server.whileTaking = async () => {
      server.whileTaking = async () => undefined;
      await run(
        em(),
        "update mail_outbox set due_at = utc_timestamp(3) where recipient like 'bob%'",
      );
      other = await sendDueMails(services());
    };
    expect(await sendDueMails(services())).toEqual({ sent: 1, kept: 0 });
    expect(other).toEqual({ sent: 1, kept: 0 });
    expect(server.letters.map(({ to }) => to)).toEqual(['ada@example.org', 'bob@example.org']);
  });

  it('gives up what is refused for good, and sends the rest', async () => {
    await queueMails(em(), [{ ...letter, recipient: 'nobody@example.org' }, letter]);
    expect(await sendDueMails(services())).toEqual({ sent: 1, kept: 1 });
    const [refused] = await mails();
    expect(refused).toMatchObject({ status: 'FAILED', attempts: 1 });
    expect(refused?.fault).toContain('No such mailbox');
    const state = await loadMailState(em(), settings());
    expect(state).toMatchObject({ waiting: 0, failed: 1, server: `127.0.0.1:${port}` });
  });

  it('tells a thing once, and forgets what is long over', async () => {
    const told = { ...letter, once: 'alert_1 raised' };
    await queueMails(em(), [told]);
    await queueMails(em(), [told, { ...told, recipient: 'bob@example.org' }]);
    expect(await mails()).toHaveLength(2);
    await sendDueMails(services());
    expect(await forgetMails(em(), 30)).toBe(0);
    await run(em(), 'update mail_outbox set ended_at = utc_timestamp(3) - interval 31 day');
    expect(await forgetMails(em(), 30)).toBe(2);
  });

  it('sends no password in the clear', async () => {
    await queueMails(em(), [letter]);
    const account = { ...settings(), user: 'me', password: 'hush' };
    expect(await sendDueMails(services(account))).toEqual({ sent: 0, kept: 1 });
    expect(server.authentications).toBe(0);
    const [kept] = await mails();
    expect(kept?.fault).toMatch(/TLS/i);
    expect(kept?.fault).not.toContain('hush');
  });
});

describe('a mail server with TLS', () => {
  const account = () => ({ ...settings(), user: 'me', password: 'hush' });
  const serve = async (options: SMTPServerOptions) => {
    await server.close();
    server = new MailServer(options);
    port = await server.listen();
    await queueMails(em(), [letter]);
  };

  it('is told the account where the machine believes its certificate', async () => {
    await serve({ ...believed, authOptional: false });
    expect(await sendDueMails(services(account()))).toEqual({ sent: 1, kept: 0 });
    expect(server.authentications).toBe(1);
    expect(server.letters).toMatchObject([{ secure: true }]);
  });

  it('is not told the account with a certificate that anybody can make', async () => {
    await serve({});
    expect(await sendDueMails(services(account()))).toEqual({ sent: 0, kept: 1 });
    expect(server.authentications).toBe(0);
    expect((await mails())[0]?.fault).toMatch(/certificate/);
  });

  it('is sent mail over whatever TLS it offers where there is no account', async () => {
    await serve({});
    expect(await sendDueMails(services())).toEqual({ sent: 1, kept: 0 });
    expect(server.letters).toMatchObject([{ secure: true }]);
  });

  it('loses no mail for asking for an account that is not set', async () => {
    await serve({ authOptional: false });
    expect(await sendDueMails(services())).toEqual({ sent: 0, kept: 1 });
    const [kept] = await mails();
    expect(kept).toMatchObject({ status: 'WAITING', attempts: 1 });
    expect(kept?.fault).toMatch(/authentication required/i);
  });
});

describe('a test mail', () => {
  it('goes out at once, to oneself or whom one names', async () => {
    await expect(sendTestMail(context(settings()), {})).rejects.toBeInstanceOf(BadUserInputError);
    await run(em(), 'update user set email = ? where id = ?', ['me@example.org', base.owner]);
    const state = await sendTestMail(context(settings()), {});
    expect(state.lastSentAt).toBeInstanceOf(Date);
    await sendTestMail(context(settings()), { to: 'you@example.org' });
    expect(server.letters.map(({ to }) => to)).toEqual(['me@example.org', 'you@example.org']);
  });

  it('says what the mail server said', async () => {
    const refused = sendTestMail(context(settings()), { to: 'nobody@example.org' });
    await expect(refused).rejects.toBeInstanceOf(UnavailableError);
    await expect(refused).rejects.toThrow(/No such mailbox/);
  });

  it('is refused where mail is not set up', async () => {
    const off = sendTestMail(context(null), { to: 'you@example.org' });
    await expect(off).rejects.toBeInstanceOf(BadUserInputError);
  });
});
