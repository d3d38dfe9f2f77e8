import { useState } from 'react';
import { DeleteUploadDocument, type UploadRowFragment } from '../../api/generated/graphql.ts';
import { ActionMenu } from '../../components/ActionMenu.tsx';
import { quantityText, spaceQuantity } from '../../components/byte-size.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { useTaskRequest } from '../../shell/use-task-request.ts';

interface UploadListProps {
  readonly uploads: readonly UploadRowFragment[];
  readonly onContinue: (upload: UploadRowFragment) => void;
}

/** Images that are no template yet: each can be gone on with, or removed. */
export function UploadList({ uploads, onContinue }: UploadListProps) {
  const [removing, setRemoving] = useState<UploadRowFragment>();
  const { send } = useTaskRequest(DeleteUploadDocument);
  const removeNow = ({ id, fileName }: UploadRowFragment) => {
    setRemoving(undefined);
    void send({ id }, t('template.refused', { name: fileName }));
  };
  return (
    <div className="bd-gap-above">
      <Section title={t('templates.uploads')}>
        <p className="bd-subtle">{t('templates.uploads.text')}</p>
        <DataTable
          label={t('templates.uploads')}
          columns={columns}
          rows={uploads}
          rowKey={(upload) => upload.id}
          rowName={(upload) => upload.fileName}
          errorTitle={t('templates.error')}
          onRetry={() => undefined}
          empty={null}
          rowActions={(upload) => {
            const reason = upload.task ? t('template.notMade') : undefined;
            return (
              <ActionMenu
                label={t('upload.actions', { name: upload.fileName })}
                items={[
                  {
                    key: 'continue',
                    label: t('upload.continue'),
                    reason,
                    onSelect: () => onContinue(upload),
                  },
                  {
                    key: 'delete',
                    label: t('upload.delete'),
                    danger: true,
                    reason,
                    onSelect: () => setRemoving(upload),
                  },
                ]}
              />
            );
          }}
        />
        {removing && (
          <ConfirmDialog
            title={t('upload.delete.title', { name: removing.fileName })}
            confirm={t('upload.delete')}
            onConfirm={() => removeNow(removing)}
            onCancel={() => setRemoving(undefined)}
          >
            {t('upload.delete.text')}
          </ConfirmDialog>
        )}
      </Section>
    </div>
  );
}

/** Small images are told in MiB, in whole ones. */
const size = (bytes: string) => quantityText(spaceQuantity(Math.ceil(Number(bytes) / 1024 ** 2)));

const columns: readonly Column<UploadRowFragment>[] = [
  { key: 'name', label: t('upload.file'), cell: (row) => row.fileName },
  { key: 'format', label: t('template.format'), cell: (row) => row.format.toLowerCase() },
  {
    key: 'arrived',
    label: t('upload.arrived'),
    numeric: true,
    cell: (row) => t('upload.of', { done: size(row.receivedBytes), total: size(row.sizeBytes) }),
  },
  { key: 'owner', label: t('upload.owner'), cell: (row) => row.owner?.username ?? '' },
  { key: 'at', label: t('upload.at'), cell: (row) => <RelativeTime at={row.updatedAt} /> },
];
