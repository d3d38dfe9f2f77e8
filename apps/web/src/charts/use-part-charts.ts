import { useApolloClient } from '@apollo/client/react';
import { useEffect, useMemo, useState } from 'react';
import {
  ChartPartsDocument,
  DatastoreNamesDocument,
  type MetricKind,
  PartChartDocument,
} from '../api/generated/graphql.ts';
import { useSoon } from '../components/use-soon.ts';
import { type ChartData, chartData } from './chart-data.ts';
import { ChartFeed } from './chart-feed.ts';
import { type ChartRange, rangeVariables } from './chart-range.ts';
import type { ChartSubject } from './use-charts.ts';

/** A VM has few disks and interfaces; of a host with very many datastores these are enough. */
const mostParts = 16;
/** Parts are read anew when a sample of the whole came, but not more often. */
const againMs = 5_000;

/** What is charted of a part, by its name: `nic0`, `ds_…`, or a disk. */
function partKind(device: string): MetricKind {
  if (device.startsWith('nic')) return 'NETWORK';
  return device.startsWith('ds_') ? 'DATASTORE' : 'DISK';
}

/** The charts of each disk, interface or datastore. */
export interface PartCharts {
  readonly feed: ChartFeed;
  /** Null: not known yet. */
  readonly count: number | null;
  readonly error: unknown;
  readonly again: () => void;
}

/**
 * Reads the charts of each part over a range, and again after samples.
 * @param whole changes with each sample of the whole
 */
export function usePartCharts(
  subject: ChartSubject,
  range: ChartRange,
  whole: ChartFeed,
): PartCharts {
  const client = useApolloClient();
  const feed = useMemo(() => new ChartFeed(), []);
  const [state, setState] = useState({ count: null as number | null, error: null as unknown });
  const [attempt, setAttempt] = useState(0);
  const again = () => setAttempt((count) => count + 1);
  const soon = useSoon(again, againMs);
  const { id, kind } = subject;
  const key = JSON.stringify([range, attempt]);
  useEffect(() => {
    const [span] = JSON.parse(key) as [ChartRange];
    let live = true;
    const load = async (): Promise<ChartData[]> => {
      const { data } = await client.query({
        ...{ query: ChartPartsDocument, variables: { subject: id }, fetchPolicy: 'no-cache' },
      });
      const parts = (data?.metricDevices ?? []).slice(0, mostParts);
      const names = kind === 'host' ? await datastoreNames(client) : new Map<string, string>();
      const charts = parts.map(async (device): Promise<ChartData[]> => {
        const chosen = { subject: id, device, kind: partKind(device), ...rangeVariables(span) };
        const { data: rows } = await client.query({
          ...{ query: PartChartDocument, variables: chosen, fetchPolicy: 'no-cache' },
        });
        const chart =
          rows && chartData([{ subject: `${id} ${device}`, label: device, series: rows.metrics }]);
        return chart ? [{ ...chart, part: names.get(device) ?? device }] : [];
      });
      return (await Promise.all(charts)).flat();
    };
    load().then(
      (charts) => {
        if (!live) return;
        feed.set(charts);
        setState({ count: charts.length, error: null });
      },
      (error: unknown) => {
        if (live) setState((old) => ({ ...old, error }));
      },
    );
    return () => {
      live = false;
    };
  }, [client, feed, id, kind, key]);
  const isPast = range.free !== null;
  useEffect(() => (isPast ? undefined : whole.subscribe(soon)), [whole, soon, isPast]);
  return { feed, ...state, again };
}

async function datastoreNames(
  client: ReturnType<typeof useApolloClient>,
): Promise<ReadonlyMap<string, string>> {
  const { data } = await client.query({ query: DatastoreNamesDocument });
  return new Map((data?.datastores ?? []).map(({ id, name }) => [id, name]));
}
