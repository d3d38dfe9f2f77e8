import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Product } from './running-product.ts';

/** Debian's; nothing downloads a browser. */
const CHROMIUM = '/usr/bin/chromium';
const failures = join(import.meta.dirname, '..', '.baadal', 'e2e-failures');

/** Starts Debian's chromium; as root it runs without its own sandbox. */
export function launchBrowser(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

/** A page of a journey, and what went wrong in it unseen. */
export interface JourneyPage extends AsyncDisposable {
  readonly page: Page;
  /** Uncaught errors and console errors of the page, and requests to other servers than the product. */
  readonly faults: readonly string[];
  /** Keeps a picture of the page as it is, for a failed journey; returns its path. */
  keepPicture(name: string): Promise<string>;
}

/**
 * Opens a page of its own session on the product.
 *
 * @param options such as `viewport` (default 1440 × 900) and `colorScheme`
 * @param product inside a test, the one that was started for it
 */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
  { url }: Pick<Product, 'url'> = inject('product'),
): Promise<JourneyPage> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  // A busy machine has its time: how fast the pages are is for the bench to measure.
  context.setDefaultTimeout(45_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (/^(http|ws)s?:$/.test(protocol) && origin.replace('ws:', 'http:') !== new URL(url).origin) {
      faults.push(`request to another server: ${request.url()}`);
    }
  });
  return {
    page,
    faults,
    keepPicture: async (name) => {
      mkdirSync(failures, { recursive: true });
      const path = join(failures, `${name.replaceAll(/\W+/g, '-')}.png`);
      await page.screenshot({ path, fullPage: true });
      return path;
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** Opens a page whose session is the first admin's. */
export async function openSignedIn(
  browser: Browser,
  options: BrowserContextOptions = {},
  product: Product = inject('product'),
): Promise<JourneyPage> {
  const journey = await openPage(browser, options, product);
  await journey.page.request.post('/graphql', {
    data: {
      query: 'mutation ($input: LoginInput!) { login(input: $input) { id } }',
      variables: { input: { username: 'admin', password: product.adminPassword } },
    },
  });
  return journey;
}
