import type { Page } from 'playwright-core';
import { afterEach, beforeEach, inject } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { type MadeVm, ProductApi } from './product-api.ts';

/** What a story about one VM is told with. */
export interface VmStory {
  readonly journey: JourneyPage;
  /** Of the first admin, signed in. */
  readonly page: Page;
  readonly api: ProductApi;
  readonly vm: MadeVm;
  /** Deletes all VMs whose names begin like this one's, and closes the rest. */
  end(): Promise<void>;
}

/** Makes a VM, and opens a browser beside it. @param input what is special about the VM */
export async function openVmStory(
  name: string,
  input: (api: ProductApi) => Promise<Record<string, unknown>> = async () => ({}),
): Promise<VmStory> {
  const api = await ProductApi.open(inject('product'));
  const vm = await api.madeVm(name, await input(api));
  const browser = await launchBrowser();
  const journey = await openSignedIn(browser);
  return {
    ...{ journey, page: journey.page, api, vm },
    end: async () => {
      await api.deleteVms(name);
      await api[Symbol.asyncDispose]();
      await browser.close();
    },
  };
}

/**
 * Makes the tests of a file one story in parts: after a part that failed the others fail at once,
 * instead of waiting in vain for what it should have left them.
 *
 * @param onFailure looks at the scene of the first failure
 */
export function oneStory(onFailure: (part: string) => Promise<void> = async () => undefined): void {
  let failed: string | undefined;
  beforeEach(() => {
    if (failed) throw new Error(`an earlier part failed: ${failed}`);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || failed) return;
    failed = task.name;
    await onFailure(task.name);
  });
}
