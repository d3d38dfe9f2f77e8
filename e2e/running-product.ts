import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from '../scripts/private-mariadb.ts';
import { NpmStart, newStateDir, root } from '../scripts/test/npm-start.ts';

/** What the journeys need to know of the product they run on. */
export interface Product {
  readonly url: string;
  readonly adminPassword: string;
  /** State directory with the logs and, in `lab`, the lab. */
  readonly stateDir: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    product: Product;
  }
}

/** The product that is up, for both projects of journeys; the last one to end ends it. */
interface Shared {
  readonly product: Promise<Product & { end(): Promise<void> }>;
  users: number;
}
/** Each project loads this file for itself. */
const place = globalThis as { journeysProduct?: Shared | undefined };

/**
 * Starts the product as a newcomer does, once for all journeys: `inject('product')`.
 *
 * With BAADAL_E2E_URL and BAADAL_E2E_STATE_DIR they run on one that is running already, which saves
 * the start while a journey is being written.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { BAADAL_E2E_URL: given, BAADAL_E2E_STATE_DIR: givenDir } = process.env;
  if (given !== undefined && givenDir !== undefined) {
    project.provide('product', productAt(given, resolve(givenDir)));
    return async () => undefined;
  }
  place.journeysProduct ??= { product: startProduct(), users: 0 };
  const shared = place.journeysProduct;
  shared.users++;
  const { end, ...product } = await shared.product;
  project.provide('product', product);
  return async () => {
    if (--shared.users > 0) return;
    place.journeysProduct = undefined;
    await end();
  };
}

async function startProduct() {
  const stateDir = newStateDir();
  const port = await freePort();
  const start = new NpmStart({ BAADAL_STATE_DIR: stateDir, BAADAL_PORT: String(port) });
  try {
    await start.ready();
  } catch (error) {
    await end(start, stateDir);
    throw error;
  }
  const product = productAt(`http://localhost:${port}`, stateDir);
  return { ...product, end: () => end(start, stateDir) };
}

/** The product that keeps its state there. */
export function productAt(url: string, stateDir: string): Product {
  const adminPassword = readFileSync(join(stateDir, 'admin-password'), 'utf8').trim();
  return { url, adminPassword, stateDir };
}

/** Its logs are kept in `.baadal/logs/e2e`. */
async function end(start: NpmStart, stateDir: string): Promise<void> {
  await start[Symbol.asyncDispose]();
  const kept = join(root, '.baadal', 'logs', 'e2e');
  rmSync(kept, { recursive: true, force: true }); // a link of the last run cannot be written over
  cpSync(join(stateDir, 'logs'), kept, { recursive: true });
  rmSync(stateDir, { recursive: true });
}
