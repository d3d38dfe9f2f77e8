import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { baadal } from '../test/run-baadal.ts';
import { DirectedTask, StandInServer } from '../test/stand-in-server.ts';

/** What the commands send, held to the real schema, and what they make of the answers. */
let server: StandInServer;
let home: string;
let env: Record<string, string>;
/** Inputs of mutations, as they came. */
let sent: [string, unknown][];

const AT = '2026-01-02T03:04:05.000Z';
const snapshot = (id: string, name: string, more: object = {}) => ({
  ...{ id, name, description: null, type: 'USER', state: 'READY', createdAt: AT, parent: null },
  ...{ current: false, memory: true, quiesced: false, vmStatus: 'RUNNING', vcpus: 1, ramMiB: 256 },
  ...{ sizeBytes: '31457280', createdBy: { username: 'ann' }, ...more },
});
const schedule = { type: 'DAILY', keep: 7, hour: 2, memory: false, nextAt: AT };

const DATASTORE = {
  ...{ id: 'ds_1', name: 'lab', path: '/mnt/datastore', mountAddress: null, capacityGiB: 100 },
  ...{ usedGiB: 1, reserveGiB: 5, promisedGiB: 1, occupiedBy: null, checkedAt: AT },
  ...{ everyHost: true, closed: false, hosts: [] },
};
const DISK = {
  ...{ id: 'disk_1', target: 'vda', path: '/mnt/datastore/vm_images/x.qcow2', sizeGiB: 1 },
  ...{ usedBytes: '1', present: true, root: true, datastore: DATASTORE },
};
const VM = {
  disks: [DISK],
  ...{ id: 'vm_1', name: 'web', identity: 'org_ann_web', owner: { username: 'ann' } },
  snapshots: [snapshot('snap_1', 'first'), snapshot('snap_2', 'second', { current: true })],
  snapshotQuota: { used: 2, limit: 3 },
  snapshotSchedules: [{ ...schedule, lastAt: null, lastSkipped: 'it is off' }],
  events: {
    nodes: [
      { id: 'vmev_1', at: AT, attribute: 'vcpus', from: '1', to: '2', actor: null, task: null },
    ],
    totalCount: 1,
  },
};
const DELETED = {
  ...{ id: 'vm_9', name: 'old', identity: 'org_ann_old', vcpus: 1, ramMiB: 512, diskGiB: 10 },
  ...{ privateIp: null, deletedAt: AT, purgeAt: AT, restorable: true },
  owner: { username: 'ann' },
};
const TEMPLATE = {
  ...{ id: 'tpl_1', name: 'Debian', os: 'Linux', version: '12', arch: 'X86_64', format: 'QCOW2' },
  ...{ state: 'READY', active: true, public: true, cloudInit: false, diskGiB: 1, owner: null },
  ...{ diskMode: 'OVERLAY', defaultVcpus: 1, defaultRamMiB: 256, minRamMiB: 96 },
};

const HOSTS = ['one', 'two'].map((name) => ({
  ...{ id: `host_${name}`, name, status: 'UP', statusReason: null, maintenance: false },
  ...{ address: name, type: 'PHYSICAL', cpus: 4, ramMiB: 8192, diskGiB: 100, vmCount: 0 },
  ...{ used: { vms: 0, vcpus: 0, ramMiB: 0, diskGiB: 0 }, lastSeenAt: AT },
}));
const STORE = {
  ...{ id: 'ds_2', name: 'ssd', path: '/mnt/ssd', everyHost: false, mountAddress: null },
  closed: false,
  hosts: [{ sees: false, host: HOSTS[0] }],
  ...{
    capacityGiB: 100,
    usedGiB: 1,
    reserveGiB: 1,
    promisedGiB: 2,
    occupiedBy: null,
    checkedAt: AT,
  },
};

const MUTATIONS = [
  ...['editVm', 'undeleteVm', 'purgeVm', 'createSnapshot', 'revertToSnapshot'],
  ...['deleteSnapshot', 'insertMedia', 'ejectMedia', 'flattenDisk', 'saveVmAsTemplate'],
  ...['createVmFromExistingImage'],
  ...['migrateVm', 'moveVmToDatastore', 'emptyDatastore'],
];

beforeEach(async () => {
  server = new StandInServer();
  await server.up();
  home = mkdtempSync(join(tmpdir(), 'baadal-cli-'));
  env = { HOME: home, BAADAL_URL: server.url, BAADAL_TOKEN: 'good-token' };
  sent = [];
  server.vms = [VM];
  const note = (name: string, answer: unknown) => (args: { input: unknown }) => {
    sent.push([name, JSON.parse(JSON.stringify(args.input))]);
    return answer;
  };
  const task = new DirectedTask('task_1').toObject();
  const shared = { ...VM, collaborators: [{ username: 'bob' }] };
  server.answers = {
    vm: () => VM,
    datastoreChoice: () => ({
      chosen: null,
      candidates: [
        {
          ...{ accepted: false, freeAfterGiB: -5, datastore: DATASTORE },
          reasons: [{ rule: 'free', ok: false, text: 'too small' }],
        },
      ],
    }),
    unusedImages: () => [
      { identity: 'org_ann_old', path: '/x', sizeBytes: '1', usedBytes: '1', modifiedAt: AT },
    ],
    templates: () => [TEMPLATE, { ...TEMPLATE, id: 'tpl_2', name: 'Installer', format: 'ISO' }],
    deletedVms: () => ({ nodes: [DELETED], totalCount: 1, pageInfo: { hasNextPage: false } }),
    ...Object.fromEntries(MUTATIONS.map((name) => [name, note(name, task)])),
    hosts: () => HOSTS,
    datastores: () => [DATASTORE],
    emptyingPlan: () => ({
      steps: [
        {
          vmId: 'vm_1',
          name: 'web',
          live: true,
          targets: ['vda'],
          sizeGiB: 2,
          reasons: ['is busy'],
        },
      ],
      rest: [{ what: 'Template Debian', reason: 'Delete it.' }],
    }),
    diskMoveChoice: ({ along }: { along?: boolean }) => ({
      ...{ sizeGiB: 2, live: true, obstacle: null },
      candidates: [
        {
          ...{ accepted: along === true, freeAfterGiB: 97, datastore: STORE },
          reasons: along ? [] : [{ rule: 'host', ok: false, text: 'two does not see it' }],
        },
      ],
    }),
    addDatastore: note('addDatastore', STORE),
    editDatastore: note('editDatastore', { ...STORE, everyHost: true, hosts: [] }),
    addCollaborator: note('addCollaborator', shared),
    removeCollaborator: note('removeCollaborator', { ...VM, collaborators: [] }),
    setSnapshotSchedule: note('setSnapshotSchedule', VM),
  };
});
afterEach(async () => {
  await server.down();
  rmSync(home, { recursive: true });
});

const run = (...args: string[]) => baadal(args, env);
/** Runs a command that is to send one mutation. */
async function sends(...args: string[]) {
  sent = [];
  const { code, stdout, stderr } = await run(...args);
  expect(`${code} ${stderr}`).toMatch(/^0 (Follow it with: baadal task watch task_1\n)?$/);
  expect(sent).toHaveLength(1);
  return { asked: sent[0], stdout };
}

describe('the life of a VM', () => {
  test('edits send what was given, and nothing else', async () => {
    const edit = ['vm', 'edit', 'web', '--no-watch'] as const;
    const all = ['--ram', '2G', '--vcpus', '2', '--purpose', '', '--expires', 'never'] as const;
    expect((await sends(...edit, ...all, '--boot', 'cdrom,disk')).asked).toEqual([
      'editVm',
      {
        ...{ id: 'vm_1', vcpus: 2, ramMiB: 2048, purpose: null, expiresAt: null },
        bootOrder: ['CDROM', 'DISK'],
      },
    ]);
    expect((await sends(...edit, '--name', 'shop')).asked).toEqual([
      'editVm',
      { id: 'vm_1', name: 'shop' },
    ]);
    for (const wrong of [[], ['--ram', 'much'], ['--expires', 'soon']])
      expect(await run(...edit, ...wrong)).toMatchObject({ code: 2 });
  });

  test('locks, sharing and their opposites', async () => {
    expect((await sends('vm', 'lock', 'web', '--no-watch')).asked?.[1]).toMatchObject({
      locked: true,
    });
    expect((await sends('vm', 'unlock', 'web', '--no-watch')).asked?.[1]).toMatchObject({
      locked: false,
    });
    const share = await sends('vm', 'share', 'web', 'bob');
    expect(share.asked).toEqual(['addCollaborator', { vmId: 'vm_1', username: 'bob' }]);
    expect(share.stdout).toBe('web is shared with bob\n');
    expect((await sends('vm', 'unshare', 'web', 'bob')).stdout).toBe('web is shared with nobody\n');
  });

  test('deleted ones are listed, restored by name, and removed for good only when told so', async () => {
    expect((await run('vm', 'deleted')).stdout).toMatch(/^NAME .*KEPT UNTIL.*\nold .* vm_9\n/);
    expect((await sends('vm', 'undelete', 'old', '--name', 'new', '--no-watch')).asked).toEqual([
      'undeleteVm',
      { id: 'vm_9', name: 'new' },
    ]);
    expect(await run('vm', 'undelete', 'other')).toMatchObject({ code: 1 });
    expect(await run('vm', 'purge', 'old')).toMatchObject({ code: 2 });
    expect((await sends('vm', 'purge', 'old', '--yes', '--no-watch')).asked).toEqual([
      'purgeVm',
      { id: 'vm_9' },
    ]);
  });

  test('history tells who changed what; what nobody did was done by the cloud', async () => {
    const { stdout } = await run('vm', 'history', 'web', '--only', 'vcpus');
    expect(stdout).toMatch(/WHO +WHAT +FROM +TO/);
    expect(stdout).toMatch(/Baadal +vcpus +1 +2/);
  });

  test('discs go in by name, ISO images alone, and come out', async () => {
    expect((await sends('vm', 'insert', 'web', 'installer', '--no-watch')).asked).toEqual([
      'insertMedia',
      { id: 'vm_1', templateId: 'tpl_2' },
    ]);
    const none = await run('vm', 'insert', 'web', 'Debian');
    expect(none).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There are: Installer'),
    });
    expect((await sends('vm', 'eject', 'web', '--no-watch')).asked).toEqual([
      'ejectMedia',
      { id: 'vm_1' },
    ]);
  });
});

describe('disks and images', () => {
  test('a disk is copied out of its template by its target', async () => {
    expect((await sends('disk', 'flatten', 'web', 'vda', '--no-watch')).asked).toEqual([
      'flattenDisk',
      { id: 'disk_1' },
    ]);
  });

  test('a VM is launched from an image that is left, on the only datastore', async () => {
    expect((await run('datastore', 'images')).stdout).toMatch(/^IMAGE .*\norg_ann_old /);
    const launch = ['vm', 'create-from-image', 'new', 'org_ann_old', '-r', '512', '--no-watch'];
    expect((await sends(...launch)).asked).toEqual([
      'createVmFromExistingImage',
      { name: 'new', identity: 'org_ann_old', datastoreId: 'ds_1', ramMiB: 512, start: true },
    ]);
  });

  test('the choice of a datastore tells its reasons', async () => {
    expect((await run('datastore', 'choose', '90')).stdout).toMatch(/lab +refused .* too small/);
  });

  test('a template is made of a snapshot by its name', async () => {
    const save = ['vm', 'save-as-template', 'web', 'Mine', '--snapshot', 'first', '--no-watch'];
    expect((await sends(...save)).asked?.[1]).toMatchObject({ snapshotId: 'snap_1' });
  });
});

describe('snapshots', () => {
  test('are listed with the one that the VM is based on', async () => {
    const { stdout, stderr } = await run('snapshot', 'list', 'web');
    expect(stdout).toMatch(/first +USER .* 30 MiB/);
    expect(stdout).toContain('second *');
    expect(stdout + stderr).toContain('2 of 3 taken by hand');
  });

  test('are taken with memory and ping unless told otherwise', async () => {
    const create = ['snapshot', 'create', 'web', 'now', '--no-watch'] as const;
    expect((await sends(...create)).asked).toEqual([
      'createSnapshot',
      { vmId: 'vm_1', name: 'now', memory: true, requirePing: true },
    ]);
    const bare = await sends(...create, '--no-memory', '--no-ping', '-d', 'why');
    expect(bare.asked?.[1]).toMatchObject({
      ...{ memory: false, requirePing: false, description: 'why' },
    });
  });

  test('are gone back to and deleted by name, and only when told so', async () => {
    for (const [verb, mutation] of [
      ['revert', 'revertToSnapshot'],
      ['delete', 'deleteSnapshot'],
    ] as const) {
      expect(await run('snapshot', verb, 'web', 'first')).toMatchObject({ code: 2 });
      expect(sent).toEqual([]);
      const done = await sends('snapshot', verb, 'web', 'first', '--yes', '--no-watch');
      expect(done.asked).toEqual([mutation, { vmId: 'vm_1', id: 'snap_1' }]);
      expect(await run('snapshot', verb, 'web', 'third', '--yes')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('web has no snapshot third'),
      });
      sent = [];
    }
  });

  test('are scheduled by kind; what is not named stays', async () => {
    expect((await run('snapshot', 'schedule', 'web')).stdout).toMatch(/DAILY +7 +2 .*it is off/);
    expect(sent).toEqual([]);
    const set = await sends('snapshot', 'schedule', 'web', '--daily', '3@4', '--weekly', 'off');
    expect(set.asked).toEqual([
      'setSnapshotSchedule',
      { vmId: 'vm_1', daily: { keep: 3, hour: 4, memory: false }, weekly: null },
    ]);
    expect(await run('snapshot', 'schedule', 'web', '--daily', 'often')).toMatchObject({ code: 2 });
  });
});

describe('where a VM and its disks lie', () => {
  beforeEach(() => {
    const datastores = () => [DATASTORE, STORE, { ...STORE, id: 'ds_3', name: 'hdd' }];
    server.answers = { ...server.answers, datastores };
  });

  test('it migrates with its disks to a datastore of the other host', async () => {
    const migrate = ['vm', 'migrate', 'web', '--host', 'two', '--no-watch'] as const;
    expect((await sends(...migrate)).asked).toEqual([
      'migrateVm',
      { id: 'vm_1', hostId: 'host_two' },
    ]);
    expect((await sends(...migrate, '--datastore', 'ssd', '--bandwidth', '8')).asked).toEqual([
      'migrateVm',
      { id: 'vm_1', hostId: 'host_two', datastoreId: 'ds_2', bandwidthMiBps: 8 },
    ]);
    expect(await run(...migrate, '--datastore', 'tape')).toMatchObject({ code: 1 });
  });

  test('its disks move where its host sees it; what speaks against that is told', async () => {
    expect((await run('vm', 'move-disks', 'web')).stdout).toMatch(/ssd +no .*two does not see it/);
    expect((await sends('vm', 'move-disks', 'web', 'ssd', '--no-watch')).asked).toEqual([
      'moveVmToDatastore',
      { id: 'vm_1', datastoreId: 'ds_2', diskIds: null, bandwidthMiBps: null },
    ]);
  });

  test('a datastore is every host’s, or that of hosts by name', async () => {
    const table = await run('datastore', 'list');
    expect(table.stdout).toMatch(/ssd +\/mnt\/ssd +one \(not mounted on one\)/);
    const local = await sends('datastore', 'add', 'ssd', '/mnt/ssd', '--host', 'one');
    expect(local.asked?.[1]).toMatchObject({ path: '/mnt/ssd', hostIds: ['host_one'] });
    const every = await sends('datastore', 'edit', 'ssd', '--every-host');
    expect(every.asked).toEqual(['editDatastore', { id: 'ds_2', everyHost: true }]);
    expect(every.stdout).toMatch(/every/);
    expect((await sends('datastore', 'edit', 'ssd', '--close')).asked).toEqual([
      'editDatastore',
      { id: 'ds_2', closed: true },
    ]);
    const both = ['datastore', 'edit', 'ssd', '--every-host', '--host', 'one'] as const;
    expect(await run(...both)).toMatchObject({ code: 2 });
  });

  test('a datastore is emptied after its plan was told', async () => {
    const plan = await run('datastore', 'empty', 'ssd', '--plan');
    expect(plan.stdout).toMatch(/web +vda +2 GiB +stays +live +is busy/);
    expect(plan.stdout).toContain('Template Debian stays. Delete it.');
    expect(sent).toEqual([]);
    const empty = await sends('datastore', 'empty', 'ssd', '--to', 'hdd', '--no-watch');
    expect(empty.asked).toEqual([
      'emptyDatastore',
      { id: 'ds_2', targetId: 'ds_3', bandwidthMiBps: null },
    ]);
  });
});
