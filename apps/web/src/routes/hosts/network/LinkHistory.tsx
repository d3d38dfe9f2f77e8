import { useQuery } from '@apollo/client/react';
import { Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import { HostLinkHistoryDocument, type HostLinkKind } from '../../../api/generated/graphql.ts';
import { FaultView } from '../../../components/FaultView.tsx';
import { Section } from '../../../components/Section.tsx';
import { type PlainKey, t } from '../../../messages/message.ts';
import { LinkPlot } from './LinkPlot.tsx';
import { type LinkSample, linkLines } from './link-lines.ts';
import { edgeName, type NetworkEdge } from './network-model.ts';

type Period = 'day' | 'week' | 'month';

const periodDays: Readonly<Record<Period, number>> = { day: 1, week: 7, month: 30 };
const periodWords: Readonly<Record<Period, PlainKey>> = {
  day: 'network.history.day',
  week: 'network.history.week',
  month: 'network.history.month',
};
const dayMs = 86_400_000;

/** What was measured between two hosts, a line for each direction. */
export function LinkHistory({ edge, onClose }: { edge: NetworkEdge; onClose: () => void }) {
  const [period, setPeriod] = useState<Period>('day');
  const link = edgeName(edge);
  const range = useMemo(() => {
    const to = Date.now();
    return { from: to - periodDays[period] * dayMs, to };
  }, [period]);
  const { data, error, refetch } = useQuery(HostLinkHistoryDocument, {
    variables: {
      source: edge.source.id,
      target: edge.target.id,
      from: new Date(range.from).toISOString(),
      to: new Date(range.to).toISOString(),
    },
    fetchPolicy: 'no-cache',
  });
  const samples = data?.hostLinkHistory.samples;
  return (
    <Section
      title={t('network.history', { link })}
      action={
        <span className="bd-network-bar">
          <ToggleGroup aria-label={t('network.history.period')}>
            {(Object.keys(periodDays) as Period[]).map((each) => (
              <ToggleGroupItem
                key={each}
                text={t(periodWords[each])}
                isSelected={each === period}
                onChange={() => setPeriod(each)}
              />
            ))}
          </ToggleGroup>
          <Button variant="secondary" onClick={onClose}>
            {t('network.history.close')}
          </Button>
        </span>
      }
    >
      {error && (
        <FaultView
          error={error}
          what={t('network.history.error', { link })}
          onRetry={() => void refetch().catch(() => undefined)}
        />
      )}
      {!error && !samples && <div className="bd-link-plot bd-graph-waiting" aria-busy />}
      {samples && <Plots edge={edge} samples={samples} range={range} />}
    </Section>
  );
}

interface PlotsProps {
  readonly edge: NetworkEdge;
  readonly samples: readonly LinkSample[];
  readonly range: { readonly from: number; readonly to: number };
}

const titles: Readonly<Record<HostLinkKind, PlainKey>> = {
  LATENCY: 'network.history.latency',
  THROUGHPUT: 'network.history.throughput',
};

function Plots({ edge, samples, range }: PlotsProps) {
  if (samples.length === 0) return <p className="bd-subtle">{t('network.history.empty')}</p>;
  return (
    <div className="bd-link-plots">
      {(Object.keys(titles) as HostLinkKind[]).map((kind) => (
        <LinkPlot
          key={kind}
          title={t(titles[kind])}
          lines={linkLines(edge, kind, samples)}
          range={range}
        />
      ))}
    </div>
  );
}
