import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import ObjectGroupIcon from '@patternfly/react-icons/dist/esm/icons/object-group-icon';
import { useState } from 'react';
import { Link } from 'react-router';
import { faultOf } from '../../../api/api-fault.ts';
import {
  DeleteVmGroupDocument,
  type VmGroupFieldsFragment,
  VmGroupListDocument,
  VmsOfHostUpdatedDocument,
} from '../../../api/generated/graphql.ts';
import { ActionMenu } from '../../../components/ActionMenu.tsx';
import { Absent } from '../../../components/Amount.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { EmptyFrame } from '../../../components/EmptyFrame.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { StateBadge } from '../../../components/StateBadge.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { showFault } from '../../../shell/toast-store.ts';
import { VmGroupDialog } from './VmGroupDialog.tsx';

type Group = VmGroupFieldsFragment;

const crumb = { label: t('hosts.title'), to: paths.hosts() };

/** VMs that lie together or apart, and whether they do. */
export function Component() {
  const { data, error, refetch } = useQuery(VmGroupListDocument);
  useSubscription(VmsOfHostUpdatedDocument, { ignoreResults: true });
  const [editing, setEditing] = useState<Group | 'new'>();
  const [deleting, setDeleting] = useState<Group>();
  const again = () => void refetch().catch(() => undefined);
  const create = <Button onClick={() => setEditing('new')}>{t('groups.new')}</Button>;
  return (
    <>
      <PageHeader title={t('groups.title')} crumb={crumb} actions={create} />
      <p className="bd-subtle bd-gap-below">{t('groups.text')}</p>
      <DataTable
        label={t('groups.title')}
        columns={columns}
        rows={data?.vmGroups}
        rowKey={(group) => group.id}
        rowName={(group) => group.name}
        rowActions={(group) => (
          <ActionMenu
            label={t('host.actions', { name: group.name })}
            items={[
              { key: 'edit', label: t('action.edit'), onSelect: () => setEditing(group) },
              {
                key: 'delete',
                label: t('groups.delete', { name: group.name }),
                danger: true,
                onSelect: () => setDeleting(group),
              },
            ]}
          />
        )}
        error={error}
        errorTitle={t('groups.error')}
        onRetry={again}
        skeletonRows={3}
        empty={
          <EmptyFrame
            icon={<ObjectGroupIcon />}
            title={t('groups.empty')}
            text={t('groups.empty.text')}
            action={create}
          />
        }
      />
      {editing && (
        <VmGroupDialog
          group={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={again}
        />
      )}
      {deleting && (
        <DeleteDialog group={deleting} onClose={() => setDeleting(undefined)} onDone={again} />
      )}
    </>
  );
}

interface DeleteDialogProps {
  readonly group: Group;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function DeleteDialog({ group, onClose, onDone }: DeleteDialogProps) {
  const { id, name } = group;
  const [remove] = useMutation(DeleteVmGroupDocument);
  const go = async (): Promise<void> => {
    onClose();
    try {
      await remove({ variables: { input: { id } } });
      onDone();
    } catch (error) {
      showFault(t('groups.failed', { name }), faultOf(error));
    }
  };
  return (
    <ConfirmDialog
      title={t('groups.delete.title', { name })}
      confirm={t('groups.delete', { name })}
      onConfirm={() => void go()}
      onCancel={onClose}
    >
      {t('groups.delete.text')}
    </ConfirmDialog>
  );
}

/** Whether a group's VMs lie as they are to, as far as they are on hosts. */
function isKept({ policy, vms }: Group): boolean {
  const placed = vms.flatMap(({ host }) => (host ? [host.id] : []));
  const hosts = new Set(placed).size;
  return policy === 'TOGETHER' ? hosts <= 1 : hosts === placed.length;
}

const columns: readonly Column<Group>[] = [
  { key: 'name', label: t('groups.name'), cell: ({ name }) => name },
  { key: 'policy', label: t('groups.policy'), cell: ({ policy }) => t(`groups.${policy}`) },
  {
    key: 'vms',
    label: t('groups.vms'),
    width: 'l',
    cell: ({ vms }) =>
      vms.length === 0 ? (
        <Absent />
      ) : (
        vms.map(({ id, name }) => (
          <div key={id}>
            <Link className="bd-link" to={paths.vm(id)}>
              {name}
            </Link>
          </div>
        ))
      ),
  },
  {
    key: 'hosts',
    label: t('balance.host'),
    cell: ({ vms }) =>
      vms.map(({ id, host }) => <div key={id}>{host ? host.name : <Absent />}</div>),
  },
  {
    key: 'kept',
    label: t('groups.kept'),
    cell: (group) =>
      isKept(group) ? (
        <StateBadge kind="done" word={t('groups.kept.yes')} />
      ) : (
        <StateBadge kind="attention" word={t('groups.kept.no')} />
      ),
  },
];
