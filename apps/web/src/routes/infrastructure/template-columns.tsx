import type { TemplateListRowFragment } from '../../api/generated/graphql.ts';
import { Amount } from '../../components/Amount.tsx';
import { diskQuantity, quantityText, ramQuantity } from '../../components/byte-size.ts';
import type { Column } from '../../components/DataTable.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';

type Row = TemplateListRowFragment;

function State({ row }: { row: Row }) {
  if (row.state === 'MAKING') return <StateBadge kind="working" word={t('template.making')} />;
  return row.active ? (
    <StateBadge kind="running" word={t('template.usable')} />
  ) : (
    <StateBadge kind="off" word={t('template.unusable')} />
  );
}

/** What the list of templates tells of each. */
export const templateColumns: readonly Column<Row>[] = [
  {
    key: 'name',
    label: t('template.name'),
    width: 'l',
    cell: (row) => (
      <>
        {row.name} {row.description && <span className="bd-subtle">{row.description}</span>}
      </>
    ),
  },
  {
    key: 'os',
    label: t('template.os'),
    cell: (row) => (
      <>
        {row.os} <span className="bd-subtle">{row.version}</span>
      </>
    ),
  },
  { key: 'state', label: t('template.state'), cell: (row) => <State row={row} /> },
  {
    key: 'visibility',
    label: t('template.visibility'),
    cell: (row) =>
      row.public
        ? t('template.everybody')
        : t('template.ownerOnly', { owner: row.owner?.username ?? '' }),
  },
  { key: 'format', label: t('template.format'), cell: (row) => row.format.toLowerCase() },
  {
    key: 'diskMode',
    label: t('template.diskMode'),
    cell: (row) => t(`template.diskMode.${row.format === 'ISO' ? 'ISO' : row.diskMode}`),
  },
  {
    key: 'cloudInit',
    label: t('template.cloudInit'),
    cell: (row) => (row.cloudInit ? t('yes') : t('no')),
  },
  {
    key: 'size',
    label: t('template.default'),
    cell: (row) =>
      t('vm.size', { vcpus: row.defaultVcpus, ram: quantityText(ramQuantity(row.defaultRamMiB)) }),
  },
  {
    key: 'disk',
    label: t('vm.column.disk'),
    numeric: true,
    cell: (row) => <Amount of={diskQuantity(row.diskGiB)} />,
  },
  { key: 'vms', label: t('nav.vms'), numeric: true, cell: (row) => row.vmCount },
];
