import { useApolloClient } from '@apollo/client/react';
import { createContext, use, useEffect, useMemo, useSyncExternalStore } from 'react';
import { SparklinesDocument, SparksSampledDocument } from '../api/generated/graphql.ts';
import { Absent } from '../components/Amount.tsx';
import { t } from '../messages/message.ts';
import { formatMetric } from './metric-units.ts';
import { SparkStore, sparkPath } from './spark-store.ts';
import './charts.css';

/** Where the cells of a list find their lines; null: the list has none. */
export const SparkContext = createContext<SparkStore | null>(null);

/** Reads the lines of all shown VMs at once and keeps them true by one subscription. */
export function useSparks(ids: readonly string[]): SparkStore {
  const client = useApolloClient();
  const store = useMemo(() => new SparkStore(), []);
  const key = ids.join(',');
  useEffect(() => {
    const subjects = key.split(',').filter(Boolean);
    if (subjects.length === 0) return;
    let live = true;
    client
      .query({ query: SparklinesDocument, variables: { subjects }, fetchPolicy: 'no-cache' })
      .then(({ data }) => {
        if (!live) return;
        for (const { subject, values, endsAt } of data?.sparklines ?? [])
          store.set(subject, values, Date.parse(endsAt) / 1000);
      })
      // A list without its lines is still a list; the samples fill them again.
      .catch(() => undefined);
    const samples = client
      .subscribe({ query: SparksSampledDocument, variables: { subjects } })
      .subscribe({
        next: ({ data }) => {
          const sample = data?.metricsSampled;
          if (sample)
            store.push(sample.subject, sample.cpuPercent ?? null, Date.parse(sample.at) / 1000);
        },
        error: () => undefined,
      });
    return () => {
      live = false;
      samples.unsubscribe();
    };
  }, [client, store, key]);
  return store;
}

/** CPU of the last hour as a line, and now as a number. */
export function CpuSpark({ id, running }: { id: string; running: boolean }) {
  const store = use(SparkContext);
  const spark = useSyncExternalStore(
    store?.subscribe ?? (() => () => undefined),
    () => store?.get(id) ?? null,
  );
  if (!running || !spark || (spark.now === null && spark.values.length === 0)) return <Absent />;
  const now = formatMetric('percent', spark.now === null ? null : Math.round(spark.now));
  return (
    <span className="bd-spark">
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('charts.spark')}
      >
        <path d={sparkPath(spark.values)} />
      </svg>
      <span className="bd-spark-value">{now}</span>
    </span>
  );
}
