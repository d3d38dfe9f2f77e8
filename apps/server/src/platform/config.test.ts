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

  it('names the file of a secret that cannot be read, not what is in it', () => {
    const read = () => readConfig({ ...least, BAADAL_ADMIN_PASSWORD_FILE: '/nonexistent/secret' });
    expect(read).toThrow('BAADAL_ADMIN_PASSWORD_FILE: cannot read the file (ENOENT)');
  });
});
