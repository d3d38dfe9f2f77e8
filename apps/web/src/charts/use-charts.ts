import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import {
  type ChartFieldsFragment,
  ChartSampledDocument,
  ChartsSampledDocument,
  HostChartsDocument,
  type SampleFieldsFragment,
  VmChartsDocument,
} from '../api/generated/graphql.ts';
import { type ChartData, chartData, type SubjectSeries } from './chart-data.ts';
import { ChartFeed } from './chart-feed.ts';
import { type ChartRange, periodSeconds, rangeVariables } from './chart-range.ts';

/** Whose charts are shown. */
export interface ChartSubject {
  readonly id: string;
  readonly kind: 'vm' | 'host';
  readonly label: string;
}

/** The charts of a page. */
export interface Charts {
  readonly feed: ChartFeed;
  readonly loading: boolean;
  readonly error: unknown;
  /** The host shares its kernel with others. */
  readonly sharedKernel: boolean;
  readonly again: () => void;
}

type Loaded = Readonly<Record<string, ChartFieldsFragment>>;

const chartOrder = ['cpu', 'ram', 'disk', 'network', 'operations', 'load'] as const;

/** One chart of each kind, of all subjects. */
function combine(subjects: readonly ChartSubject[], loaded: readonly Loaded[]): ChartData[] {
  return chartOrder.flatMap((name) => {
    const parts = subjects.flatMap(({ id, label }, i): SubjectSeries[] => {
      const series = loaded[i]?.[name];
      return series ? [{ subject: id, label, series }] : [];
    });
    return chartData(parts) ?? [];
  });
}

const seriesOf = (data: object): Loaded =>
  Object.fromEntries(
    Object.entries(data).filter(([, value]) => typeof value === 'object' && value !== null),
  ) as Loaded;

/** Reads the charts of some subjects over a range, and keeps them true by one subscription. */
export function useCharts(subjects: readonly ChartSubject[], range: ChartRange): Charts {
  const client = useApolloClient();
  const feed = useMemo(() => new ChartFeed(), []);
  const [state, setState] = useState({ loading: true, error: null as unknown, shared: false });
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify([subjects, range, attempt]);
  useEffect(() => {
    const [wanted, span] = JSON.parse(key) as [ChartSubject[], ChartRange];
    let live = true;
    setState((old) => ({ ...old, loading: true }));
    const asked = wanted.map(async ({ id, kind }) => {
      const query = kind === 'vm' ? VmChartsDocument : HostChartsDocument;
      const variables = { subject: id, ...rangeVariables(span) };
      const { data } = await client.query({ query, variables, fetchPolicy: 'no-cache' });
      return seriesOf(data ?? {});
    });
    Promise.all(asked).then(
      (loaded) => {
        if (!live) return;
        feed.set(combine(wanted, loaded));
        const shared = loaded.some((each) => each['cpu']?.sharedKernel);
        setState({ loading: false, error: null, shared });
      },
      (error: unknown) => {
        if (live) setState((old) => ({ ...old, loading: false, error }));
      },
    );
    return () => {
      live = false;
    };
  }, [client, feed, key]);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  useLiveTail(feed, subjects, range, again);
  return {
    feed,
    loading: state.loading,
    error: state.error,
    sharedKernel: state.shared,
    again,
  };
}

/**
 * Samples go straight to the feed: the page is not drawn again. Only one of a subject that had none
 * when the charts were read, as a VM that was just made, has them read anew.
 */
function useLiveTail(
  feed: ChartFeed,
  subjects: readonly ChartSubject[],
  range: ChartRange,
  again: () => void,
): void {
  const client = useApolloClient();
  const keepSeconds = range.free ? null : periodSeconds[range.period];
  const key = JSON.stringify(subjects.map(({ id, kind }) => [id, kind]));
  useEffect(() => {
    // What lies in the past does not change.
    if (keepSeconds === null) return;
    const wanted = JSON.parse(key) as [string, 'vm' | 'host'][];
    const take = (sample: SampleFieldsFragment | undefined) => {
      if (!sample) return;
      if (feed.charts.length > 0 && !feed.shows(sample.subject)) again();
      else feed.push({ ...sample, at: Date.parse(sample.at) / 1000 }, keepSeconds);
    };
    const [first] = wanted;
    const ended = () => undefined;
    const subscription =
      first?.[1] === 'host'
        ? client
            .subscribe({ query: ChartSampledDocument, variables: { subject: first[0] } })
            .subscribe({ next: ({ data }) => take(data?.metricSampled), error: ended })
        : client
            .subscribe({
              query: ChartsSampledDocument,
              variables: { subjects: wanted.map(([id]) => id) },
            })
            .subscribe({ next: ({ data }) => take(data?.metricsSampled), error: ended });
    return () => subscription.unsubscribe();
  }, [client, feed, key, keepSeconds, again]);
}
