import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import { balanceJob } from './balance.service.ts';

/** VMs of the micro guest on two hosts, and their ways. */
let product: Product;
let admin: GraphqlClient;
const hostIds = new Map<string, string>();
const vmIds = new Map<string, string>();

const id = (name: string) => hostIds.get(name) ?? vmIds.get(name) ?? '';

beforeAll(async () => {
  product = await Product.start({ name: 'rl', hosts: 2 });
  admin = product.admin;
  for (const { id: hostId, name } of (await admin.ask('{ hosts { id name } }')).hosts)
    hostIds.set(name, hostId);
  // The hosts of a lab share their machine's CPUs: what each measures, and when, is chance.
  await setConstant('placementLoadWeight', 0);
  const wishes = [
    { name: 'runs', hostId: id('host1') },
    { name: 'off', hostId: id('host1'), start: false },
  ];
  for (const wish of wishes)
    vmIds.set(wish.name, (await product.createVm(admin, { ...wish, ramMiB: 96 })).vmId);
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const PLAN = 'query ($id: ID!) { evacuationPlan(id: $id) { name kind target { name } reasons } }';
const plan = async (host: string) => (await admin.ask(PLAN, { id: id(host) })).evacuationPlan;

async function whereabouts(): Promise<Record<string, string>> {
  const found = await rows<{ vm: string; host: string }>(
    product.em(),
    'select v.name as vm, h.name as host from vm v join host h on h.id = v.host_id',
  );
  return Object.fromEntries(found.map(({ vm, host }) => [vm, host]));
}

const maintenance = async (host: string) =>
  (await admin.ask('query ($id: ID!) { host(id: $id) { maintenance } }', { id: id(host) })).host
    .maintenance;

const statusOf = async (host: string): Promise<string> =>
  (await admin.ask('query ($id: ID!) { host(id: $id) { status } }', { id: id(host) })).host.status;

async function setMaintenance(host: string, on: boolean): Promise<void> {
  await admin.ask(
    'mutation ($i: SetHostMaintenanceInput!) { setHostMaintenance(input: $i) { id } }',
    { i: { id: id(host), on } },
  );
}

async function setConstant(name: string, value: number): Promise<void> {
  await admin.ask('mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }', {
    i: { name, value: String(value) },
  });
}

/** Domains by host, as virsh lists them. */
async function domains(host: string): Promise<string[]> {
  const list = await product.onHost(host, 'virsh', 'list', '--all', '--name');
  return list.split('\n').filter(Boolean);
}

describe('evacuating a host', { timeout: 120_000 }, () => {
  it('tells before where each VM would go, and how', async () => {
    const steps = await plan('host1');
    expect(steps).toMatchObject([
      { name: 'off', kind: 'OFFLINE', target: { name: 'host2' } },
      { name: 'runs', kind: 'LIVE', target: { name: 'host2' } },
    ]);
    expect(steps[1].reasons.join()).toMatch(/would stay \d/);
  });

  it('changes nothing when nothing can move, and says why', async () => {
    await setMaintenance('host2', true);
    expect(await plan('host1')).toMatchObject([
      { name: 'off', target: null, reasons: ['host2: is in maintenance'] },
      { name: 'runs', target: null },
    ]);
    const refused = product.request(admin, 'evacuateHost', id('host1'));
    await expect(refused).rejects.toThrow(/None of the VMs on host1 can move/);
    expect(await maintenance('host1')).toBe(false);
    await setMaintenance('host2', false);
  });

  it('is not for users, who do not see its plan either', async () => {
    await using user = await product.user('bob');
    await expect(user.ask(PLAN, { id: id('host1') })).rejects.toThrow(/admin|allowed|FORBIDDEN/i);
    await expect(product.request(user, 'evacuateHost', id('host1'))).rejects.toThrow();
  });

  it('moves all, keeps new ones away, and brings them back', async () => {
    const task = await product.request(admin, 'evacuateHost', id('host1'));
    await expect(setMaintenance('host1', false)).rejects.toThrow(/being emptied/);
    const onto = product.createVm(admin, { name: 'late', hostId: id('host1'), ramMiB: 96 });
    await expect(onto).rejects.toThrow(/maintenance/);
    expect(await admin.finish(task)).toMatchObject({
      ...{ status: 'SUCCEEDED', leftovers: [] },
      message: 'host1 is empty: 2 VMs moved.',
    });
    expect(await whereabouts()).toEqual({ runs: 'host2', off: 'host2' });
    expect(await domains('host1')).toEqual([]);
    expect(await domains('host2')).toHaveLength(2);
    expect(await maintenance('host1')).toBe(true);
    await product.untilStatus(id('runs'), 'RUNNING');

    expect(await product.act(admin, 'returnVms', task)).toMatchObject({
      ...{ status: 'SUCCEEDED', leftovers: [] },
      message: 'host1 takes VMs again. 2 of 2 are back.',
    });
    expect(await whereabouts()).toEqual({ runs: 'host1', off: 'host1' });
    expect(await maintenance('host1')).toBe(false);
  });

  it('moves one that is suspended, and brings it back as it was', async () => {
    await product.act(admin, 'suspendVm', id('runs'));
    expect(await plan('host1')).toContainEqual(
      expect.objectContaining({ name: 'runs', kind: 'PAUSED', target: { name: 'host2' } }),
    );
    const task = await product.request(admin, 'evacuateHost', id('host1'));
    expect(await admin.finish(task)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await product.act(admin, 'returnVms', task)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await whereabouts()).toEqual({ runs: 'host1', off: 'host1' });
    await product.untilStatus(id('runs'), 'SUSPENDED');
    const resumed = await product.act(admin, 'resumeVm', id('runs'));
    expect(resumed).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('an evacuation that is cancelled', { timeout: 120_000 }, () => {
  it('opens the host again; what has moved is brought back on demand', async () => {
    const name = 'third';
    const made = await product.createVm(admin, {
      ...{ name, hostId: id('host1'), start: false, ramMiB: 96 },
    });
    await setConstant('evacuationsAtOnce', 1);
    const task = await product.request(admin, 'evacuateHost', id('host1'));
    await waitFor('the first VM to have moved', async () =>
      Object.values(await whereabouts()).includes('host2'),
    );
    await product.request(admin, 'cancelTask', task);
    const ended = await admin.finish(task);
    // What has moved is named: a person decides whether it is to come back.
    expect(ended.status).toBe('PARTIAL');
    expect(ended.leftovers[0]).toMatch(/^Migrate VM .* was done before$/);
    expect(await maintenance('host1')).toBe(false);
    const moved = Object.values(await whereabouts()).filter((host) => host === 'host2').length;
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(3);
    expect(await product.act(admin, 'returnVms', task)).toMatchObject({ status: 'SUCCEEDED' });
    expect(new Set(Object.values(await whereabouts()))).toEqual(new Set(['host1']));
    await setConstant('evacuationsAtOnce', 4);
    await product.act(admin, 'deleteVm', made.vmId);
  });
});

describe('balance', { timeout: 120_000 }, () => {
  it('suggests what makes hosts even, and moves it on demand', async () => {
    await setConstant('balanceTolerancePercent', 1);
    const { balancePlan } = await admin.ask(
      '{ balancePlan { moves { vmId name from { name } to { id name } reason } before { pressure } after { pressure } } }',
    );
    expect(balancePlan.moves).toMatchObject([{ from: { name: 'host1' }, to: { name: 'host2' } }]);
    const [move] = balancePlan.moves;
    const { balanceHosts } = await admin.ask(
      'mutation ($i: BalanceHostsInput!) { balanceHosts(input: $i) { id } }',
      { i: { moves: [{ vmId: move.vmId, hostId: move.to.id }] } },
    );
    expect(await admin.finish(balanceHosts.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await whereabouts())[move.name]).toBe('host2');
  });
});

describe('balance by schedule', { timeout: 180_000 }, () => {
  const more = ['a', 'b', 'c', 'd'];
  /** Tasks of the schedule, with what they moved. */
  const rounds = () =>
    rows<{ id: string; status: string; moves: number; names: string }>(
      product.em(),
      `select t.id, t.status, count(c.id) as moves, group_concat(v.name) as names
         from task t join task c on c.parent_id = t.id join vm v on v.id = c.vm_id
        where t.type = 'BALANCE_HOSTS' and t.requested_by is null group by t.id order by t.seq`,
    );
  /** The product's own clock brings the next round, and its moves end. */
  async function nextRound(count: number) {
    await run(
      product.em(),
      "update periodic_job set next_at = utc_timestamp(3) where name = 'balance-hosts'",
    );
    return waitFor(`round ${count} to end`, async () => {
      const round = (await rounds())[count - 1];
      return round?.status === 'SUCCEEDED' && round;
    });
  }
  const spread = async () => {
    const at = Object.values(await whereabouts());
    return ['host1', 'host2'].map((host) => at.filter((name) => name === host).length);
  };

  it('moves VMs for real, no more at once than the settings allow', async () => {
    const made = await Promise.all(
      more.map((name) =>
        product.createVm(admin, { name, hostId: id('host1'), start: false, ramMiB: 96 }),
      ),
    );
    for (const [i, { vmId }] of made.entries()) vmIds.set(more[i] ?? '', vmId);
    expect(await spread()).toEqual([5, 1]);
    await balanceJob.run(product.app.services);
    expect(await rounds()).toEqual([]);

    await setConstant('balanceMostMoves', 1);
    await setConstant('balanceAutomatic', 1);
    expect(Number((await nextRound(1)).moves)).toBe(1);
    expect(await spread()).toEqual([4, 2]);
    await nextRound(2);
    expect(await spread()).toEqual([3, 3]);
    const moved = (await rounds()).map(({ names }) => names);
    for (const name of moved) {
      const { identity } = (
        await rows<{ identity: string }>(product.em(), 'select identity from vm where id = ?', [
          id(name),
        ])
      )[0] ?? { identity: '' };
      expect(await domains('host2')).toContain(identity);
      expect(await domains('host1')).not.toContain(identity);
    }
    // Even now: another round does nothing.
    await balanceJob.run(product.app.services);
    expect(await rounds()).toHaveLength(2);
  });

  it('leaves what moved a while ago where it is, and moves nothing for too little', async () => {
    const at = await whereabouts();
    for (const name of more.filter((vm) => at[vm] === 'host1'))
      await product.act(admin, 'deleteVm', id(name));
    const [one = 0, two = 0] = await spread();
    expect(two - one).toBeGreaterThan(1);
    const before = (await rounds()).length;
    await balanceJob.run(product.app.services);
    expect(await rounds()).toHaveLength(before);

    await setConstant('balanceQuietMinutes', 0);
    await setConstant('balanceLeastGainPercent', 50);
    await balanceJob.run(product.app.services);
    expect(await rounds()).toHaveLength(before);

    await setConstant('balanceLeastGainPercent', 0);
    await nextRound(before + 1);
    expect(await spread()).toEqual([one + 1, two - 1]);
    await setConstant('balanceAutomatic', 0);
    for (const name of more)
      if (name in (await whereabouts())) await product.act(admin, 'deleteVm', id(name));
  });
});

describe('a target that loses its power', { timeout: 180_000 }, () => {
  it('leaves every VM on one host, whole', async () => {
    const [away] = Object.entries(await whereabouts()).filter(([, host]) => host === 'host2');
    if (away) await product.act(admin, 'deleteVm', id(away[0]));
    vmIds.set(
      'second',
      (await product.createVm(admin, { name: 'second', hostId: id('host1'), ramMiB: 96 })).vmId,
    );
    const before = await whereabouts();
    const task = await product.request(admin, 'evacuateHost', id('host1'));
    await waitFor('a VM to be on its way', async () => {
      const moving = await rows(
        product.em(),
        "select 1 from task_step s join task t on t.seq = s.task_seq where s.name = 'move' and s.status = 'RUNNING'",
      );
      return moving.length > 0;
    });
    await product.lab.powerOff('host2');
    product.forgetOutside('host2');
    // Nothing is decided while it is silent: the tasks wait for it.
    await waitFor('host2 to be missed', async () => (await statusOf('host2')) !== 'UP');
    await product.lab.powerOn('host2');
    const ended = await admin.finish(task);
    expect(['FAILED', 'PARTIAL', 'SUCCEEDED']).toContain(ended.status);
    await waitFor('host2 to be up', async () => (await statusOf('host2')) === 'UP');
    const after = await whereabouts();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    // Each is defined on the host that its row names, and nowhere else.
    const found = Object.fromEntries(
      await Promise.all(['host1', 'host2'].map(async (host) => [host, await domains(host)])),
    );
    const rowsNow = await rows<{ identity: string; host: string }>(
      product.em(),
      'select v.identity, h.name as host from vm v join host h on h.id = v.host_id',
    );
    expect([...found.host1, ...found.host2].sort()).toEqual(
      rowsNow.map(({ identity }) => identity).sort(),
    );
    for (const { identity, host } of rowsNow) expect(found[host]).toContain(identity);
  });
});
