import { collaborates, visibleVms } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { HostStatus } from '../host/host-enums.ts';
import type { ImageFormat } from '../image/image-format.ts';
import { type Shut, shutOf } from '../maintenance/cloud-state.ts';
import { type Em, rows, type Statement } from '../platform/db.ts';
import { checkFirst, decodeCursor, type Page, pageOf } from '../platform/graphql/connection.ts';
import type {
  DatastoreId,
  HostId,
  OrganisationId,
  SecurityDomainId,
  TemplateId,
  UserId,
  VmId,
} from '../platform/ids.ts';
import { COLLABORATORS, collaboratorsOf } from './collaborators.ts';
import type { VmStatus } from './vm-status.ts';

/** A VM with what its lists show, read by one statement. */
export interface VmView {
  readonly id: VmId;
  readonly name: string;
  readonly identity: string;
  readonly uuid: string;
  readonly status: VmStatus;
  readonly desiredStatus: VmStatus;
  readonly statusSince: Date;
  readonly statusReason: string | null;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly diskGiB: number;
  readonly vcpuMaximum: number | null;
  readonly ramMaximumMiB: number | null;
  readonly bootOrderColumn: string | null;
  /** What the running domain has where that is not what it is to have. */
  readonly activeVcpus: number | null;
  readonly activeRamMiB: number | null;
  readonly activeBootOrder: string | null;
  /** cloud-init's seed; null: its guest is told nothing. */
  readonly seedFile: string | null;
  readonly vncPort: number | null;
  readonly purpose: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly locked: boolean;
  readonly startPriority: number;
  /** Nothing is done to it: it, its host or the cloud is shut down. */
  readonly shut: Shut | null;
  readonly privateIp: string | null;
  readonly mac: string | null;
  readonly ownerId: UserId;
  readonly organisationId: OrganisationId;
  readonly hostId: HostId | null;
  readonly templateId: TemplateId | null;
  readonly templateFormat: ImageFormat | null;
  /** The disc in its drive. */
  readonly mediaTemplateId: TemplateId | null;
  readonly datastoreId: DatastoreId;
  readonly securityDomainId: SecurityDomainId | null;
  readonly parentId: VmId | null;
  readonly collaboratorIds: readonly UserId[];
  /** What any viewer of the VM may know of its host. */
  readonly host: { readonly id: HostId; readonly name: string; readonly status: HostStatus } | null;
  readonly owner: { readonly id: UserId; readonly username: string; readonly name: string };
  readonly template: { readonly id: TemplateId; readonly name: string } | null;
  /** Orders pages; not shown. */
  readonly ipNumber: number;
}

interface VmRow extends Omit<VmView, 'locked' | 'collaboratorIds' | 'host' | 'owner' | 'template'> {
  readonly locked: number;
  readonly collaborators: string | null;
  readonly hostName: string | null;
  readonly hostStatus: HostStatus | null;
  readonly ownerUsername: string;
  readonly ownerName: string;
  readonly templateName: string | null;
}

const SELECT = `select v.id, v.name, v.identity, v.uuid, v.status, v.desired_status as desiredStatus,
    v.status_since as statusSince, v.status_reason as statusReason, v.vcpus, v.ram_mib as ramMiB,
    v.disk_gib as diskGiB, v.max_vcpus as vcpuMaximum, v.max_ram_mib as ramMaximumMiB,
    v.boot_order as bootOrderColumn, v.active_vcpus as activeVcpus,
    v.active_ram_mib as activeRamMiB, v.active_boot_order as activeBootOrder, v.vnc_port as vncPort, v.seed_file as seedFile, v.purpose, v.created_at as createdAt,
    v.expires_at as expiresAt, v.locked, v.start_priority as startPriority, p.address as privateIp, p.mac, coalesce(p.number, 0) as ipNumber,
    v.owner_id as ownerId, v.organisation_id as organisationId, v.host_id as hostId,
    v.template_id as templateId, t.format as templateFormat, v.media_template_id as mediaTemplateId, v.datastore_id as datastoreId,
    v.security_domain_id as securityDomainId, v.parent_id as parentId,
    h.name as hostName, if(h.status = 'UP' and h.maintenance, 'MAINTENANCE', h.status) as hostStatus,
    u.username as ownerUsername, u.name as ownerName, t.name as templateName,
    ${shutOf('v')} as shut, ${COLLABORATORS}`;
const JOIN_HOST = ' left join host h on h.id = v.host_id';
const JOIN_USER = ' left join user u on u.id = v.owner_id';
const JOIN_IP = ' left join private_ip p on p.vm_id = v.id';
/** From the VM outwards: left to itself, the server may begin with all users and sort all VMs. */
const JOINS = ` straight_join user u on u.id = v.owner_id${JOIN_HOST}
    left join template t on t.id = v.template_id${JOIN_IP}`;

function viewOf(row: VmRow): VmView {
  return Object.assign(row as unknown as VmView, {
    locked: Boolean(row.locked),
    collaboratorIds: collaboratorsOf(row.collaborators),
    host:
      row.hostId && row.hostName !== null && row.hostStatus
        ? { id: row.hostId, name: row.hostName, status: row.hostStatus }
        : null,
    owner: { id: row.ownerId, username: row.ownerUsername, name: row.ownerName },
    template:
      row.templateId && row.templateName !== null
        ? { id: row.templateId, name: row.templateName }
        : null,
  });
}

/** VMs by id, whoever may see them. */
export async function loadVmViews(em: Em, ids: readonly VmId[]): Promise<VmView[]> {
  return ids.length === 0 ? [] : vmViewsOf(await rows(em, ...vmViewsById(ids)));
}

/**
 * The statement behind {@link loadVmViews}, for callers that send it together with others. {@link
 * vmViewsOf} reads its answer.
 */
export const vmViewsById = (ids: readonly VmId[]): Statement => [
  `${SELECT} from vm v${JOINS} where v.id in (?)`,
  [ids],
];

/** VMs from the answer to {@link vmViewsById}. */
export const vmViewsOf = (found: readonly unknown[]): VmView[] => (found as VmRow[]).map(viewOf);

/** What a list of VMs is narrowed to. */
export interface VmCriteria {
  readonly search?: string | undefined;
  readonly status?: readonly VmStatus[] | undefined;
  readonly hostId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly templateId?: string | undefined;
  readonly mine?: boolean | undefined;
  readonly locked?: boolean | undefined;
  /** Expired already, or to expire before this. */
  readonly expiringBefore?: Date | undefined;
}

interface Condition {
  readonly sql: string;
  readonly params: readonly unknown[];
}

function conditionsOf(viewer: Viewer, criteria: VmCriteria): Condition {
  const parts: Condition[] = [visibleVms(viewer, 'v')];
  const equal = (column: string, value: unknown) =>
    value === undefined || value === null || parts.push({ sql: `${column} = ?`, params: [value] });
  equal('v.host_id', criteria.hostId);
  equal('v.owner_id', criteria.ownerId);
  equal('v.template_id', criteria.templateId);
  if (typeof criteria.locked === 'boolean') equal('v.locked', criteria.locked);
  if (criteria.expiringBefore)
    parts.push({ sql: 'v.expires_at < ?', params: [criteria.expiringBefore] });
  if (criteria.mine)
    parts.push({
      sql: `(v.owner_id = ? or ${collaborates('v')})`,
      params: [viewer.userId, viewer.userId],
    });
  if (criteria.status?.length) parts.push({ sql: 'v.status in (?)', params: [criteria.status] });
  const search = criteria.search?.trim();
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    const columns = [
      'v.name',
      'v.identity',
      'p.address',
      'p.mac',
      'u.username',
      'u.name',
      'h.name',
    ];
    parts.push({
      sql: `(${columns.map((c) => `${c} like ?`).join(' or ')})`,
      params: columns.map(() => pattern),
    });
  }
  return {
    sql: parts.map((p) => p.sql).join(' and '),
    params: parts.flatMap((p) => p.params),
  };
}

/** What a list of VMs can be sorted by. */
export type VmOrderField =
  | 'NAME'
  | 'STATUS'
  | 'CREATED_AT'
  | 'VCPUS'
  | 'RAM'
  | 'HOST'
  | 'OWNER'
  | 'EXPIRES_AT'
  | 'IP';

interface VmOrdering {
  readonly column: string;
  readonly value: (vm: VmView) => string | number;
  readonly join?: string;
}

const sqlTime = (at: Date): string => at.toISOString().replace('T', ' ').replace('Z', '');

/** What a list of VMs is sorted by, which value of a row says so, and the join that needs. */
const ORDERS: Readonly<Record<VmOrderField, VmOrdering>> = {
  NAME: { column: 'v.name', value: (vm) => vm.name },
  STATUS: { column: 'v.status', value: (vm) => vm.status },
  CREATED_AT: { column: 'v.created_at', value: (vm) => sqlTime(vm.createdAt) },
  // What does not expire comes after what does.
  EXPIRES_AT: {
    column: "coalesce(v.expires_at, '9999-12-31 00:00:00.000')",
    value: (vm) => (vm.expiresAt ? sqlTime(vm.expiresAt) : '9999-12-31 00:00:00.000'),
  },
  VCPUS: { column: 'v.vcpus', value: (vm) => vm.vcpus },
  RAM: { column: 'v.ram_mib', value: (vm) => vm.ramMiB },
  HOST: { column: "coalesce(h.name, '')", value: (vm) => vm.host?.name ?? '', join: JOIN_HOST },
  OWNER: { column: 'u.username', value: (vm) => vm.owner.username, join: JOIN_USER },
  IP: { column: 'coalesce(p.number, 0)', value: (vm) => vm.ipNumber, join: JOIN_IP },
};

/** One page of a list of VMs. */
export interface VmPageRequest {
  readonly criteria: VmCriteria;
  readonly field: VmOrderField;
  readonly direction: 'ASC' | 'DESC';
  readonly first: number;
  readonly after: string | undefined;
  /** The count is asked for: it is made beside the page, not after it. */
  readonly counted?: boolean;
}

/**
 * One page of the VMs that the viewer may see: one statement, and one more when the count is asked
 * for. Pages continue after the last row's values (keyset), so that every page costs the same. What
 * is on the page is found among the VMs alone; only its rows are joined, since sorting whole rows of
 * 10,000 VMs takes ten times as long.
 */
export async function vmPage(
  em: Em,
  viewer: Viewer,
  request: VmPageRequest,
): Promise<Page<VmView>> {
  const first = checkFirst(request.first);
  const order = ORDERS[request.field];
  const where = conditionsOf(viewer, request.criteria);
  const cursor = request.after === undefined ? undefined : decodeCursor(request.after, 2);
  const beyond = request.direction === 'ASC' ? '>' : '<';
  const keyset: Condition = cursor
    ? {
        sql: ` and (${order.column} ${beyond} ? or (${order.column} = ? and v.id ${beyond} ?))`,
        params: [cursor[0], cursor[0], cursor[1]],
      }
    : { sql: '', params: [] };
  const direction = request.direction === 'ASC' ? 'asc' : 'desc';
  const sorting = `order by ${order.column} ${direction}, v.id ${direction}`;
  const count = async () => {
    const [total] = await rows<{ n: number }>(
      em,
      `select count(*) as n from vm v${searched(request.criteria) ?? ''} where ${where.sql}`,
      where.params,
    );
    return Number(total?.n ?? 0);
  };
  const counting = request.counted ? count() : undefined;
  // Told with the page when the page itself fails.
  counting?.catch(() => undefined);
  const found = await rows<VmRow>(
    em,
    `${SELECT} from (
        select v.id from vm v${searched(request.criteria) ?? order.join ?? ''}
         where ${where.sql}${keyset.sql} ${sorting} limit ${first + 1}
      ) page straight_join vm v on v.id = page.id${JOINS} ${sorting}`,
    [...where.params, ...keyset.params],
  );
  return pageOf({
    items: found.map(viewOf),
    first,
    after: request.after,
    cursorOf: (vm) => [order.value(vm), vm.id],
    count: () => counting ?? count(),
  });
}

/** The joins that a search looks into. */
function searched(criteria: VmCriteria): string | undefined {
  return criteria.search?.trim() ? `${JOIN_HOST}${JOIN_USER}${JOIN_IP}` : undefined;
}
