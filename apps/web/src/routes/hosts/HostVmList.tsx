import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { HostVmsDocument, type VmRowFragment } from '../../api/generated/graphql.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { useLiveVms } from '../vms/use-live-vms.ts';
import { vmColumns } from '../vms/vm-columns.tsx';

const shownColumns = ['name', 'state', 'ip', 'owner', 'vcpus', 'ram'];
const columns: readonly Column<VmRowFragment>[] = vmColumns.filter((column) =>
  shownColumns.includes(column.key),
);
const shownRows = 20;

/** The VMs on a host, the first of them here, all of them in the list. */
export function HostVmList({ hostId, count }: { hostId: string; count: number }) {
  const { data, error, refetch } = useQuery(HostVmsDocument, {
    variables: { id: hostId, first: shownRows },
  });
  const again = () => void refetch().catch(() => undefined);
  const rows = data?.vms.nodes;
  const shown = useMemo(() => new Set(rows?.map((vm) => vm.id)), [rows]);
  useLiveVms({ shown, ordered: true, refetch });
  return (
    <Section
      title={t('host.vms')}
      action={
        <Link className="bd-link" to={paths.vms(`?host=${encodeURIComponent(hostId)}`)}>
          {t('host.allVms', { count: data?.vms.totalCount ?? count })}
        </Link>
      }
    >
      <DataTable
        label={t('host.vms')}
        columns={columns}
        rows={rows}
        rowKey={(vm) => vm.id}
        rowName={(vm) => vm.name}
        href={(vm) => paths.vm(vm.id)}
        skeletonRows={3}
        error={error}
        errorTitle={t('vms.error')}
        onRetry={again}
        empty={<p className="bd-subtle">{t('host.noVms')}</p>}
      />
    </Section>
  );
}
