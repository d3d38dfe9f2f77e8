import { Alert, Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import type { MetricKind, MetricPeriod } from '../api/generated/graphql.ts';
import { FaultView } from '../components/FaultView.tsx';
import { formatExact } from '../components/moments.ts';
import { type PlainKey, t } from '../messages/message.ts';
import { type ChartRange, draggedRange, formatRange, parseRange, periods } from './chart-range.ts';
import { MetricChart } from './MetricChart.tsx';
import { PartCharts } from './PartCharts.tsx';
import type { PlotMark } from './plot-options.ts';
import { type ChartSubject, useCharts } from './use-charts.ts';
import './charts.css';

const periodWords: Readonly<Record<MetricPeriod, PlainKey>> = {
  HOUR: 'charts.hour',
  DAY: 'charts.day',
  WEEK: 'charts.week',
  MONTH: 'charts.month',
  YEAR: 'charts.year',
};

interface ChartBoardProps {
  /** The first is whose page it is; others are compared with it. */
  readonly subjects: readonly ChartSubject[];
  readonly marks: readonly PlotMark[];
  /** More to choose, beside the periods. */
  readonly tools?: ReactNode;
}

/** All charts of a VM or host over one range, with one crosshair. */
export function ChartBoard({ subjects, marks, tools }: ChartBoardProps) {
  const [query, setQuery] = useSearchParams();
  const range = parseRange(query);
  const show = (next: ChartRange) => setQuery((old) => formatRange(old, next), { replace: true });
  const { feed, loading, error, sharedKernel, again } = useCharts(subjects, range);
  const count = useSyncExternalStore(feed.subscribe, () => feed.charts.length);
  const subject = subjects[0];
  const csv = (kind: MetricKind) => csvPath(subject?.id ?? '', kind, range);
  return (
    <div className="bd-charts" aria-busy={loading}>
      <RangeBar range={range} onRange={show} tools={tools} />
      {sharedKernel && (
        <Alert component="p" isInline isPlain variant="info" title={t('charts.sharedKernel')} />
      )}
      {error !== null && count === 0 ? (
        <FaultView error={error} what={t('charts.error')} onRetry={again} />
      ) : (
        <div className="bd-chart-grid">
          {count === 0
            ? ['cpu', 'ram', 'disk', 'network'].map((key) => (
                <div key={key} className="bd-chart bd-chart-waiting">
                  <span className="bd-skeleton" />
                </div>
              ))
            : feed.charts.map((chart, index) => (
                <MetricChart
                  key={chart.kind}
                  feed={feed}
                  index={index}
                  range={range}
                  marks={marks}
                  csv={csv}
                  onDrag={(from, to) => show(draggedRange(range.period, from, to))}
                  onReset={() => show({ ...range, free: null })}
                />
              ))}
        </div>
      )}
      {subject && subjects.length === 1 && count > 0 && (
        <PartCharts
          {...{ subject, range, marks, whole: feed }}
          onDrag={(from, to) => show(draggedRange(range.period, from, to))}
          onReset={() => show({ ...range, free: null })}
        />
      )}
    </div>
  );
}

function csvPath(id: string, kind: MetricKind, { period, free }: ChartRange): string {
  const path = `/graphs/${encodeURIComponent(id)}/${kind.toLowerCase()}/${period.toLowerCase()}.csv`;
  if (!free) return path;
  const moment = (seconds: number) => encodeURIComponent(new Date(seconds * 1000).toISOString());
  return `${path}?from=${moment(free.from)}&to=${moment(free.to)}`;
}

interface RangeBarProps {
  readonly range: ChartRange;
  readonly onRange: (range: ChartRange) => void;
  readonly tools: ReactNode;
}

function RangeBar({ range, onRange, tools }: RangeBarProps) {
  const { free, period } = range;
  return (
    <div className="bd-chart-bar">
      <ToggleGroup aria-label={t('charts.period')}>
        {periods.map((each) => (
          <ToggleGroupItem
            key={each}
            text={t(periodWords[each])}
            isSelected={!free && each === period}
            onChange={() => onRange({ period: each, free: null })}
          />
        ))}
      </ToggleGroup>
      {free ? (
        <span className="bd-chart-free">
          {t('charts.range', {
            from: formatExact(new Date(free.from * 1000).toISOString()),
            to: formatExact(new Date(free.to * 1000).toISOString()),
          })}
          <Button variant="link" isInline onClick={() => onRange({ period, free: null })}>
            {t('charts.back', { period: t(periodWords[period]).toLowerCase() })}
          </Button>
        </span>
      ) : (
        <span className="bd-subtle bd-chart-hint">{t('charts.drag')}</span>
      )}
      <span className="bd-chart-tools">{tools}</span>
    </div>
  );
}
