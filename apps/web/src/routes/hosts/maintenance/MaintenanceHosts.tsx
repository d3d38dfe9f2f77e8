import { useState } from 'react';
import { Link } from 'react-router';
import type { MaintenancePageQuery } from '../../../api/generated/graphql.ts';
import { ActionMenu } from '../../../components/ActionMenu.tsx';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { RelativeTime } from '../../../components/RelativeTime.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { HostState } from '../HostState.tsx';
import { ShutdownDialog } from './ShutdownDialog.tsx';
import { useBoot } from './use-boot.ts';

type Host = MaintenancePageQuery['hosts'][number];
type ShutHost = MaintenancePageQuery['maintenance']['shutHosts'][number];
interface Row extends Host {
  readonly shutSince: string | null;
}

/** Each host with what is done about it: shut down, or booted. */
export function MaintenanceHosts(props: {
  readonly hosts: readonly Host[];
  readonly shutHosts: readonly ShutHost[];
}) {
  const [asking, setAsking] = useState<Row>();
  const { bootHost } = useBoot();
  const since = new Map(props.shutHosts.map((shut) => [shut.host.id, shut.since]));
  const rows = props.hosts.map((host): Row => ({ ...host, shutSince: since.get(host.id) ?? null }));
  return (
    <Section title={t('maintenance.hosts')}>
      <DataTable
        label={t('maintenance.hosts')}
        columns={columns}
        rows={rows}
        rowKey={(host) => host.id}
        rowName={(host) => host.name}
        rowActions={(host) => (
          <ActionMenu
            label={t('hostShut.actions', { name: host.name })}
            items={[
              {
                key: 'boot',
                label: t('hostShut.boot'),
                reason: host.shutSince ? undefined : t('hostShut.notShut'),
                onSelect: () => void bootHost(host),
              },
              {
                key: 'shut',
                label: t('hostShut.do'),
                danger: true,
                reason: whyNotShut(host),
                onSelect: () => setAsking(host),
              },
            ]}
          />
        )}
        errorTitle={t('maintenance.error')}
        onRetry={() => undefined}
        empty={<p className="bd-subtle">{t('maintenance.hosts.empty')}</p>}
      />
      {asking && <ShutdownDialog host={asking} onClose={() => setAsking(undefined)} />}
    </Section>
  );
}

function whyNotShut(host: Row): string | undefined {
  if (host.shutSince) return t('hostShut.isShut');
  if (host.status !== 'UP' && host.status !== 'MAINTENANCE') return t('hostShut.notUp');
  return undefined;
}

const columns: readonly Column<Row>[] = [
  {
    key: 'name',
    label: t('maintenance.host'),
    cell: (host) => (
      <Link className="bd-link" to={paths.host(host.id)}>
        {host.name}
      </Link>
    ),
  },
  { key: 'state', label: t('maintenance.state'), cell: (host) => <HostState host={host} /> },
  {
    key: 'shut',
    label: t('maintenance.shut'),
    cell: (host) =>
      host.shutSince ? <RelativeTime at={host.shutSince} /> : t('maintenance.shut.no'),
  },
];
