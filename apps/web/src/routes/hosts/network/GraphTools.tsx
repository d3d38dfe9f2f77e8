import { Button, FormSelect, FormSelectOption, SearchInput } from '@patternfly/react-core';
import { type RefObject, useId } from 'react';
import { t } from '../../../messages/message.ts';
import type { GraphHandle } from './HostGraph.tsx';
import type { Network } from './network-model.ts';
import { furthestHours, type NetworkView } from './use-network-view.ts';

interface GraphToolsProps {
  readonly network: Network;
  readonly view: NetworkView;
  /** Null: there is no picture now. */
  readonly handle: RefObject<GraphHandle | null> | null;
}

const thresholds = [1, 5, 10, 50, 100] as const;

/** What narrows the graph, moves it in time, and takes it along. */
export function GraphTools({ network, view, handle }: GraphToolsProps) {
  const { choice } = view;
  return (
    <>
      <SearchInput
        className="bd-network-search"
        aria-label={t('network.search')}
        placeholder={t('network.search')}
        value={choice.search}
        onChange={(_event, search) => view.choose({ search })}
        onClear={() => view.choose({ search: '' })}
      />
      <FormSelect
        className="bd-network-select"
        aria-label={t('network.host')}
        value={choice.hostId ?? ''}
        onChange={(_event, id) => view.choose({ hostId: id || null })}
      >
        <FormSelectOption value="" label={t('network.anyHost')} />
        {network.nodes.map(({ host }) => (
          <FormSelectOption key={host.id} value={host.id} label={host.name} />
        ))}
      </FormSelect>
      <FormSelect
        className="bd-network-select"
        aria-label={t('network.from')}
        value={String(choice.fromMs ?? '')}
        onChange={(_event, ms) => view.choose({ fromMs: Number(ms) || null })}
      >
        <FormSelectOption value="" label={t('network.anyLatency')} />
        {thresholds.map((ms) => (
          <FormSelectOption key={ms} value={String(ms)} label={t('network.fromMs', { ms })} />
        ))}
      </FormSelect>
      <TimeSlider view={view} />
      <span className="bd-network-takes">
        {handle && (
          <>
            <Button variant="secondary" onClick={() => handle.current?.fit()}>
              {t('network.fit')}
            </Button>
            <Button variant="secondary" onClick={() => handle.current?.arrange()}>
              {t('network.arrange')}
            </Button>
            <Button
              variant="secondary"
              onClick={() => takeAlong(handle.current?.png() ?? null, 'png')}
            >
              {t('network.png')}
            </Button>
          </>
        )}
        <Button variant="secondary" onClick={() => takeAlong(asJson(network), 'json')}>
          {t('network.json')}
        </Button>
      </span>
    </>
  );
}

/** Hours ago, the present at the right. */
function TimeSlider({ view }: { view: NetworkView }) {
  const id = useId();
  const words =
    view.hoursAgo === 0
      ? t('network.now')
      : view.hoursAgo < 48
        ? t('network.hoursAgo', { hours: view.hoursAgo })
        : t('network.daysAgo', { days: Math.round(view.hoursAgo / 24) });
  return (
    <span className="bd-network-time">
      <label htmlFor={id}>{t('network.time')}</label>
      <input
        id={id}
        type="range"
        min={-furthestHours}
        max={0}
        step={1}
        value={-view.hoursAgo}
        aria-valuetext={words}
        onChange={(event) => view.goTo(-Number(event.target.value))}
      />
      <output htmlFor={id}>{words}</output>
    </span>
  );
}

const asJson = (network: Network): string =>
  `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(network, null, 2))}`;

function takeAlong(url: string | null, kind: 'png' | 'json'): void {
  if (!url) return;
  const link = document.createElement('a');
  link.href = url;
  link.download = `host-network-${new Date().toISOString().slice(0, 16).replace(':', '')}.${kind}`;
  link.click();
}
