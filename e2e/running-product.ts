import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from '../scripts/private-mariadb.ts';
import { NpmStart, newStateDir, root } from '../scripts/test/npm-start.ts';

/** What the journeys need to know of the product they run on. */
export interface Product {
  readonly url: string;
  readonly adminPassword: string;
  /** State directory with the logs and the lab; undefined when the product was given. */
  readonly stateDir: string | undefined;
}

declare module 'vitest' {
  export interface ProvidedContext {
    product: Product;
  }
}

/**
 * Starts the product as a newcomer does, once for all journeys: `inject('product')`.
 *
 * With BAADAL_E2E_URL and BAADAL_E2E_PASSWORD they run on one that is running already, which saves
 * the start while a journey is being written.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { BAADAL_E2E_URL: url, BAADAL_E2E_PASSWORD: adminPassword } = process.env;
  if (url !== undefined && adminPassword !== undefined) {
    project.provide('product', { url, adminPassword, stateDir: undefined });
    return async () => undefined;
  }
  const stateDir = newStateDir();
  const port = await freePort();
  const start = new NpmStart({ BAADAL_STATE_DIR: stateDir, BAADAL_PORT: String(port) });
  try {
    await start.ready();
  } catch (error) {
    await end(start, stateDir);
    throw error;
  }
  project.provide('product', {
    url: `http://localhost:${port}`,
    adminPassword: readFileSync(join(stateDir, 'admin-password'), 'utf8').trim(),
    stateDir,
  });
  return () => end(start, stateDir);
}

/** Its logs are kept in `.baadal/logs/e2e`. */
async function end(start: NpmStart, stateDir: string): Promise<void> {
  await start[Symbol.asyncDispose]();
  cpSync(join(stateDir, 'logs'), join(root, '.baadal', 'logs', 'e2e'), { recursive: true });
  rmSync(stateDir, { recursive: true });
}
