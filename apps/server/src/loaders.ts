import DataLoader from 'dataloader';
import { constantValues } from './constant/constant.service.ts';
import type { ConstantValues } from './constant/constants.ts';
import type { Datastore } from './datastore/datastore.entity.ts';
import {
  countContent,
  type DatastoreContent,
  loadDatastores,
} from './datastore/datastore.service.ts';
import type { DatastoreHost } from './datastore/datastore-host.type.ts';
import { loadDatastoreHosts } from './datastore/datastore-hosts.ts';
import { type DiskFile, type DiskPresence, lookAtDisks } from './disk/disk.service.ts';
import { lastEmptyings } from './emptying/emptying.service.ts';
import { loadVmsOfHosts } from './host/host.service.ts';
import { type HostView, loadHostViews } from './host/host-views.ts';
import { loadSamples, type UsageSample } from './metrics/usage-store.ts';
import { loadSecurityDomains, loadVlans } from './network/network.service.ts';
import type { SecurityDomainView, VlanView } from './network/network.type.ts';
import type { Organisation } from './organisation/organisation.entity.ts';
import { type Em, rows } from './platform/db.ts';
import { NotFoundError } from './platform/errors.ts';
import type {
  DatastoreId,
  HostId,
  OrganisationId,
  SecurityDomainId,
  TaskId,
  TemplateId,
  UserId,
  VlanId,
  VmId,
} from './platform/ids.ts';
import type { Services } from './services.ts';
import { loadSchedules } from './snapshot/schedule.service.ts';
import type { SnapshotSchedule } from './snapshot/schedule.type.ts';
import type { SnapshotQuota, SnapshotView } from './snapshot/snapshot.type.ts';
import { loadSnapshotQuotas, loadSnapshotsOfVms } from './snapshot/snapshot-views.ts';
import { loadActiveTasks, loadTasks, type TaskRow } from './task/task-queries.ts';
import type { Template } from './template/template.entity.ts';
import { countVmsOfTemplates, deleteBlockers, loadTemplates } from './template/template.service.ts';
import { loadUsers } from './user/user.service.ts';
import type { UserView } from './user/user.type.ts';
import { loadVmViews, type VmView } from './vm/vm-views.ts';

type Load<Id, T> = (em: Em, ids: readonly Id[]) => Promise<T[]>;

type Options = { readonly cache: boolean };

/** Batches look-ups by id; an id that is not there is an error of that one look-up. */
function byId<Id extends string, T extends { id: Id }>(
  { em, options, kind }: { em: Em; options: Options; kind: string },
  load: Load<Id, T>,
) {
  return new DataLoader<Id, T>(async (ids) => {
    const found = new Map((await load(em, ids)).map((item) => [item.id, item]));
    return ids.map((id) => found.get(id) ?? new NotFoundError(kind, id));
  }, options);
}

function byIdOrNull<Id extends string, T extends { id: Id }>(
  { em, options }: { em: Em; options: Options },
  load: Load<Id, T>,
) {
  return new DataLoader<Id, T | null>(async (ids) => {
    const found = new Map((await load(em, ids)).map((item) => [item.id, item]));
    return ids.map((id) => found.get(id) ?? null);
  }, options);
}

/** Batches what is told of each of many objects; `absent` of those that nothing is told of. */
function mapped<Id extends string, T>(
  { em, options }: { em: Em; options: Options },
  load: (em: Em, ids: readonly Id[]) => Promise<ReadonlyMap<Id, T>>,
  absent: T,
) {
  return new DataLoader<Id, T>(async (ids) => {
    const found = await load(em, ids);
    return ids.map((id) => found.get(id) ?? absent);
  }, options);
}

function loadOrganisations(em: Em, ids: readonly OrganisationId[]): Promise<Organisation[]> {
  return rows<Organisation>(em, 'select id, name from organisation where id in (?)', [ids]);
}

function datastoreLoaders(em: Em, options: Options) {
  const from = { em, options, kind: 'datastore' };
  return {
    datastore: byId<DatastoreId, Datastore>(from, loadDatastores),
    lastEmptying: mapped<DatastoreId, TaskId | null>(from, lastEmptyings, null),
    datastoreHosts: mapped<DatastoreId, readonly DatastoreHost[]>(from, loadDatastoreHosts, []),
    datastoreContent: new DataLoader<DatastoreId, DatastoreContent>(async (ids) => {
      const contentOf = await countContent(em, ids);
      return ids.map(contentOf);
    }, options),
  };
}

/**
 * Look-ups of one request, each batched into one statement.
 * @param options `cache: false` for subscriptions, whose request lasts for hours
 */
export function createLoaders(em: Em, services: Services, options: Options) {
  const from = (kind: string) => ({ em, options, kind });
  const byVm = async (ids: readonly VmId[]) => {
    const active = await loadActiveTasks(em, ids);
    return ids.map((id) => active.get(id) ?? null);
  };
  return {
    host: byId<HostId, HostView>(from('host'), loadHostViews),
    vmsOfHost: mapped<HostId, VmView[]>(from('VM'), loadVmsOfHosts, []),
    task: byIdOrNull<TaskId, TaskRow>(from('task'), loadTasks),
    vmOrNull: byIdOrNull<VmId, VmView>(from('VM'), loadVmViews),
    activeTask: new DataLoader<VmId, TaskRow | null>(byVm, options),
    diskPresence: new DataLoader<DiskFile, DiskPresence>(
      (disks) => lookAtDisks(services, disks),
      options,
    ),
    snapshotSchedules: mapped<VmId, SnapshotSchedule[]>(from('schedule'), loadSchedules, []),
    snapshotsOfVm: mapped<VmId, SnapshotView[]>(from('snapshot'), loadSnapshotsOfVms, []),
    snapshotQuota: mapped<VmId, SnapshotQuota>(from('snapshot'), loadSnapshotQuotas, {
      used: 0,
      limit: 0,
    }),
    /** The newest sample of a VM or host. */
    sample: byIdOrNull<VmId | HostId, UsageSample>(from('sample'), loadSamples),
    user: byId<UserId, UserView>(from('user'), loadUsers),
    /** For history, whose people may be gone. */
    userOrNull: byIdOrNull<UserId, UserView>(from('user'), loadUsers),
    organisation: byId<OrganisationId, Organisation>(from('organisation'), loadOrganisations),
    template: byId<TemplateId, Template>(from('template'), loadTemplates),
    ...datastoreLoaders(em, options),
    templateVmCount: mapped<TemplateId, number>(from('VM'), countVmsOfTemplates, 0),
    templateBlocker: mapped<TemplateId, string | null>(from('VM'), deleteBlockers, null),
    /** The constants in force, under any key. */
    constants: new DataLoader<'all', ConstantValues>(async (keys) => {
      const values = await constantValues(em);
      return keys.map(() => values);
    }, options),
    vlan: byId<VlanId, VlanView>(from('VLAN'), loadVlans),
    securityDomain: byId<SecurityDomainId, SecurityDomainView>(
      from('security domain'),
      loadSecurityDomains,
    ),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
