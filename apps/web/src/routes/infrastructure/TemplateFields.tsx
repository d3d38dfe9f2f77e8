import { Alert, FormGroup, Switch, TextArea } from '@patternfly/react-core';
import { PickOne } from '../../components/PickList.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import type { TemplateDraft } from './template-form.ts';

interface TemplateFieldsProps {
  readonly draft: TemplateDraft;
  /** A disc to install from has neither disk mode nor cloud-init. */
  readonly isDisc: boolean;
  /** It was its owner's alone until now. */
  readonly wasPrivate?: boolean;
  readonly faults: Readonly<Record<string, string | undefined>>;
  readonly onChange: (next: Partial<TemplateDraft>) => void;
}

type TextKey = 'name' | 'os' | 'version' | 'minRam' | 'ram' | 'vcpus' | 'disk';

/** What people say of a template. */
export function TemplateFields(props: TemplateFieldsProps) {
  const { draft, isDisc, wasPrivate = false, faults, onChange } = props;
  const text = (key: TextKey, field: string, label: string, help?: string) => (
    <TextField
      id={`template-${key}`}
      label={label}
      value={draft[key]}
      autoComplete="off"
      {...(['minRam', 'ram', 'vcpus', 'disk'].includes(key) && { inputMode: 'numeric' as const })}
      help={help}
      fault={faults[field]}
      onChange={(value) => onChange({ [key]: value })}
    />
  );
  return (
    <>
      {text('name', 'name', t('template.name'), t('template.form.name.help'))}
      {text('os', 'os', t('template.form.os'))}
      {text('version', 'version', t('template.form.version'))}
      <FormGroup label={t('template.form.description')} fieldId="template-description">
        <TextArea
          id="template-description"
          rows={2}
          resizeOrientation="vertical"
          value={draft.description}
          onChange={(_event, description) => onChange({ description })}
        />
      </FormGroup>
      {text('vcpus', 'defaultVcpus', t('template.form.vcpus'))}
      {text('ram', 'defaultRamMiB', t('template.form.ram'))}
      {text('minRam', 'minRamMiB', t('template.form.minRam'))}
      {text('disk', 'diskGiB', t('template.form.disk'), t('template.form.disk.help'))}
      {!isDisc && (
        <>
          <FormGroup label={t('template.diskMode')} fieldId="template-disk-mode">
            <PickOne
              id="template-disk-mode"
              fullWidth
              label={t('template.diskMode')}
              value={draft.diskMode}
              choices={[
                { value: 'OVERLAY', label: t('template.diskMode.OVERLAY') },
                { value: 'COPY', label: t('template.diskMode.COPY') },
              ]}
              onPick={(diskMode) => onChange({ diskMode })}
            />
            <p className="bd-subtle">{t('template.form.diskMode.help')}</p>
          </FormGroup>
          <Switch
            id="template-cloud-init"
            label={t('template.form.cloudInit')}
            isChecked={draft.cloudInit}
            onChange={(_event, cloudInit) => onChange({ cloudInit })}
          />
        </>
      )}
      <Switch
        id="template-public"
        label={t('template.form.public')}
        isChecked={draft.public}
        onChange={(_event, on) => onChange({ public: on })}
      />
      {wasPrivate && draft.public && (
        <Alert
          component="h3"
          isInline
          isLiveRegion
          variant="warning"
          title={t('template.form.publish.warning')}
        >
          {t('template.form.publish.why')}
        </Alert>
      )}
    </>
  );
}
