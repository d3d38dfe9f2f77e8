import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import {
  GiveUpKeptMemoryDocument,
  type MaintenancePageQuery,
} from '../../../api/generated/graphql.ts';
import { ActionMenu } from '../../../components/ActionMenu.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { RelativeTime } from '../../../components/RelativeTime.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';

type Kept = MaintenancePageQuery['maintenance']['keptVms'][number];
type Left = MaintenancePageQuery['maintenance']['leftAlone'][number];

interface KeptVmsProps {
  readonly vms: readonly Kept[];
  /** Ids of hosts that are shut. */
  readonly shut: ReadonlySet<string>;
}

/** VMs that wait for a boot, in the order in which they come back; and the way out where none helps. */
export function KeptVms({ vms, shut }: KeptVmsProps) {
  const [giving, setGiving] = useState<Kept>();
  const navigate = useNavigate();
  return (
    <Section title={t('maintenance.kept')}>
      <DataTable
        label={t('maintenance.kept')}
        columns={keptColumns}
        rows={vms}
        most={100}
        rowKey={(vm) => vm.vmId}
        rowName={(vm) => vm.name}
        href={(vm) => paths.vm(vm.vmId)}
        rowActions={(vm) => (
          <ActionMenu
            label={t('giveUp.actions', { name: vm.name })}
            items={[
              ...(vm.hostStatus === 'DOWN'
                ? [
                    {
                      key: 'respawn',
                      label: t('giveUp.respawn', { host: vm.hostName }),
                      onSelect: () => void navigate(paths.host(vm.hostId)),
                    },
                  ]
                : []),
              {
                key: 'give-up',
                label: t('giveUp.do'),
                danger: true,
                reason: whyNotGiveUp(vm, shut),
                onSelect: () => setGiving(vm),
              },
            ]}
          />
        )}
        errorTitle={t('maintenance.error')}
        onRetry={() => undefined}
        empty={<p className="bd-subtle">{t('maintenance.kept.empty')}</p>}
      />
      {giving && <GiveUpDialog vm={giving} onClose={() => setGiving(undefined)} />}
    </Section>
  );
}

function whyNotGiveUp(vm: Kept, shut: ReadonlySet<string>): string | undefined {
  if (!vm.off) return t('giveUp.working');
  if (vm.hostStatus === 'DOWN') return t('giveUp.away', { host: vm.hostName });
  return shut.has(vm.hostId) ? t('giveUp.notShut', { host: vm.hostName }) : undefined;
}

function GiveUpDialog({ vm, onClose }: { readonly vm: Kept; readonly onClose: () => void }) {
  const { name, was } = vm;
  const giveUp = useTaskRequest(GiveUpKeptMemoryDocument);
  const send = (): void => {
    onClose();
    void giveUp.send({ vmId: vm.vmId }, t('giveUp.failed', { name }));
  };
  return (
    <ConfirmDialog
      title={t('giveUp.title', { name })}
      confirm={t('giveUp.confirm', { name })}
      typed={name}
      onConfirm={send}
      onCancel={onClose}
    >
      <p>{t(`giveUp.text.${was}`)}</p>
    </ConfirmDialog>
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
        most={100}
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
