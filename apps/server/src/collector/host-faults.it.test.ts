import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { labStatus } from '@baadal/lab';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LabCloud } from '../../test/lab-cloud.ts';
import type { TestVm } from '../../test/rows.ts';
import { waitFor } from '../../test/wait-for.ts';
import { loadHostViews } from '../host/host-views.ts';
import { rows, run } from '../platform/db.ts';
import { newId } from '../platform/ids.ts';
import { registerTasks } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { domainXml } from '../vm/domain-xml.ts';
import { Collector } from './collector.ts';

const runFile = promisify(execFile);
let cloud: LabCloud;
let collector: Collector;
let vm: TestVm;
let disk: string;

const view = async (number: number) => {
  const [host] = await loadHostViews(cloud.em(), [cloud.hostId(number)]);
  if (!host) throw new Error('the host is gone');
  return host;
};
const until = (what: string, look: () => Promise<boolean>, deadlineMs = 60_000) =>
  waitFor(what, look, deadlineMs);
const hostIs = (number: number, status: string) =>
  until(`host ${number} is ${status}`, async () => (await view(number)).status === status);
const vmStatus = async () =>
  (await rows<{ status: string }>(cloud.em(), 'select status from vm where id = ?', [vm.id]))[0]
    ?.status;

/** Runs `iptables` in a host's network, whatever it lets through. */
async function iptables(number: number, ...args: string[]): Promise<void> {
  const status = await labStatus({ stateDir: cloud.lab.stateDir });
  const pid = status?.machines.find(({ name }) => name === cloud.host(number).name)?.pid;
  await runFile('nsenter', ['-t', String(pid), '-n', 'iptables', '-w', ...args]);
}

/** A VM on host 2 that runs from a disk of its own. */
async function startVmWithDisk(): Promise<void> {
  vm = await cloud.addVm(2, { status: 'SHUTDOWN', desired: 'RUNNING' });
  disk = `/mnt/datastore/vm_images/${vm.identity}.qcow2`;
  await cloud.onHost(2, 'qemu-img', 'create', '-q', '-f', 'qcow2', disk, '1G');
  await run(
    cloud.em(),
    `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root)
     select ?, ?, 'vda', ?, 1, id, true from datastore limit 1`,
    [newId('disk'), vm.id, `vm_images/${vm.identity}.qcow2`],
  );
  const outside = await cloud.outsider(2);
  const { id: vmId, identity, uuid, vncPort } = vm;
  const domain = await outside.defineDomain(
    domainXml({
      ...{ vmId, identity, uuid, vncPort, boot: null, vcpus: 1, ramMiB: 96, kvm: false },
      ...{ disks: [{ path: disk, target: 'vda' }], network: null },
    }),
  );
  await domain.start();
  await outside.close();
}

beforeAll(async () => {
  registerTasks(TASK_DEFINITIONS);
  cloud = await LabCloud.up({ name: 'hf', hosts: 2 });
  collector = new Collector({ services: cloud.services, processName: 'test:1', leaseMs: 5_000 });
  collector.start();
  await Promise.all([hostIs(1, 'UP'), hostIs(2, 'UP')]);
}, 120_000);
afterAll(async () => {
  await collector?.stop();
  await cloud?.[Symbol.asyncDispose]();
});

describe('the signs of a host', { timeout: 120_000 }, () => {
  it('are each looked for, with when they were good last', async () => {
    await until('all signs of host 2', async () => {
      const { ping, ssh, libvirt, switch: ovs } = (await view(2)).health;
      return Boolean(ping?.ok && ssh.ok && libvirt.ok && ovs?.ok && ovs.lastSeenAt);
    });
    expect((await view(2)).health).toMatchObject({ neighbour: null, locks: null });
  });

  it('tell a switch that does not run from a host that is away', async () => {
    await cloud.onHost(2, 'pkill', '-x', 'ovs-vswitchd');
    const faulty = await waitFor(
      'the fault of the switch',
      async () => {
        const sign = (await view(2)).health.switch;
        return sign?.ok === false && sign;
      },
      60_000,
    );
    expect(faulty.message).toBe('ovs-vswitchd does not run');
    expect((await view(2)).status).toBe('UP');
    const [row] = await rows<{ n: number }>(
      cloud.em(),
      "select count(*) as n from host_event where attribute = 'status'",
    );
    expect(Number(row?.n)).toBe(0);
    await cloud.onHost(
      2,
      ...['ovs-vswitchd', 'unix:/run/openvswitch/db.sock', '--pidfile', '--detach', '--no-chdir'],
    );
    await until('the switch to be well', async () => (await view(2)).health.switch?.ok === true);
  });
});

describe('a host that is not reached', { timeout: 180_000 }, () => {
  it('is not called down while another host reaches it, or its disks are locked', async () => {
    await startVmWithDisk();
    await until('the VM to run', async () => (await vmStatus()) === 'RUNNING');
    const controller = cloud.host(1).address.replace(/\d+$/, '1');
    await iptables(2, '-I', 'INPUT', '-s', controller, '-j', 'DROP');
    await hostIs(2, 'UNREACHABLE');
    await until('host 1 to be asked', async () => (await view(2)).health.neighbour?.ok === true);
    expect((await view(2)).health.ping).toMatchObject({ ok: false });
    expect(await vmStatus()).toBe('UNKNOWN');
    await iptables(2, '-I', 'INPUT', '-s', cloud.host(1).address, '-j', 'DROP');
    const silent = await waitFor(
      'host 1 not to reach it',
      async () => {
        const { status, health } = await view(2);
        return health.neighbour?.ok === false && { status, health };
      },
      60_000,
    );
    expect(silent.health.locks).toMatchObject({ ok: true });
    await run(
      cloud.em(),
      "insert into constant (name, value, updated_at) values ('hostDownAfterSeconds', '5', utc_timestamp(3))",
    );
    const asked = silent.health.locks?.lastSeenAt?.getTime() ?? 0;
    // Looked at once more, long after it might count as down.
    await until('the locks to be looked at again', async () => {
      const at = (await view(2)).health.locks?.lastSeenAt?.getTime() ?? 0;
      return at > asked + 5_000;
    });
    expect((await view(2)).status).toBe('UNREACHABLE');
  });

  it('is taken up again when its packets pass, with its VM as it was', async () => {
    await iptables(2, '-F', 'INPUT');
    await hostIs(2, 'UP');
    await until('the VM to run', async () => (await vmStatus()) === 'RUNNING');
    expect(await rows(cloud.em(), 'select 1 from task')).toEqual([]);
    const { health } = await view(2);
    expect(health).toMatchObject({ ssh: { ok: true }, libvirt: { ok: true } });
  });

  it('is dialled anew once it answers a ping, whatever was dialled before', async () => {
    const frozen = await cloud.freeze(2);
    await iptables(2, '-I', 'INPUT', '-p', 'icmp', '-j', 'DROP');
    await until('no sign of host 2', async () => {
      const { status, health } = await view(2);
      return status === 'UNREACHABLE' && health.ping?.ok === false;
    });
    const dials = vi.spyOn(cloud.services.hosts, 'probe');
    const ofHost = () => dials.mock.calls.filter(([id]) => id === cloud.hostId(2));
    await until('a dial that nobody answers', async () => ofHost().length > 0);
    await iptables(2, '-F', 'INPUT');
    await until('it to be given up', async () => ofHost().some(([, signal]) => signal?.aborted));
    frozen.thaw();
    await hostIs(2, 'UP');
    dials.mockRestore();
  });

  it('is down when its plug is pulled, which is told with what speaks for it', async () => {
    await run(cloud.em(), "update constant set value = '15' where name = 'hostDownAfterSeconds'");
    cloud.forgetOutside(2);
    await cloud.lab.powerOff(cloud.host(2).name);
    await hostIs(2, 'DOWN');
    const { statusReason, health } = await view(2);
    expect(statusReason).toMatch(
      /no answer to SSH and pings from here, nor to host1.*none of its 1 disks is locked/,
    );
    expect(health).toMatchObject({ neighbour: { ok: false }, locks: { ok: false } });
    const events = await rows<{ from: string; to: string; reason: string | null }>(
      cloud.em(),
      "select `from`, `to`, reason from host_event where host_id = ? and attribute = 'status' order by id",
      [cloud.hostId(2)],
    );
    expect(events.slice(-2)).toMatchObject([
      { from: 'UP', to: 'UNREACHABLE' },
      { from: 'UNREACHABLE', to: 'DOWN', reason: statusReason },
    ]);
    await cloud.lab.powerOn(cloud.host(2).name);
    await hostIs(2, 'UP');
    expect((await view(2)).statusReason).toBeNull();
  });
});
