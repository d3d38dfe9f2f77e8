import { join, relative, resolve } from 'node:path';

/** What the start-up program itself reads from the environment; the rest goes to the server. */
export interface Settings {
  /** 0 means a free port, chosen at start. */
  readonly port: number;
  /** Address the server listens on. */
  readonly listen: string;
  /** Absolute path. */
  readonly stateDir: string;
  /** As a person would write it: relative to the repository when inside of it. */
  readonly shownStateDir: string;
  /** An own MySQL or MariaDB; undefined means a private one is started. */
  readonly databaseUrl: string | undefined;
  /** Whether an rrdcached of the user's own is named; else a private one is started. */
  readonly ownRrdcached: boolean;
  /** Number of hosts of the lab; 0 means no lab. */
  readonly labHosts: number;
  /** Whether the admin's password comes from the environment, not from a file made at start. */
  readonly ownAdminPassword: boolean;
}

/** Settings that cannot be used; the message lists every fault, one a line. */
export class SettingsError extends Error {
  readonly code = 'SETTINGS';
}

const PROTOCOLS = {
  BAADAL_DATABASE_URL: ['mysql:', 'mariadb:'],
  BAADAL_REDIS_URL: ['redis:', 'rediss:'],
} as const;

/**
 * Checks the settings of `npm start`.
 *
 * @param root the repository, to which relative paths are relative
 * @throws {SettingsError} naming all that is wrong at once
 */
export function readSettings(env: NodeJS.ProcessEnv, root: string): Settings {
  const faults: string[] = [];
  const whole = (name: string, fallback: number, min: number, max: number): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    faults.push(`${name}: '${text}' is not a whole number from ${min} to ${max}`);
    return fallback;
  };
  const port = whole('BAADAL_PORT', 4000, 0, 65_535);
  const lab = whole('BAADAL_LAB', 1, 0, 1);
  const hosts = whole('BAADAL_LAB_HOSTS', 2, 1, 16);
  checkUrl(env, 'BAADAL_DATABASE_URL', faults);
  checkUrl(env, 'BAADAL_REDIS_URL', faults);
  const password = env['BAADAL_ADMIN_PASSWORD'];
  if (password !== undefined && password !== '' && password.length < 8) {
    faults.push('BAADAL_ADMIN_PASSWORD: needs at least 8 characters');
  }
  if (env['BAADAL_RRDCACHED'] && !env['BAADAL_RRD_DIR'])
    faults.push(
      'BAADAL_RRD_DIR: name the directory in which the rrdcached of BAADAL_RRDCACHED keeps its files',
    );
  if (faults.length > 0) throw new SettingsError(faults.join('\n'));
  const stateDir = resolve(root, env['BAADAL_STATE_DIR'] || '.baadal');
  const below = relative(root, stateDir);
  return {
    port,
    listen: env['BAADAL_LISTEN'] || '127.0.0.1',
    stateDir,
    shownStateDir: below.startsWith('..') ? stateDir : below || '.',
    databaseUrl: env['BAADAL_DATABASE_URL'] || undefined,
    ownRrdcached: Boolean(env['BAADAL_RRDCACHED']),
    labHosts: lab === 0 ? 0 : hosts,
    ownAdminPassword: Boolean(password || env['BAADAL_ADMIN_PASSWORD_FILE']),
  };
}

function checkUrl(env: NodeJS.ProcessEnv, name: keyof typeof PROTOCOLS, faults: string[]): void {
  const text = env[name];
  if (text === undefined || text === '') return;
  const url = URL.parse(text);
  const protocols: readonly string[] = PROTOCOLS[name];
  if (url === null || !protocols.includes(url.protocol)) {
    // The text itself may hold a password: it is not repeated.
    faults.push(
      `${name}: not a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    );
  } else if (name === 'BAADAL_DATABASE_URL' && url.pathname.length < 2) {
    faults.push(
      `${name}: names no database; write ${url.protocol}//user:password@host:3306/baadal`,
    );
  }
}

/** The ready line, word for word what the API's contract says. */
export function readyLine(settings: Settings, url: string): string {
  const where = settings.ownAdminPassword
    ? 'password from BAADAL_ADMIN_PASSWORD'
    : `password in ${join(settings.shownStateDir, 'admin-password')}`;
  return `Baadal is ready at ${url} - sign in as admin, ${where}`;
}
