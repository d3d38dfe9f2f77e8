import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import DatabaseIcon from '@patternfly/react-icons/dist/esm/icons/database-icon';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { faultOf } from '../../api/api-fault.ts';
import {
  DatastoreListDocument,
  type DatastoreRowFragment,
  DatastoreUpdatedDocument,
  EditDatastoreDocument,
  HostUpdatedDocument,
  RemoveDatastoreDocument,
} from '../../api/generated/graphql.ts';
import { type ActionItem, ActionMenu } from '../../components/ActionMenu.tsx';
import { Absent } from '../../components/Amount.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { showFault, showNote } from '../../shell/toast-store.ts';
import { DatastoreChecks } from './DatastoreChecks.tsx';
import { DatastoreForm } from './DatastoreForm.tsx';
import { DatastoreHosts } from './DatastoreHosts.tsx';
import { DatastoreSpace } from './DatastoreSpace.tsx';

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit' | 'check' | 'remove'; readonly datastore: DatastoreRowFragment };

/** Where disks are kept: how full, what is promised, and what lies there. */
export function Component() {
  const { data, error, refetch } = useQuery(DatastoreListDocument);
  useSubscription(DatastoreUpdatedDocument, { ignoreResults: true });
  // Whether a host is up is the host's to tell.
  useSubscription(HostUpdatedDocument, { ignoreResults: true });
  const [open, setOpen] = useState<Open>();
  const actionsOf = useRowActions(setOpen);
  const add = (
    <Button variant="primary" onClick={() => setOpen({ kind: 'add' })}>
      {t('datastores.add')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('datastores.title')}
        actions={data?.datastores.length ? add : undefined}
      />
      <DataTable
        label={t('datastores.title')}
        columns={columns}
        rows={data?.datastores}
        rowKey={(datastore) => datastore.id}
        rowName={(datastore) => datastore.name}
        rowActions={(datastore) => (
          <ActionMenu
            label={t('datastore.actions', { name: datastore.name })}
            items={actionsOf(datastore)}
          />
        )}
        skeletonRows={2}
        error={error}
        errorTitle={t('datastores.error')}
        onRetry={() => void refetch().catch(() => undefined)}
        empty={
          <EmptyFrame
            icon={<DatabaseIcon />}
            title={t('datastores.empty')}
            text={t('datastores.empty.text')}
            action={add}
          />
        }
      />
      {open && <Opened open={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Opened({ open, onClose }: { open: Open; onClose: () => void }) {
  if (open.kind === 'add')
    return (
      <SidePanel title={t('datastore.add.title')} onClose={onClose}>
        <DatastoreForm datastore={null} onClose={onClose} />
      </SidePanel>
    );
  const { kind, datastore } = open;
  if (kind === 'remove') return <RemoveDialog datastore={datastore} onClose={onClose} />;
  const { name, path } = datastore;
  const title =
    kind === 'edit' ? t('datastore.edit.title', { name }) : t('datastore.check.title', { name });
  return (
    <SidePanel key={datastore.id + kind} title={title} onClose={onClose}>
      {kind === 'edit' ? (
        <DatastoreForm datastore={datastore} onClose={onClose} />
      ) : (
        <DatastoreChecks
          path={path}
          hostIds={datastore.everyHost ? null : datastore.hosts.map(({ host }) => host.id)}
        />
      )}
    </SidePanel>
  );
}

function RemoveDialog(props: { datastore: DatastoreRowFragment; onClose: () => void }) {
  const { id, name, path } = props.datastore;
  const [remove] = useMutation(RemoveDatastoreDocument, {
    refetchQueries: [DatastoreListDocument],
  });
  const confirm = async () => {
    props.onClose();
    try {
      await remove({ variables: { input: { id } } });
      showNote(t('datastore.removed', { name }));
    } catch (error) {
      showFault(t('datastore.remove.failed', { name }), faultOf(error));
    }
  };
  return (
    <ConfirmDialog
      title={t('datastore.remove.title', { name })}
      confirm={t('datastore.remove.submit', { name })}
      onConfirm={() => void confirm()}
      onCancel={props.onClose}
    >
      <p>{t('datastore.remove.text', { path })}</p>
    </ConfirmDialog>
  );
}

/** Whether a datastore takes anything new; it says itself what became of it. */
function useSetClosed() {
  const [edit] = useMutation(EditDatastoreDocument);
  return async ({ id, name }: DatastoreRowFragment, closed: boolean): Promise<void> => {
    try {
      await edit({ variables: { input: { id, closed } } });
      showNote(closed ? t('datastore.closed.done', { name }) : t('datastore.reopened', { name }));
    } catch (error) {
      showFault(t('datastore.close.failed', { name }), faultOf(error));
    }
  };
}

function useRowActions(setOpen: (open: Open) => void) {
  const navigate = useNavigate();
  const setClosed = useSetClosed();
  return (datastore: DatastoreRowFragment): ActionItem[] => [
    {
      key: 'edit',
      label: t('datastore.edit'),
      onSelect: () => setOpen({ kind: 'edit', datastore }),
    },
    {
      key: 'check',
      label: t('datastore.check'),
      onSelect: () => setOpen({ kind: 'check', datastore }),
    },
    {
      key: 'close',
      label: datastore.closed ? t('datastore.reopen') : t('datastore.close'),
      onSelect: () => void setClosed(datastore, !datastore.closed),
    },
    {
      key: 'empty',
      label: t('datastore.empty'),
      onSelect: () => void navigate(paths.emptying(datastore.id)),
    },
    {
      key: 'remove',
      label: t('datastore.remove'),
      danger: true,
      reason: datastore.occupiedBy
        ? t('datastore.remove.reason', { what: datastore.occupiedBy })
        : undefined,
      onSelect: () => setOpen({ kind: 'remove', datastore }),
    },
  ];
}

const columns: readonly Column<DatastoreRowFragment>[] = [
  {
    key: 'name',
    label: t('datastore.name'),
    cell: (row) => (
      <div className="bd-datastore-hosts">
        <span>{row.name}</span>
        {row.closed && <StateBadge kind="maintenance" word={t('datastore.closed')} />}
      </div>
    ),
  },
  {
    key: 'path',
    label: t('datastore.path'),
    cell: (row) => <CopyText text={row.path} what={t('datastore.path')} />,
  },
  {
    key: 'hosts',
    label: t('datastore.hosts'),
    cell: (row) => <DatastoreHosts datastore={row} />,
  },
  {
    key: 'mount',
    label: t('datastore.mount'),
    cell: (row) =>
      row.mountAddress ? <span className="bd-mono">{row.mountAddress}</span> : <Absent />,
  },
  {
    key: 'space',
    label: t('datastore.space'),
    width: 'xl',
    cell: (row) => <DatastoreSpace datastore={row} />,
  },
  {
    key: 'content',
    label: t('datastore.content'),
    cell: (row) => row.occupiedBy ?? <span className="bd-subtle">{t('datastore.nothing')}</span>,
  },
  {
    key: 'checked',
    label: t('datastore.checked'),
    cell: (row) => (row.checkedAt ? <RelativeTime at={row.checkedAt} /> : <Absent />),
  },
];
