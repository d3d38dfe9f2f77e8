import { useQuery, useSubscription } from '@apollo/client/react';
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  SparksSampledDocument,
  TopVmsDocument,
  type TopVmsQuery,
  type UsageFigure,
} from '../api/generated/graphql.ts';
import { Bar } from '../components/Bar.tsx';
import { FaultView } from '../components/FaultView.tsx';
import { Section } from '../components/Section.tsx';
import { useSoon } from '../components/use-soon.ts';
import { type PlainKey, t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { formatMetric } from './metric-units.ts';
import './charts.css';

type TopVm = TopVmsQuery['topVms'][number];

const words: Readonly<Record<UsageFigure, PlainKey>> = {
  CPU: 'charts.cpu',
  RAM: 'charts.ram',
  DISK: 'charts.disk',
  NETWORK: 'charts.network',
};
const figures = Object.keys(words) as UsageFigure[];
const units: Readonly<Record<UsageFigure, string>> = {
  CPU: 'percent',
  RAM: 'bytes',
  DISK: 'bytes/s',
  NETWORK: 'bytes/s',
};

function figureOf(vm: TopVm, figure: UsageFigure): number {
  const { usage } = vm;
  if (!usage) return 0;
  switch (figure) {
    case 'CPU':
      return usage.cpuPercent ?? 0;
    case 'RAM':
      return Number(usage.ramBytes ?? 0);
    case 'DISK':
      return (usage.diskReadBytesPerSecond ?? 0) + (usage.diskWriteBytesPerSecond ?? 0);
    case 'NETWORK':
      return (usage.networkRxBytesPerSecond ?? 0) + (usage.networkTxBytesPerSecond ?? 0);
  }
}

/** The VMs that use most now, by a figure one chooses. */
export function TopVms() {
  const [figure, setFigure] = useState<UsageFigure>('CPU');
  const { data, previousData, error, refetch } = useQuery(TopVmsDocument, {
    variables: { figure },
  });
  const again = () => void refetch().catch(() => undefined);
  const vms = (data ?? previousData)?.topVms;
  const refresh = useSoon(refetch, 2_000);
  useSubscription(SparksSampledDocument, {
    variables: { subjects: vms?.map(({ id }) => id) ?? [] },
    skip: !vms?.length,
    fetchPolicy: 'no-cache',
    ignoreResults: true,
    onData: refresh,
  });
  return (
    <Section
      title={t('charts.top')}
      action={
        <ToggleGroup aria-label={t('charts.topBy')} isCompact>
          {figures.map((each) => (
            <ToggleGroupItem
              key={each}
              text={t(words[each])}
              isSelected={each === figure}
              onChange={() => setFigure(each)}
            />
          ))}
        </ToggleGroup>
      }
    >
      {!vms && error ? (
        <FaultView error={error} what={t('charts.error')} onRetry={again} />
      ) : (
        <TopList vms={vms} figure={figure} />
      )}
    </Section>
  );
}

function TopList({ vms, figure }: { vms: readonly TopVm[] | undefined; figure: UsageFigure }) {
  if (!vms) return <span className="bd-skeleton" />;
  if (vms.length === 0) return <p className="bd-subtle">{t('charts.topNone')}</p>;
  const most = Math.max(...vms.map((vm) => figureOf(vm, figure)), 1e-9);
  return (
    <ul className="bd-top-list">
      {vms.map((vm) => {
        const value = figureOf(vm, figure);
        const text = formatMetric(units[figure], value);
        return (
          <li key={vm.id}>
            <Link className="bd-link" to={paths.vmTab(vm.id, 'charts')}>
              {vm.name}
            </Link>
            <Bar
              parts={[{ value, tone: 'accent' }]}
              total={figure === 'CPU' ? 100 : most}
              label={`${vm.name}: ${text}`}
            />
            <span className="bd-top-value">{text}</span>
          </li>
        );
      })}
    </ul>
  );
}
