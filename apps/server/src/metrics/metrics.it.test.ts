import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDaemon, type TestDaemon } from '../../../../packages/rrd/test/daemon.ts';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';

const METRICS = `query ($s: ID!, $k: MetricKind!, $p: MetricPeriod!, $d: String, $f: DateTime, $t: DateTime) {
  metrics(subject: $s, kind: $k, period: $p, device: $d, from: $f, to: $t) {
    unit stepSeconds timestamps sharedKernel sources { name values min max average } } }`;
// biome-ignore lint/suspicious/noExplicitAny: the shape is in the test beside each use.
type Json = any;
let daemon: TestDaemon;
let product: Product;
let stranger: GraphqlClient;
let vmId: string;
let identity: string;
let hostId: string;

beforeAll(async () => {
  daemon = await startTestDaemon();
  product = await Product.start({
    name: 'mx',
    env: { BAADAL_RRDCACHED: daemon.socket, BAADAL_RRD_DIR: daemon.dir },
  });
  await product.admin.ask('mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }', {
    i: { name: 'metricsIntervalSeconds', value: '5' },
  });
  stranger = await product.user('stranger');
  vmId = (await product.createVm(product.admin, { name: 'seen' })).vmId;
  const { vm, hosts } = await product.admin.ask(
    'query ($id: ID!) { vm(id: $id) { identity } hosts { id } }',
    { id: vmId },
  );
  identity = vm.identity;
  hostId = hosts[0].id;
});
afterAll(async () => {
  await stranger?.[Symbol.asyncDispose]();
  await product?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

const chart = async (kind: string, more: Record<string, unknown> = {}) =>
  (await product.admin.ask(METRICS, { s: vmId, k: kind, p: 'HOUR', ...more })).metrics;
const measured = (kind: string, more: Record<string, unknown> = {}) =>
  waitFor(
    `${kind} to be measured`,
    async () => {
      const found = await chart(kind, more);
      return (found.sources[0]?.values ?? []).some((v: number | null) => v !== null) && found;
    },
    40_000,
  );
const get = (url: string, client: GraphqlClient = product.admin) =>
  fetch(`${product.url}${url}`, { headers: client.headers });

describe('what is measured', () => {
  it('is in charts of the VM and its parts, with units', async () => {
    const cpu = await measured('CPU');
    expect(cpu).toMatchObject({ unit: 'percent', stepSeconds: 10, sharedKernel: false });
    expect(cpu.sources[0].name).toBe('cpu');
    expect(cpu.timestamps).toHaveLength(cpu.sources[0].values.length);
    expect(cpu.sources[0].max).toBeLessThanOrEqual(100);
    expect((await chart('RAM')).sources.map((s: { name: string }) => s.name)).toEqual([
      'process',
      'guest',
    ]);
    expect((await chart('DISK')).unit).toBe('bytes/s');
    expect((await chart('NETWORK')).sources.map((s: { name: string }) => s.name)).toEqual([
      'rx',
      'tx',
    ]);
    const { metricDevices } = await product.admin.ask(
      'query ($s: ID!) { metricDevices(subject: $s) }',
      { s: vmId },
    );
    expect(metricDevices).toContain('nic0');
    await measured('NETWORK', { d: 'nic0' });
  });

  it('is in charts of hosts, which say that they share a kernel', async () => {
    const cpu = await measured('CPU', { s: hostId });
    expect(cpu.sharedKernel).toBe(true);
    expect(cpu.sources.map((s: { name: string }) => s.name)).toEqual([
      ...['user', 'nice', 'system', 'iowait'],
    ]);
    const { metricDevices } = await product.admin.ask(
      'query ($s: ID!) { metricDevices(subject: $s) }',
      { s: hostId },
    );
    const use = await measured('DATASTORE', { s: hostId, d: metricDevices[0] });
    expect(use.sources[1].max).toBeGreaterThan(use.sources[0].max);
  });

  it('is in the newest figures, the averages and the small lines', async () => {
    await measured('CPU');
    const answer = await product.admin.ask(
      `query ($s: ID!, $h: ID!) {
        vm(id: $s) { usage { at cpuPercent ramBytes networkRxBytesPerSecond } }
        host(id: $h) { usage { cpuPercent ramBytes } }
        usageAverages(subject: $s, period: HOUR) { cpuPercent ramBytes diskReadBytesPerSecond }
        hostAverages: usageAverages(subject: $h, period: DAY) { subject ramBytes }
        sparklines(subjects: [$s, $h]) { subject values }
        topVms(figure: RAM) { id } }`,
      { s: vmId, h: hostId },
    );
    expect(Number(answer.vm.usage.ramBytes)).toBeGreaterThan(20 * 2 ** 20);
    expect(answer.vm.usage.cpuPercent).toBeGreaterThanOrEqual(0);
    expect(Number(answer.host.usage.ramBytes)).toBeGreaterThan(0);
    expect(answer.usageAverages.ramBytes).toBeGreaterThan(20 * 2 ** 20);
    expect(answer.usageAverages.cpuPercent).toBeGreaterThanOrEqual(0);
    expect(answer.sparklines.map(({ subject }: { subject: string }) => subject)).toEqual([
      ...[vmId, hostId],
    ]);
    for (const { values } of answer.sparklines) expect(values).toHaveLength(60);
    expect(answer.topVms).toEqual([{ id: vmId }]);
  });

  it('comes as a picture, a drawing, and a table', async () => {
    await measured('CPU');
    for (const kind of ['cpu', 'ram', 'disk', 'network'])
      for (const period of ['hour', 'year']) {
        const answer = await get(`/graphs/${vmId}/${kind}/${period}.png`);
        expect(answer.headers.get('content-type')).toBe('image/png');
        const bytes = Buffer.from(await answer.arrayBuffer());
        expect(bytes.subarray(1, 4).toString()).toBe('PNG');
        expect(bytes.length).toBeGreaterThan(2_000);
      }
    expect((await get(`/graphs/${hostId}/load/day.png`)).status).toBe(200);
    expect(await (await get(`/graphs/${vmId}/cpu/day.svg`)).text()).toMatch(/<svg/);
    const csv = await get(`/graphs/${vmId}/network/hour.csv`);
    expect(csv.headers.get('content-disposition')).toContain('seen-network-hour.csv');
    const [head, ...lines] = (await csv.text()).trim().split('\r\n');
    expect(head).toBe('time,rx (bytes/s),tx (bytes/s)');
    expect(lines.length).toBeGreaterThan(300);
  });
});

describe('who may not see a VM', () => {
  it('gets NOT_FOUND everywhere, as for no VM at all', async () => {
    for (const s of [vmId, hostId, 'vm_none', 'host_none', '../../etc/passwd']) {
      const ask = { s, k: 'CPU', p: 'HOUR' };
      expect((await stranger.refused(METRICS, ask)).code).toBe('NOT_FOUND');
      const averages = 'query ($s: ID!) { usageAverages(subject: $s, period: DAY) { subject } }';
      expect((await stranger.refused(averages, { s })).code).toBe('NOT_FOUND');
      const devices = 'query ($s: ID!) { metricDevices(subject: $s) }';
      expect((await stranger.refused(devices, { s })).code).toBe('NOT_FOUND');
      const alerts = 'query ($s: ID!) { alertsOf(subject: $s) { id } }';
      expect((await stranger.refused(alerts, { s })).code).toBe('NOT_FOUND');
      for (const type of ['png', 'svg', 'csv']) {
        const answer = await get(`/graphs/${encodeURIComponent(s)}/cpu/hour.${type}`, stranger);
        expect(answer.status).toBe(404);
        expect(((await answer.json()) as Json).errors[0].extensions.code).toBe('NOT_FOUND');
      }
      for (const query of [
        'subscription ($s: ID!) { metricSampled(subject: $s) { at } }',
        'subscription ($s: ID!) { alertOfUpdated(subject: $s) { id } }',
      ]) {
        const first = (await stranger.subscribe(query, { s }).next()).value;
        expect(first.errors[0].extensions.code).toBe('NOT_FOUND');
      }
    }
    const lists = await stranger.ask(
      'query ($s: [ID!]!) { sparklines(subjects: $s) { subject } topVms(figure: CPU) { id } }',
      { s: [vmId, hostId] },
    );
    expect(lists).toEqual({ sparklines: [], topVms: [] });
    expect((await fetch(`${product.url}/graphs/${vmId}/cpu/hour.png`)).status).toBe(401);
  });
});

describe('what there is not', () => {
  it('is refused with what would do', async () => {
    const refused = (more: Record<string, unknown>) =>
      product.admin.refused(METRICS, { s: vmId, k: 'CPU', p: 'HOUR', ...more });
    expect(await refused({ k: 'LOAD' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ p: 'CENTURY' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ d: '../x' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused({ f: '2020-01-01T00:00:00Z' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'from', message: 'Figures are kept for a year.' }],
    });
    for (const [url, status] of [
      ['cpu/century.png', 404],
      ['heat/hour.png', 404],
      ['cpu/hour.exe', 404],
      ['CPU/HOUR.png', 404],
      ['load/hour.png', 400],
      ['cpu/hour.png?from=yesterday', 400],
    ] as const)
      expect([url, (await get(`/graphs/${vmId}/${url}`)).status]).toEqual([url, status]);
    const many = Array.from({ length: 201 }, (_, i) => `vm_${i}`);
    expect(
      (
        await product.admin.refused('query ($s: [ID!]!) { sparklines(subjects: $s) { subject } }', {
          s: many,
        })
      ).code,
    ).toBe('BAD_USER_INPUT');
  });
});

describe('the live tail', () => {
  it('reaches 200 subscribers with every sample', async () => {
    const clients = Array.from({ length: 4 }, () => product.client());
    await Promise.all(clients.map((client) => client.login('admin', 'correct horse battery')));
    const query = `subscription ($s: ID!) { metricSampled(subject: $s) {
      subject at cpuPercent figures { kind source value } } }`;
    const feeds = Array.from({ length: 200 }, (_, i) =>
      (clients[i % 4] ?? product.admin).subscribe(query, { s: vmId }),
    );
    const sampleOf = async (feed: (typeof feeds)[number]) =>
      (await feed.next()).value.data.metricSampled;
    // A sample may have come while they subscribed, one after another: some begin with it.
    const begun = (await Promise.all(feeds.map(sampleOf))).map(({ at }) => at as string);
    const newest = begun.toSorted().at(-1) ?? '';
    const next = await Promise.all(
      feeds.map(async (feed) => {
        let sample = await sampleOf(feed);
        while (sample.at <= newest) sample = await sampleOf(feed);
        return sample;
      }),
    );
    expect(new Set(next.map(({ at }) => at)).size).toBe(1);
    expect(next[0].figures).toContainEqual({
      ...{ kind: 'CPU', source: 'cpu', value: next[0].cpuPercent },
    });
    await Promise.all(feeds.map(async (feed) => feed.return?.()));
    const many = product.admin.subscribe(
      'subscription ($s: [ID!]!) { metricsSampled(subjects: $s) { subject } }',
      { s: [vmId, 'vm_none'] },
    );
    expect((await many.next()).value.data.metricsSampled.subject).toBe(vmId);
    await many.return?.();
  });
});

describe('an alert about a VM', () => {
  it('is told to its owner, as it is raised and over, for the marks on the time line', async () => {
    const owner = await product.user('owner');
    const { vmId: own } = await product.createVm(owner, { name: 'warm' });
    const told = owner.subscribe(
      'subscription ($s: ID!) { alertOfUpdated(subject: $s) { ruleName endedAt } }',
      { s: own },
    );
    const next = told.next();
    const { createAlertRule } = await product.admin.ask(
      'mutation ($i: CreateAlertRuleInput!) { createAlertRule(input: $i) { id } }',
      {
        i: {
          ...{ name: 'Has memory', subjectKind: 'VM', figure: 'ram', threshold: 1, forSeconds: 0 },
          subjectId: own,
        },
      },
    );
    const raised = (await next).value.data.alertOfUpdated;
    expect(raised).toEqual({ ruleName: 'Has memory', endedAt: null });
    await product.admin.ask('mutation ($i: DeleteAlertRuleInput!) { deleteAlertRule(input: $i) }', {
      i: { id: createAlertRule.id },
    });
    expect((await told.next()).value.data.alertOfUpdated.endedAt).not.toBeNull();
    const { alertsOf } = await owner.ask(
      'query ($s: ID!) { alertsOf(subject: $s) { ruleName message endedAt } }',
      { s: own },
    );
    expect(alertsOf).toEqual([
      {
        ruleName: 'Has memory',
        message: expect.stringContaining('Memory is'),
        endedAt: expect.any(String),
      },
    ]);
    await told.return?.();
    await product.act(owner, 'destroyVm', own);
    await owner[Symbol.asyncDispose]();
  });
});

describe('Prometheus', () => {
  it('reads the product, hosts and VMs, from the loopback alone', async () => {
    const text = await (await fetch(`${product.url}/metrics`)).text();
    expect(text).toMatch(/^baadal_tasks\{status="SUCCEEDED"\} \d+$/m);
    expect(text).toMatch(
      /^baadal_libvirt_call_seconds_count\{procedure="connectGetAllDomainStats",outcome="ok"\} \d+$/m,
    );
    expect(text).toMatch(/^baadal_http_request_seconds_count\{path="graphql",status="200"\} \d+$/m);
    expect(text).toMatch(/^baadal_subscriptions_sample \d+$/m);
    expect(text).toMatch(/^baadal_host_up\{.*\} 1$/m);
    expect(text).toMatch(
      new RegExp(
        `^baadal_vm_ram_bytes\\{id="${vmId}",name="${identity}",host="[^"]+"\\} \\d+$`,
        'm',
      ),
    );
    const forwarded = { 'x-forwarded-for': '192.0.2.1' };
    expect((await fetch(`${product.url}/metrics`, { headers: forwarded })).status).toBe(401);
  });
});

describe('the store', () => {
  const readyz = async () => (await fetch(`${product.url}/readyz`)).json();

  it('that is away costs charts, nothing else, and heals', async () => {
    await measured('CPU');
    await daemon.stop();
    expect(await readyz()).toMatchObject({ status: 'degraded', rrdcached: 'away', database: 'ok' });
    const ask = { s: vmId, k: 'CPU', p: 'HOUR' };
    expect((await product.admin.refused(METRICS, ask)).code).toBe('UNAVAILABLE');
    expect((await get(`/graphs/${vmId}/cpu/hour.csv`)).status).toBe(503);
    const usage = 'query ($id: ID!) { vm(id: $id) { usage { at } } }';
    const before = (await product.admin.ask(usage, { id: vmId })).vm.usage.at;
    await waitFor('figures that go on', async () => {
      return (await product.admin.ask(usage, { id: vmId })).vm.usage.at > before;
    });
    await daemon.start();
    expect(await readyz()).toMatchObject({ status: 'ok', rrdcached: 'ok' });
    await measured('CPU');
  });

  it('with a damaged file begins a new one, and shows what there is meanwhile', async () => {
    const folder = path.join(daemon.dir, 'vm_rrds');
    await daemon.stop();
    writeFileSync(path.join(folder, `${identity}.rrd`), 'garbage');
    await daemon.start();
    const told = product.admin.subscribe(
      'subscription { asideFilesUpdated { files { id subject why remedy } } }',
    );
    const aside = await waitFor('a file set aside', async () =>
      (await told.next()).value.data.asideFilesUpdated.files.find(
        ({ subject }: { subject: string }) => subject === 'seen',
      ),
    );
    await told.return?.();
    expect(aside).toMatchObject({
      ...{ subject: 'seen', why: 'DAMAGED', remedy: expect.stringContaining('backup') },
    });
    await measured('CPU');
    const remove = 'mutation ($id: ID!) { deleteAsideFile(input: { id: $id }) { files { id } } }';
    for (const id of [`vm_rrds/${identity}.rrd`, '../../etc/passwd'])
      expect((await product.admin.refused(remove, { id })).code).toBe('NOT_FOUND');
    expect((await stranger.refused(remove, { id: aside.id })).code).toBe('FORBIDDEN');
    await product.admin.ask(remove, { id: aside.id });
    expect(readdirSync(folder).some((file) => file.includes('.damaged-'))).toBe(false);
  });
});

it('has no newest figures of a VM that does not run', async () => {
  await product.act(product.admin, 'destroyVm', vmId);
  const usage = 'query ($id: ID!) { vm(id: $id) { usage { at } } }';
  expect((await product.admin.ask(usage, { id: vmId })).vm.usage).toBeNull();
});
