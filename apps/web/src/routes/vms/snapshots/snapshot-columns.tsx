import type { SnapshotRowFragment } from '../../../api/generated/graphql.ts';
import { Absent, Amount } from '../../../components/Amount.tsx';
import { bytesToGiB, diskQuantity, type Quantity } from '../../../components/byte-size.ts';
import type { Column } from '../../../components/DataTable.tsx';
import { RelativeTime } from '../../../components/RelativeTime.tsx';
import { StateBadge } from '../../../components/StateBadge.tsx';
import { t } from '../../../messages/message.ts';
import type { TreeRow } from './snapshot-tree.ts';

type Row = TreeRow<SnapshotRowFragment>;

/** Saved memory in MiB below 1 GiB, else in GiB; none without memory. */
function memoryOf(bytes: string | null): Quantity | undefined {
  const gib = bytes === null ? 0 : bytesToGiB(bytes);
  if (gib === 0) return undefined;
  return gib < 1 ? { value: String(Math.ceil(gib * 1024)), unit: 'MiB' } : diskQuantity(gib);
}

function keptWords({ memory, quiesced }: SnapshotRowFragment): string {
  if (memory) return t('snapshots.keeps.memory');
  return quiesced ? t('snapshots.keeps.quiesced') : t('snapshots.keeps.disks');
}

function Name({ node, depth, link, goesOn }: Row) {
  const based = node.parent ? t('snapshots.basedOn', { name: node.parent.name }) : undefined;
  return (
    <span className={`bd-snapshot bd-snapshot-depth-${depth}`} {...(based && { title: based })}>
      <span
        className="bd-snapshot-dot"
        aria-hidden="true"
        data-current={node.current}
        data-link={link}
        data-goes-on={goesOn}
      />
      <span className="bd-snapshot-words">
        <span className="bd-snapshot-name">{node.name}</span>
        {node.description && <span className="bd-subtle">{node.description}</span>}
      </span>
      {node.current && (
        <span className="bd-snapshot-current" title={t('snapshots.current.help')}>
          {t('snapshots.current')}
        </span>
      )}
      {node.state === 'DELETING' && <StateBadge kind="working" word={t('snapshots.deleting')} />}
    </span>
  );
}

/** The columns of the snapshots' table. */
export const snapshotColumns: readonly Column<Row>[] = [
  { key: 'name', label: t('snapshots.column.name'), width: 'l', cell: (row) => <Name {...row} /> },
  {
    key: 'taken',
    label: t('snapshots.column.taken'),
    cell: ({ node }) => <RelativeTime at={node.createdAt} />,
  },
  {
    key: 'kind',
    label: t('snapshots.column.kind'),
    cell: ({ node }) => t(`snapshots.kind.${node.type}`),
  },
  {
    key: 'keeps',
    label: t('snapshots.column.keeps'),
    cell: ({ node }) => keptWords(node),
  },
  {
    key: 'size',
    label: t('snapshots.column.size'),
    numeric: true,
    cell: ({ node }) => (
      <span title={t('snapshots.size.help')}>
        <Amount of={memoryOf(node.sizeBytes)} />
      </span>
    ),
  },
  {
    key: 'by',
    label: t('snapshots.column.by'),
    cell: ({ node }) =>
      node.createdBy?.name ??
      (node.type === 'USER' ? <Absent /> : <span className="bd-subtle">{t('event.system')}</span>),
  },
];
