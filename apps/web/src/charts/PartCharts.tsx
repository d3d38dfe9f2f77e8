import { ExpandableSection } from '@patternfly/react-core';
import { useState, useSyncExternalStore } from 'react';
import { FaultView } from '../components/FaultView.tsx';
import { t } from '../messages/message.ts';
import type { ChartFeed } from './chart-feed.ts';
import type { ChartRange } from './chart-range.ts';
import { MetricChart } from './MetricChart.tsx';
import type { PlotMark } from './plot-options.ts';
import type { ChartSubject } from './use-charts.ts';
import { usePartCharts } from './use-part-charts.ts';

interface PartChartsProps {
  readonly subject: ChartSubject;
  readonly range: ChartRange;
  readonly marks: readonly PlotMark[];
  /** The charts of the whole, which tell when there is something new. */
  readonly whole: ChartFeed;
  readonly onDrag: (from: number, to: number) => void;
  readonly onReset: () => void;
}

/** Charts of each disk and interface of a VM, or each datastore of a host; read when opened. */
export function PartCharts(props: PartChartsProps) {
  const [isOpen, setOpen] = useState(false);
  const title = t(props.subject.kind === 'host' ? 'charts.partsOfHost' : 'charts.parts');
  return (
    <ExpandableSection
      className="bd-chart-parts"
      toggleText={title}
      isExpanded={isOpen}
      onToggle={(_event, open) => setOpen(open)}
    >
      {isOpen && <Parts {...props} />}
    </ExpandableSection>
  );
}

function Parts({ subject, range, marks, whole, onDrag, onReset }: PartChartsProps) {
  const { feed, count, error, again } = usePartCharts(subject, range, whole);
  useSyncExternalStore(feed.subscribe, () => feed.charts.length);
  if (count === null && error !== null)
    return <FaultView error={error} what={t('charts.error')} onRetry={again} />;
  if (count === null) return <span className="bd-skeleton" />;
  if (count === 0) return <p className="bd-subtle">{t('charts.partsNone')}</p>;
  return (
    <div className="bd-chart-grid">
      {feed.charts.map((chart, index) => (
        <MetricChart
          key={`${chart.kind} ${chart.part}`}
          {...{ feed, index, range, marks, onDrag, onReset }}
        />
      ))}
    </div>
  );
}
