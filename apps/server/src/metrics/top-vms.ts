import { visibleVms } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { type Em, rows } from '../platform/db.ts';
import { checkFirst } from '../platform/graphql/connection.ts';
import type { VmId } from '../platform/ids.ts';
import { loadVmViews, type VmView } from '../vm/vm-views.ts';
import type { UsageFigure } from './metrics.type.ts';

const figure = (name: string) => `coalesce(json_value(s.figures, '$.${name}') + 0, 0)`;
const FIGURES: Readonly<Record<UsageFigure, string>> = {
  CPU: figure('cpu'),
  RAM: figure('ram'),
  DISK: `${figure('diskRead')} + ${figure('diskWrite')}`,
  NETWORK: `${figure('netRx')} + ${figure('netTx')}`,
};
/** Samples older than that say nothing about now. */
const FRESH_SECONDS = 180;

/** The VMs that use most of something now, most first. */
export async function topVms(
  em: Em,
  viewer: Viewer,
  wanted: { readonly figure: UsageFigure; readonly first: number },
): Promise<VmView[]> {
  const visible = visibleVms(viewer, 'v');
  const found = await rows<{ id: VmId }>(
    em,
    `select v.id from usage_sample s join vm v on v.id = s.id
      where s.at > utc_timestamp(3) - interval ${FRESH_SECONDS} second and ${visible.sql}
      order by ${FIGURES[wanted.figure]} desc, v.id limit ${checkFirst(wanted.first)}`,
    visible.params,
  );
  const views = new Map(
    (
      await loadVmViews(
        em,
        found.map(({ id }) => id),
      )
    ).map((view) => [view.id, view]),
  );
  return found.flatMap(({ id }) => views.get(id) ?? []);
}
