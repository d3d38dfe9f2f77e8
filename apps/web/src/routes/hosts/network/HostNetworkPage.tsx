import { useQuery, useSubscription } from '@apollo/client/react';
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import NetworkWiredIcon from '@patternfly/react-icons/dist/esm/icons/network-wired-icon';
import { type RefObject, useMemo, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { HostNetworkDocument, HostNetworkUpdatedDocument } from '../../../api/generated/graphql.ts';
import { EmptyFrame } from '../../../components/EmptyFrame.tsx';
import { FaultView } from '../../../components/FaultView.tsx';
import { useIsPhone } from '../../../components/media.ts';
import { formatExact } from '../../../components/moments.ts';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { plural, t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { GraphTools } from './GraphTools.tsx';
import { type GraphHandle, HostGraph } from './HostGraph.tsx';
import { LinkHistory } from './LinkHistory.tsx';
import { LinkTable } from './LinkTable.tsx';
import { MeasureButtons } from './MeasureButtons.tsx';
import { joined, type Network, type NetworkEdge, shownEdges, worstFirst } from './network-model.ts';
import { type NetworkView, useNetworkView } from './use-network-view.ts';
import { usePlaces } from './use-places.ts';
import './network.css';

/** Latency and throughput between hosts: a graph, and the same as a table. */
export function Component() {
  const view = useNetworkView();
  const live = useSubscription(HostNetworkUpdatedDocument, {
    skip: view.at !== null,
    fetchPolicy: 'no-cache',
  });
  // The present comes by the subscription alone: with 100 hosts it is long, and not wanted twice.
  const asked = useQuery(HostNetworkDocument, {
    variables: view.at ? { at: view.at } : {},
    fetchPolicy: 'no-cache',
    skip: view.at === null && !live.error,
  });
  const shown = asked.data ?? asked.previousData;
  const told = (view.at === null && live.data?.hostNetworkUpdated) || shown?.hostNetwork;
  const network = useMemo(() => told && joined(told), [told]);
  return (
    <>
      <PageHeader
        title={t('network.title')}
        crumb={{ label: t('hosts.title'), to: paths.hosts() }}
        badge={network?.measuring && <Measuring />}
        actions={network && <MeasureButtons network={network} />}
      />
      {!network && asked.error && (
        <FaultView
          error={asked.error}
          what={t('network.error')}
          onRetry={() => void asked.refetch().catch(() => undefined)}
        />
      )}
      {!network && !asked.error && <div className="bd-graph bd-graph-waiting" aria-busy />}
      {network && network.nodes.length < 2 && <TooFew />}
      {network && network.nodes.length >= 2 && <NetworkViews network={network} view={view} />}
    </>
  );
}

function Measuring() {
  return (
    <Link className="bd-link bd-nowrap" to={paths.tasks()}>
      {t('network.measuring')}
    </Link>
  );
}

function TooFew() {
  return (
    <EmptyFrame
      icon={<NetworkWiredIcon />}
      title={t('network.empty')}
      text={t('network.empty.text')}
      action={
        <Link className="bd-link" to={paths.hosts()}>
          {t('network.toHosts')}
        </Link>
      }
    />
  );
}

type ViewsProps = { readonly network: Network; readonly view: NetworkView };

function NetworkViews({ network, view }: ViewsProps) {
  const handle = useRef<GraphHandle>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [query, setQuery] = useSearchParams();
  const isPhone = useIsPhone();
  const asTable = (query.get('as') ?? (isPhone ? 'table' : 'graph')) === 'table';
  const show = (as: 'graph' | 'table') =>
    setQuery((old) => ({ ...Object.fromEntries(old), as }), { replace: true });
  const edges = shownEdges(network, view.choice);
  const edge = network.edges.find(({ id }) => id === selected);
  return (
    <div className="bd-stack">
      <div className="bd-network-bar">
        <ToggleGroup aria-label={t('network.view')}>
          <ToggleGroupItem
            text={t('network.asGraph')}
            isSelected={!asTable}
            onChange={() => show('graph')}
          />
          <ToggleGroupItem
            text={t('network.asTable')}
            isSelected={asTable}
            onChange={() => show('table')}
          />
        </ToggleGroup>
        <GraphTools network={network} view={view} handle={asTable ? null : handle} />
      </div>
      <Notes network={network} edges={edges} view={view} />
      {asTable ? (
        <LinkTable edges={worstFirst(edges)} onSelect={setSelected} selected={selected} />
      ) : (
        <GraphAndWorst {...{ network, edges, view, handle, selected }} onSelect={setSelected} />
      )}
      {edge && <LinkHistory key={edge.id} edge={edge} onClose={() => setSelected(null)} />}
    </div>
  );
}

function Notes(props: ViewsProps & { readonly edges: readonly NetworkEdge[] }) {
  const { network, edges, view } = props;
  const all = network.edges.length;
  return (
    <p className="bd-subtle bd-network-note" aria-live="polite">
      {view.at !== null && `${t('network.past', { at: formatExact(view.at) })} `}
      {edges.length < all
        ? t('network.some', { count: edges.length, all })
        : plural(all, 'network.all.one', 'network.all.other')}
    </p>
  );
}

interface GraphAndWorstProps extends ViewsProps {
  readonly edges: readonly NetworkEdge[];
  readonly handle: RefObject<GraphHandle | null>;
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
}

const worstCount = 8;

function GraphAndWorst({ network, edges, view, handle, selected, onSelect }: GraphAndWorstProps) {
  const places = usePlaces();
  return (
    <div className="bd-network-split">
      {places.first === null ? (
        <div className="bd-graph bd-graph-waiting" aria-busy />
      ) : (
        <HostGraph
          handle={handle}
          network={network}
          edges={edges}
          places={places}
          selected={selected}
          onSelect={onSelect}
          onHost={(id) => view.choose({ hostId: view.choice.hostId === id ? null : id })}
        />
      )}
      <Section title={t('network.worst')}>
        <LinkTable
          edges={worstFirst(network.edges).slice(0, worstCount)}
          onSelect={onSelect}
          selected={selected}
          narrow
        />
      </Section>
    </div>
  );
}
