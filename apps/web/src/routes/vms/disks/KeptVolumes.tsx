import { useQuery } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import {
  AttachDiskDocument,
  DeleteDiskDocument,
  DetachedDisksDocument,
  type DetachedDisksQuery,
} from '../../../api/generated/graphql.ts';
import { ActionMenu } from '../../../components/ActionMenu.tsx';
import { Absent } from '../../../components/Amount.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { CopyText } from '../../../components/CopyText.tsx';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { RelativeTime } from '../../../components/RelativeTime.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { fileColumns } from './file-columns.tsx';

type Volume = DetachedDisksQuery['detachedDisks'][number];

interface KeptVolumesProps {
  readonly vm: {
    readonly id: string;
    readonly name: string;
    readonly owner: { readonly id: string };
  };
  /** Why nothing can be attached now. */
  readonly attachReason: string | undefined;
  /** Changes when something was done to the VM: the list may be another one then. */
  readonly stamp: string | undefined;
}

const nameOf = ({ path }: Volume): string => path.slice(path.lastIndexOf('/') + 1);

/** Volumes of the VM's owner that are in no VM; nothing at all while there are none. */
export function KeptVolumes({ vm, attachReason, stamp }: KeptVolumesProps) {
  const { data, error, refetch } = useQuery(DetachedDisksDocument);
  const [deleting, setDeleting] = useState<Volume>();
  const attach = useTaskRequest(AttachDiskDocument);
  const remove = useTaskRequest(DeleteDiskDocument);
  const again = () => void refetch().catch(() => undefined);
  useEffect(again, [stamp]);
  const volumes = data?.detachedDisks.filter(({ owner }) => owner.id === vm.owner.id);
  if (!error && !volumes?.length) return null;
  const attachIt = async (volume: Volume) => {
    const failed = t('kept.attach.failed', { name: nameOf(volume) });
    await attach.send({ vmId: vm.id, diskId: volume.id }, failed);
    again();
  };
  const deleteIt = async (volume: Volume) => {
    setDeleting(undefined);
    await remove.send({ id: volume.id }, t('kept.delete.failed', { name: nameOf(volume) }));
    again();
  };
  return (
    <Section title={t('kept.title')}>
      <p className="bd-subtle">{t('kept.text')}</p>
      <DataTable
        label={t('kept.title')}
        columns={columns}
        rows={volumes}
        rowKey={(volume) => volume.id}
        rowName={nameOf}
        error={error}
        errorTitle={t('kept.error')}
        onRetry={again}
        skeletonRows={1}
        empty={null}
        rowActions={(volume) => (
          <ActionMenu
            label={t('kept.actions', { name: nameOf(volume) })}
            items={[
              {
                key: 'attach',
                label: t('kept.attach', { name: vm.name }),
                reason: attachReason,
                onSelect: () => void attachIt(volume),
              },
              {
                key: 'delete',
                label: t('kept.delete'),
                danger: true,
                onSelect: () => setDeleting(volume),
              },
            ]}
          />
        )}
      />
      {deleting && (
        <ConfirmDialog
          title={t('kept.delete.title', { name: nameOf(deleting) })}
          confirm={t('kept.delete.submit', { name: nameOf(deleting) })}
          typed={nameOf(deleting)}
          onConfirm={() => void deleteIt(deleting)}
          onCancel={() => setDeleting(undefined)}
        >
          <p>{t('kept.delete.text')}</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}

const columns: readonly Column<Volume>[] = [
  {
    key: 'volume',
    label: t('kept.volume'),
    cell: (volume) => <CopyText text={volume.path} what={t('disk.path')} />,
  },
  { key: 'from', label: t('kept.from'), cell: ({ keptFrom }) => keptFrom ?? <Absent /> },
  { key: 'when', label: t('kept.when'), cell: ({ keptAt }) => <RelativeTime at={keptAt} /> },
  { key: 'datastore', label: t('disk.datastore'), cell: ({ datastore }) => datastore.name },
  ...fileColumns,
];
