import type { DatastoreUse } from './datastore-gauge.ts';
import type { Figures } from './figures.ts';
import { rrdPath, shapeOf } from './rrd-files.ts';
import type { RrdRow } from './rrd-writer.ts';
import type { SampledVm } from './running-vms.ts';
import type { VmFigures } from './vm-counters.ts';

/** What a sweep of a host found. */
export interface SweepFigures {
  readonly host: { readonly id: string; readonly name: string };
  readonly figures: Figures | null;
  readonly sampled: readonly { readonly vm: SampledVm; readonly figures: VmFigures }[];
  readonly datastores: readonly DatastoreUse[];
  readonly at: Date;
  readonly intervalMs: number;
}

/**
 * The rows of a sweep, for each file one.
 * @throws {UnsafeNameError}
 */
export function rrdRows(root: string, sweep: SweepFigures): RrdRow[] {
  const at = Math.floor(sweep.at.getTime() / 1000);
  const moment = { at, intervalSeconds: Math.round(sweep.intervalMs / 1000) };
  const rows: RrdRow[] = [];
  for (const { vm, figures } of sweep.sampled) {
    const of = { kind: 'vm', name: vm.identity } as const;
    const own = { ...moment, madeAfter: vm.createdAt };
    rows.push({ ...own, path: rrdPath(root, of), shape: shapeOf('vm', null), figures: figures.vm });
    for (const { device, figures: part } of figures.devices)
      rows.push({
        ...own,
        path: rrdPath(root, { ...of, device }),
        shape: shapeOf('vm', device),
        figures: part,
      });
  }
  if (!sweep.figures) return rows;
  const shape = shapeOf('host', null);
  rows.push({ ...moment, ...hostFile(root, sweep.host, null), shape, figures: sweep.figures });
  for (const { id, used, size } of sweep.datastores)
    rows.push({
      ...moment,
      ...hostFile(root, sweep.host, id),
      shape: shapeOf('host', id),
      figures: { used, size },
    });
  return rows;
}

/** A host may be renamed: its files have its id. Those of older versions had its name. */
function hostFile(
  root: string,
  { id, name }: { readonly id: string; readonly name: string },
  device: string | null,
): Pick<RrdRow, 'path' | 'formerly'> {
  const of = { kind: 'host', device } as const;
  return {
    path: rrdPath(root, { ...of, name: id }),
    formerly: rrdPath(root, { ...of, name }),
  };
}
