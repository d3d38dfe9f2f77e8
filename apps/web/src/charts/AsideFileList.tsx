import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../api/api-fault.ts';
import {
  type AsideFieldsFragment,
  AsideFilesDocument,
  AsideFilesUpdatedDocument,
  type AsideReason,
  DeleteAsideFileDocument,
} from '../api/generated/graphql.ts';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../components/DataTable.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { Section } from '../components/Section.tsx';
import { type PlainKey, t } from '../messages/message.ts';
import { showFault, showNote } from '../shell/toast-store.ts';
import { formatMetric } from './metric-units.ts';

type AsideFile = AsideFieldsFragment['files'][number];

const reasons: Readonly<Record<AsideReason, PlainKey>> = {
  DAMAGED: 'aside.damaged',
  OUTDATED: 'aside.outdated',
  REMOVED: 'aside.removed',
};

const nameOf = ({ subject, device }: AsideFile): string =>
  device ? `${subject}, ${device}` : subject;

/** Files of figures that could not be gone on with; nothing when there are none. */
export function AsideFileList() {
  const { data } = useQuery(AsideFilesDocument);
  useSubscription(AsideFilesUpdatedDocument, { ignoreResults: true });
  const [leaving, setLeaving] = useState<AsideFile | null>(null);
  const [remove] = useMutation(DeleteAsideFileDocument);
  const removeNow = async (file: AsideFile): Promise<void> => {
    setLeaving(null);
    try {
      await remove({ variables: { input: { id: file.id } } });
      showNote(t('aside.deleted', { name: nameOf(file) }));
    } catch (error) {
      showFault(t('aside.deleteFailed', { name: nameOf(file) }), faultOf(error));
    }
  };
  const files = data?.asideFiles.files;
  // Beside the findings of the page, which has an error of its own when the server is away.
  if (!files || files.length === 0) return null;
  return (
    <Section title={t('aside.title')}>
      <p className="bd-subtle">{t('aside.text')}</p>
      <DataTable
        label={t('aside.title')}
        columns={columns}
        rows={files}
        rowKey={(file) => file.id}
        rowName={nameOf}
        rowActions={(file) => (
          <Button variant="link" isInline isDanger onClick={() => setLeaving(file)}>
            {t('aside.delete')}
          </Button>
        )}
        errorTitle={t('aside.title')}
        onRetry={() => undefined}
        empty={null}
      />
      {leaving && (
        <ConfirmDialog
          title={t('aside.deleteTitle', { name: nameOf(leaving) })}
          confirm={t('aside.delete')}
          onCancel={() => setLeaving(null)}
          onConfirm={() => void removeNow(leaving)}
        >
          {t('aside.deleteText', { file: leaving.id })}
        </ConfirmDialog>
      )}
    </Section>
  );
}

const columns: readonly Column<AsideFile>[] = [
  { key: 'of', label: t('aside.of'), cell: nameOf },
  { key: 'why', label: t('aside.why'), cell: ({ why }) => t(reasons[why]) },
  { key: 'at', label: t('aside.at'), cell: (file) => <RelativeTime at={file.setAsideAt} /> },
  {
    key: 'size',
    label: t('aside.size'),
    numeric: true,
    cell: (file) => formatMetric('bytes', Number(file.sizeBytes ?? 0)),
  },
  {
    key: 'remedy',
    label: t('aside.remedy'),
    width: 'xl',
    cell: (file) => (
      <>
        {file.remedy} <code className="bd-mono">{file.id}</code>
      </>
    ),
  },
];
