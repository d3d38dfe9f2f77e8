import { describe, expect, it } from 'vitest';
import type { DatastoreId, HostId, TaskId, VmId } from '../platform/ids.ts';
import { compareWorld, stable } from './compare.ts';
import { leakId, readLeakId } from './leak-kind.ts';
import type {
  FileClaim,
  SeenDatastore,
  SeenDomain,
  SeenHost,
  TaskFacts,
  VmFacts,
  World,
} from './leak-world.ts';
import { readListing } from './observe-datastores.ts';
import { readDefinition } from './observe-hosts.ts';

const RUNNING = 1;
const OFF = 5;
const DISK = 'vm_images/web.qcow2';

const vm: VmFacts = {
  id: 'vm_1' as VmId,
  name: 'web',
  identity: 'Org_ann_web',
  uuid: 'uuid-1',
  hostId: 'host_1' as HostId,
  status: 'RUNNING',
  vncPort: 20_001,
  mac: '52:54:00:00:00:01',
  networked: true,
};
const domain: SeenDomain = {
  uuid: 'uuid-1',
  name: 'Org_ann_web',
  stateCode: RUNNING,
  reasonCode: 1,
  active: true,
  markedVm: 'vm_1',
  macs: ['52:54:00:00:00:01'],
  vncPorts: [20_001],
  disks: [{ target: 'vda', path: `/ds/${DISK}` }],
  files: [`/ds/${DISK}`],
  snapshots: [],
};
const host1: SeenHost = {
  id: 'host_1' as HostId,
  name: 'one',
  domains: [domain],
  fault: null,
  unfollowed: null,
};
const host2: SeenHost = { ...host1, id: 'host_2' as HostId, name: 'two', domains: [] };
const claim: FileClaim = {
  datastoreId: 'ds_1' as DatastoreId,
  path: DISK,
  owner: 'the disk vda of the VM web',
  vmId: vm.id,
  target: 'vda',
  needed: true,
};
const file = (path: string) => ({ path, bytes: 5 * 1024 ** 2, modifiedAt: new Date(0) });
const datastore: SeenDatastore = {
  id: 'ds_1' as DatastoreId,
  name: 'data',
  path: '/ds',
  through: 'one',
  files: [file(DISK)],
  fault: null,
};
const whole: World = {
  hosts: [host1, host2],
  datastores: [datastore],
  vms: [vm],
  claims: [claim],
  snapshots: [],
  tasks: [],
  oldTickets: 0,
};
const task: TaskFacts = {
  id: 'task_1' as TaskId,
  title: 'Start VM web',
  status: 'RUNNING',
  vmId: vm.id,
  hostId: null,
  lane: vm.id,
  heldLane: vm.id,
  owner: 'worker',
  finishedAt: null,
  startedAt: new Date(0),
  overdueSeconds: -5,
  behind: false,
  leftovers: [],
  owes: true,
};

const kinds = (world: Partial<World>) =>
  compareWorld({ ...whole, ...world }).map(({ kind, repairable }) => `${kind} ${repairable}`);
const on = (...domains: (readonly SeenDomain[] | null)[]) => ({
  hosts: [host1, host2].map((host, i) => ({ ...host, domains: domains[i] ?? null })),
});

describe('compareWorld', () => {
  it('finds nothing where everything agrees', () => {
    expect(kinds({})).toEqual([]);
  });

  it('finds domains that nobody knows', () => {
    const stray = { ...domain, uuid: 'stray', markedVm: null, macs: [], vncPorts: [] };
    expect(kinds(on([domain, stray], []))).toEqual(['ORPHAN_DOMAIN true']);
  });

  it('tells a second definition from a VM that is elsewhere', () => {
    const off = { ...domain, stateCode: OFF, active: false };
    expect(kinds(on([domain], [off]))).toEqual(['DUPLICATE_DOMAIN true']);
    expect(kinds(on([domain], [domain]))).toEqual(['DUPLICATE_DOMAIN false']);
    expect(kinds(on([], [domain]))).toEqual(['WRONG_HOST true']);
  });

  it('defines nothing again while a host that may have it was not asked', () => {
    expect(kinds(on([], []))).toEqual(['MISSING_DOMAIN true']);
    expect(kinds(on([], null))).toEqual(['HOST_NOT_CHECKED false', 'MISSING_DOMAIN false']);
    // Nothing is said of the VMs of a host that was not asked.
    expect(kinds(on(null, []))).toEqual(['HOST_NOT_CHECKED false']);
    expect(kinds(on(null, [domain]))).toEqual(['HOST_NOT_CHECKED false', 'WRONG_HOST false']);
  });

  it('finds wrong states, but none that is passed through', () => {
    expect(kinds({ vms: [{ ...vm, status: 'SHUTDOWN' }] })).toEqual(['WRONG_STATE true']);
    const startingUp = { ...domain, stateCode: 3, reasonCode: 11 };
    expect(kinds(on([startingUp], []))).toEqual([]);
  });

  it('finds what a definition lacks, and what two have', () => {
    const moved = { ...domain, macs: [], vncPorts: [1], disks: [] };
    const [found] = compareWorld({ ...whole, ...on([moved], []) });
    expect(found?.detail).toBe(
      'Its domain on one lacks the MAC 52:54:00:00:00:01, the VNC port 20001, the disk vda, vm_images/web.qcow2.',
    );
    const stray = { ...domain, uuid: 'stray', disks: [], vncPorts: [] };
    expect(kinds(on([domain], [stray]))).toContain('USED_TWICE false');
  });

  it('finds a disk that is another file, and takes neither for the right one', () => {
    const writingTo = (path: string) => {
      const layered = { ...domain, disks: [{ target: 'vda', path: `/ds/${path}` }] };
      const datastores = [{ ...datastore, files: [file(DISK), file(path)] }];
      return compareWorld({ ...whole, ...on([layered], []), datastores });
    };
    expect(writingTo('vm_images/web.snap1')).toMatchObject([
      {
        kind: 'DISK_DIFFERS',
        repairable: false,
        detail: 'In its domain on one vda is /ds/vm_images/web.snap1, not /ds/vm_images/web.qcow2.',
      },
    ]);
    // The layer of a clone's hold is ours to merge.
    expect(writingTo('vm_images/web.held.qcow2')).toMatchObject([
      { kind: 'DISK_DIFFERS', repairable: true },
    ]);
  });

  it('finds unknown and missing files', () => {
    const files = [file('vm_images/other.qcow2')];
    expect(kinds({ datastores: [{ ...datastore, files }] })).toEqual([
      'ORPHAN_FILE true',
      'MISSING_FILE false',
    ]);
    // A VM can be without an extra disk.
    const claims = whole.claims.map((claim) => ({ ...claim, spare: true }));
    expect(kinds({ claims, datastores: [{ ...datastore, files: [] }] })).toEqual([
      'MISSING_FILE true',
    ]);
    expect(kinds({ datastores: [{ ...datastore, files: null, through: null }] })).toEqual([
      'DATASTORE_NOT_CHECKED false',
    ]);
  });

  it('leaves a file alone that an unknown domain uses, or that an unasked host may use', () => {
    const files = [file(DISK), file('vm_images/old.qcow2')];
    const user = {
      ...domain,
      uuid: 's',
      macs: [],
      vncPorts: [],
      disks: [],
      files: ['/ds/vm_images/old.qcow2'],
    };
    const datastores = [{ ...datastore, files }];
    expect(kinds({ datastores, ...on([domain], [user]) })).toEqual([
      'ORPHAN_DOMAIN true',
      'ORPHAN_FILE false',
    ]);
    expect(kinds({ datastores, ...on([domain], null) })).toEqual([
      'HOST_NOT_CHECKED false',
      'ORPHAN_FILE false',
    ]);
  });

  it('finds snapshots that nobody knows, and those that are gone', () => {
    const snapshot = {
      id: 'snap_1',
      name: 'before',
      vmId: vm.id,
      state: 'READY',
      there: true,
    } as const;
    const taken = { ...domain, snapshots: ['snap_1'] };
    expect(kinds({ snapshots: [snapshot], ...on([taken], []) })).toEqual([]);
    expect(kinds({ ...on([taken], []) })).toEqual(['UNKNOWN_SNAPSHOT true']);
    const gone = { ...snapshot, there: false };
    expect(kinds({ snapshots: [gone] })).toEqual(['MISSING_SNAPSHOT true']);
    const half = { ...gone, state: 'CREATING' as const };
    expect(kinds({ snapshots: [half], tasks: [task] })).toEqual([]);
    expect(kinds({ snapshots: [half] })).toEqual(['SNAPSHOT_HALF_WAY true']);
  });

  it('leaves out what tasks are at work on', () => {
    const files = [{ ...file('vm_images/new.qcow2'), modifiedAt: new Date(5_000) }];
    const off = { ...domain, stateCode: OFF, active: false };
    const world = { ...on([off], [off]), datastores: [{ ...datastore, files }], tasks: [task] };
    expect(kinds(world)).toEqual([]);
    // The task that asks is no reason.
    expect(compareWorld({ ...whole, ...world }, task.id).length).toBeGreaterThan(0);
  });

  it('finds a VM that no task makes, and one without an address', () => {
    expect(kinds({ vms: [{ ...vm, status: 'IN_QUEUE' }] })).toEqual(['VM_NEVER_MADE false']);
    expect(kinds({ vms: [{ ...vm, mac: null }] })).toEqual(['VM_WITHOUT_ADDRESS true']);
  });

  it.each<[string, Partial<TaskFacts>, string[]]>([
    ['runs', {}, []],
    ['lost its worker', { overdueSeconds: 100 }, ['TASK_STUCK true']],
    ['waits its turn', { status: 'PENDING', heldLane: null, behind: true }, []],
    [
      'nobody takes',
      { status: 'PENDING', heldLane: null, overdueSeconds: 99 },
      ['TASK_STUCK true'],
    ],
    ['holds no lane', { heldLane: null }, ['TASK_STUCK true']],
    [
      'ended and holds its lane',
      { status: 'FAILED', finishedAt: new Date(0) },
      ['TASK_STUCK true'],
    ],
    [
      'left something',
      { status: 'PARTIAL', heldLane: null, finishedAt: new Date(0), leftovers: ['its disk'] },
      ['TASK_LEFTOVERS true'],
    ],
    [
      'only its children left in part',
      { status: 'PARTIAL', heldLane: null, finishedAt: new Date(0), owes: false },
      [],
    ],
  ])('judges a task that %s', (_name, change, expected) => {
    expect(kinds({ tasks: [{ ...task, vmId: null, ...change }] })).toEqual(expected);
  });

  it('finds hosts that nobody follows, and old tickets', () => {
    const hosts = [{ ...host1, unfollowed: 'None.' }];
    expect(kinds({ hosts, oldTickets: 2 })).toEqual(['HOST_LEASE true', 'CONSOLE_TICKETS true']);
  });

  it('tells only what both looks saw', () => {
    const first = compareWorld({ ...whole, ...on([], []) });
    const second = compareWorld({ ...whole, ...on([], []), oldTickets: 1 });
    expect(stable(first, second).map(({ kind }) => kind)).toEqual(['MISSING_DOMAIN']);
  });
});

describe('ids of findings', () => {
  it('are read back', () => {
    const key = { kind: 'ORPHAN_FILE', parts: ['ds_1', "vm_images/it's | ünder.qcow2"] } as const;
    expect(readLeakId(leakId(key))).toEqual(key);
  });

  it.each([
    '',
    'leak_',
    'leak_!!',
    'vm_1',
    `leak_${Buffer.from('["NONE"]').toString('base64url')}`,
  ])('are not made up: %s', (id) => {
    expect(readLeakId(id)).toBeNull();
  });
});

describe('what hosts print', () => {
  it('is read: a definition', () => {
    const xml = `<domain><metadata><baadal:vm xmlns:baadal="urn:baadal:vm:1" id="vm_1"/></metadata>
      <disk type='file' device='disk'><source file='/ds/a&amp;b.qcow2'/><backingStore type='file'>
        <source file='/ds/t.qcow2'/></backingStore><target dev='vda' bus='virtio'/></disk><mac address='52:54:00:00:00:01'/>
      <graphics type='vnc' port='-1' autoport='yes'/><graphics type='vnc' port='20001' autoport='no'/>`;
    expect(readDefinition(xml)).toEqual({
      markedVm: 'vm_1',
      macs: ['52:54:00:00:00:01'],
      vncPorts: [20_001],
      disks: [{ target: 'vda', path: '/ds/a&b.qcow2' }],
      files: ['/ds/a&b.qcow2', '/ds/t.qcow2'],
    });
  });

  it('is read: a listing with odd names', () => {
    const output = '12\t100.5\t/ds/vm_images/a b\n\tc\0' + '3\t0\t/ds/vm_images/d\0';
    expect(readListing(output, '/ds')).toEqual([
      { bytes: 12, modifiedAt: new Date(100_500), path: 'vm_images/a b\n\tc' },
      { bytes: 3, modifiedAt: new Date(0), path: 'vm_images/d' },
    ]);
  });
});
