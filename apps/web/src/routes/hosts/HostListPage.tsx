import { useQuery, useSubscription } from '@apollo/client/react';
import ServerIcon from '@patternfly/react-icons/dist/esm/icons/server-icon';
import { Link } from 'react-router';
import {
  HostListDocument,
  HostRemovedDocument,
  type HostRowFragment,
  HostUpdatedDocument,
} from '../../api/generated/graphql.ts';
import { CpuSpark, SparkContext, useSparks } from '../../charts/CpuSpark.tsx';
import { Absent } from '../../components/Amount.tsx';
import { ramQuantity } from '../../components/byte-size.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { Glow } from '../../components/Glow.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { HostState } from './HostState.tsx';
import { ReservedBar } from './ReservedBar.tsx';

/** The machines VMs run on: state, room, health. */
export function Component() {
  const { data, error, refetch } = useQuery(HostListDocument, { variables: {} });
  // Hosts that come or go are seldom enough to ask for the list again.
  const again = () => void refetch().catch(() => undefined);
  useSubscription(HostUpdatedDocument, {
    ignoreResults: true,
    onData: ({ data: { data: news } }) => {
      const isNew = !data?.hosts.some(({ id }) => id === news?.hostUpdated.id);
      if (data && news && isNew) again();
    },
  });
  useSubscription(HostRemovedDocument, { ignoreResults: true, onData: again });
  const sparks = useSparks(data?.hosts.map(({ id }) => id) ?? []);
  return (
    <SparkContext value={sparks}>
      <PageHeader title={t('hosts.title')} actions={actions} />
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
        onRetry={again}
        empty={
          <EmptyFrame
            icon={<ServerIcon />}
            title={t('hosts.empty')}
            text={t('hosts.empty.text')}
            action={addHost}
          />
        }
      />
    </SparkContext>
  );
}

const addHost = (
  <Link to={paths.newHost()} className="pf-v6-c-button pf-m-primary">
    {t('host.add')}
  </Link>
);

const link = (to: string, label: string) => (
  <Link to={to} className="pf-v6-c-button pf-m-secondary">
    {label}
  </Link>
);

const actions = (
  <>
    {link(paths.balance(), t('balance.open'))}
    {link(paths.maintenance(), t('maintenance.open'))}
    {link(paths.powerPlan(), t('power.plan'))}
    {link(paths.vmGroups(), t('groups.title'))}
    {addHost}
  </>
);

/** Which signs of life are missing, in a word. */
function signsOf({ health }: HostRowFragment) {
  const signs = [
    [t('host.ping'), health.ping],
    [t('host.ssh'), health.ssh],
    [t('host.libvirt'), health.libvirt],
    [t('host.switch'), health.switch],
    [t('host.datastores'), health.datastores],
  ] as const;
  const bad = signs.filter(([, sign]) => sign && !sign.ok).map(([name]) => name);
  if (bad.length === 0) return <span className="bd-subtle">{t('host.signs.all')}</span>;
  return <StateBadge kind="attention" word={t('host.signs.bad', { name: bad.join(', ') })} />;
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
  { key: 'signs', label: t('host.signs'), cell: signsOf },
  {
    key: 'address',
    label: t('host.column.address'),
    cell: (host) => <CopyText text={host.address} what={t('host.column.address')} />,
  },
  { key: 'vms', label: t('nav.vms'), numeric: true, cell: (host) => host.vmCount },
  {
    key: 'cpu',
    label: t('charts.column'),
    cell: (host) => <CpuSpark id={host.id} running={host.status !== 'DOWN'} />,
  },
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
