import type { ArchiveContent } from '../archive/archive-content.ts';
import { keptFiles } from '../archive/archive-paths.ts';
import type { ArchiveState } from '../archive/archived-vm.entity.ts';
import { limitedHosts } from '../datastore/datastore-hosts.ts';
import { type Em, rows } from '../platform/db.ts';
import type { HostId, UploadId } from '../platform/ids.ts';
import type { TemplateState } from '../template/template.entity.ts';
import { uploadFile } from '../upload/upload-files.ts';
import type { FileClaim, SnapshotFacts, TaskFacts, VmFacts } from './leak-world.ts';

/** What the records say, but for the tasks. */
export interface Records {
  readonly vms: readonly VmFacts[];
  readonly claims: readonly FileClaim[];
  readonly hosts: readonly HostFacts[];
  readonly datastores: readonly DatastoreFacts[];
  readonly snapshots: readonly SnapshotRow[];
  readonly oldTickets: number;
}

/** A snapshot's record, and the disk that holds it: an absolute path on the host. */
export interface SnapshotRow extends Omit<SnapshotFacts, 'there'> {
  readonly disk: string | null;
}

/** A host's record. */
export interface HostFacts {
  readonly id: HostId;
  readonly name: string;
  readonly unfollowed: string | null;
}

/** A datastore's record. */
export interface DatastoreFacts {
  readonly id: FileClaim['datastoreId'];
  readonly name: string;
  readonly path: string;
  /** The only hosts that have it; null: every host is to. */
  readonly limitedTo: readonly HostId[] | null;
}

/** A collector that lives renews its leases every few seconds. */
const LEASE_GRACE_SECONDS = 30;

/** Reads every record that can be compared with the world; a few statements in all. */
export async function readRecords(em: Em): Promise<Records> {
  const [tickets] = await rows<{ n: number }>(
    em,
    'select count(*) as n from console_ticket where expires_at < utc_timestamp(3) - interval 1 hour',
  );
  return {
    vms: await readVms(em),
    claims: [
      ...(await readDiskClaims(em)),
      ...(await readSeedClaims(em)),
      ...(await readTemplateClaims(em)),
      ...(await readUploadClaims(em)),
      ...(await readArchiveClaims(em)),
    ],
    hosts: await readHosts(em),
    datastores: await readDatastores(em),
    snapshots: await readSnapshots(em),
    oldTickets: Number(tickets?.n ?? 0),
  };
}

async function readDatastores(em: Em): Promise<DatastoreFacts[]> {
  const sql = 'select id, name, path from datastore order by name';
  const found = await rows<Omit<DatastoreFacts, 'limitedTo'>>(em, sql);
  const limited = await limitedHosts(em);
  return found.map((each) => ({ ...each, limitedTo: limited.get(each.id) ?? null }));
}

function readSnapshots(em: Em): Promise<SnapshotRow[]> {
  return rows<SnapshotRow>(
    em,
    `select s.id, s.name, s.vm_id as vmId, s.state, concat(d.path, '/', k.path) as disk
       from snapshot s left join disk k on k.vm_id = s.vm_id and k.root
       left join datastore d on d.id = k.datastore_id order by s.vm_id, s.created_at, s.id`,
  );
}

async function readVms(em: Em): Promise<VmFacts[]> {
  const found = await rows<Omit<VmFacts, 'networked'> & { networked: number }>(
    em,
    `select v.id, v.name, v.identity, v.uuid, v.host_id as hostId, v.status,
            v.vnc_port as vncPort, p.mac, v.security_domain_id is not null as networked
       from vm v left join private_ip p on p.vm_id = v.id order by v.name`,
  );
  return found.map((vm) => ({ ...vm, networked: Boolean(vm.networked) }));
}

async function readDiskClaims(em: Em): Promise<FileClaim[]> {
  const disks = await rows<
    Pick<FileClaim, 'datastoreId' | 'path' | 'vmId'> & {
      target: string | null;
      name: string | null;
      attached: number;
      kept: number;
      root: number;
    }
  >(
    em,
    `select k.datastore_id as datastoreId, k.path, k.vm_id as vmId, k.target, k.attached, k.root,
            coalesce(v.name, k.kept_from, '?') as name,
            k.vm_id is null and k.owner_id is not null as kept
       from disk k left join vm v on v.id = k.vm_id`,
  );
  // A disk that is being attached, detached or deleted may have no file yet, or no more.
  return disks.map(({ target, name, attached, kept, root, ...disk }) => ({
    ...disk,
    owner: target ? `the disk ${target} of the VM ${name}` : `a kept volume of the VM ${name}`,
    target: attached ? target : null,
    needed: Boolean(attached) || Boolean(kept),
    spare: Boolean(attached) && !root,
  }));
}

/** cloud-init's seeds, which lie beside the VMs' disks. */
async function readSeedClaims(em: Em): Promise<FileClaim[]> {
  const seeds = await rows<Pick<FileClaim, 'datastoreId' | 'path' | 'vmId'> & { name: string }>(
    em,
    `select datastore_id as datastoreId, seed_file as path, id as vmId, name from vm
      where seed_file is not null`,
  );
  return seeds.map(({ name, ...seed }) => ({
    ...seed,
    owner: `the cloud-init seed of the VM ${name}`,
    target: null,
    needed: true,
  }));
}

async function readTemplateClaims(em: Em): Promise<FileClaim[]> {
  const templates = await rows<
    Pick<FileClaim, 'datastoreId'> & {
      name: string;
      state: TemplateState;
      file: string;
      kernel: string | null;
      initrd: string | null;
    }
  >(em, 'select datastore_id as datastoreId, name, state, file, kernel, initrd from template');
  return templates.flatMap(({ datastoreId, name, state, ...files }) =>
    [files.file, files.kernel, files.initrd].flatMap((path) =>
      path === null
        ? []
        : {
            ...{ datastoreId, path, owner: `the template ${name}`, vmId: null },
            ...{ target: null, needed: state === 'READY' },
          },
    ),
  );
}

async function readUploadClaims(em: Em): Promise<FileClaim[]> {
  const uploads = await rows<Pick<FileClaim, 'datastoreId'> & { id: UploadId; fileName: string }>(
    em,
    'select id, datastore_id as datastoreId, file_name as fileName from upload',
  );
  return uploads.map(({ id, datastoreId, fileName }) => ({
    datastoreId,
    path: uploadFile(id),
    owner: `the upload ${fileName}`,
    vmId: null,
    target: null,
    // Nothing has arrived yet, perhaps.
    needed: false,
  }));
}

/** Disks of deleted VMs that can still be had back; while they are moved, in either place. */
async function readArchiveClaims(em: Em): Promise<FileClaim[]> {
  const archived = await rows<{
    name: string;
    identity: string;
    state: ArchiveState;
    content: string;
  }>(em, 'select name, identity, state, cast(content as char) as content from archived_vm');
  return archived.flatMap(({ name, identity, state, content }) => {
    const { vm, belongings } = JSON.parse(content) as ArchiveContent;
    const seed = vm['seed_file']
      ? [{ datastore_id: vm['datastore_id'], path: vm['seed_file'] }]
      : [];
    const files = [...(belongings['disk'] ?? []), ...seed];
    const paths = files.map((file) => ({ datastorePath: '', path: String(file['path']) }));
    return keptFiles(identity, paths).flatMap(({ live, kept }, i) =>
      (state === 'KEPT' ? [kept] : [kept, live]).map((path) => ({
        datastoreId: String(files[i]?.['datastore_id']) as FileClaim['datastoreId'],
        path: path.slice(1),
        owner: `a disk of the deleted VM ${name}`,
        vmId: null,
        target: null,
        needed: state === 'KEPT',
      })),
    );
  });
}

async function readHosts(em: Em): Promise<HostFacts[]> {
  const found = await rows<{
    id: HostId;
    name: string;
    collector: string | null;
    lateSeconds: number | null;
  }>(
    em,
    `select id, name, collector, timestampdiff(second,
            coalesce(collector_lease_until, created_at), utc_timestamp(3)) as lateSeconds
       from host order by name`,
  );
  return found.map(({ id, name, collector, lateSeconds }) => {
    const late = Number(lateSeconds ?? 0);
    const whose = collector ? `the lease of ${collector} ran out` : 'none has taken it';
    const unfollowed =
      late > LEASE_GRACE_SECONDS ? `No collector follows it: ${whose}, ${late} s ago.` : null;
    return { id, name, unfollowed };
  });
}

type TaskRow = Omit<TaskFacts, 'behind' | 'leftovers' | 'overdueSeconds' | 'owes'> & {
  readonly behind: number;
  readonly owes: number;
  readonly leftovers: string;
  readonly overdueSeconds: number | null;
};

const hasStep = (status: string) =>
  `exists (select 1 from task_step s where s.task_seq = t.seq and s.status ${status})`;

/** Tasks that have not ended, that left something behind, or whose row cannot be. */
export async function readTasks(em: Em): Promise<TaskFacts[]> {
  const found = await rows<TaskRow>(
    em,
    `select t.id, t.title, t.status, t.vm_id as vmId, t.host_id as hostId, t.lane,
            t.held_lane as heldLane, t.owner, t.finished_at as finishedAt,
            t.started_at as startedAt, cast(t.leftovers as char) as leftovers,
            timestampdiff(second, if(t.status = 'PENDING', t.run_at, t.lease_until),
                          utc_timestamp(3)) as overdueSeconds,
            exists (select 1 from task e where e.lane = t.lane and e.seq < t.seq
                     and e.status in ('PENDING', 'RUNNING', 'RETRYING')) as behind,
            t.children_at_once is null or (${hasStep("in ('RUNNING', 'DONE', 'FAILED')")} and ${hasStep("<> 'DONE'")}) as owes
       from task t
      where t.status in ('PENDING', 'RUNNING', 'RETRYING', 'PARTIAL') or t.held_lane is not null
         or t.finished_at is null
      order by t.seq`,
  );
  return found.map((task) => ({
    ...task,
    behind: Boolean(task.behind),
    owes: Boolean(task.owes),
    overdueSeconds: task.overdueSeconds === null ? null : Number(task.overdueSeconds),
    leftovers: JSON.parse(task.leftovers) as string[],
  }));
}
