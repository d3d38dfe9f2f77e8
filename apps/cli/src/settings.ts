import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CliError, usageError } from './cli-error.ts';

/** What `login` remembers. */
export interface Settings {
  readonly url?: string;
  readonly token?: string;
  /** The token's id, by which `logout` revokes it. */
  readonly tokenId?: string;
  readonly username?: string;
}

/** Address used when neither option, environment nor settings name one. */
export const DEFAULT_URL = 'http://localhost:4000';

/** `$XDG_CONFIG_HOME/baadal/config.json`, usually `~/.config/baadal/config.json`. */
export function settingsPath(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'baadal', 'config.json');
}

/** Reads the settings; none when there is no file. @throws {CliError} CONFIG when it is damaged */
export function readSettings(path: string): Settings {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new CliError('CONFIG', `Cannot read ${path}`, { cause: error });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return strings(value);
  } catch {
    // Told below, as for any other content.
  }
  throw new CliError('CONFIG', `${path} is damaged`, {
    remedy: 'Remove it and sign in with: baadal login',
  });
}

function strings(value: object): Settings {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => typeof field === 'string'));
}

/** Writes the settings, readable by their owner alone, whole or not at all. */
export function writeSettings(path: string, settings: Settings): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}

/** Forgets everything. */
export function removeSettings(path: string): void {
  rmSync(path, { force: true });
}

/** An address as given by a person: `host:4000` gets `http://`, a path is dropped. */
export function normaliseUrl(text: string): string {
  const withScheme = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  try {
    return new URL(withScheme).origin;
  } catch {
    throw usageError(`Not the address of a server: ${text}`, 'For example http://localhost:4000');
  }
}
