import type {
  OrderDirection,
  VmFilter,
  VmOrderField,
  VmStatus,
} from '../../api/generated/graphql.ts';
import { vmStatuses } from './vm-words.ts';

/** What the list's URL says: search, filters, order and page. */
export interface VmListParams {
  readonly search: string;
  readonly status: readonly VmStatus[];
  readonly mine: boolean;
  readonly locked: boolean;
  readonly expiring: boolean;
  readonly hostId: string | null;
  readonly ownerId: string | null;
  readonly templateId: string | null;
  readonly sort: VmOrderField;
  readonly direction: OrderDirection;
  readonly after: string | null;
  /** Number of the page from 1, for "51–100 of 236". */
  readonly page: number;
}

const sortNames: Readonly<Record<string, VmOrderField>> = {
  name: 'NAME',
  state: 'STATUS',
  owner: 'OWNER',
  host: 'HOST',
  ip: 'IP',
  vcpus: 'VCPUS',
  ram: 'RAM',
  created: 'CREATED_AT',
  expires: 'EXPIRES_AT',
};

const nameOfSort = (field: VmOrderField): string =>
  Object.entries(sortNames).find(([, value]) => value === field)?.[0] ?? 'name';

/** Reads the URL; anything it does not know falls back to the default. */
export function parseVmListParams(query: URLSearchParams): VmListParams {
  const page = Number(query.get('page') ?? '1');
  const after = query.get('after');
  return {
    search: query.get('q') ?? '',
    status: (query.get('state') ?? '')
      .split(',')
      .map((name) => name.toUpperCase())
      .filter((name): name is VmStatus => vmStatuses.some((status) => status === name)),
    mine: query.get('mine') === '1',
    locked: query.get('locked') === '1',
    expiring: query.get('expiring') === '1',
    hostId: query.get('host'),
    ownerId: query.get('owner'),
    templateId: query.get('template'),
    sort: sortNames[query.get('sort') ?? 'name'] ?? 'NAME',
    direction: query.get('dir') === 'desc' ? 'DESC' : 'ASC',
    after,
    page: after && Number.isInteger(page) && page > 1 ? page : 1,
  };
}

/** Writes the URL; defaults are left out, so that a plain list has a plain address. */
export function formatVmListParams(params: VmListParams): URLSearchParams {
  const query = new URLSearchParams();
  const put = (name: string, value: string | null) => {
    if (value) query.set(name, value);
  };
  put('q', params.search);
  put('state', params.status.join(',').toLowerCase());
  put('mine', params.mine ? '1' : null);
  put('locked', params.locked ? '1' : null);
  put('expiring', params.expiring ? '1' : null);
  put('host', params.hostId);
  put('owner', params.ownerId);
  put('template', params.templateId);
  put('sort', params.sort === 'NAME' ? null : nameOfSort(params.sort));
  put('dir', params.direction === 'DESC' ? 'desc' : null);
  put('after', params.after);
  put('page', params.after ? String(params.page) : null);
  return query;
}

/** The server's filter for these parameters. */
export function vmFilterOf(params: VmListParams): VmFilter {
  return {
    ...(params.search.trim() && { search: params.search.trim() }),
    ...(params.status.length > 0 && { status: [...params.status] }),
    ...(params.mine && { mine: true }),
    ...(params.locked && { locked: true }),
    ...(params.expiring && { expiring: true }),
    ...(params.hostId && { hostId: params.hostId }),
    ...(params.ownerId && { ownerId: params.ownerId }),
    ...(params.templateId && { templateId: params.templateId }),
  };
}

/** Whether anything narrows the list down. */
export const isFiltered = (params: VmListParams): boolean =>
  Object.keys(vmFilterOf(params)).length > 0;
