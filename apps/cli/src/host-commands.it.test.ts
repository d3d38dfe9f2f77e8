import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { baadal } from '../test/run-baadal.ts';
import { DirectedTask, StandInServer } from '../test/stand-in-server.ts';

/** What the commands about hosts and the cloud send, held to the real schema. */
let server: StandInServer;
let home: string;
let env: Record<string, string>;
/** Mutations and plans, as they came. */
let sent: [string, unknown][];

const AT = '2026-01-02T03:04:05.000Z';
const host = (id: string, name: string) => ({
  ...{ id, name, address: `10.0.0.${id.at(-1)}`, status: 'UP', statusReason: null },
  ...{ maintenance: false, type: 'VIRTUAL', cpus: 2, ramMiB: 4096, diskGiB: 10, vmCount: 1 },
  used: { vcpus: 0, ramMiB: 0, diskGiB: 0, vms: 0 },
});
const HOSTS = [host('host_1', 'host1'), host('host_2', 'host2')];
const TASKS = [
  ...['powerOnHost', 'powerOffHost', 'respawnVms', 'evacuateHost', 'returnVms'],
  ...['shutdownHosts', 'shutdownCloud', 'bootHosts', 'bootCloud', 'giveUpKeptMemory'],
];
const STAYS = {
  ...{ vmId: 'vm_2', name: 'bound', kind: 'OFFLINE', target: null },
  reasons: ['host2: has 0 MiB free'],
};

beforeEach(async () => {
  server = new StandInServer();
  await server.up();
  home = mkdtempSync(join(tmpdir(), 'baadal-cli-'));
  env = { HOME: home, BAADAL_URL: server.url, BAADAL_TOKEN: 'good-token' };
  sent = [];
  server.vms = [{ id: 'vm_1', name: 'web', identity: 'org_ann_web', owner: { username: 'ann' } }];
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
  const note = (name: string, answer: unknown) => (args: { input: unknown }) => {
    sent.push([name, plain(args.input)]);
    return answer;
  };
  const task = new DirectedTask('task_1').toObject();
  server.answers = {
    hosts: () => HOSTS,
    ...Object.fromEntries(TASKS.map((name) => [name, note(name, task)])),
    setHostMaintenance: note('setHostMaintenance', { ...HOSTS[0], status: 'MAINTENANCE' }),
    evacuationPlan: () => [
      { ...STAYS, vmId: 'vm_1', name: 'web', kind: 'LIVE', target: HOSTS[1], reasons: ['fits'] },
      STAYS,
    ],
    tasks: () => ({ nodes: [new DirectedTask('task_9').toObject()] }),
    cloud: () => ({ id: 'cloud', state: 'CLOSED', since: AT }),
    shutdownPlan: (args: { hostIds?: readonly string[] | null }) => {
      sent.push(['shutdownPlan', args.hostIds ?? null]);
      const vm = { id: 'vm_1', name: 'web', hostName: 'host1', ramMiB: 96 };
      return {
        hosts: [],
        vms: [
          { ...vm, act: 'KEEP', reason: 'it runs' },
          { ...vm, name: 'busy', act: 'LEAVE', reason: 'a task is at work on it: Edit VM busy' },
        ],
      };
    },
  };
});
afterEach(async () => {
  await server.down();
  rmSync(home, { recursive: true });
});

const run = (...args: string[]) => baadal(args, env);
/** Runs a command that is to send one mutation. @returns what it sent */
async function sends(...args: string[]) {
  sent = [];
  const { code, stdout, stderr } = await run(...args);
  expect(`${args.join(' ')}: ${code} ${stderr}`).toMatch(/: 0 /);
  const mutations = sent.filter(([name]) => name !== 'shutdownPlan');
  expect(mutations).toHaveLength(1);
  return { asked: mutations[0], stdout, stderr };
}

describe('a host', () => {
  test('is closed and opened', async () => {
    const closed = await sends('host', 'maintenance', 'host1', 'on');
    expect(closed.asked).toEqual(['setHostMaintenance', { id: 'host_1', on: true }]);
    expect(closed.stdout).toBe('host1 is MAINTENANCE\n');
    const open = await sends('host', 'maintenance', 'host_1', 'off', '--json');
    expect(open.asked?.[1]).toEqual({ id: 'host_1', on: false });
    expect(JSON.parse(open.stdout)).toMatchObject({ name: 'host1' });
    expect(await run('host', 'maintenance', 'host1', 'maybe')).toMatchObject({ code: 2 });
    expect(await run('host', 'maintenance', 'host9', 'on')).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining('host1') },
    });
  });

  test('is switched on and off', async () => {
    expect((await sends('host', 'power', 'host2', 'off', '--no-watch')).asked).toEqual([
      'powerOffHost',
      { id: 'host_2' },
    ]);
    expect((await sends('host', 'power', 'host2', 'on', '--no-watch')).asked?.[0]).toBe(
      'powerOnHost',
    );
    expect(await run('host', 'power', 'host2', 'reset')).toMatchObject({ code: 2 });
  });

  test('that is down has its VMs respawned; what is more than that is asked for in words', async () => {
    const bare = { hostId: 'host_2', confirmed: false, giveUpKept: false };
    const respawn = ['host', 'respawn', 'host2', '--no-watch'] as const;
    expect((await sends(...respawn)).asked).toEqual(['respawnVms', bare]);
    expect((await sends(...respawn, '--confirm', '--give-up-kept')).asked?.[1]).toEqual({
      ...bare,
      ...{ confirmed: true, giveUpKept: true },
    });
  });

  test('is emptied, after its plan was told, and filled again', async () => {
    const plan = await run('host', 'evacuate', 'host1', '--plan');
    expect(plan.stdout).toMatch(/^VM +TO +HOW +WHY\nweb +host2 +live +fits\nbound +stays +offline/);
    expect(sent).toEqual([]);
    expect((await sends('host', 'evacuate', 'host1', '--no-watch')).asked).toEqual([
      'evacuateHost',
      { id: 'host_1' },
    ]);
    // What comes back is what the last evacuation moved.
    expect((await sends('host', 'return', 'host1', '--no-watch')).asked).toEqual([
      'returnVms',
      { id: 'task_9' },
    ]);
    server.answers['tasks'] = () => ({ nodes: [] });
    expect(await run('host', 'return', 'host1')).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining('host1 was never evacuated') },
    });
  });

  test('is shut down and booted, several at a time', async () => {
    const shut = ['host', 'shutdown', 'host1', 'host2'] as const;
    const told = await run(...shut);
    expect(told).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(told.stderr).toMatch(/stopped +web on host1: it runs/);
    expect(told.stderr).toMatch(/left alone +busy on host1: a task is at work/);
    expect(sent).toEqual([['shutdownPlan', ['host_1', 'host_2']]]);
    const done = await sends(...shut, '--yes', '--power-off', '--keep', 'snapshot', '--no-watch');
    expect(done.asked).toEqual([
      'shutdownHosts',
      { ids: ['host_1', 'host_2'], powerOff: true, method: 'SNAPSHOT' },
    ]);
    expect((await sends('host', 'boot', 'host1', 'host2', '--no-watch')).asked).toEqual([
      'bootHosts',
      { ids: ['host_1', 'host_2'] },
    ]);
  });
});

describe('the cloud', () => {
  test('tells whether it takes work', async () => {
    expect((await run('cloud', 'status')).stdout).toBe(`CLOSED since ${AT}\n`);
    expect(JSON.parse((await run('cloud', 'status', '--json')).stdout)).toMatchObject({
      state: 'CLOSED',
    });
  });

  test('is shut down only when told so, and booted', async () => {
    expect(await run('cloud', 'shutdown')).toMatchObject({ code: 2 });
    expect(sent).toEqual([['shutdownPlan', null]]);
    expect(await run('cloud', 'shutdown', '--yes', '--keep', 'nothing')).toMatchObject({ code: 2 });
    expect(
      (await sends('cloud', 'shutdown', '--yes', '--keep', 'save', '--no-watch')).asked,
    ).toEqual(['shutdownCloud', { powerOff: false, method: 'MANAGED_SAVE' }]);
    expect((await sends('cloud', 'boot', '--no-watch')).asked).toEqual(['bootCloud', {}]);
  });

  test('gives up the kept memory of a VM only when told so', async () => {
    expect(await run('cloud', 'give-up', 'web')).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('would be lost') },
    });
    expect(sent).toEqual([]);
    expect((await sends('cloud', 'give-up', 'web', '--yes', '--no-watch')).asked).toEqual([
      'giveUpKeptMemory',
      { vmId: 'vm_1' },
    ]);
  });

  test('tells how its task ended', async () => {
    const task = new DirectedTask('task_1');
    server.tasks.set('task_1', task);
    task.change({ status: 'PARTIAL', message: '1 of 2 VMs are kept' });
    const ended = await run('cloud', 'shutdown', '--yes', '--watch');
    expect(ended).toMatchObject({ code: 1, stdout: expect.stringContaining('PARTIAL') });
    task.change({ status: 'SUCCEEDED', message: '2 VMs are back' });
    expect(await run('cloud', 'boot', '--watch')).toMatchObject({
      ...{ code: 0, stdout: expect.stringContaining('2 VMs are back') },
    });
  });
});
