import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const least = { BAADAL_DATABASE_URL: 'mysql://u:p@127.0.0.1/baadal' };

describe('readConfig', () => {
  it('needs no more than a database', () => {
    const config = readConfig(least);
    expect(config.port).toBe(4000);
    expect(config.roles).toEqual(['api', 'worker', 'collector']);
  });

  it('lists all faults at once, unknown names included', () => {
    const read = () => readConfig({ BAADAL_PORT: '99999', BAADAL_ROLES: 'cook', BAADAL_PROT: '1' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/BAADAL_PROT: unknown setting/);
    expect(read).toThrow(/BAADAL_PORT/);
    expect(read).toThrow(/BAADAL_ROLES/);
    expect(read).toThrow(/BAADAL_DATABASE_URL/);
  });

  it('reads where mail goes out, and refuses what is half', () => {
    expect(readConfig(least).mail).toBeNull();
    const from = { BAADAL_MAIL_FROM: 'Baadal <baadal@example.org>' };
    const mail = (url: string, more = {}) =>
      readConfig({ ...least, ...from, BAADAL_SMTP_URL: url, ...more }).mail;
    expect(mail('smtp://me%40x.example@mail.example.org', { BAADAL_SMTP_PASSWORD: 's' })).toEqual({
      ...{ host: 'mail.example.org', port: 587, secure: false, user: 'me@x.example' },
      ...{ password: 's', from: 'Baadal <baadal@example.org>' },
    });
    expect(mail('smtps://[::1]')).toMatchObject({ host: '::1', port: 465, secure: true });
    expect(() => readConfig({ ...least, ...from })).toThrow(/go together/);
    expect(() => mail('mail.example.org')).toThrow(/BAADAL_SMTP_URL/);
    const withPassword = () => mail('smtp://me:hush@mail.example.org');
    expect(withPassword).toThrow(/BAADAL_SMTP_PASSWORD_FILE/);
    expect(withPassword).not.toThrow(/hush/);
    expect(() => mail('smtp://me@m')).toThrow(
      'BAADAL_SMTP_PASSWORD_FILE: names the password of me',
    );
    expect(() => mail('smtp://m', { BAADAL_SMTP_PASSWORD: 's' })).toThrow(/BAADAL_SMTP_URL: names/);
    expect(() => mail('smtp://m', { BAADAL_MAIL_FROM: 'nobody' })).toThrow(/BAADAL_MAIL_FROM/);
  });

  it('names the file of a secret that cannot be read, not what is in it', () => {
    const read = () => readConfig({ ...least, BAADAL_ADMIN_PASSWORD_FILE: '/nonexistent/secret' });
    expect(read).toThrow('BAADAL_ADMIN_PASSWORD_FILE: cannot read the file (ENOENT)');
  });
});
