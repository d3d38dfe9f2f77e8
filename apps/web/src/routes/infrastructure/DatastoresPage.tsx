import { useQuery } from '@apollo/client/react';
import DatabaseIcon from '@patternfly/react-icons/dist/esm/icons/database-icon';
import { DatastoreListDocument, type DatastoreListQuery } from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { diskQuantity } from '../../components/byte-size.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { t } from '../../messages/message.ts';
import { ReservedBar } from '../hosts/ReservedBar.tsx';

type Row = DatastoreListQuery['datastores'][number];

/** Where disks are kept. */
export function Component() {
  const { data, error, refetch } = useQuery(DatastoreListDocument);
  return (
    <>
      <PageHeader title={t('datastores.title')} />
      <DataTable
        label={t('datastores.title')}
        columns={columns}
        rows={data?.datastores}
        rowKey={(datastore) => datastore.id}
        rowName={(datastore) => datastore.name}
        skeletonRows={2}
        error={error}
        errorTitle={t('datastores.error')}
        onRetry={() => void refetch().catch(() => undefined)}
        empty={
          <EmptyFrame
            icon={<DatabaseIcon />}
            title={t('datastores.empty')}
            text={t('datastores.empty.text')}
          />
        }
      />
    </>
  );
}

const columns: readonly Column<Row>[] = [
  { key: 'name', label: t('datastore.name'), cell: (row) => row.name },
  {
    key: 'path',
    label: t('datastore.path'),
    cell: (row) => <span className="bd-mono">{row.path}</span>,
  },
  {
    key: 'mount',
    label: t('datastore.mount'),
    cell: (row) =>
      row.mountAddress ? <span className="bd-mono">{row.mountAddress}</span> : <Absent />,
  },
  {
    key: 'used',
    label: t('datastore.used'),
    cell: (row) =>
      row.capacityGiB !== null && row.usedGiB !== null ? (
        <ReservedBar
          what={row.name}
          reserved={row.usedGiB}
          total={row.capacityGiB}
          format={diskQuantity}
        />
      ) : (
        <Absent />
      ),
  },
  { key: 'vms', label: t('nav.vms'), numeric: true, cell: (row) => row.vmCount },
  {
    key: 'checked',
    label: t('datastore.checked'),
    cell: (row) => (row.checkedAt ? <RelativeTime at={row.checkedAt} /> : <Absent />),
  },
];
