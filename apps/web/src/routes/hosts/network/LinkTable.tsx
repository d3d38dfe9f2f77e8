import { Button } from '@patternfly/react-core';
import NetworkWiredIcon from '@patternfly/react-icons/dist/esm/icons/network-wired-icon';
import { Absent } from '../../../components/Amount.tsx';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { EmptyFrame } from '../../../components/EmptyFrame.tsx';
import { RelativeTime } from '../../../components/RelativeTime.tsx';
import { StateBadge, type StateKind } from '../../../components/StateBadge.tsx';
import { type PlainKey, t } from '../../../messages/message.ts';
import {
  type EdgeTone,
  edgeName,
  formatBandwidth,
  formatLatency,
  type NetworkEdge,
  toneOf,
  typicalLatency,
} from './network-model.ts';

interface LinkTableProps {
  readonly edges: readonly NetworkEdge[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  /** Beside the graph: only what matters most. */
  readonly narrow?: boolean;
}

/** The links as rows, for the keyboard, the reader, and whoever likes figures. */
export function LinkTable({ edges, selected, onSelect, narrow = false }: LinkTableProps) {
  const columns = columnsOf(edges, selected, onSelect);
  return (
    <DataTable
      label={t('network.links')}
      columns={narrow ? columns.filter(({ key }) => narrowKeys.includes(key)) : columns}
      rows={edges}
      rowKey={(edge) => edge.id}
      rowName={edgeName}
      errorTitle={t('network.error')}
      onRetry={() => undefined}
      empty={
        <EmptyFrame
          icon={<NetworkWiredIcon />}
          title={t('network.none')}
          text={t('network.none.text')}
        />
      }
    />
  );
}

const narrowKeys = ['link', 'latency', 'throughput'];

const toneWords: Readonly<Record<EdgeTone, { readonly kind: StateKind; readonly word: PlainKey }>> =
  {
    good: { kind: 'running', word: 'network.tone.good' },
    far: { kind: 'attention', word: 'network.tone.far' },
    degraded: { kind: 'failed', word: 'network.tone.degraded' },
    unknown: { kind: 'unknown', word: 'network.tone.unknown' },
  };

function columnsOf(
  edges: readonly NetworkEdge[],
  selected: string | null,
  onSelect: (id: string) => void,
): Column<NetworkEdge>[] {
  const typical = typicalLatency(edges);
  return [
    {
      key: 'link',
      label: t('network.column.link'),
      cell: (edge) => (
        <Button
          variant="link"
          isInline
          aria-pressed={edge.id === selected}
          onClick={() => onSelect(edge.id)}
        >
          {edgeName(edge)}
        </Button>
      ),
    },
    {
      key: 'tone',
      label: t('network.column.state'),
      cell: (edge) => {
        const { kind, word } = toneWords[toneOf(edge, typical)];
        return <StateBadge kind={kind} word={t(word)} />;
      },
    },
    {
      key: 'latency',
      label: t('network.column.latency'),
      numeric: true,
      cell: (edge) => <Figure text={formatLatency(edge.latencyMs)} />,
    },
    {
      key: 'usual',
      label: t('network.column.usual'),
      numeric: true,
      cell: (edge) => <Figure text={formatLatency(edge.usualLatencyMs)} />,
    },
    {
      key: 'latencyAt',
      label: t('network.column.at'),
      cell: (edge) => <Age at={edge.latencyAt} />,
    },
    {
      key: 'throughput',
      label: t('network.column.throughput'),
      numeric: true,
      cell: (edge) => <Figure text={formatBandwidth(edge.throughputMbps)} />,
    },
    {
      key: 'throughputAt',
      label: t('network.column.at'),
      cell: (edge) => <Age at={edge.throughputAt} />,
    },
  ];
}

/** The number bright, its unit dim. */
function Figure({ text }: { text: string }) {
  const [value, unit] = text.split(' ');
  if (!unit) return <Absent />;
  return (
    <span className="bd-nowrap">
      {value} <span className="bd-subtle">{unit}</span>
    </span>
  );
}

function Age({ at }: { at: string | null | undefined }) {
  return at ? <RelativeTime at={at} /> : <Absent />;
}
