import { isAdmin, visibleVms } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { requireHost } from '../host/host.service.ts';
import { type Em, rows } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import { requireVm } from '../vm/vm-lookup.ts';
import type { RrdKind } from './rrd-files.ts';

/** A VM or host that figures are read of. */
export interface MetricSubject {
  readonly id: string;
  readonly kind: RrdKind;
  /** As files are named after it. */
  readonly fileName: string;
  /** As people name it. */
  readonly title: string;
}

/**
 * A VM or host whose figures the viewer may see: the same rule as for the object itself.
 * @throws {NotFoundError} also for somebody else's: no difference is made
 */
export async function requireSubject(em: Em, viewer: Viewer, id: string): Promise<MetricSubject> {
  if (id.startsWith('host_')) {
    if (!isAdmin(viewer)) throw new NotFoundError('VM or host', id);
    const host = await requireHost(em, id);
    return { id, kind: 'host', fileName: host.id, title: host.name };
  }
  const { identity, name } = await requireVm(em, viewer, id);
  return { id, kind: 'vm', fileName: identity, title: name };
}

/** Those VMs and hosts among the named whose figures the viewer may see. */
export async function visibleSubjects(
  em: Em,
  viewer: Viewer,
  ids: readonly string[],
): Promise<MetricSubject[]> {
  if (ids.length === 0) return [];
  const visible = visibleVms(viewer, 'v');
  const [vms, hosts] = await Promise.all([
    rows<Omit<MetricSubject, 'kind'>>(
      em,
      `select v.id, v.identity as fileName, v.name as title from vm v
        where v.id in (?) and ${visible.sql}`,
      [ids, ...visible.params],
    ),
    isAdmin(viewer)
      ? rows<Omit<MetricSubject, 'kind'>>(
          em,
          'select id, id as fileName, name as title from host where id in (?)',
          [ids],
        )
      : [],
  ]);
  return [
    ...vms.map((vm) => ({ ...vm, kind: 'vm' }) as const),
    ...hosts.map((host) => ({ ...host, kind: 'host' }) as const),
  ];
}

/** Whether a host shares its kernel with another: its figures are then those of its processes. */
export async function sharesKernel(em: Em, { kind, id }: MetricSubject): Promise<boolean> {
  if (kind !== 'host') return false;
  const [row] = await rows<{ shared: number }>(
    em,
    `select exists (select 1 from host o where o.id <> h.id and o.boot_marker is not null
        and substring_index(o.boot_marker, '/', 1) = substring_index(h.boot_marker, '/', 1)) as shared
       from host h where h.id = ?`,
    [id],
  );
  return Boolean(row?.shared);
}
