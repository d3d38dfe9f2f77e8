import { useQuery } from '@apollo/client/react';
import { Alert, Button, Form, FormGroup, Skeleton, Switch, TextArea } from '@patternfly/react-core';
import LayerGroupIcon from '@patternfly/react-icons/dist/esm/icons/layer-group-icon';
import { useNavigate } from 'react-router';
import { CreateVmChoicesDocument, type CreateVmChoicesQuery } from '../../api/generated/graphql.ts';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { FaultDetails, FaultView } from '../../components/FaultView.tsx';
import { remedyOf, titleOf } from '../../components/fault-words.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { PickOne } from '../../components/PickList.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { useIsAdmin } from '../../session/session.tsx';
import { CloudInitFields } from './CloudInitFields.tsx';
import { HostField, SizeField, TemplateField } from './NewVmFields.tsx';
import { NewVmSummary } from './NewVmSummary.tsx';
import { useNewVmForm } from './use-new-vm-form.ts';
import './NewVmPage.css';

/** One page to a new VM; what is typed survives errors and reloads. */
export function Component() {
  const { data, error, refetch } = useQuery(CreateVmChoicesDocument);
  const usable = data?.templates.filter((template) => template.active);
  return (
    <>
      <PageHeader title={t('new.title')} crumb={{ label: t('vms.title'), to: paths.vms() }} />
      {!data && error && (
        <FaultView
          error={error}
          what={t('new.error')}
          onRetry={() => void refetch().catch(() => undefined)}
        />
      )}
      {!data && !error && <Skeleton height="420px" screenreaderText={t('loading')} />}
      {usable?.length === 0 && (
        <EmptyFrame
          icon={<LayerGroupIcon />}
          title={t('new.noTemplates')}
          text={t('new.noTemplates.text')}
        />
      )}
      {data && usable && usable.length > 0 && (
        <NewVmForm templates={usable} domains={data.securityDomains} />
      )}
    </>
  );
}

type Choices = CreateVmChoicesQuery;
interface NewVmFormProps {
  readonly templates: Choices['templates'];
  readonly domains: Choices['securityDomains'];
}

function NewVmForm({ templates, domains }: NewVmFormProps) {
  const navigate = useNavigate();
  const isAdmin = useIsAdmin();
  const form = useNewVmForm(templates);
  const { draft, change, template, faults } = form;
  return (
    <Form className="bd-new-vm" onSubmit={form.submit} noValidate>
      <div className="bd-new-columns">
        <div className="bd-new-fields">
          {form.fault && form.fault.fields.length === 0 && (
            <Alert
              component="h2"
              isInline
              variant="danger"
              title={t('new.refused', { name: draft.name })}
            >
              <p>{titleOf(form.fault)}</p>
              <p>{remedyOf(form.fault)}</p>
              <FaultDetails fault={form.fault} />
            </Alert>
          )}
          <TextField
            id="new-name"
            label={t('new.name')}
            value={draft.name}
            autoComplete="off"
            spellCheck={false}
            isRequired
            help={t('new.name.help')}
            fault={faults['name']}
            onChange={(name) => change({ name })}
            onBlur={() => form.touch('name')}
          />
          <TemplateField
            templates={templates}
            value={template?.id ?? ''}
            onPick={(templateId) => change({ templateId })}
          />
          {template?.format === 'ISO' && (
            <TextField
              id="new-disk"
              label={t('new.disk')}
              inputMode="numeric"
              autoComplete="off"
              value={draft.disk}
              help={t('new.disk.help', { least: template.diskGiB })}
              fault={faults['diskGiB']}
              onChange={(disk) => change({ disk })}
              onBlur={() => form.touch('diskGiB')}
            />
          )}
          <SizeField draft={draft} template={template} faults={faults} form={form} />
          <TextField
            id="new-extra-disk"
            label={t('new.extraDisk')}
            inputMode="numeric"
            autoComplete="off"
            value={draft.extraDisk}
            help={t('new.extraDisk.help')}
            fault={faults['extraDiskGiB']}
            onChange={(extraDisk) => change({ extraDisk })}
            onBlur={() => form.touch('extraDiskGiB')}
          />
          {domains.length > 0 && (
            <FormGroup label={t('new.network')} fieldId="new-network">
              <PickOne
                id="new-network"
                fullWidth
                label={t('new.network')}
                value={draft.securityDomainId || (domains[0]?.id ?? '')}
                choices={domains.map(({ id, name, vlan }) => ({
                  value: id,
                  label: name,
                  description: t('new.network.free', {
                    subnet: vlan.subnet,
                    free: vlan.totalAddresses - vlan.usedAddresses,
                  }),
                }))}
                onPick={(securityDomainId) => change({ securityDomainId })}
              />
            </FormGroup>
          )}
          {template?.cloudInit && (
            <CloudInitFields draft={draft} faults={faults} onChange={change} />
          )}
          {isAdmin && <HostField value={draft.hostId} onPick={(hostId) => change({ hostId })} />}
          <FormGroup label={t('new.purpose')} fieldId="new-purpose">
            <TextArea
              id="new-purpose"
              rows={2}
              resizeOrientation="vertical"
              value={draft.purpose}
              onChange={(_event, purpose) => change({ purpose })}
            />
          </FormGroup>
          <Switch
            id="new-start"
            label={t('new.start')}
            isChecked={draft.start}
            onChange={(_event, start) => change({ start })}
          />
        </div>
        <NewVmSummary draft={draft} template={template} isAdmin={isAdmin} />
      </div>
      <div className="bd-form-footer">
        <Button type="submit" variant="primary" isLoading={form.sending} isDisabled={form.sending}>
          {t('new.submit')}
        </Button>
        <Button
          variant="link"
          onClick={() => {
            form.forget();
            void navigate(paths.vms());
          }}
        >
          {t('action.cancel')}
        </Button>
      </div>
    </Form>
  );
}
