import { Alert, Button, Form } from '@patternfly/react-core';
import type { FormEvent } from 'react';
import { CopyText } from '../../components/CopyText.tsx';
import { FaultDetails } from '../../components/FaultView.tsx';
import { titleOf } from '../../components/fault-words.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Section } from '../../components/Section.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { HostReport } from './HostReport.tsx';
import { machineRemedy } from './machine-fields.ts';
import { type AddHost, useAddHost } from './use-add-host.ts';
import './AddHostPage.css';

/** From an address to a host: its key is confirmed, then it is looked at, then it is added. */
export function Component() {
  const way = useAddHost();
  const { probe, confirmed } = way;
  return (
    <>
      <PageHeader
        title={t('host.add.title')}
        crumb={{ label: t('hosts.title'), to: paths.hosts() }}
      />
      <div className="bd-add-host">
        <Refusal way={way} />
        {!probe && <MachineForm way={way} />}
        {probe && !confirmed && <KeyQuestion way={way} fingerprint={probe.fingerprint} />}
        {probe && confirmed && <HostReport way={way} probe={probe} />}
      </div>
    </>
  );
}

/** Why the last step failed, unless it is told at a field that is shown. */
function Refusal({ way }: { way: AddHost }) {
  const { fault, probe, draft } = way;
  if (!fault || (!probe && fault.fields.length > 0)) return null;
  const told = probe ? t('host.add.refused', { name: draft.name }) : null;
  return (
    <Alert
      component="h2"
      isInline
      variant="danger"
      title={told ?? t('host.add.failed', { address: draft.address })}
      className="bd-gap-below"
    >
      <p>{titleOf(fault)}</p>
      {fault.fields.length === 0 && <p>{machineRemedy(fault)}</p>}
      <FaultDetails fault={fault} />
    </Alert>
  );
}

function MachineForm({ way }: { way: AddHost }) {
  const { draft, change, fields } = way;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void way.lookAt();
  };
  return (
    <Form noValidate onSubmit={submit}>
      <TextField
        id="host-address"
        label={t('host.add.address')}
        value={draft.address}
        autoComplete="off"
        spellCheck={false}
        isRequired
        help={t('host.add.address.help')}
        fault={fields['address']}
        onChange={(address) => change({ address })}
      />
      <TextField
        id="host-user"
        label={t('host.add.user')}
        value={draft.sshUser}
        autoComplete="off"
        spellCheck={false}
        help={t('host.add.user.help')}
        fault={fields['sshUser']}
        onChange={(sshUser) => change({ sshUser })}
      />
      <TextField
        id="host-port"
        label={t('host.add.port')}
        value={draft.sshPort}
        inputMode="numeric"
        fault={fields['sshPort']}
        onChange={(sshPort) => change({ sshPort })}
      />
      <div className="bd-form-footer">
        <Button
          type="submit"
          isLoading={way.busy}
          isDisabled={way.busy || draft.address.trim() === ''}
        >
          {t('host.add.look')}
        </Button>
      </div>
    </Form>
  );
}

function KeyQuestion({ way, fingerprint }: { way: AddHost; fingerprint: string }) {
  return (
    <Section title={t('host.add.keyTitle')}>
      <p className="bd-gap-below">
        <CopyText text={fingerprint} what={t('host.key')} />
      </p>
      <p className="bd-subtle bd-gap-below">{t('host.add.keyText')}</p>
      <div className="bd-form-footer">
        <Button
          isLoading={way.busy}
          isDisabled={way.busy}
          onClick={() => void way.lookAt(fingerprint)}
        >
          {way.busy ? t('host.add.looking') : t('host.add.keyYes')}
        </Button>
        <Button variant="link" onClick={way.startOver}>
          {t('host.add.back')}
        </Button>
      </div>
    </Section>
  );
}
