import { useQuery } from '@apollo/client/react';
import LayerGroupIcon from '@patternfly/react-icons/dist/esm/icons/layer-group-icon';
import { TemplateListDocument, type TemplateListQuery } from '../../api/generated/graphql.ts';
import { Amount } from '../../components/Amount.tsx';
import { diskQuantity, ramQuantity } from '../../components/byte-size.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';

type Row = TemplateListQuery['templates'][number];

/** What VMs are made from. */
export function Component() {
  const { data, error, refetch } = useQuery(TemplateListDocument);
  return (
    <>
      <PageHeader title={t('templates.title')} />
      <DataTable
        label={t('templates.title')}
        columns={columns}
        rows={data?.templates}
        rowKey={(template) => template.id}
        rowName={(template) => template.name}
        skeletonRows={4}
        error={error}
        errorTitle={t('templates.error')}
        onRetry={() => void refetch().catch(() => undefined)}
        empty={
          <EmptyFrame
            icon={<LayerGroupIcon />}
            title={t('templates.empty')}
            text={t('templates.empty.text')}
          />
        }
      />
    </>
  );
}

const columns: readonly Column<Row>[] = [
  { key: 'name', label: t('template.name'), cell: (row) => row.name },
  {
    key: 'os',
    label: t('template.os'),
    cell: (row) => (
      <>
        {row.os} <span className="bd-subtle">{row.version}</span>
      </>
    ),
  },
  {
    key: 'state',
    label: t('template.state'),
    cell: (row) => (
      <StateBadge
        kind={row.active ? 'running' : 'off'}
        word={row.active ? t('template.usable') : t('template.unusable')}
      />
    ),
  },
  { key: 'arch', label: t('template.arch'), cell: (row) => row.arch },
  { key: 'format', label: t('template.format'), cell: (row) => row.format.toLowerCase() },
  {
    key: 'cloudInit',
    label: t('template.cloudInit'),
    cell: (row) => (row.cloudInit ? t('yes') : t('no')),
  },
  { key: 'vcpus', label: t('template.vcpus'), numeric: true, cell: (row) => row.defaultVcpus },
  {
    key: 'ram',
    label: t('template.ram'),
    numeric: true,
    cell: (row) => <Amount of={ramQuantity(row.defaultRamMiB)} />,
  },
  {
    key: 'disk',
    label: t('vm.column.disk'),
    numeric: true,
    cell: (row) => <Amount of={diskQuantity(row.diskGiB)} />,
  },
];
