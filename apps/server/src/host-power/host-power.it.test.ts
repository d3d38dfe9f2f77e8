import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import { powerRound } from './power-policy.ts';

let product: Product;
const ids = new Map<string, string>();

beforeAll(async () => {
  product = await Product.start({ name: 'hp', hosts: 2 });
  const { hosts } = await product.admin.ask('{ hosts { id name } }');
  for (const { id, name } of hosts) ids.set(name, id);
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const id = (name: string) => ids.get(name) ?? '';
const mutation = (name: string) => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($i: ${type}!) { ${name}(input: $i) { id } }`;
};
const start = async (name: string, host: string): Promise<string> =>
  (await product.admin.ask(mutation(name), { i: { id: id(host) } }))[name].id;
const act = async (name: string, host: string) => product.admin.finish(await start(name, host));
const hostOf = async (name: string) =>
  (
    await product.admin.ask(
      `query ($id: ID!) { host(id: $id) { status statusReason
         power { method bmcAddress bmcUsername state offBy } events { attribute to } } }`,
      { id: id(name) },
    )
  ).host;

describe('the power of a host', { timeout: 180_000 }, () => {
  it('is not cut while a VM runs there, and nobody else may ask', async () => {
    const made = await product.createVm(product.admin, { name: 'busy', hostId: id('host2') });
    const refused = await product.admin.refused(mutation('powerOffHost'), {
      i: { id: id('host2') },
    });
    expect(refused).toMatchObject({ code: 'CONFLICT' });
    expect(refused.message).toMatch(/1 VM runs on host2\. Evacuate it/);
    await using user = await product.user('asha');
    for (const name of ['powerOffHost', 'powerOnHost'])
      expect((await user.refused(mutation(name), { i: { id: id('host2') } })).code).toBe(
        'FORBIDDEN',
      );
    await product.act(product.admin, 'destroyVm', made.vmId);
  });

  it('is switched off and on by its BMC; its VM that was off stays so', async () => {
    expect(await act('powerOffHost', 'host2')).toMatchObject({ status: 'SUCCEEDED' });
    const off = await hostOf('host2');
    expect(off).toMatchObject({
      status: 'DOWN',
      statusReason: 'powered off by an admin',
      power: { method: 'IPMI', bmcUsername: 'admin', state: 'OFF', offBy: 'ADMIN' },
    });
    const { vms } = await product.admin.ask('{ vms { nodes { status } } }');
    expect(vms.nodes).toEqual([{ status: 'SHUTDOWN' }]);
    const place = { vcpus: 1, ramMiB: 96 };
    const { placementPreview } = await product.admin.ask(
      'query ($i: PlacementInput!) { placementPreview(input: $i) { chosen { name } } }',
      { i: place },
    );
    expect(placementPreview.chosen.name).toBe('host1');
    expect(await act('powerOnHost', 'host2')).toMatchObject({ status: 'SUCCEEDED' });
    const on = await hostOf('host2');
    expect(on).toMatchObject({ status: 'UP', power: { state: 'ON', offBy: null } });
    expect(on.events.filter((e: { attribute: string }) => e.attribute === 'power')).toHaveLength(2);
  });

  it('keeps the password from everybody', async () => {
    const [row] = await rows<{ password: string }>(
      product.em(),
      'select bmc_password as password from host_power where host_id = ?',
      [id('host2')],
    );
    const plain = product.lab.inventory.hosts[1]?.bmc.password ?? '';
    expect(plain.length).toBeGreaterThan(8);
    expect(row?.password).not.toContain(plain);
    expect(product.app.services.secrets.open(row?.password ?? '')).toBe(plain);
    const input = { id: id('host1'), method: 'IPMI', bmcAddress: '10.0.0.1' };
    const refused = await product.admin.refused(mutation('setHostPower'), { i: input });
    expect(refused.code).toBe('BAD_USER_INPUT');
  });

  it('is switched on by a magic packet, off by SSH', async () => {
    const i = { id: id('host2'), method: 'WAKE_ON_LAN' };
    await product.admin.ask(mutation('setHostPower'), { i });
    expect(await act('powerOffHost', 'host2')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await act('powerOnHost', 'host2')).toMatchObject({ status: 'SUCCEEDED' });
    await waitFor('host2 to be up', async () => (await hostOf('host2')).status === 'UP', 60_000);
  });

  it('is planned for idle hosts, shown, and carried out only when that is switched on', async () => {
    const em = product.em();
    const constants = {
      powerSpareRamMiB: 0,
      powerSpareVcpus: 0,
      powerIdleMinutes: 1,
      powerMinOnMinutes: 0,
    };
    for (const [name, value] of Object.entries(constants))
      await product.admin.ask(
        'mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }',
        { i: { name, value: String(value) } },
      );
    await run(em, 'delete from vm');
    expect(await powerRound(product.app.services)).toBe(0);
    await run(
      em,
      "update host_power set idle_since = utc_timestamp(3) - interval 1 hour, switched_at = null, method = if(host_id = ?, 'IPMI', 'NONE')",
      [id('host1')],
    );
    const { powerPlan } = await product.admin.ask('{ powerPlan { name action reason } }');
    expect(powerPlan).toMatchObject([
      { name: 'host1', action: 'OFF' },
      { name: 'host2', action: 'KEEP', reason: 'it could not be turned on again from here' },
    ]);
    expect(await powerRound(product.app.services)).toBe(0);
    await product.admin.ask(
      'mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }',
      {
        i: { name: 'powerPolicyAutomatic', value: '1' },
      },
    );
    expect(await powerRound(product.app.services)).toBe(1);
    await waitFor(
      'the policy to turn host1 off',
      async () => {
        const { status, power } = await hostOf('host1');
        return status === 'DOWN' && power.offBy === 'POLICY' && power.state === 'OFF';
      },
      90_000,
    );
  });
});
