import { Alert, FormGroup, Switch, TextArea } from '@patternfly/react-core';
import { useState } from 'react';
import { SaveVmAsTemplateDocument } from '../../api/generated/graphql.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { useTaskRequest } from '../../shell/use-task-request.ts';

interface SaveAsTemplateDialogProps {
  readonly vm: { readonly id: string; readonly name: string };
  /** The state that is saved; that of now unless given. */
  readonly snapshot?: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Asks what a template that is made of a VM is to be called, and who may use it. */
export function SaveAsTemplateDialog({ vm, snapshot, onClose }: SaveAsTemplateDialogProps) {
  const [draft, setDraft] = useState({ name: vm.name, description: '', public: false });
  const change = (next: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...next }));
  const { send, busy, fault } = useTaskRequest(SaveVmAsTemplateDocument);
  const faultAt = (path: string) => fault?.fields.find((each) => each.path === path)?.message;
  const submit = async (): Promise<void> => {
    const { name, description, public: isPublic } = draft;
    const input = {
      ...{ vmId: vm.id, name, description, public: isPublic },
      ...(snapshot && { snapshotId: snapshot.id }),
    };
    if (await send(input)) onClose();
  };
  return (
    <FormDialog
      title={t('saveTemplate.title', { name: vm.name })}
      description={
        snapshot ? t('saveTemplate.ofSnapshot', { name: snapshot.name }) : t('saveTemplate.text')
      }
      focus="#save-template-name"
      fault={fault}
      fields={['name']}
      submit={t(draft.public ? 'saveTemplate.submitPublic' : 'saveTemplate.submit')}
      busy={busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        id="save-template-name"
        label={t('saveTemplate.name')}
        value={draft.name}
        autoComplete="off"
        isRequired
        help={t('saveTemplate.name.help')}
        fault={faultAt('name')}
        onChange={(name) => change({ name })}
      />
      <FormGroup label={t('saveTemplate.description')} fieldId="save-template-description">
        <TextArea
          id="save-template-description"
          rows={2}
          resizeOrientation="vertical"
          value={draft.description}
          onChange={(_event, description) => change({ description })}
        />
      </FormGroup>
      <Switch
        id="save-template-public"
        label={t('saveTemplate.public')}
        isChecked={draft.public}
        onChange={(_event, on) => change({ public: on })}
      />
      {draft.public ? (
        <Alert
          component="h3"
          isInline
          isLiveRegion
          variant="warning"
          title={t('saveTemplate.public.warning')}
        >
          {t('saveTemplate.public.why', { name: vm.name })}
        </Alert>
      ) : (
        <p className="bd-subtle">{t('saveTemplate.public.help')}</p>
      )}
    </FormDialog>
  );
}
