import { describe, expect, it } from 'vitest';
import { readSettings, readyLine, SettingsError } from './settings.ts';

const root = '/srv/baadal';

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings({}, root)).toEqual({
      port: 4000,
      listen: '127.0.0.1',
      stateDir: '/srv/baadal/.baadal',
      shownStateDir: '.baadal',
      databaseUrl: undefined,
      ownRrdcached: false,
      labHosts: 2,
      ownAdminPassword: false,
    });
  });

  it('takes an empty value for one that is not set', () => {
    const env = { BAADAL_PORT: '', BAADAL_LAB: '', BAADAL_STATE_DIR: '', BAADAL_DATABASE_URL: '' };
    expect(readSettings(env, root)).toEqual(readSettings({}, root));
  });

  it('names all faults at once, and no password', () => {
    const env = {
      BAADAL_PORT: '70000',
      BAADAL_LAB: 'yes',
      BAADAL_LAB_HOSTS: '0',
      BAADAL_DATABASE_URL: 'postgres://u:hunter22@h/db',
      BAADAL_REDIS_URL: 'localhost:6379',
      BAADAL_ADMIN_PASSWORD: 'short',
    };
    const fault = catchError(() => readSettings(env, root));
    expect(fault).toBeInstanceOf(SettingsError);
    expect(fault.message.split('\n').map((line) => line.split(':')[0])).toEqual([
      'BAADAL_PORT',
      'BAADAL_LAB',
      'BAADAL_LAB_HOSTS',
      'BAADAL_DATABASE_URL',
      'BAADAL_REDIS_URL',
      'BAADAL_ADMIN_PASSWORD',
    ]);
    expect(fault.message).not.toContain('hunter22');
  });

  it.each(['4000.5', '-1', '0x10', ' 80', '1e3', '999999999999'])('refuses port %j', (port) => {
    expect(() => readSettings({ BAADAL_PORT: port }, root)).toThrow(/BAADAL_PORT: '.*' is not/);
  });

  it('asks for the name of the database', () => {
    const env = { BAADAL_DATABASE_URL: 'mysql://u:secret@db.example' };
    expect(() => readSettings(env, root)).toThrow(/names no database/);
  });

  it('switches the lab off', () => {
    expect(readSettings({ BAADAL_LAB: '0', BAADAL_LAB_HOSTS: '5' }, root).labHosts).toBe(0);
  });
});

describe('readyLine', () => {
  it.each([
    [{}, 'password in .baadal/admin-password'],
    [{ BAADAL_STATE_DIR: '/var/lib/baadal' }, 'password in /var/lib/baadal/admin-password'],
    [{ BAADAL_STATE_DIR: '.baadal/two' }, 'password in .baadal/two/admin-password'],
    [{ BAADAL_ADMIN_PASSWORD: 'correct horse' }, 'password from BAADAL_ADMIN_PASSWORD'],
  ])('with %j ends in "%s"', (env, end) => {
    expect(readyLine(readSettings(env, root), 'http://localhost:4000')).toBe(
      `Baadal is ready at http://localhost:4000 - sign in as admin, ${end}`,
    );
  });
});

function catchError(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
