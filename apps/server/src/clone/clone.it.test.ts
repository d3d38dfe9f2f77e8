import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { requireVmRecord, type VmRecord } from '../vm/vm-record.ts';

let product: Product;
let admin: GraphqlClient;

beforeAll(async () => {
  product = await Product.start({ name: 'cl', hosts: 2 });
  admin = product.admin;
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const CLONE = `mutation ($i: CloneVmInput!) { cloneVm(input: $i) { id children { id vm { id name } } } }`;
const TASK = `query ($id: ID!) { task(id: $id) {
  status message progress leftovers
  children { status message title vm { id name identity mac privateIp vncPort host { name } parent { id } disks { path target } } }
} }`;

interface Made {
  readonly status: string;
  readonly message: string;
  readonly leftovers: string[];
  readonly children: readonly {
    readonly status: string;
    readonly message: string;
    readonly vm: {
      readonly id: VmId;
      readonly name: string;
      readonly identity: string;
      readonly mac: string;
      readonly privateIp: string;
      readonly vncPort: number;
      readonly host: { readonly name: string };
      readonly parent: { readonly id: string };
      readonly disks: readonly { readonly path: string; readonly target: string }[];
    };
  }[];
}

async function clone(input: Record<string, unknown>, client = admin): Promise<Made> {
  const { cloneVm } = await client.ask(CLONE, { i: input });
  await client.finish(cloneVm.id);
  return (await client.ask(TASK, { id: cloneVm.id })).task;
}

const recordOf = (id: string): Promise<VmRecord> => requireVmRecord(product.em(), id as VmId);
const host = (vm: VmRecord, ...argv: string[]) => product.onHost(vm.hostName, ...argv);

/** Types a command at the guest's serial console and waits for what it says. */
async function inGuest(vm: VmRecord, command: string, says: string): Promise<void> {
  const script = `import sys,subprocess,time,os,pty
m,s=pty.openpty()
p=subprocess.Popen(['virsh','console','--force',sys.argv[1]],stdin=s,stdout=s,stderr=s)
os.set_blocking(m,False)
def until(what,poke):
    seen=b''
    end=time.time()+50
    last=0
    while time.time()<end:
        if time.time()-last>2: os.write(m,poke); last=time.time()
        try: seen+=os.read(m,65536)
        except BlockingIOError: time.sleep(0.05)
        for text in what:
            if text.encode() in seen: return text
    raise SystemExit('none of '+repr(what)+' in '+repr(seen[-400:]))
if until(['login:',' # '],b'\\n')=='login:': until([' # '],b'root\\n')
until([sys.argv[3]],sys.argv[2].encode()+b'\\n')
p.terminate()
`;
  await host(vm, 'python3', '-c', script, vm.identity, command, says);
}

/** Writes into the guest's disk and onto it. */
const write = (vm: VmRecord, text: string) =>
  inGuest(vm, `echo ${text} > /data/${text}; sync; echo wrote-$((40+2))`, 'wrote-42');

/** What the file system in a disk at rest has; looked at on the host. */
async function filesIn(hostName: string, disk: string): Promise<string[]> {
  const raw = `${disk}.raw`;
  await product.onHost(hostName, 'qemu-img', 'convert', '-U', '-O', 'raw', disk, raw);
  const listed = await product.onHost(hostName, 'debugfs', '-R', 'ls -p /', raw);
  await product.onHost(hostName, 'rm', '-f', raw);
  return listed.split('\n').flatMap((line) => line.split('/')[5] ?? []);
}

async function info(
  hostName: string,
  disk: string,
): Promise<{ backing: string; snapshots: unknown }> {
  const said = await product.onHost(hostName, 'qemu-img', 'info', '-U', '--output=json', disk);
  const { 'full-backing-filename': backing, snapshots } = JSON.parse(said) as Record<
    string,
    string
  >;
  return { backing: backing ?? '', snapshots };
}

async function extraDisk(vm: VmRecord): Promise<string> {
  const path = `/mnt/datastore/vm_extra_disks/${vm.identity}_disk1.qcow2`;
  await host(vm, 'qemu-img', 'create', '-q', '-f', 'qcow2', path, '64M');
  await run(
    product.em(),
    `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root)
     select concat('disk_', right(v.id, 20)), v.id, 'vdb', ?, 1, v.datastore_id, false from vm v where v.id = ?`,
    [`vm_extra_disks/${vm.identity}_disk1.qcow2`, vm.id],
  );
  await host(
    vm,
    'virsh',
    'attach-disk',
    vm.identity,
    path,
    'vdb',
    '--targetbus',
    'virtio',
    '--driver',
    'qemu',
    '--subdriver',
    'qcow2',
    '--cache',
    'none',
    '--config',
  );
  return path;
}

const layers = () => product.onHost('host1', 'find', '/mnt/datastore', '-name', '*.held.qcow2');

describe('clones of a running VM', () => {
  let source: VmRecord;

  beforeAll(async () => {
    const made = await product.createVm(admin, { name: 'parent', start: false });
    source = await recordOf(made.vmId);
    await extraDisk(source);
    await product.act(admin, 'startVm', source.id);
    await write(source, 'before');
    await host(source, 'virsh', 'snapshot-create-as', source.identity, 'internal');
    await write(source, 'after');
    source = await recordOf(made.vmId);
  }, 180_000);

  it('have their own names, addresses and disks, with what the parent had written', async () => {
    const before = await host(source, 'virsh', 'domblklist', source.identity);
    const made = await clone({ id: source.id, count: 5, namePrefix: 'copy' });
    expect(made).toMatchObject({ status: 'SUCCEEDED', leftovers: [] });
    expect(made.message).toMatch(/^Cloned successfully\. 5 of 5 clones are made/);
    const vms = made.children.map(({ vm }) => vm);
    expect(vms.map(({ name }) => name)).toEqual(['copy-1', 'copy-2', 'copy-3', 'copy-4', 'copy-5']);
    for (const key of ['identity', 'mac', 'privateIp', 'vncPort'] as const)
      expect(new Set([...vms, source].map((vm) => vm[key as 'identity'])).size).toBe(6);
    for (const { vm, message } of made.children) {
      expect(vm.parent.id).toBe(source.id);
      const there = vm.host.name !== source.hostName;
      expect(message).toBe(
        there
          ? 'Cloned successfully. Found new host and migrated successfully.'
          : 'Cloned successfully. New host selected to migrate cloned vm is same as the host on which it currently resides.',
      );
      const state = await product.onHost(vm.host.name, 'virsh', 'domstate', vm.identity);
      expect(state.trim()).toBe('running');
      const [root, extra] = vm.disks;
      expect(vm.disks.map(({ target }) => target)).toEqual(['vda', 'vdb']);
      expect(extra?.path).toBe(`/mnt/datastore/vm_extra_disks/${vm.identity}_disk1.qcow2`);
      const disk = await info(vm.host.name, root?.path ?? '');
      // The template stays the backing file; the parent's internal snapshot is left out.
      expect(disk.backing).toMatch(/\/vm_templates\/micro\.qcow2$/);
      expect(disk.snapshots).toBeUndefined();
      expect(await filesIn(vm.host.name, root?.path ?? '')).toEqual(
        expect.arrayContaining(['before', 'after']),
      );
    }
    expect(new Set(vms.map(({ host: h }) => h.name)).size).toBe(2);
    // The parent is as before: it writes to its own files, and to nothing of ours.
    expect(await host(source, 'virsh', 'domblklist', source.identity)).toBe(before);
    expect(await host(source, 'virsh', 'dumpxml', '--inactive', source.identity)).not.toContain(
      'held',
    );
    expect((await layers()).trim()).toBe('');
    const snapshots = await host(source, 'virsh', 'snapshot-list', '--name', source.identity);
    expect(snapshots.trim()).toBe('internal');
    await write(source, 'later');
    const [first] = vms;
    const kept = await filesIn(first?.host.name ?? '', first?.disks[0]?.path ?? '');
    expect(kept).not.toContain('later');
    expect(await filesIn(source.hostName, source.disks[0]?.path ?? '')).toContain('later');
  });

  it('are told in the history of the parent and of each', async () => {
    const { vm } = await admin.ask(
      'query ($id: ID!) { vm(id: $id) { events { nodes { attribute to } } } }',
      { id: source.id },
    );
    expect(vm.events.nodes).toContainEqual({
      attribute: 'cloned',
      to: 'copy-1, copy-2, copy-3, copy-4, copy-5',
    });
  });

  it('stay when the parent is deleted', async () => {
    // A volume that was kept of an earlier VM of that name has the first file name.
    const [kept, next] = [1, 2].map(
      (n) => `vm_extra_disks/${source.identity.replace(/parent$/, 'heir')}_disk${n}.qcow2`,
    );
    await run(
      product.em(),
      `insert into disk (id, path, size_gib, datastore_id, root, owner_id, kept_at)
       select 'disk_kept', ?, 1, v.datastore_id, false, v.owner_id, utc_timestamp(3) from vm v where v.id = ?`,
      [kept, source.id],
    );
    const made = await clone({ id: source.id, namePrefix: 'heir', start: false });
    expect(made.status).toBe('SUCCEEDED');
    const [heir] = made.children;
    expect((await recordOf(heir?.vm.id ?? '')).disks[1]?.path).toBe(`/mnt/datastore/${next}`);
    await run(product.em(), "delete from disk where id = 'disk_kept'");
    expect(await product.act(admin, 'deleteVm', source.id)).toMatchObject({ status: 'SUCCEEDED' });
    const { vm } = await admin.ask('query ($id: ID!) { vm(id: $id) { status parent { id } } }', {
      id: heir?.vm.id,
    });
    expect(vm).toEqual({ status: 'SHUTDOWN', parent: null });
    expect(await product.act(admin, 'startVm', heir?.vm.id ?? '')).toMatchObject({
      status: 'SUCCEEDED',
    });
  });
});

describe('what is refused', () => {
  let source: VmRecord;
  beforeAll(async () => {
    for (const vm of (await admin.ask('{ vms { nodes { id } } }')).vms.nodes)
      await product.act(admin, 'deleteVm', vm.id);
    const made = await product.createVm(admin, { name: 'refused', start: false });
    source = await recordOf(made.vmId);
  }, 120_000);

  const refused = async (input: Record<string, unknown>, client = admin) => {
    const count = async () =>
      rows(
        product.em(),
        'select id from vm union all select id from task union all select vm_id from private_ip where vm_id is not null',
      );
    const before = (await count()).length;
    const fault = await client.refused(CLONE, { i: { id: source.id, ...input } });
    // Nothing is made: no row, no task, no address.
    expect((await count()).length).toBe(before);
    return fault;
  };

  it('is a count of 0 or of 101, and a name that cannot be one', async () => {
    for (const input of [
      { count: 0 },
      { count: 101 },
      { namePrefix: '../x' },
      { count: 10, namePrefix: 'a'.repeat(29) },
    ])
      expect(await refused(input)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is what is beyond the capacity of hosts or addresses, for all of them', async () => {
    expect(await refused({ count: 100 })).toMatchObject({ code: 'NO_CAPACITY' });
  });

  it('is a name that is taken', async () => {
    expect(await refused({ namePrefix: 'refused' })).toMatchObject({ code: 'CONFLICT' });
  });

  it('is the VM of somebody else, as if there were none, and a locked one', async () => {
    const stranger = await product.user('eve');
    expect(await refused({}, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    const owner = await product.user('olga');
    const em = product.em();
    await run(
      em,
      "update vm set owner_id = (select id from user where username = 'olga'), locked = true where id = ?",
      [source.id],
    );
    expect(await refused({}, owner)).toMatchObject({ code: 'FORBIDDEN' });
    await run(em, 'update vm set locked = false where id = ?', [source.id]);
  });

  it('is a VM that is being deleted', async () => {
    await host(source, 'virsh', 'list');
    const { deleteVm } = await admin.ask(
      'mutation ($i: DeleteVmInput!) { deleteVm(input: $i) { id } }',
      { i: { id: source.id } },
    );
    const fault = await admin.refused(CLONE, { i: { id: source.id } });
    expect(['CONFLICT', 'NOT_FOUND']).toContain(fault.code);
    await admin.finish(deleteVm.id);
    await waitFor(
      'the VM to be gone',
      async () =>
        (await rows(product.em(), 'select id from vm where id = ?', [source.id])).length === 0,
    );
  });
});
