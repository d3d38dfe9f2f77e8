import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freezeHost } from '../../test/freeze-host.ts';
import { Product } from '../../test/product.ts';
import { describeTask } from '../../test/task-harness.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import { TaskEngine } from '../task/engine.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { measureAtNight, pingHosts } from './host-network-jobs.ts';
import { watchLinks } from './link-alerts.ts';
import { KEPT_DAYS, thinSamples } from './link-store.ts';
import { measureHostNetworkTask } from './measure-host-network.task.ts';
import { hostsToMeasure } from './network-hosts.ts';
import { loadHostNetwork } from './network-view.ts';

/** Three hosts whose ways differ; what is measured must agree with what was set. */
const FAR_MS = 20;
const NARROW_MBPS = 40;
const WIDER_MBPS = 120;

const MEASURE = `mutation ($i: MeasureHostNetworkInput!) { measureHostNetwork(input: $i) { id } }`;
const NETWORK = `{ hostNetwork { measuring nodes { host { name } nicBandwidthMbps }
  edges { id source { name } target { name } latencyMs latencyAt throughputMbps throughputAt degradedSince } } }`;

let product: Product;
let ids: Map<string, HostId>;
beforeAll(async () => {
  const env = { BAADAL_ROLES: 'api,collector' };
  product = await Product.start({ name: 'net', hosts: 3, env });
  await testSeconds(2);
  await product.lab.setLinks([
    { between: ['host1', 'host2'], latencyMs: FAR_MS, mbps: NARROW_MBPS },
    { between: ['host1', 'host3'], mbps: WIDER_MBPS },
  ]);
  const hosts = await rows<{ id: HostId; name: string }>(product.em(), 'select id, name from host');
  ids = new Map(hosts.map(({ id, name }) => [name, id]));
});
afterAll(() => product?.[Symbol.asyncDispose]());

const testSeconds = (value: number) =>
  product.admin.ask(
    `mutation { setConstant(input: { name: "throughputTestSeconds", value: "${value}" }) { name } }`,
  );

const idOf = (name: string): HostId => ids.get(name) as HostId;
const services = () => product.app.services;

async function measure(input: Record<string, unknown>) {
  const { measureHostNetwork } = await product.admin.ask(MEASURE, { i: input });
  return product.admin.finish(measureHostNetwork.id);
}

async function edge(a: string, b: string) {
  const { hostNetwork } = await product.admin.ask(NETWORK);
  return hostNetwork.edges.find(
    (each: { source: { name: string }; target: { name: string } }) =>
      [each.source.name, each.target.name].toSorted().join() === [a, b].toSorted().join(),
  );
}

/** A process that waits for a test, on any host. */
async function servers(): Promise<string[]> {
  const found = ['host1', 'host2', 'host3'].map((host) =>
    product.onHost(host, 'pgrep', '-a', 'iperf3|netserver').catch(() => ''),
  );
  return (await Promise.all(found)).filter((text) => text.trim() !== '');
}

/** Puts away what a host measures throughput with: iperf3, and netperf where it is. */
async function hideTools(host: string): Promise<readonly string[]> {
  const found = ['iperf3', 'netperf'].map((tool) =>
    product.onHost(host, 'which', tool).catch(() => ''),
  );
  const paths = (await Promise.all(found)).map((path) => path.trim()).filter(Boolean);
  for (const path of paths) await product.onHost(host, 'mv', path, `${path}.away`);
  return paths;
}

/** A worker of its own, since the harness brings others. */
function withWorker(): void {
  let engine: TaskEngine;
  beforeAll(() => {
    engine = new TaskEngine({
      ...{ services: services(), definitions: TASK_DEFINITIONS },
      ...{ concurrency: 4, processName: 'net' },
    });
    engine.start();
  });
  afterAll(() => engine.stop({ graceMs: 5_000 }));
}

describe('the network between hosts', () => {
  withWorker();
  it('is measured on demand, and agrees with what was set within 20 %', async () => {
    const task = await measure({ throughput: true });
    expect(task).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Measured the latency of 3 of 3 pairs, throughput of 6 of 6 ways.',
    });
    const far = await edge('host1', 'host2');
    expect(far.latencyMs).toBeGreaterThan(FAR_MS * 0.8);
    expect(far.latencyMs).toBeLessThan(FAR_MS * 1.2);
    expect(far.throughputMbps).toBeGreaterThan(NARROW_MBPS * 0.8);
    expect(far.throughputMbps).toBeLessThan(NARROW_MBPS * 1.2);
    const wide = await edge('host1', 'host3');
    expect(wide.throughputMbps).toBeGreaterThan(WIDER_MBPS * 0.8);
    expect(wide.throughputMbps).toBeLessThan(WIDER_MBPS * 1.2);
    // Not rounded to 0, and much nearer than the others.
    const near = await edge('host2', 'host3');
    expect(near.latencyMs).toBeGreaterThan(0);
    expect(near.latencyMs).toBeLessThan(FAR_MS / 2);
    expect(await servers()).toEqual([]);
  });

  it('shows both directions in the history, and the past', async () => {
    const query = `query ($a: ID!, $b: ID!) { hostLinkHistory(source: $a, target: $b) { samples { sourceId kind value } } }`;
    const { hostLinkHistory } = await product.admin.ask(query, {
      a: idOf('host1'),
      b: idOf('host2'),
    });
    const tests = hostLinkHistory.samples.filter((s: { kind: string }) => s.kind === 'THROUGHPUT');
    expect(new Set(tests.map((s: { sourceId: string }) => s.sourceId)).size).toBe(2);
    const before = await loadHostNetwork(product.em(), new Date(Date.now() - 3_600_000));
    expect(before.edges).toHaveLength(3);
    expect(before.edges.every(({ latencyMs }) => latencyMs === null)).toBe(true);
    const justNow = await loadHostNetwork(product.em(), new Date());
    expect(justNow.edges.filter(({ latencyMs }) => latencyMs !== null)).toHaveLength(3);
  });

  it('is told to subscribers now and after each round', async () => {
    const updates = product.admin.subscribe(
      'subscription { hostNetworkUpdated { measuring edges { latencyAt } } }',
    );
    const next = async () => (await updates.next()).value.data.hostNetworkUpdated.measuring;
    expect(await next()).toBe(false);
    const task = measure({ hostIds: [idOf('host1'), idOf('host3')] });
    expect(await next()).toBe(true);
    while (await next());
    await task;
    await updates.return?.();
  });

  it('is pinged by itself each minute, in turn from either end', async () => {
    const minute = 60_000;
    await run(product.em(), 'delete from host_link_sample');
    await pingHosts(services(), new Date(10 * minute));
    await pingHosts(services(), new Date(11 * minute));
    const [{ n } = { n: 0 }] = await rows<{ n: number }>(
      product.em(),
      "select count(distinct source_id, target_id) as n from host_link_sample where kind = 'LATENCY'",
    );
    expect(Number(n)).toBe(6);
  });

  it('raises an alert at both ends of a link that became much worse, and ends it', async () => {
    const [a, b] = [idOf('host2'), idOf('host3')];
    const degrade = (since: string) =>
      run(
        product.em(),
        `update host_link set usual = 1000, bad = 3, degraded_since = ${since} where kind = 'LATENCY' and source_id = ? and target_id = ?`,
        [a, b],
      );
    const alerts = async () =>
      (
        await product.admin.ask('{ alerts(active: true) { subjectName message ruleName } }')
      ).alerts.filter(
        (alert: { ruleName: string }) => alert.ruleName === 'Links to other hosts degraded',
      );
    for (const minute of [8, 9]) await pingHosts(services(), new Date(minute * 60_000));
    await degrade('utc_timestamp(3)');
    const hosts = await hostsToMeasure(product.em(), null);
    await watchLinks(services(), hosts, new Date());
    expect((await alerts()).map((x: { subjectName: string }) => x.subjectName).toSorted()).toEqual([
      ...['host2', 'host3'],
    ]);
    expect((await alerts())[0].message).toBe(
      '1 of its links to other hosts is much worse than usual.',
    );
    // The next good pings of that direction heal it.
    for (const minute of [12, 13]) await pingHosts(services(), new Date(minute * 60_000));
    expect(await alerts()).toEqual([]);
  });

  it('asks for the throughput once in the hour an admin chose', async () => {
    await testSeconds(1);
    const asked = async () =>
      (
        await rows(product.em(), 'select 1 from task where requested_by is null and type = ?', [
          'MEASURE_HOST_NETWORK',
        ])
      ).length;
    const night = new Date();
    night.setUTCHours(2, 5, 0, 0);
    const day = new Date(night.getTime() + 6 * 3_600_000);
    await measureAtNight(services(), day);
    expect(await asked()).toBe(0);
    await measureAtNight(services(), night);
    await measureAtNight(services(), night);
    expect(await asked()).toBe(1);
    const [task] = await rows<{ id: string }>(
      product.em(),
      "select id from task where requested_by is null and type = 'MEASURE_HOST_NETWORK'",
    );
    expect(await product.admin.finish(task?.id ?? '')).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a fault', () => {
  withWorker();
  it('of the tool on one side is named with its remedy, and costs that host alone', async () => {
    const away = await hideTools('host3');
    try {
      const task = await measure({ throughput: true });
      expect(task.status).toBe('SUCCEEDED');
      expect(task.message).toContain('throughput of 2 of 6 ways');
      const log = await rows<{ message: string }>(
        product.em(),
        'select e.message from task_event e join task t on t.seq = e.task_seq where t.id = ?',
        [task.id],
      );
      expect(log.map(({ message }) => message)).toContainEqual(
        expect.stringContaining('iperf3 is missing on host host3: install the package iperf3'),
      );
    } finally {
      for (const path of away) await product.onHost('host3', 'mv', `${path}.away`, path);
    }
  });

  it('of a host that hangs in the middle costs its own pairs', async () => {
    const names = ['host1', 'host2', 'host3'];
    await testSeconds(3);
    const measuring = measure({ hostIds: names.map(idOf), throughput: true });
    // Its own test is under way: the server that waits for it runs, and the client too.
    await waitFor('a test of host3', () =>
      product.onHost('host3', 'pgrep', 'iperf3|netserver').catch(() => null),
    );
    const frozen = await freezeHost(product.lab, 'host3');
    try {
      const task = await measuring;
      // It still answers pings, which are its kernel's, but carries no test.
      expect(task).toMatchObject({ status: 'SUCCEEDED' });
      const [, ways] =
        /latency of 3 of 3 pairs, throughput of (\d) of 6 ways/.exec(task.message) ?? [];
      // The pair without it, and what it had done before.
      expect([2, 3, 4]).toContain(Number(ways));
    } finally {
      frozen.thaw();
      await testSeconds(1);
    }
  });

  it('of input is told with its field', async () => {
    const refused = (input: Record<string, unknown>) =>
      product.admin.refused(MEASURE, { i: input });
    const one = await refused({ hostIds: [idOf('host1')] });
    expect(one).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'hostIds' }] });
    const none = await refused({ hostIds: [idOf('host1'), 'host_none'] });
    expect(none).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'hostIds' }] });
    const later = await product.admin.refused(
      '{ hostNetwork(at: "2999-01-01T00:00:00Z") { measuring } }',
    );
    expect(later).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'at' }] });
    const nobody = await product.admin.refused(
      `{ hostLinkHistory(source: "${idOf('host1')}", target: "x") { sourceId } }`,
    );
    expect(nobody.code).toBe('NOT_FOUND');
  });

  it('of a person: only admins see the network', async () => {
    const user = await product.user('anita');
    expect((await user.refused(NETWORK)).code).toBe('FORBIDDEN');
    expect((await user.refused(MEASURE, { i: {} })).code).toBe('FORBIDDEN');
  });
});

describe('old samples', () => {
  it('become averages of an hour, then of a day, and are dropped in the end', async () => {
    const em = product.em();
    await run(em, 'delete from host_link_sample');
    const now = new Date('2030-06-15T12:30:00Z');
    const add = (at: Date, value: number, span = 'RAW') =>
      run(
        em,
        `insert into host_link_sample (source_id, target_id, kind, span, at, value)
         values (?, ?, 'LATENCY', ?, ?, ?)`,
        [idOf('host1'), idOf('host2'), span, at, value],
      );
    const before = (days: number, minutes = 0) =>
      new Date(now.getTime() - days * 86_400_000 - minutes * 60_000);
    await add(before(0, 5), 1);
    await add(new Date('2030-06-13T10:10:00Z'), 2);
    await add(new Date('2030-06-13T10:50:00Z'), 4);
    await add(new Date('2030-06-13T11:10:00Z'), 8);
    await add(new Date('2030-01-02T03:00:00Z'), 10, 'HOUR');
    await add(new Date('2030-01-02T09:00:00Z'), 20, 'HOUR');
    await add(before(KEPT_DAYS.DAY + 2), 99, 'DAY');
    const kept = () =>
      rows<{ span: string; at: Date; value: number }>(
        em,
        'select span, at, value from host_link_sample order by at',
      );
    await thinSamples(em, now);
    const expected = [
      { span: 'DAY', at: new Date('2030-01-02T00:00:00Z'), value: 15 },
      { span: 'HOUR', at: new Date('2030-06-13T10:00:00Z'), value: 3 },
      { span: 'HOUR', at: new Date('2030-06-13T11:00:00Z'), value: 8 },
      { span: 'RAW', at: before(0, 5), value: 1 },
    ];
    expect(await kept()).toEqual(expected);
    await thinSamples(em, now);
    expect(await kept()).toEqual(expected);
  });
});

describeTask(measureHostNetworkTask, () => ({
  services: services(),
  definition: measureHostNetworkTask,
  prepare: async () => {
    await run(product.em(), 'delete from host_link_sample');
    return { input: { hostIds: [idOf('host1'), idOf('host2')], throughput: true } };
  },
  expectDone: async () => {
    const found = await rows<{ kind: string }>(product.em(), 'select kind from host_link_sample');
    // A step that was begun twice may ping twice; a throughput test that is done is not repeated.
    expect(found.filter(({ kind }) => kind === 'THROUGHPUT')).toHaveLength(2);
    expect(found.some(({ kind }) => kind === 'LATENCY')).toBe(true);
    expect(await servers()).toEqual([]);
  },
  // What was measured stays: it is true. Nothing runs any more.
  expectNothingLeft: async () => expect(await servers()).toEqual([]),
}));
