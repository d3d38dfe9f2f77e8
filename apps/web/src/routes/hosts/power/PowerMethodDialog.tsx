import { useMutation } from '@apollo/client/react';
import { FormGroup, Radio } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  type HostDetailFieldsFragment,
  type PowerMethod,
  SetHostPowerDocument,
} from '../../../api/generated/graphql.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { showNote } from '../../../shell/toast-store.ts';

interface PowerMethodDialogProps {
  readonly host: HostDetailFieldsFragment;
  readonly onClose: () => void;
}

const methods: readonly PowerMethod[] = ['IPMI', 'WAKE_ON_LAN', 'NONE'];

/** How a host is switched on and off. */
export function PowerMethodDialog({ host, onClose }: PowerMethodDialogProps) {
  const { id, name, power } = host;
  const [method, setMethod] = useState<PowerMethod>(power.method);
  const [bmc, setBmc] = useState({
    ...{ bmcAddress: power.bmcAddress ?? '', bmcUsername: power.bmcUsername ?? '' },
    bmcPassword: '',
  });
  const [save, { loading, error }] = useMutation(SetHostPowerDocument);
  const fault = error && faultOf(error);
  const faults = new Map(fault?.fields.map(({ path, message }) => [path, message]));
  const submit = async (): Promise<void> => {
    const { bmcAddress, bmcUsername, bmcPassword } = bmc;
    const access = {
      ...{ bmcAddress: bmcAddress.trim(), bmcUsername: bmcUsername.trim() },
      ...(bmcPassword && { bmcPassword }),
    };
    try {
      await save({ variables: { input: { id, method, ...(method === 'IPMI' && access) } } });
      showNote(t('power.method.saved', { name }));
      onClose();
    } catch {
      // The hook's own error is shown in the dialog.
    }
  };
  const field = (key: keyof typeof bmc, label: string, help?: string) => (
    <TextField
      id={`power-${key}`}
      label={label}
      value={bmc[key]}
      type={key === 'bmcPassword' ? 'password' : 'text'}
      autoComplete="off"
      spellCheck={false}
      help={help}
      fault={faults.get(key)}
      onChange={(value) => setBmc((old) => ({ ...old, [key]: value }))}
    />
  );
  return (
    <FormDialog
      title={t('power.method.title', { name })}
      fault={fault}
      fields={['bmcAddress', 'bmcUsername', 'bmcPassword']}
      submit={t('action.save')}
      busy={loading}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label={t('power.method.label')} fieldId="power-method">
        {methods.map((each) => (
          <Radio
            key={each}
            id={`power-${each}`}
            name="power-method"
            label={t(`power.method.${each}`)}
            isChecked={method === each}
            onChange={() => setMethod(each)}
          />
        ))}
      </FormGroup>
      {method === 'IPMI' && (
        <>
          {field('bmcAddress', t('power.bmc'))}
          {field('bmcUsername', t('power.bmc.user'))}
          {field('bmcPassword', t('power.bmc.password'), t('power.bmc.password.help'))}
        </>
      )}
    </FormDialog>
  );
}
