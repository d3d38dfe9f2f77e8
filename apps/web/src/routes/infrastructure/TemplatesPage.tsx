import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import LayerGroupIcon from '@patternfly/react-icons/dist/esm/icons/layer-group-icon';
import { useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import {
  DeleteTemplateDocument,
  EditTemplateDocument,
  TemplateChangedDocument,
  TemplateListDocument,
  type TemplateListRowFragment,
  UploadListDocument,
  type UploadRowFragment,
} from '../../api/generated/graphql.ts';
import { type ActionItem, ActionMenu } from '../../components/ActionMenu.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { useSoon } from '../../components/use-soon.ts';
import { t } from '../../messages/message.ts';
import { useIsAdmin } from '../../session/session.tsx';
import { showFault, showNote } from '../../shell/toast-store.ts';
import { useTaskRequest } from '../../shell/use-task-request.ts';
import { EditTemplatePanel } from './EditTemplatePanel.tsx';
import { ExistingImagePanel } from './ExistingImagePanel.tsx';
import { templateColumns } from './template-columns.tsx';
import { UploadList } from './UploadList.tsx';
import { UploadPanel } from './UploadPanel.tsx';

type Row = TemplateListRowFragment;
type Open =
  | { readonly kind: 'upload'; readonly begun?: UploadRowFragment }
  | { readonly kind: 'image' }
  | { readonly kind: 'edit' | 'delete'; readonly template: Row };

/** What VMs are made from: how it comes, changes and goes. */
export function Component() {
  const { data, error, refetch } = useQuery(TemplateListDocument);
  const uploads = useQuery(UploadListDocument);
  const again = () => {
    void refetch().catch(() => undefined);
    void uploads.refetch().catch(() => undefined);
  };
  const refresh = useSoon(() => Promise.allSettled([refetch(), uploads.refetch()]));
  useSubscription(TemplateChangedDocument, { onData: refresh, ignoreResults: true });
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const isAdmin = useIsAdmin();
  const upload = uploads.data?.uploadsAllowed && (
    <Button onClick={() => setOpen({ kind: 'upload' })}>{t('templates.upload')}</Button>
  );
  const waiting = uploads.data?.uploads ?? [];
  return (
    <>
      <PageHeader
        title={t('templates.title')}
        actions={
          <>
            {isAdmin && (
              <Button variant="secondary" onClick={() => setOpen({ kind: 'image' })}>
                {t('templates.fromImage')}
              </Button>
            )}
            {upload}
          </>
        }
      />
      <DataTable
        label={t('templates.title')}
        columns={templateColumns}
        rows={data?.templates}
        rowKey={(template) => template.id}
        rowName={(template) => template.name}
        skeletonRows={4}
        error={error}
        errorTitle={t('templates.error')}
        onRetry={again}
        rowActions={(template) => <RowActions template={template} onOpen={setOpen} />}
        empty={
          <EmptyFrame
            icon={<LayerGroupIcon />}
            title={t('templates.empty')}
            text={t('templates.empty.text')}
            action={upload}
          />
        }
      />
      {waiting.length > 0 && (
        <UploadList uploads={waiting} onContinue={(begun) => setOpen({ kind: 'upload', begun })} />
      )}
      {open?.kind === 'upload' && (
        <UploadPanel key={open.begun?.id ?? 'new'} begun={open.begun} onClose={close} />
      )}
      {open?.kind === 'image' && <ExistingImagePanel onClose={close} />}
      {open?.kind === 'edit' && <EditTemplatePanel template={open.template} onClose={close} />}
      {open?.kind === 'delete' && <DeleteTemplate template={open.template} onClose={close} />}
    </>
  );
}

function RowActions({ template, onOpen }: { template: Row; onOpen: (open: Open) => void }) {
  const [edit] = useMutation(EditTemplateDocument);
  const { id, name, active } = template;
  const own = template.editable ? undefined : t('template.notYours');
  const reason = own ?? (template.state === 'READY' ? undefined : t('template.notMade'));
  const offer = async (on: boolean) => {
    try {
      await edit({ variables: { input: { id, active: on } } });
      showNote(on ? t('template.offered', { name }) : t('template.retired', { name }));
    } catch (error) {
      showFault(t('template.refused', { name }), faultOf(error));
    }
  };
  const items: ActionItem[] = [
    {
      key: 'edit',
      label: t('template.edit'),
      reason,
      onSelect: () => onOpen({ kind: 'edit', template }),
    },
    {
      key: 'retire',
      label: active ? t('template.retire') : t('template.offer'),
      reason,
      onSelect: () => void offer(!active),
    },
    {
      key: 'delete',
      label: t('template.delete'),
      danger: true,
      reason: reason ?? template.deleteBlocker ?? undefined,
      onSelect: () => onOpen({ kind: 'delete', template }),
    },
  ];
  return <ActionMenu label={t('template.actions', { name })} items={items} />;
}

function DeleteTemplate({ template, onClose }: { template: Row; onClose: () => void }) {
  const { send } = useTaskRequest(DeleteTemplateDocument);
  const { id, name } = template;
  const removeNow = () => {
    onClose();
    void send({ id }, t('template.refused', { name }));
  };
  return (
    <ConfirmDialog
      title={t('template.delete.title', { name })}
      confirm={t('template.delete.button', { name })}
      typed={name}
      onConfirm={removeNow}
      onCancel={onClose}
    >
      {t('template.delete.text')}
    </ConfirmDialog>
  );
}
