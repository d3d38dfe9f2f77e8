import { useQuery } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import VirtualMachineIcon from '@patternfly/react-icons/dist/esm/icons/virtual-machine-icon';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { MyVmsDocument, type VmRowFragment } from '../../api/generated/graphql.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { useLiveVms } from '../vms/use-live-vms.ts';
import { useVmActions } from '../vms/use-vm-actions.tsx';
import { VmActionMenu } from '../vms/VmActionMenu.tsx';
import { VmCard } from '../vms/VmCard.tsx';
import { vmColumns } from '../vms/vm-columns.tsx';
import { actionWord, likelyAction } from '../vms/vm-words.ts';

const shownColumns = ['name', 'state', 'ip', 'ram', 'host'];

/** The viewer's own VMs with state and the one action that is likely wanted. */
export function MyVms() {
  const { data, error, refetch } = useQuery(MyVmsDocument);
  const again = () => void refetch().catch(() => undefined);
  const rows = data?.vms.nodes;
  const shown = useMemo(() => new Set(rows?.map((vm) => vm.id)), [rows]);
  useLiveVms({ shown, ordered: false, refetch });
  const actions = useVmActions();
  const columns: Column<VmRowFragment>[] = [
    ...vmColumns.filter((column) => shownColumns.includes(column.key)),
    {
      key: 'likely',
      label: t('overview.likely'),
      cell: (vm) => {
        const likely = likelyAction(vm.status);
        const allowed = vm.actions.some((each) => each.action === likely && each.allowed);
        return allowed ? (
          <Button
            variant="link"
            isInline
            isLoading={actions.pending.has(vm.id)}
            aria-label={t('vm.action.on', { verb: actionWord(likely), name: vm.name })}
            onClick={() => actions.run(likely, vm)}
          >
            {likely === 'CONSOLE' ? t('vm.action.consoleShort') : actionWord(likely)}
          </Button>
        ) : null;
      },
    },
  ];
  const total = data?.vms.totalCount ?? 0;
  return (
    <Section
      title={t('overview.mine')}
      action={
        <Link className="bd-link" to={total > 0 ? paths.vms('?mine=1') : paths.newVm()}>
          {total > 0 ? t('overview.allMine', { count: total }) : t('vms.new')}
        </Link>
      }
    >
      <DataTable
        label={t('overview.mine')}
        columns={columns}
        rows={rows}
        rowKey={(vm) => vm.id}
        rowName={(vm) => vm.name}
        href={(vm) => paths.vm(vm.id)}
        skeletonRows={4}
        rowActions={(vm) => <VmActionMenu vm={vm} onAction={(action) => actions.run(action, vm)} />}
        card={(vm) => (
          <VmCard
            vm={vm}
            pending={actions.pending.has(vm.id)}
            onAction={(action) => actions.run(action, vm)}
          />
        )}
        error={error}
        errorTitle={t('vms.error')}
        onRetry={again}
        empty={
          <EmptyFrame
            icon={<VirtualMachineIcon />}
            title={t('vms.empty')}
            text={t('vms.empty.text')}
            action={
              <Link to={paths.newVm()} className="pf-v6-c-button pf-m-primary">
                {t('vms.new')}
              </Link>
            }
          />
        }
      />
      {actions.dialog}
    </Section>
  );
}
