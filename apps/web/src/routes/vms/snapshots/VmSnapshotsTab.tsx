import { useQuery, useSubscription } from '@apollo/client/react';
import HistoryIcon from '@patternfly/react-icons/dist/esm/icons/history-icon';
import { useState } from 'react';
import {
  type VmDetailFieldsFragment,
  type VmSnapshotFieldsFragment,
  VmSnapshotsDocument,
  VmSnapshotsUpdatedDocument,
} from '../../../api/generated/graphql.ts';
import { DataTable } from '../../../components/DataTable.tsx';
import { EmptyFrame } from '../../../components/EmptyFrame.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { useVmPage } from '../VmPage.tsx';
import { ScheduleSection } from './ScheduleSection.tsx';
import { SnapshotMenu } from './SnapshotMenu.tsx';
import { snapshotColumns } from './snapshot-columns.tsx';
import { treeRows } from './snapshot-tree.ts';
import { TakeSnapshotDialog } from './TakeSnapshotDialog.tsx';
import './snapshots.css';

/** The snapshots of a VM as a tree, and the schedule by which they are taken. */
export function Component() {
  const { vm } = useVmPage();
  const { data, error, refetch } = useQuery(VmSnapshotsDocument, { variables: { id: vm.id } });
  useSubscription(VmSnapshotsUpdatedDocument, { variables: { id: vm.id }, ignoreResults: true });
  const [taking, setTaking] = useState(false);
  const found = data?.vm ?? undefined;
  const take = <TakeButton vm={vm} found={found} onTake={() => setTaking(true)} />;
  return (
    <>
      <Section
        title={t('snapshots.title')}
        action={
          <span className="bd-snapshots-head">
            {found && <Quota of={found.snapshotQuota} />}
            {take}
          </span>
        }
      >
        <DataTable
          label={t('snapshots.title')}
          columns={snapshotColumns}
          rows={found && treeRows(found.snapshots)}
          rowKey={({ node }) => node.id}
          rowName={({ node }) => node.name}
          rowActions={({ node }) => <SnapshotMenu vm={vm} snapshot={node} />}
          skeletonRows={3}
          error={error}
          errorTitle={t('snapshots.error')}
          onRetry={() => void refetch().catch(() => undefined)}
          empty={
            <EmptyFrame
              icon={<HistoryIcon />}
              title={t('snapshots.empty')}
              text={t('snapshots.empty.text')}
            />
          }
        />
      </Section>
      {found && <ScheduleSection vm={vm} schedules={found.snapshotSchedules} />}
      {taking && <TakeSnapshotDialog vm={vm} onClose={() => setTaking(false)} />}
    </>
  );
}

function Quota({ of }: { of: VmSnapshotFieldsFragment['snapshotQuota'] }) {
  return (
    <span className="bd-subtle bd-nowrap" title={t('snapshots.quota.help')}>
      {t('snapshots.quota', { used: of.used, limit: of.limit })}
    </span>
  );
}

interface TakeButtonProps {
  readonly vm: VmDetailFieldsFragment;
  readonly found: VmSnapshotFieldsFragment | undefined;
  readonly onTake: () => void;
}

/** Says why when no snapshot can be taken: the VM's state, the person, the limit. */
function TakeButton({ vm, found, onTake }: TakeButtonProps) {
  const state = vm.actions.find(({ action }) => action === 'CREATE_SNAPSHOT');
  const { used = 0, limit = 0 } = found?.snapshotQuota ?? {};
  const full = found && used >= limit ? t('snapshots.full', { limit }) : undefined;
  const reason = state?.allowed ? full : (state?.reason ?? t('vm.action.forbidden'));
  return (
    <span className="bd-snapshots-take">
      {reason && <span className="bd-subtle">{reason}</span>}
      <ReasonedButton variant="secondary" isDisabled={!found} reason={reason} onClick={onTake}>
        {t('snapshots.take')}
      </ReasonedButton>
    </span>
  );
}
