import { useQuery, useSubscription } from '@apollo/client/react';
import ServerIcon from '@patternfly/react-icons/dist/esm/icons/server-icon';
import { Link } from 'react-router';
import {
  HostListDocument,
  type HostRowFragment,
  HostUpdatedDocument,
} from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { ramQuantity } from '../../components/byte-size.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { Glow } from '../../components/Glow.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { HostState } from './HostState.tsx';
import { ReservedBar } from './ReservedBar.tsx';

/** The machines VMs run on: state, room, health. */
export function Component() {
  const { data, error, refetch } = useQuery(HostListDocument, { variables: {} });
  useSubscription(HostUpdatedDocument, { ignoreResults: true });
  return (
    <>
      <PageHeader title={t('hosts.title')} />
      <DataTable
        label={t('hosts.title')}
        columns={columns}
        rows={data?.hosts}
        rowKey={(host) => host.id}
        rowName={(host) => host.name}
        href={(host) => paths.host(host.id)}
        skeletonRows={4}
        error={error}
        errorTitle={t('hosts.error')}
        onRetry={() => void refetch().catch(() => undefined)}
        empty={
          <EmptyFrame icon={<ServerIcon />} title={t('hosts.empty')} text={t('hosts.empty.text')} />
        }
      />
    </>
  );
}

const columns: readonly Column<HostRowFragment>[] = [
  {
    key: 'name',
    label: t('host.column.name'),
    cell: (host) => (
      <Link className="bd-link" to={paths.host(host.id)}>
        {host.name}
      </Link>
    ),
  },
  {
    key: 'state',
    label: t('host.column.state'),
    cell: (host) => (
      <Glow of={host.status}>
        <HostState host={host} />
      </Glow>
    ),
  },
  {
    key: 'address',
    label: t('host.column.address'),
    cell: (host) => <CopyText text={host.address} what={t('host.column.address')} />,
  },
  { key: 'vms', label: t('nav.vms'), numeric: true, cell: (host) => host.vmCount },
  {
    key: 'cpus',
    label: t('host.column.cpus'),
    cell: (host) => (
      <ReservedBar
        what={t('host.column.cpus')}
        reserved={host.used.vcpus}
        total={host.vcpuLimit}
        format={(value) => ({ value: String(value), unit: '' })}
      />
    ),
  },
  {
    key: 'ram',
    label: t('host.column.ram'),
    cell: (host) => (
      <ReservedBar
        what={t('host.column.ram')}
        reserved={host.used.ramMiB}
        total={host.ramLimitMiB}
        format={ramQuantity}
      />
    ),
  },
  {
    key: 'seen',
    label: t('host.column.seen'),
    cell: (host) => (host.lastSeenAt ? <RelativeTime at={host.lastSeenAt} /> : <Absent />),
  },
];
