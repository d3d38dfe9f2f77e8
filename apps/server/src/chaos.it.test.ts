import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChaosCloud } from '../test/chaos/chaos-cloud.ts';
import { chaosReport } from '../test/chaos/chaos-report.ts';
import { ChaosDriver } from '../test/chaos/driver.ts';
import { verify } from '../test/chaos/verify.ts';
import { rows } from './platform/db.ts';

/**
 * Random operations of several people on several VMs, which move between hosts, while workers, an API,
 * libvirtd, MariaDB and Redis are killed, the datastore is full, and hosts lose their power or their
 * packets. `pnpm chaos` runs it longer, with a seed of its own.
 */
const seed = Number(process.env['CHAOS_SEED'] ?? 4);
const seconds = Number(process.env['CHAOS_SECONDS'] ?? 30);

let cloud: ChaosCloud;

beforeAll(async () => {
  cloud = await ChaosCloud.up();
});
afterAll(() => cloud?.[Symbol.asyncDispose]());

it(
  `nothing is lost, left or doubled (seed ${seed}, ${seconds} s)`,
  async () => {
    const driver = new ChaosDriver(cloud, seed);
    try {
      await driver.run(seconds);
      await verify(cloud, driver);
    } finally {
      console.log(chaosReport(driver.log, seconds));
    }
    expect(driver.log.violations).toEqual([]);
    expect(driver.log.accepted).toBeGreaterThan(0);
  },
  (seconds + 900) * 1000,
);

it('tells what is wrong', async () => {
  const driver = new ChaosDriver(cloud, seed);
  await cloud.untilMeasured();
  const made = await cloud.product.createVm(cloud.product.admin, { name: 'wronged' });
  const sql =
    'select v.identity, h.name as host from vm v join host h on h.id = v.host_id where v.id = ?';
  const [vm] = await rows<{ identity: string; host: string }>(cloud.product.em(), sql, [made.vmId]);
  // Behind the product's back: it runs no more, and its domain is on the other host as well.
  const { identity = '', host = '' } = vm ?? {};
  const other = host === 'host1' ? 'host2' : 'host1';
  await cloud.product.onHost(host, 'virsh', 'destroy', identity);
  const xml = await cloud.product.onHost(host, 'virsh', 'dumpxml', '--inactive', identity);
  await cloud.product.onHost(other, 'sh', '-c', `cat > /tmp/x.xml <<'X'\n${xml}\nX`);
  await cloud.product.onHost(other, 'virsh', 'define', '/tmp/x.xml');
  await cloud.product.untilStatus(made.vmId, 'SHUTDOWN');
  await verify(cloud, driver);
  const told = driver.log.violations.join('\n');
  expect(told).toMatch(/leak DUPLICATE_DOMAIN: VM wronged/);
  expect(told).toMatch(/wronged is SHUTDOWN \(destroyed\), not RUNNING/);
  expect(told).toMatch(/wronged is to be on host\d, but is on host1 and host2/);
});
