import { Link } from 'react-router';
import type { MaintenancePageQuery } from '../../../api/generated/graphql.ts';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { RelativeTime } from '../../../components/RelativeTime.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';

type Kept = MaintenancePageQuery['maintenance']['keptVms'][number];
type Left = MaintenancePageQuery['maintenance']['leftAlone'][number];

/** VMs that wait for a boot, in the order in which they come back. */
export function KeptVms({ vms }: { vms: readonly Kept[] }) {
  return (
    <Section title={t('maintenance.kept')}>
      <DataTable
        label={t('maintenance.kept')}
        columns={keptColumns}
        rows={vms}
        rowKey={(vm) => vm.vmId}
        rowName={(vm) => vm.name}
        href={(vm) => paths.vm(vm.vmId)}
        errorTitle={t('maintenance.error')}
        onRetry={() => undefined}
        empty={<p className="bd-subtle">{t('maintenance.kept.empty')}</p>}
      />
    </Section>
  );
}

const keptColumns: readonly Column<Kept>[] = [
  {
    key: 'vm',
    label: t('maintenance.kept.vm'),
    cell: (vm) => (
      <Link className="bd-link" to={paths.vm(vm.vmId)}>
        {vm.name}
      </Link>
    ),
  },
  { key: 'host', label: t('maintenance.host'), cell: (vm) => vm.hostName },
  { key: 'was', label: t('maintenance.kept.was'), cell: (vm) => t(`kept.was.${vm.was}`) },
  {
    key: 'how',
    label: t('maintenance.kept.how'),
    cell: (vm) => (vm.off ? t(`kept.how.${vm.method}`) : t('kept.how.working')),
  },
  {
    key: 'since',
    label: t('maintenance.since'),
    cell: (vm) => <RelativeTime at={vm.since} />,
  },
];

/** VMs that the last shutdown did not touch, and why. */
export function LeftAlone({ vms }: { vms: readonly Left[] }) {
  return (
    <Section title={t('maintenance.left')}>
      <DataTable
        label={t('maintenance.left')}
        columns={leftColumns}
        rows={vms}
        rowKey={(vm) => `${vm.hostName} ${vm.name}`}
        rowName={(vm) => vm.name}
        errorTitle={t('maintenance.error')}
        onRetry={() => undefined}
        empty={null}
      />
    </Section>
  );
}

const leftColumns: readonly Column<Left>[] = [
  { key: 'vm', label: t('maintenance.kept.vm'), cell: (vm) => vm.name },
  { key: 'host', label: t('maintenance.host'), cell: (vm) => vm.hostName },
  { key: 'why', label: t('maintenance.left.why'), cell: (vm) => vm.reason },
];
