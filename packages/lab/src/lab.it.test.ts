import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CACHE_DIR,
  host,
  namespaces,
  onMachine,
  processesOf,
  temporaryDirectory,
} from '../test/lab-access.ts';
import { LabError, type LabStatus, labDown, labStatus, labUp, powerOn } from './index.ts';
import { LabPaths, readJson, writeJson } from './lab-state.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';
import type { UnitProcesses } from './process-record.ts';
import { run } from './run-command.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(async () => {
  await directory[Symbol.asyncDispose]();
});

const stateDir = (name: string): string => path.join(directory.path, name);
const up = (name: string, hosts = 2) =>
  labUp({ name, stateDir: stateDir(name), cacheDir: CACHE_DIR, hosts });

async function statusOf(name: string): Promise<LabStatus> {
  const status = await labStatus({ stateDir: stateDir(name) });
  if (status === undefined) throw new Error('no lab');
  return status;
}

const pids = (status: LabStatus): readonly (number | undefined)[] =>
  status.machines.map(({ pid }) => pid);

async function interfaceNames(): Promise<readonly string[]> {
  const links = JSON.parse(await run('ip', ['-json', 'link', 'show'])) as { ifname: string }[];
  return links.map(({ ifname }) => ifname);
}

function slotOf(status: LabStatus): string {
  return status.network.split('.')[1] ?? '';
}

/**
 * The processes of a lab that is up. By what they are, not by their namespaces, of which another lab
 * may get the numbers once they are gone.
 */
async function processesIn({ machines, stateDir: dir }: LabStatus): Promise<ProcessIdentity[]> {
  const own = new Set(await namespaces(process.pid));
  const all = await Promise.all(machines.map(({ pid }) => namespaces(pid ?? 0)));
  const found = await processesOf(new Set(all.flat().filter((each) => !own.has(each))), dir);
  return found.map(identify).filter((each) => each !== undefined);
}

/** What is left of a lab that had these processes, and whatever else names its directory. */
async function leftOf(
  status: LabStatus,
  before: readonly ProcessIdentity[] = [],
): Promise<readonly string[]> {
  const running = before.filter(isRunning).map(({ pid }) => pid);
  const named = await processesOf(new Set(), status.stateDir);
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .filter((line) => line.includes(status.stateDir));
  const links = (await interfaceNames()).filter((name) => name === `bdlab${slotOf(status)}`);
  return [...new Set([...running, ...named].map((pid) => `process ${pid}`)), ...mounts, ...links];
}

async function answers(address: string): Promise<boolean> {
  const socket = connect({ host: address, port: 22, timeout: 1000 });
  try {
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describe('a lab', () => {
  it('comes up as its inventory says, once, and leaves nothing when it goes down', async () => {
    await using lab = await up('updown');
    const status = await statusOf('updown');
    expect(status.up).toBe(true);
    expect(lab.inventory).toEqual(await readJson(new LabPaths(lab.stateDir).inventory));
    for (const machine of [...lab.inventory.hosts, lab.inventory.gateway]) {
      expect(await onMachine(lab, machine, 'hostname')).toBe(machine.name);
    }
    const facts = await Promise.all(
      lab.inventory.hosts.map((machine) =>
        onMachine(
          lab,
          machine,
          'virsh capabilities | grep -o "<uuid>.*</uuid>"; stat -f -c %T /mnt/datastore; ' +
            `ls -A /mnt/datastore; cat /sys/class/net/eth0/address; ovs-vsctl list-ports ${lab.inventory.hosts[0]?.bridge}`,
        ),
      ),
    );
    expect(new Set(facts.map((fact) => fact.split('\n')[0])).size).toBe(2);
    for (const [i, fact] of facts.entries()) {
      expect(fact).toContain('fuse');
      expect(fact).toContain('vm_images');
      expect(fact).toContain(lab.inventory.hosts[i]?.mac);
      expect(fact).toContain('eth1');
    }
    expect(await onMachine(lab, host(lab, 1), 'ssh host2 hostname')).toBe('host2');

    await up('updown');
    expect(pids(await statusOf('updown'))).toEqual(pids(status));

    const before = await processesIn(status);
    expect((await leftOf(status, before)).length).toBeGreaterThan(10);
    await lab.down();
    expect(await leftOf(status, before)).toEqual([]);
    expect((await statusOf('updown')).machines.map(({ power }) => power)).toEqual(
      Array.from({ length: 3 }, () => 'off'),
    );
    await lab.down();
    await expect(powerOn({ stateDir: lab.stateDir, host: 'host1' })).rejects.toMatchObject({
      code: 'NOT_UP',
    });
  });

  it('survives the power cut of a host, which comes back with its disk', async () => {
    await using lab = await up('power');
    const [first, second] = [host(lab, 1), host(lab, 2)];
    const xml =
      "<domain type='qemu'><name>kept</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>";
    await onMachine(lab, second, `echo "${xml}" >/root/kept.xml && virsh define /root/kept.xml`);
    const uuid = await onMachine(lab, second, 'virsh start kept >&2; virsh domuuid kept');

    await lab.powerOff('host2');
    expect(await answers(second.address)).toBe(false);
    expect(await answers(first.address)).toBe(true);
    expect((await statusOf('power')).machines.find(({ name }) => name === 'host2')?.power).toBe(
      'off',
    );
    await lab.powerOff('host2');

    await lab.powerOn('host2');
    const before = pids(await statusOf('power'));
    await lab.powerOn('host2');
    expect(pids(await statusOf('power'))).toEqual(before);
    // The host key is pinned by ssh's known_hosts: it is the same.
    expect(await onMachine(lab, second, 'virsh domuuid kept; virsh domstate kept')).toContain(uuid);
    expect(await onMachine(lab, second, 'virsh domstate kept')).toContain('shut off');
    await expect(lab.powerOff('host9')).rejects.toMatchObject({ code: 'UNKNOWN_HOST' });
  });

  it('has BMCs that stay where they are on the network, whatever is plugged in', async () => {
    await using lab = await up('bmc', 1);
    const { pid } =
      (await readJson<{ pid: number }>(new LabPaths(lab.stateDir).switchProcess)) ?? {};
    const onSwitch = (...argv: string[]) => run('nsenter', [`--net=/proc/${pid}/ns/net`, ...argv]);
    const cardOfBmcs = async () => (await onSwitch('ip', '-br', 'link', 'show', 'br-mgmt')).trim();
    const before = await cardOfBmcs();
    // A bridge takes the lowest address of its ports, unless it has one of its own.
    await onSwitch('ip', 'link', 'add', 'low', 'address', '00:00:00:00:00:01', 'type', 'veth');
    await onSwitch('ip', 'link', 'set', 'low', 'master', 'br-mgmt', 'up');
    expect(await cardOfBmcs()).toBe(before);
  });

  it('is repaired by up, and ended by down, after everything of it was killed', async () => {
    await using lab = await up('killed', 1);
    const status = await statusOf('killed');
    const before = await processesIn(status);
    const paths = new LabPaths(lab.stateDir);
    const switchPid = (await readJson<{ pid: number }>(paths.switchProcess))?.pid;
    for (const pid of [switchPid, ...pids(status)]) process.kill(pid ?? 0, 'SIGKILL');

    const again = await up('killed', 1);
    expect(again.inventory).toEqual(lab.inventory);
    expect(await onMachine(again, host(again, 1), 'hostname')).toBe('host1');

    const now = await statusOf('killed');
    before.push(...(await processesIn(now)));
    for (const pid of pids(now)) process.kill(pid ?? 0, 'SIGKILL');
    await labDown({ stateDir: lab.stateDir });
    expect(await leftOf(now, before)).toEqual([]);
  });

  it('never ends a process that only has the pid of one of its own', async () => {
    await using lab = await up('reused', 1);
    await lab.down();
    const innocent = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(innocent, 'spawn');
    try {
      const identity = identify(innocent.pid ?? 0);
      if (identity === undefined) throw new Error('sleep does not run');
      const stale: UnitProcesses = { outer: { ...identity, startTime: '1' } };
      await writeJson(new LabPaths(lab.stateDir).machineProcesses('host1'), stale);
      await writeJson(new LabPaths(lab.stateDir).switchProcess, { ...identity, bootId: 'former' });
      expect((await statusOf('reused')).up).toBe(false);
      await lab.down();
      expect(identify(innocent.pid ?? 0)).toEqual(identity);
    } finally {
      innocent.kill('SIGKILL');
    }
  });

  it('stands beside another of the same name, and two ups of one lab are one', async () => {
    const other = path.join(directory.path, 'elsewhere');
    await using one = await up('twin', 1);
    await using two = await labUp({
      name: 'twin',
      stateDir: other,
      cacheDir: CACHE_DIR,
      hosts: 1,
    });
    expect(host(one, 1).address).not.toBe(host(two, 1).address);
    const before = pids(await statusOf('twin'));
    await Promise.all([up('twin', 1), up('twin', 1)]);
    expect(pids(await statusOf('twin'))).toEqual(before);
    await one.down();
    await Promise.all([up('twin', 1), up('twin', 1)]);
    expect((await statusOf('twin')).up).toBe(true);
    await two.down();
    expect(await onMachine(one, host(one, 1), 'hostname')).toBe('host1');
  });

  it('grows and shrinks', async () => {
    await using _small = await up('grow', 1);
    const grown = await up('grow', 2);
    expect(await onMachine(grown, host(grown, 1), 'ssh host2 hostname')).toBe('host2');
    const shrunk = await up('grow', 1);
    expect(shrunk.inventory.hosts.map(({ name }) => name)).toEqual(['host1']);
    expect(await answers(host(grown, 2).address)).toBe(false);
  });
});

describe('a lab refuses', () => {
  const refusal = async (options: Parameters<typeof labUp>[0]): Promise<LabError> => {
    const outcome = await labUp({ cacheDir: CACHE_DIR, ...options }).catch((e: unknown) => e);
    if (outcome instanceof LabError) return outcome;
    throw new Error('no refusal', { cause: outcome });
  };

  it('names and numbers it cannot use', async () => {
    const directories = { stateDir: stateDir('refused') };
    expect((await refusal({ ...directories, name: 'No Name' })).code).toBe('INVALID_NAME');
    expect((await refusal({ ...directories, name: 'x', hosts: 0 })).code).toBe('INVALID_HOSTS');
    const blank = path.join(directory.path, 'a b');
    expect((await refusal({ stateDir: blank, name: 'x' })).code).toBe('STATE_DIR_UNUSABLE');
    expect(await labStatus(directories)).toBeUndefined();
    await labDown({ stateDir: path.join(directory.path, 'nowhere') });
  });

  it('a state directory on overlayfs, and says what to do', async () => {
    const base = stateDir('overlay');
    for (const part of ['upper', 'work', 'merged'])
      await mkdir(path.join(base, part), { recursive: true });
    const options = `lowerdir=/usr/share/doc,upperdir=${base}/upper,workdir=${base}/work`;
    await run('mount', ['-t', 'overlay', 'overlay', '-o', options, `${base}/merged`]);
    try {
      const refused = await refusal({ name: 'x', stateDir: `${base}/merged/lab` });
      expect(refused.code).toBe('STATE_DIR_UNUSABLE');
      expect(refused.message).toContain('overlayfs');
    } finally {
      await run('umount', [`${base}/merged`]);
    }
  });

  it('to stay half up: a host that does not boot takes the rest down, with its log', async () => {
    await using lab = await up('broken', 2);
    await lab.down();
    const disk = path.join(new LabPaths(lab.stateDir).machine('host2'), 'disk');
    await rm(disk, { recursive: true });
    await writeFile(disk, '');
    const refused = await refusal({ name: 'broken', stateDir: lab.stateDir });
    expect(refused.message).toContain('host2');
    const status = await statusOf('broken');
    expect(status.machines.map(({ power }) => power)).toEqual(['off', 'off', 'off']);
    expect(await leftOf(status)).toEqual([]);
  });
});
