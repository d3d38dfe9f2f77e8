import type { Logger } from 'pino';
import { type AlertView, loadAlerts } from './alert/alert-store.ts';
import type { Datastore } from './datastore/datastore.entity.ts';
import { loadDatastores } from './datastore/datastore.service.ts';
import { type HostView, loadHostViews } from './host/host-views.ts';
import type { HostNetworkView } from './host-network/host-network.type.ts';
import { loadHostNetwork, WHOLE_NETWORK } from './host-network/network-view.ts';
import { loadMailState, MAIL } from './mail/mail.service.ts';
import type { MailState } from './mail/mail.type.ts';
import type { CloudView } from './maintenance/maintenance.type.ts';
import { loadCloud, THE_CLOUD } from './maintenance/maintenance-views.ts';
import { ASIDE_FILES, type AsideFiles, loadAsideFiles } from './metrics/aside-files.ts';
import { loadSamples, type UsageSample } from './metrics/usage-store.ts';
import type { Config } from './platform/config.ts';
import { type Em, rows } from './platform/db.ts';
import type { EventBus } from './platform/events.ts';
import type {
  DatastoreId,
  HostId,
  TaskId,
  TemplateId,
  UploadId,
  UserId,
  VmId,
} from './platform/ids.ts';
import { LiveFeed } from './platform/live-feed.ts';
import { loadTasks, type TaskRow } from './task/task-queries.ts';
import { loadVmViews, type VmView } from './vm/vm-views.ts';

/** A VM that is gone, for good or for these viewers, as they are told. */
interface RemovedVm {
  /** Names the telling; a VM may be taken from several people one after another. */
  readonly id: string;
  readonly vmId: VmId;
  readonly viewerIds: readonly string[];
  readonly stays: boolean;
}

/** A template or upload that was made, changed or removed, as those who may know of it are told. */
interface ChangedTemplate {
  readonly id: TemplateId | UploadId;
  readonly audience: UserId | null;
}

/** What subscriptions of this process listen to: each change is read once for all of them. */
export interface Feeds {
  readonly vm: LiveFeed<VmView>;
  readonly host: LiveFeed<HostView>;
  readonly datastore: LiveFeed<Datastore>;
  readonly hostNetwork: LiveFeed<HostNetworkView>;
  readonly cloud: LiveFeed<CloudView>;
  readonly task: LiveFeed<TaskRow>;
  readonly alert: LiveFeed<AlertView>;
  readonly mail: LiveFeed<MailState>;
  readonly asideFiles: LiveFeed<AsideFiles>;
  /** Newest samples of VMs and hosts. */
  readonly sample: LiveFeed<UsageSample>;
  readonly removedVm: LiveFeed<RemovedVm>;
  readonly removedHost: LiveFeed<{ readonly id: HostId }>;
  readonly changedTemplate: LiveFeed<ChangedTemplate>;
}

interface FeedSources {
  readonly em: () => Em;
  readonly config: Pick<Config, 'mail' | 'rrd'>;
  readonly events: EventBus;
  readonly log: Logger;
}

/** Opens the feeds and connects them to the events of all processes. */
export function createFeeds({ em, events, log, config }: FeedSources): Feeds {
  const onError = (err: unknown) => log.warn({ err }, 'live objects could not be read');
  const feedOf = <T extends { readonly id: string }, Id extends string>(
    load: (em: Em, ids: readonly Id[]) => Promise<readonly T[]>,
    recent: string,
  ) =>
    new LiveFeed<T>({
      load: async (ids) => new Map((await load(em(), ids as readonly Id[])).map((x) => [x.id, x])),
      recent: async () => (await rows<{ id: Id }>(em(), recent)).map(({ id }) => id),
      onError,
    });
  const removed = new Map<string, RemovedVm>();
  const templates = new Map<string, ChangedTemplate>();
  const feeds: Feeds = {
    vm: feedOf<VmView, VmId>(loadVmViews, 'select id from vm'),
    host: feedOf<HostView, HostId>(loadHostViews, 'select id from host'),
    datastore: feedOf<Datastore, DatastoreId>(loadDatastores, 'select id from datastore'),
    cloud: oneObject(THE_CLOUD, () => loadCloud(em()), onError),
    hostNetwork: oneObject(WHOLE_NETWORK, () => loadHostNetwork(em(), null), onError),
    task: feedOf<TaskRow, TaskId>(loadTasks, RECENT_TASKS),
    alert: feedOf<AlertView, string>(loadAlerts, 'select id from alert where ended_at is null'),
    mail: oneObject(MAIL, () => loadMailState(em(), config.mail), onError),
    asideFiles: oneObject(ASIDE_FILES, () => loadAsideFiles(em(), config.rrd), onError),
    sample: sampleFeed(em, onError),
    removedVm: new LiveFeed<RemovedVm>({ load: async () => new Map(removed) }),
    removedHost: new LiveFeed({
      load: async (ids) => new Map(ids.map((id) => [id, { id } as { id: HostId }])),
    }),
    changedTemplate: new LiveFeed<ChangedTemplate>({ load: async () => new Map(templates) }),
  };
  followRows(events, feeds);
  events.on('vmRemoved', (vm) => {
    const key = vm.stays ? `${vm.id} of ${vm.viewerIds.join()}` : vm.id;
    removed.set(key, { id: key, vmId: vm.id, viewerIds: vm.viewerIds, stays: vm.stays ?? false });
    feeds.vm.changed(vm.id);
    feeds.removedVm.changed(key);
    feeds.sample.changed(vm.id);
    setTimeout(() => removed.delete(key), REMEMBERED_MS).unref();
  });
  events.on('template', (template) => {
    templates.set(template.id, template);
    feeds.changedTemplate.changed(template.id);
    setTimeout(() => templates.delete(template.id), REMEMBERED_MS).unref();
  });
  return feeds;
}

/** What is shown as its row is now. */
function followRows(events: EventBus, feeds: Feeds): void {
  events.on('vm', ({ id }) => feeds.vm.changed(id));
  events.on('host', ({ id }) => feeds.host.changed(id));
  events.on('hostRemoved', ({ id }) => {
    feeds.host.changed(id);
    feeds.removedHost.changed(id);
  });
  events.on('alert', ({ id }) => feeds.alert.changed(id));
  events.on('mail', () => feeds.mail.changed(MAIL));
  events.on('figuresAside', () => feeds.asideFiles.changed(ASIDE_FILES));
  events.on('sampled', ({ ids }) => ids.forEach((id) => void feeds.sample.changed(id)));
  events.on('datastore', ({ id }) => feeds.datastore.changed(id));
  events.on('cloud', () => feeds.cloud.changed(THE_CLOUD));
  events.on('hostNetwork', () => feeds.hostNetwork.changed(WHOLE_NETWORK));
  events.on('task', ({ id }) => feeds.task.changed(id));
  events.on('resync', () => {
    const { vm, host, datastore, hostNetwork, cloud, mail, asideFiles, task } = feeds;
    const all = [vm, host, datastore, hostNetwork, cloud, mail, asideFiles, task];
    for (const feed of all) feed.resync();
  });
}

/** Samples come by themselves: what was missed is not asked for again. */
function sampleFeed(em: () => Em, onError: (error: unknown) => void): LiveFeed<UsageSample> {
  return new LiveFeed<UsageSample>({
    load: async (ids) => new Map((await loadSamples(em(), ids)).map((s) => [s.id, s])),
    onError,
  });
}

/** A feed of one object. */
function oneObject<T extends { readonly id: string }>(
  id: string,
  load: () => Promise<T>,
  onError: (err: unknown) => void,
): LiveFeed<T> {
  return new LiveFeed<T>({ load: async () => new Map([[id, await load()]]), onError });
}

/** What people look at after events were lost; older tasks have ended long ago, or are followed by id. */
const RECENT_TASKS = 'select id from task order by seq desc limit 500';

/** Long enough for every subscriber to be told of a removed VM. */
const REMEMBERED_MS = 10_000;
