import { useQuery } from '@apollo/client/react';
import NetworkWiredIcon from '@patternfly/react-icons/dist/esm/icons/network-wired-icon';
import { useMemo } from 'react';
import { NetworkListDocument, type NetworkListQuery } from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { t } from '../../messages/message.ts';
import { ReservedBar } from '../hosts/ReservedBar.tsx';

type Vlan = NetworkListQuery['vlans'][number];
type Row = Vlan & { readonly domains: NetworkListQuery['securityDomains'] };

/** VLANs with their addresses and the security domains people see them by. */
export function Component() {
  const { data, error, refetch } = useQuery(NetworkListDocument);
  const rows = useMemo(
    () =>
      data?.vlans.map((vlan) => ({
        ...vlan,
        domains: data.securityDomains.filter((domain) => domain.vlan.id === vlan.id),
      })),
    [data],
  );
  return (
    <>
      <PageHeader title={t('networks.title')} />
      <DataTable
        label={t('networks.title')}
        columns={columns}
        rows={rows}
        rowKey={(vlan) => vlan.id}
        rowName={(vlan) => vlan.name}
        skeletonRows={3}
        error={error}
        errorTitle={t('networks.error')}
        onRetry={() => void refetch().catch(() => undefined)}
        empty={
          <EmptyFrame
            icon={<NetworkWiredIcon />}
            title={t('networks.empty')}
            text={t('networks.empty.text')}
          />
        }
      />
    </>
  );
}

const columns: readonly Column<Row>[] = [
  { key: 'name', label: t('vlan.name'), cell: (row) => row.name },
  { key: 'tag', label: t('vlan.tag'), numeric: true, cell: (row) => row.tag },
  {
    key: 'subnet',
    label: t('vlan.subnet'),
    cell: (row) => <span className="bd-mono">{row.subnet}</span>,
  },
  {
    key: 'gateway',
    label: t('vlan.gateway'),
    cell: (row) => (row.gateway ? <span className="bd-mono">{row.gateway}</span> : <Absent />),
  },
  {
    key: 'addresses',
    label: t('vlan.addresses'),
    cell: (row) => (
      <ReservedBar
        what={t('vlan.addresses')}
        reserved={row.usedAddresses}
        total={row.totalAddresses}
        format={(value) => ({ value: String(value), unit: '' })}
      />
    ),
  },
  {
    key: 'domains',
    label: t('vlan.domains'),
    cell: (row) =>
      row.domains.length > 0
        ? row.domains
            .map((each) =>
              each.visibleToAll ? each.name : t('vlan.someOnly', { name: each.name }),
            )
            .join(', ')
        : t('vlan.noDomains'),
  },
];
