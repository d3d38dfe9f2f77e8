import { useMutation } from '@apollo/client/react';
import { Button, Form } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import { EditTemplateDocument, type TemplateListRowFragment } from '../../api/generated/graphql.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { FormFault } from '../../components/FormFault.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { useFaultInSight } from '../../components/use-fault-in-sight.ts';
import { t } from '../../messages/message.ts';
import { showNote } from '../../shell/toast-store.ts';
import { TemplateFields } from './TemplateFields.tsx';
import { detailsOf, draftOf, templateFaults } from './template-form.ts';

interface EditTemplatePanelProps {
  readonly template: TemplateListRowFragment;
  readonly onClose: () => void;
}

/** A template's settings; VMs that were made from it keep what they have. */
export function EditTemplatePanel({ template, onClose }: EditTemplatePanelProps) {
  const [draft, setDraft] = useState(() => draftOf(template));
  const [edit, { error, loading }] = useMutation(EditTemplateDocument);
  const fault = error && faultOf(error);
  const local = templateFaults(draft);
  const refused = Object.fromEntries((fault?.fields ?? []).map((f) => [f.path, f.message]));
  const showFault = useFaultInSight(fault);
  const submit = async (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    showFault(event);
    if (loading || Object.keys(local).length > 0) return;
    try {
      await edit({ variables: { input: { id: template.id, ...detailsOf(draft) } } });
      showNote(t('template.saved', { name: draft.name }));
      onClose();
    } catch {
      // The hook's own error is shown at its fields.
    }
  };
  return (
    <SidePanel title={t('template.edit.title', { name: template.name })} onClose={onClose}>
      <Form noValidate onSubmit={(event) => void submit(event)}>
        {fault && fault.fields.length === 0 && <FormFault fault={fault} />}
        <TemplateFields
          draft={draft}
          isDisc={template.format === 'ISO'}
          wasPrivate={!template.public}
          faults={{ ...refused, ...local }}
          onChange={(next) => setDraft((old) => ({ ...old, ...next }))}
        />
        {template.sha256 && (
          <div>
            <div>{t('template.checksum')}</div>
            <CopyText text={template.sha256} what={t('template.checksum')} />
          </div>
        )}
        <div className="bd-form-footer">
          <Button type="submit" isLoading={loading} isDisabled={loading}>
            {t('action.save')}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </Form>
    </SidePanel>
  );
}
