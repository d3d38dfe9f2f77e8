import { chromium, type Page } from 'playwright-core';
import { ApiClient } from './api-client.ts';
import { ADMIN } from './cloud.ts';

/** How the page marks what a VM does. */
const MARKS: Readonly<Record<string, string>> = {
  RUNNING: 'bd-state-running',
  SUSPENDED: 'bd-state-suspended',
  SHUTDOWN: 'bd-state-off',
};

/** When a row of the list came to show something. */
interface Shown {
  readonly mark: string;
  /** Time of day in ms, after the frame that shows it was drawn. */
  readonly at: number;
}

/** The list of VMs in a browser, with an eye on one row. */
export interface VmPage {
  /** When the row next shows a status, as time of day in ms. */
  shows(status: string): Promise<number>;
}

/** Opens the list of VMs in Chromium, signed in as the admin. */
export async function openVmPage(
  scope: AsyncDisposableStack,
  url: string,
  vmName: string,
): Promise<VmPage> {
  const browser = await chromium.launch({
    executablePath: process.env['BENCH_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  scope.defer(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.context().addCookies([await sessionCookie(url)]);
  await page.goto(`${url}/vms`);
  await page.getByRole('link', { name: vmName, exact: true }).first().waitFor();
  await page.evaluate(watchRow, { vmName, marks: Object.values(MARKS) });
  let count = 0;
  return {
    shows: async (status) => {
      const mark = MARKS[status] ?? '';
      for (;;) {
        const shown = await nextShown(page, count);
        count++;
        if (shown.mark === mark) return shown.at;
      }
    },
  };
}

async function sessionCookie(url: string) {
  const client = new ApiClient(url);
  await client.ask('mutation ($i: LoginInput!) { login(input: $i) { id } }', { i: ADMIN });
  client.close();
  const [name = '', value = ''] = client.cookie?.split('=') ?? [];
  return { name, value, url };
}

async function nextShown(page: Page, index: number): Promise<Shown> {
  const handle = await page.waitForFunction(
    (i) => (globalThis as unknown as { shown: Shown[] }).shown[i],
    index,
    { polling: 20, timeout: 30_000 },
  );
  return (await handle.jsonValue()) as Shown;
}

/** Runs in the page: notes each change of the row's mark once it is on the screen. */
function watchRow({ vmName, marks }: { vmName: string; marks: readonly string[] }): void {
  const { document, MutationObserver, requestAnimationFrame } =
    globalThis as unknown as BrowserWindow;
  const markOf = () => {
    const rows = [...document.querySelectorAll('tr, [role=row], li, article')];
    const row = rows.find((r) => r.textContent?.includes(vmName) && r.querySelector('.bd-state'));
    return marks.find((mark) => row?.querySelector(`.${mark}`));
  };
  const shown: Shown[] = [];
  (globalThis as unknown as { shown: Shown[] }).shown = shown;
  let last = markOf();
  new MutationObserver(() => {
    const mark = markOf();
    if (!mark || mark === last) return;
    last = mark;
    // The task after a frame's callbacks comes when the frame was handed to the screen.
    requestAnimationFrame(() =>
      setTimeout(() => shown.push({ mark, at: performance.timeOrigin + performance.now() })),
    );
  }).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });
}

/** What of a browser's globals is used; the project knows Node's alone. */
interface BrowserWindow {
  readonly document: {
    readonly body: unknown;
    querySelectorAll(selector: string): Iterable<BrowserElement>;
  };
  readonly MutationObserver: new (
    callback: () => void,
  ) => { observe(target: unknown, options: object): void };
  requestAnimationFrame(callback: () => void): number;
}

interface BrowserElement {
  readonly textContent: string | null;
  querySelector(selector: string): BrowserElement | null;
}
