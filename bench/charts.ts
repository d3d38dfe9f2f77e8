// Charts and graphs: a year through the API; in the browser, live charts and the graph of 100 hosts.
//   node bench/charts.ts [rounds] [updates]     9 and 15 by default; exit 1 when a goal is missed
// Needs mariadbd, rrdcached, redis-server, redis-cli and chromium.
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { RrdClient } from '@baadal/rrd';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { createTestRedis } from '../apps/server/test/redis.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { startPrivateRrdcached } from '../scripts/private-rrdcached.ts';
import { fillYear } from './metrics/history.ts';
import { simulateLinks, tellSample } from './metrics/simulated-cloud.ts';
import {
  ADMIN,
  benchScope,
  buildProduct,
  signIn,
  startDatabase,
  startServer,
  temporaryDirectory,
} from './server/cloud.ts';
import {
  fastest,
  interleave,
  median,
  pairedRatio,
  printFindings,
  spread,
} from './server/figures.ts';
import { fillDatabase } from './server/fill.ts';

const rounds = Number(process.argv[2] ?? 9);
const UPDATES = Number(process.argv[3] ?? 15);
const HOSTS = 100;
const SLOW_DOWN = 4;
const OPENINGS = 5;
const SAMPLES = 30;
const YEAR_SECONDS = 365 * 86_400;
const NOW = Math.floor(Date.now() / 10_000) * 10;

await using scope = benchScope();
const dir = await temporaryDirectory(scope);
const database = await startDatabase(scope);
const redis = await createTestRedis();
scope.use(redis);
const rrd = await startPrivateRrdcached({
  dir: path.join(dir, 'rrd'),
  logFile: path.join(dir, 'rrdcached.log'),
  onStart: (service) => scope.defer(() => service.stop(10_000, new AbortController().signal)),
});
const client = new RrdClient({ socket: rrd.socket, timeoutMs: 60_000 });
scope.defer(() => client.close());
await buildProduct();
const databaseUrl = await database.create('charts');
const server = await startServer({
  databaseUrl,
  env: {
    ...{ BAADAL_ROLES: 'api', BAADAL_REDIS_URL: redis.url },
    ...{ BAADAL_RRDCACHED: rrd.socket, BAADAL_RRD_DIR: rrd.dir },
  },
});
scope.defer(() => server.stop());
await fillDatabase(databaseUrl, HOSTS, HOSTS);
const edges = await simulateLinks(databaseUrl);
const api = await signIn(server.url);
scope.defer(async () => api.close());
const { vms } = (await api.ask(
  '{ vms(first: 1, filter: { status: [RUNNING] }) { nodes { id identity host { id } } } }',
)) as { vms: { nodes: { id: string; identity: string; host: { id: string } }[] } };
const [vm] = vms.nodes;
if (!vm) throw new Error('no VM');
const chosen = vm;
const yearFile = await fillYear(client, { dir: rrd.dir, identity: vm.identity, to: NOW });

const CHART = `query ($s: ID!) {
  cpu: metrics(subject: $s, kind: CPU, period: YEAR) { timestamps sources { name values min max average } }
  disk: metrics(subject: $s, kind: DISK, period: YEAR) { sources { name values min max average } } }`;
const answer = JSON.stringify(await api.ask(CHART, { s: vm.id }));
const year = { cf: 'AVERAGE', from: NOW - YEAR_SECONDS, to: NOW } as const;
const sources = ['cpu', 'diskRead', 'diskWrite'];
await api.time(SAMPLES, CHART, { s: vm.id });
const taken = await interleave(rounds, {
  chart: () => api.time(SAMPLES, CHART, { s: vm.id }),
  fetch: async () => {
    const times: number[] = [];
    for (let i = 0; i < SAMPLES; i++) {
      const begin = performance.now();
      await client.fetchText(yearFile, { ...year, sources });
      times.push(performance.now() - begin);
    }
    return times;
  },
});

async function signedIn(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1440, height: 900 },
    // For what the bench asks the page; it changes nothing that is measured.
    bypassCSP: true,
  });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const query = 'mutation ($input: LoginInput!) { login(input: $input) { id } }';
  await page.request.post('/graphql', { data: { query, variables: { input: ADMIN } } });
  return page;
}

/** CPU time of the page's scripts, ms: what it waits for on a busy machine does not count. */
async function scripting(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1000;
}

/** The first value that the legend shows: it changes with each sample. */
const legend = (page: Page) => page.locator('.bd-legend td').first().textContent();

async function chartUpdates(browser: Browser): Promise<{ times: number[]; points: number }> {
  const page = await signedIn(browser);
  await page.goto(`/vms/${chosen.id}/charts?period=day`);
  await page.locator('.bd-plot canvas').nth(3).waitFor();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  const times: number[] = [];
  for (let i = 0; i <= UPDATES; i++) {
    const before = await legend(page);
    const scripted = await scripting(cdp);
    await tellSample(
      { databaseUrl, redisUrl: redis.url },
      { id: chosen.id, hostId: chosen.host.id },
    );
    // As text, since the bench itself knows no browser.
    await page.waitForFunction(
      `document.querySelector('.bd-legend td')?.textContent !== ${JSON.stringify(before)}`,
    );
    // What is drawn after the sample belongs to it.
    await page.evaluate('new Promise((d) => requestAnimationFrame(() => setTimeout(d)))');
    if (i > 0) times.push((await scripting(cdp)) - scripted);
  }
  const { metrics } = await api.ask(
    'query ($s: ID!) { metrics(subject: $s, kind: CPU, period: DAY) { timestamps } }',
    { s: chosen.id },
  );
  await page.context().close();
  return { times, points: metrics.timestamps.length };
}

/** From the begin of the navigation until the graph is laid out and the page has nothing else to do. */
async function graphOpenings(browser: Browser): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i <= OPENINGS; i++) {
    const page = await signedIn(browser);
    await page.goto('/hosts/network?as=graph', { waitUntil: 'commit' });
    await page.locator('.bd-graph canvas').first().waitFor();
    const ready = await page.evaluate<number>(
      'new Promise((done) => requestIdleCallback(() => done(performance.now())))',
    );
    if (i > 0) times.push(ready);
    await page.context().close();
  }
  return times;
}

const browser = await launchBrowser();
scope.defer(() => browser.close());
const updates = await chartUpdates(browser);
const openings = await graphOpenings(browser);

const met = printFindings(`Charts and graphs, ${rounds} rounds`, [
  {
    what: 'a year of three series, to FETCH',
    figures: `${spread(taken.chart.flat())} to ${spread(taken.fetch.flat())}`,
    value: pairedRatio(taken.chart, taken.fetch, fastest),
    most: 2,
    unit: '×',
  },
  {
    what: 'the same, gzipped',
    figures: `${(answer.length / 1024).toFixed(0)} kB as JSON`,
    value: gzipSync(answer).length / 1024,
    most: 40,
    unit: ' kB',
  },
  {
    what: `scripting for a live update of 5 charts of ${updates.points} points, CPU ${SLOW_DOWN} times slower`,
    figures: spread(updates.times),
    value: median(updates.times),
    most: 100,
    unit: ' ms',
  },
  {
    what: `graph of ${HOSTS} simulated hosts (${edges} edges), opened until it is idle`,
    figures: spread(openings),
    value: median(openings),
    most: 2_000,
    unit: ' ms',
  },
]);
process.exitCode = met ? 0 : 1;
